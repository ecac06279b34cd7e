//! Renders every page of a site with the components of the reader.

use std::future::ready;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use anyhow::{Context as _, bail};
use edition::content::{Bundles, Edition};
use edition::error::ContentError;
use edition::lists;
use edition::page::{Content, Medium, Page};
use edition::routes::{ListPage, PageId, Route};
use model::{BundleReference, Language, Manifest, MonthCount, PlaceIndex, TopicIndex};
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::bundle::Published;
use crate::page::Frame;
use newsroom::prepare::PreparedPaper;
use site::Site;

/// Adds the page of each article, and returns its reference beside that of the bundle.
pub fn articles(
    frame: &Frame<'_>,
    papers: &[PreparedPaper],
    bundles: Vec<Vec<BundleReference>>,
    site: &mut Site,
) -> anyhow::Result<Published> {
    let mut published = Published::new();
    for (paper, bundles) in papers.iter().zip(bundles) {
        let language = &paper.masthead.language;
        let pages = paper.articles.par_iter().map(|read| {
            let article = &read.article;
            let route = Route::new(language, frame.main_language(), PageId::Article(article.slug.clone()));
            let file = route.file();
            let content = Content::Article(Arc::new(article.clone()));
            let page = Page { route, mastheads: Arc::clone(&frame.mastheads), content, medium: Medium::Site };
            (file, frame.article(&page, article, &read.description).into_bytes())
        });
        let pages: Vec<(String, Vec<u8>)> = pages.collect();
        let references = pages.iter().map(|(_, bytes)| trust::reference(bytes));
        let references = references.collect::<Option<Vec<_>>>().context("a page is larger than 4 GiB")?;
        published.push(bundles.into_iter().zip(references).collect());
        site.extend(pages);
    }
    Ok(published)
}

/// Adds all other pages, each made from the bundles just as the browser will make it.
pub fn lists(frame: &Frame<'_>, manifest: &Manifest, site: &mut Site) -> anyhow::Result<()> {
    let routes = routes(manifest, site)?;
    let bundles = &*site;
    let pages = routes.into_par_iter().map_init(
        || Edition::new(manifest.clone(), SiteBundles(bundles)),
        |edition, route| {
            let edition = edition.as_ref().context("an edition has at least one paper")?;
            let page = now(edition.page(route, None)).context("a bundle in memory is ready at once")?;
            if let Content::Failed(_) | Content::NotFound = page.content {
                bail!("the page {:?} has no content: this is a bug in Offprint, please report it", page.route.path());
            }
            Ok((page.route.file(), frame.list(&page).into_bytes()))
        },
    );
    let pages: Vec<(String, Vec<u8>)> = pages.collect::<anyhow::Result<_>>()?;
    site.extend(pages);
    Ok(())
}

/// Returns the page "not found".
pub fn not_found(frame: &Frame<'_>) -> Page {
    let route = Route { language: None, place: PageId::NotFound };
    Page { route, mastheads: Arc::clone(&frame.mastheads), content: Content::NotFound, medium: Medium::Site }
}

/// Returns the routes of all pages that are not articles.
fn routes(manifest: &Manifest, site: &Site) -> anyhow::Result<Vec<Route>> {
    let mut routes = Vec::new();
    let main = main_language(manifest)?;
    for paper in &manifest.papers {
        let masthead = &paper.masthead;
        let mut places = vec![PageId::Front, PageId::Archive, PageId::Device, PageId::Origin];
        places.extend(paper.months.iter().map(|month| PageId::Month(month.month.clone())));
        places.extend(masthead.about.then_some(PageId::About));
        for section in &masthead.sections {
            let counts = paper.months.iter().filter_map(|month| month.sections.get(&section.identifier));
            push_list(&mut places, &section.identifier, counts.sum(), PageId::Section);
        }
        if masthead.topics {
            places.push(PageId::Topics);
            for index in read::<Vec<TopicIndex>>(site, &paper.topics)? {
                push_list(&mut places, &index.topic.slug, total(&index.months), PageId::Topic);
            }
        }
        if masthead.places {
            places.push(PageId::Places);
            for index in read::<Vec<PlaceIndex>>(site, &paper.places)? {
                push_list(&mut places, &index.place.slug, total(&index.months), PageId::Place);
            }
        }
        routes.extend(places.into_iter().map(|place| Route::new(&masthead.language, main, place)));
    }
    Ok(routes)
}

fn push_list(places: &mut Vec<PageId>, key: &str, articles: u32, wrap: fn(ListPage) -> PageId) {
    places.push(wrap(ListPage::newest(key)));
    let numbered = (1..lists::pages(articles)).map(|number| ListPage { key: key.to_owned(), number: Some(number) });
    places.extend(numbered.map(wrap));
}

fn total(months: &[MonthCount]) -> u32 {
    months.iter().map(|month| month.articles).sum()
}

fn main_language(manifest: &Manifest) -> anyhow::Result<&Language> {
    let paper = manifest.papers.first().context("an edition has at least one paper")?;
    Ok(&paper.masthead.language)
}

fn read<T: DeserializeOwned>(site: &Site, reference: &BundleReference) -> anyhow::Result<T> {
    let bytes = site.get(&reference.path()).context("a new bundle is missing")?;
    Ok(serde_json::from_slice(bytes)?)
}

/// The bundles of a site in memory.
struct SiteBundles<'a>(&'a Site);

impl Bundles for SiteBundles<'_> {
    fn bundle(&self, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>> {
        ready(self.0.get(&reference.path()).cloned().ok_or(ContentError::Missing))
    }
}

/// Returns the value of a future that is ready at once.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
