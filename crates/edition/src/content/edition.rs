//! An edition, and the content of its pages.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use model::{
    Article, BundleReference, Entry, FrontLine, FrontPage, Hash, Language, Manifest, Masthead, Month, MonthCount,
    MonthIndex, Paper, PlaceIndex, TopicIndex,
};
use serde::de::DeserializeOwned;

use super::json;
use crate::error::ContentError;
use crate::lists;
use crate::page::{Content, List, Medium, Page, SingleFile};
use crate::routes::{ListPage, PageId, Route};

/// The source of an edition's bundles.
pub trait Bundles {
    /// Returns the bytes of a bundle, already checked against its reference.
    fn bundle(&self, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>>;

    /// Returns whether a bundle is on this device and needs no download.
    fn is_kept(&self, _reference: &BundleReference) -> impl Future<Output = bool> {
        std::future::ready(false)
    }
}

/// An edition that loads its bundles when a page needs them.
///
/// It keeps month indexes, since lists and articles share them, and the references of listed articles.
pub struct Edition<B> {
    bundles: B,
    manifest: Manifest,
    mastheads: Arc<[Masthead]>,
    /// A list rather than a map: a reader opens few months, and each kind of map adds code to the app.
    months: RefCell<Vec<(Hash, Rc<MonthIndex>)>>,
    /// The first entry of an article wins: whole texts come before references.
    articles: RefCell<Vec<(ArticleKey, Known)>>,
    medium: Medium,
}

/// The number of articles on the front page of a partial edition that lacks some of the original ones.
const PARTIAL_FRONT_LENGTH: usize = 24;

/// The language of a paper and the slug of an article in it.
type ArticleKey = (Language, String);

/// The data of an article that is known before its page is opened.
#[derive(Clone)]
enum Known {
    Bundle(BundleReference),
    Text(Arc<Article>),
}

impl<B: Bundles> Edition<B> {
    /// Opens the edition of a manifest. Returns `None` if the manifest has no paper.
    pub fn new(manifest: Manifest, bundles: B) -> Option<Self> {
        let mastheads: Arc<[Masthead]> = manifest.papers.iter().map(|paper| paper.masthead.clone()).collect();
        (!mastheads.is_empty()).then(|| Self {
            bundles,
            manifest,
            mastheads,
            months: RefCell::default(),
            articles: RefCell::default(),
            medium: Medium::Site,
        })
    }

    /// Opens the edition in a portable edition, which may hold only a part: lists leave out missing articles.
    pub async fn in_file(manifest: Manifest, bundles: B, mut file: SingleFile) -> Option<Self> {
        file.home.clone_from(&manifest.address);
        let mut edition = Self::new(manifest, bundles)?;
        edition.medium = Medium::SingleFile(Arc::new(file));
        let mut papers = std::mem::take(&mut edition.manifest.papers);
        let mut is_partial = false;
        for paper in &mut papers {
            is_partial |= edition.cut(paper).await;
        }
        if is_partial {
            // The numbers of articles on topics and places are known only for the whole edition.
            papers.iter_mut().for_each(|paper| (paper.masthead.topics, paper.masthead.places) = (false, false));
        }
        // The main paper stays even if it is empty: its pages are at the root.
        let mut position = 0;
        papers.retain(|paper| (position, position += 1).0 == 0 || !paper.months.is_empty());
        edition.mastheads = papers.iter().map(|paper| paper.masthead.clone()).collect();
        edition.manifest.papers = papers;
        Some(edition)
    }

    /// Reduces a paper to the articles at hand. Returns whether any are missing.
    async fn cut(&self, paper: &mut Paper) -> bool {
        let (mut is_partial, mut entries) = (false, Vec::new());
        for mut month in std::mem::take(&mut paper.months) {
            let index = match self.bundles.is_kept(&month.bundle).await {
                true => self.read_month(&month.bundle).await.ok(),
                false => None,
            };
            let available = index.as_ref().map_or(&[][..], |index| &index.entries);
            is_partial |= available.len() as u32 != month.articles;
            if available.is_empty() {
                continue;
            }
            month.articles = available.len() as u32;
            for (section, articles) in &mut month.sections {
                *articles = available.iter().filter(|entry| entry.section.as_ref() == Some(section)).count() as u32;
            }
            entries.extend(available.iter().map(FrontLine::of));
            paper.months.push(month);
        }
        if !paper.front_page.iter().all(|line| entries.contains(line)) {
            // The front page shows the articles at hand instead.
            entries.truncate(PARTIAL_FRONT_LENGTH);
            paper.front_page = entries;
        }
        paper.masthead.sections.retain(|section| {
            paper
                .months
                .iter()
                .any(|month| month.sections.get(&section.identifier).is_some_and(|articles| *articles > 0))
        });
        is_partial
    }

    #[cfg(test)]
    pub(super) fn bundles(&self) -> &B {
        &self.bundles
    }

    /// Returns the mastheads of its papers, the main one first.
    pub fn mastheads(&self) -> &Arc<[Masthead]> {
        &self.mastheads
    }

    /// Returns its manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Finds the entry of an article in the paper of a language: first in the expected month, then in all months. Returns `None`
    /// if the paper has no such article.
    pub async fn entry(
        &self,
        language: &Language,
        slug: &str,
        month: Option<&str>,
    ) -> Result<Option<Entry>, ContentError> {
        let papers = &self.manifest.papers;
        let Some(paper) = papers.iter().find(|paper| paper.masthead.language == *language) else { return Ok(None) };
        for name in month.into_iter().chain(paper.months.iter().map(|month| month.month.as_str())) {
            let index = self.month_index(paper, name).await?;
            let found = index.iter().flat_map(|index| &index.entries).find(|entry| entry.slug == slug);
            if found.is_some() {
                return Ok(found.cloned());
            }
        }
        Ok(None)
    }

    /// Returns a page with all its data. If the data cannot be loaded, the page shows the error.
    ///
    /// `month` is the month whose index holds the article of the route, if the link named it.
    pub async fn page(&self, route: Route, month: Option<&str>) -> Page {
        let content = match self.paper(&route) {
            Some(paper) => self.content(paper, &route, month).await.unwrap_or_else(Content::Failed),
            None => Content::NotFound,
        };
        Page { route, mastheads: Arc::clone(&self.mastheads), content, medium: self.medium.clone() }
    }

    fn paper(&self, route: &Route) -> Option<&Paper> {
        match &route.language {
            None => self.manifest.papers.first(),
            Some(language) => self.manifest.papers.iter().skip(1).find(|paper| paper.masthead.language == *language),
        }
    }

    async fn content(&self, paper: &Paper, route: &Route, month: Option<&str>) -> Result<Content, ContentError> {
        Ok(match &route.place {
            PageId::Front => Content::Front(self.front(paper).await?),
            PageId::Section(page) => self.section(paper, route, page).await?,
            PageId::Archive => Content::Archive(paper.months.clone()),
            PageId::Month(name) => self.month_list(paper, name).await?,
            PageId::Topics => Content::Topics(self.read(&paper.topics).await?),
            PageId::Topic(page) => self.topic(paper, route, page).await?,
            PageId::Places => Content::Places(self.read(&paper.places).await?),
            PageId::Place(page) => self.place(paper, route, page).await?,
            PageId::Article(slug) => match self.article(paper, slug, month).await? {
                Some(article) => Content::Article(article),
                None => Content::NotFound,
            },
            PageId::About => match &paper.about {
                Some(about) => Content::About(self.read(about).await?),
                None => Content::NotFound,
            },
            PageId::Device => Content::Device,
            PageId::Origin => Content::Origin,
            PageId::NotFound => Content::NotFound,
        })
    }

    async fn section(&self, paper: &Paper, route: &Route, page: &ListPage) -> Result<Content, ContentError> {
        let Some(section) = paper.masthead.sections.iter().find(|section| section.identifier == page.key) else {
            return Ok(Content::NotFound);
        };
        let counts: Vec<MonthCount> = paper.months.iter().filter_map(|month| section_count(month, &page.key)).collect();
        let list = ListHead { title: section.name.clone(), subtitle: String::new(), page, wrap: PageId::Section };
        self.list(paper, route, list, &counts, |entry| entry.section.as_ref() == Some(&page.key)).await
    }

    async fn topic(&self, paper: &Paper, route: &Route, page: &ListPage) -> Result<Content, ContentError> {
        let topics: Vec<TopicIndex> = self.read(&paper.topics).await?;
        let Some(index) = topics.into_iter().find(|index| index.topic.slug == page.key) else {
            return Ok(Content::NotFound);
        };
        let list = ListHead { title: index.topic.name, subtitle: String::new(), page, wrap: PageId::Topic };
        self.list(paper, route, list, &index.months, |entry| entry.topics.contains(&page.key)).await
    }

    async fn place(&self, paper: &Paper, route: &Route, page: &ListPage) -> Result<Content, ContentError> {
        let places: Vec<PlaceIndex> = self.read(&paper.places).await?;
        let Some(index) = places.into_iter().find(|index| index.place.slug == page.key) else {
            return Ok(Content::NotFound);
        };
        let around = [index.place.region, index.place.country];
        let subtitle = around.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let list = ListHead { title: index.place.name, subtitle, page, wrap: PageId::Place };
        self.list(paper, route, list, &index.months, |entry| entry.places.contains(&page.key)).await
    }

    async fn list(
        &self,
        paper: &Paper,
        route: &Route,
        head: ListHead<'_>,
        counts: &[MonthCount],
        belongs: impl Fn(&Entry) -> bool,
    ) -> Result<Content, ContentError> {
        let recounted = match self.medium {
            Medium::Site => None,
            Medium::SingleFile(_) => Some(self.count(paper, &belongs).await?),
        };
        let counts = recounted.as_deref().unwrap_or(counts);
        let articles = counts.iter().map(|count| count.articles).sum();
        let Some(slice) = lists::slice(articles, head.page.number) else {
            return Ok(Content::NotFound);
        };
        let (skipped, months) = lists::months(counts, slice);
        let mut indexes = Vec::new();
        for month in months {
            indexes.extend(self.month_index(paper, month).await?);
        }
        let entries = indexes.iter().flat_map(|index| &index.entries).filter(|entry| belongs(entry)).cloned();
        let (newer, older) = lists::neighbours(articles, head.page.number);
        let sibling = |number| route.sibling((head.wrap)(ListPage { key: head.page.key.clone(), number }));
        Ok(Content::List(List {
            title: head.title,
            subtitle: head.subtitle,
            entries: lists::cut(entries, skipped, slice),
            articles,
            newer: newer.map(sibling),
            older: older.map(|number| sibling(Some(number))),
        }))
    }

    /// Counts the articles of each month that belong to a list.
    async fn count(&self, paper: &Paper, belongs: impl Fn(&Entry) -> bool) -> Result<Vec<MonthCount>, ContentError> {
        let mut counts = Vec::new();
        for month in &paper.months {
            let index = self.month_index(paper, &month.month).await?;
            let entries = index.iter().flat_map(|index| &index.entries);
            let articles = entries.filter(|entry| belongs(entry)).count() as u32;
            if articles > 0 {
                counts.push(MonthCount { month: month.month.clone(), articles });
            }
        }
        Ok(counts)
    }

    async fn month_list(&self, paper: &Paper, name: &str) -> Result<Content, ContentError> {
        let Some(month) = paper.months.iter().find(|month| month.month == name) else {
            return Ok(Content::NotFound);
        };
        let Some(index) = self.month_index(paper, name).await? else {
            return Ok(Content::NotFound);
        };
        // A month is one page: its index holds all its articles anyway.
        Ok(Content::List(List {
            title: month.name.clone(),
            subtitle: String::new(),
            entries: index.entries.clone(),
            articles: month.articles,
            newer: None,
            older: None,
        }))
    }

    async fn front(&self, paper: &Paper) -> Result<Vec<Entry>, ContentError> {
        if let Some(entries) = self.kept_front(paper).await {
            return Ok(entries);
        }
        if let Medium::SingleFile(_) = self.medium {
            // The file has no article of this paper.
            return Ok(Vec::new());
        }
        let front: FrontPage = self.read(&paper.front).await?;
        self.remember(paper, &front.entries);
        for article in front.articles {
            let key = (paper.masthead.language.clone(), article.slug.clone());
            self.articles.borrow_mut().insert(0, (key, Known::Text(Arc::new(article))));
        }
        Ok(front.entries)
    }

    /// Returns the entries of the front page from month indexes, if all of those are on this device.
    async fn kept_front(&self, paper: &Paper) -> Option<Vec<Entry>> {
        let mut entries = Vec::new();
        for line in &paper.front_page {
            let month = paper.months.iter().find(|month| month.month == line.month)?;
            if !self.bundles.is_kept(&month.bundle).await {
                return None;
            }
            let index = self.month_index(paper, &line.month).await.ok()??;
            entries.push(index.entries.iter().find(|entry| entry.slug == line.slug)?.clone());
        }
        (!entries.is_empty()).then_some(entries)
    }

    /// Returns the article with a slug: from the known articles, the named month, or else by searching all months.
    async fn article(
        &self,
        paper: &Paper,
        slug: &str,
        month: Option<&str>,
    ) -> Result<Option<Arc<Article>>, ContentError> {
        let key = (paper.masthead.language.clone(), slug.to_owned());
        let others = paper.months.iter().map(|line| line.month.as_str()).filter(|name| Some(*name) != month);
        for name in month.into_iter().chain(others) {
            if let Some(known) = self.known(&key) {
                return self.text(known).await.map(Some);
            }
            self.month_index(paper, name).await?;
        }
        match self.known(&key) {
            Some(known) => self.text(known).await.map(Some),
            None => Ok(None),
        }
    }

    fn known(&self, key: &ArticleKey) -> Option<Known> {
        self.articles.borrow().iter().find(|(known, _)| known == key).map(|(_, known)| known.clone())
    }

    async fn text(&self, known: Known) -> Result<Arc<Article>, ContentError> {
        match known {
            Known::Text(article) => Ok(article),
            Known::Bundle(reference) => self.read(&reference).await.map(Arc::new),
        }
    }

    fn remember(&self, paper: &Paper, entries: &[Entry]) {
        let mut articles = self.articles.borrow_mut();
        for entry in entries {
            let key = (paper.masthead.language.clone(), entry.slug.clone());
            articles.push((key, Known::Bundle(entry.bundle)));
        }
    }

    async fn month_index(&self, paper: &Paper, name: &str) -> Result<Option<Rc<MonthIndex>>, ContentError> {
        let Some(month) = paper.months.iter().find(|month| month.month == name) else {
            return Ok(None);
        };
        let hash = month.bundle.hash;
        let cached = self.months.borrow().iter().find(|(cached, _)| *cached == hash).map(|(_, index)| Rc::clone(index));
        if cached.is_some() {
            return Ok(cached);
        }
        let index = Rc::new(self.read_month(&month.bundle).await?);
        self.remember(paper, &index.entries);
        self.months.borrow_mut().push((hash, Rc::clone(&index)));
        Ok(Some(index))
    }

    /// Loads a month index; in a single file, only with the articles at hand.
    async fn read_month(&self, reference: &BundleReference) -> Result<MonthIndex, ContentError> {
        let mut index: MonthIndex = self.read(reference).await?;
        if let Medium::SingleFile(_) = self.medium {
            for entry in std::mem::take(&mut index.entries) {
                if self.bundles.is_kept(&entry.bundle).await {
                    index.entries.push(entry);
                }
            }
        }
        Ok(index)
    }

    async fn read<T: DeserializeOwned>(&self, reference: &BundleReference) -> Result<T, ContentError> {
        json::read(&self.bundles.bundle(reference).await?)
    }
}

struct ListHead<'a> {
    title: String,
    subtitle: String,
    page: &'a ListPage,
    wrap: fn(ListPage) -> PageId,
}

fn section_count(month: &Month, section: &str) -> Option<MonthCount> {
    let articles = month.sections.get(section).copied().filter(|articles| *articles > 0)?;
    Some(MonthCount { month: month.month.clone(), articles })
}
