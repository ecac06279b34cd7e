//! An edition, and what each of its pages shows.

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

/// Where the bundles of an edition come from.
pub trait Bundles {
    /// The bytes of a bundle, already checked against its reference.
    fn bundle(&self, reference: &BundleReference) -> impl Future<Output = Result<Vec<u8>, ContentError>>;

    /// Whether a bundle is on this device and costs nothing.
    fn is_kept(&self, _reference: &BundleReference) -> impl Future<Output = bool> {
        std::future::ready(false)
    }
}

/// An edition whose bundles are got as pages ask for them.
///
/// Month indexes are kept, since lists and articles share them, and so is where each article lies that a list named.
pub struct Edition<B> {
    bundles: B,
    manifest: Manifest,
    mastheads: Arc<[Masthead]>,
    /// A list and no map, as a reader opens few months and each kind of map is code in the app.
    months: RefCell<Vec<(Hash, Rc<MonthIndex>)>>,
    /// What is first in it is known best.
    articles: RefCell<Vec<(ArticleKey, Known)>>,
    medium: Medium,
}

/// How many articles the front page has of a part that does not have all of the edition's own.
const FRONT: usize = 24;

/// The language of a paper and the slug of an article in it.
type ArticleKey = (Language, String);

/// What is known of an article before its page is asked for.
#[derive(Clone)]
enum Known {
    Bundle(BundleReference),
    Text(Arc<Article>),
}

impl<B: Bundles> Edition<B> {
    /// The edition of a manifest; none when that has no paper at all.
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

    /// The edition of a portable edition, which may carry a part of it: what is not there is in no list.
    pub async fn in_file(manifest: Manifest, bundles: B, mut carried: SingleFile) -> Option<Self> {
        carried.home.clone_from(&manifest.address);
        let mut edition = Self::new(manifest, bundles)?;
        edition.medium = Medium::SingleFile(Arc::new(carried));
        let mut papers = std::mem::take(&mut edition.manifest.papers);
        let mut is_part = false;
        for paper in &mut papers {
            is_part |= edition.cut(paper).await;
        }
        if is_part {
            // How many articles there are on each is known of the whole edition only.
            papers.iter_mut().for_each(|paper| (paper.masthead.topics, paper.masthead.places) = (false, false));
        }
        // The first one's pages lie at the root, whether there are any or not.
        let mut position = 0;
        papers.retain(|paper| (position, position += 1).0 == 0 || !paper.months.is_empty());
        edition.mastheads = papers.iter().map(|paper| paper.masthead.clone()).collect();
        edition.manifest.papers = papers;
        Some(edition)
    }

    /// Cuts a paper down to what is there; says whether anything was missing.
    async fn cut(&self, paper: &mut Paper) -> bool {
        let (mut is_part, mut entries) = (false, Vec::new());
        for mut month in std::mem::take(&mut paper.months) {
            let index = match self.bundles.is_kept(&month.bundle).await {
                true => self.read_month(&month.bundle).await.ok(),
                false => None,
            };
            let there = index.as_ref().map_or(&[][..], |index| &index.entries);
            is_part |= there.len() as u32 != month.articles;
            if there.is_empty() {
                continue;
            }
            month.articles = there.len() as u32;
            for (section, articles) in &mut month.sections {
                *articles = there.iter().filter(|entry| entry.section.as_ref() == Some(section)).count() as u32;
            }
            entries.extend(there.iter().map(FrontLine::of));
            paper.months.push(month);
        }
        if !paper.front_page.iter().all(|line| entries.contains(line)) {
            // Whatever part it is, its front page shows that.
            entries.truncate(FRONT);
            paper.front_page = entries;
        }
        paper.masthead.sections.retain(|section| {
            paper
                .months
                .iter()
                .any(|month| month.sections.get(&section.identifier).is_some_and(|articles| *articles > 0))
        });
        is_part
    }

    #[cfg(test)]
    pub(super) fn bundles(&self) -> &B {
        &self.bundles
    }

    /// The mastheads of its papers, the main one first.
    pub fn mastheads(&self) -> &Arc<[Masthead]> {
        &self.mastheads
    }

    /// What it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The entry of an article in the paper of a language, looked for month after month, in that where it should be first.
    pub async fn entry(&self, language: &Language, slug: &str, month: Option<&str>) -> Option<Entry> {
        let paper = self.manifest.papers.iter().find(|paper| paper.masthead.language == *language)?;
        for name in month.into_iter().chain(paper.months.iter().map(|month| month.month.as_str())) {
            let index = self.month_index(paper, name).await.ok()?;
            let found = index.iter().flat_map(|index| &index.entries).find(|entry| entry.slug == slug);
            if found.is_some() {
                return found.cloned();
            }
        }
        None
    }

    /// A page with all that it shows. What could not be had is a page that says so.
    ///
    /// `month` is the month whose index holds the article of the route, where the link to it told.
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
            PageId::Section(place) => self.section(paper, route, place).await?,
            PageId::Archive => Content::Archive(paper.months.clone()),
            PageId::Month(name) => self.month_list(paper, name).await?,
            PageId::Topics => Content::Topics(self.read(&paper.topics).await?),
            PageId::Topic(place) => self.topic(paper, route, place).await?,
            PageId::Places => Content::Places(self.read(&paper.places).await?),
            PageId::PageId(place) => self.place(paper, route, place).await?,
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

    async fn section(&self, paper: &Paper, route: &Route, place: &ListPage) -> Result<Content, ContentError> {
        let Some(section) = paper.masthead.sections.iter().find(|section| section.identifier == place.key) else {
            return Ok(Content::NotFound);
        };
        let counts: Vec<MonthCount> =
            paper.months.iter().filter_map(|month| section_count(month, &place.key)).collect();
        let list = ListHead { title: section.name.clone(), subtitle: String::new(), place, wrap: PageId::Section };
        self.list(paper, route, list, &counts, |entry| entry.section.as_ref() == Some(&place.key)).await
    }

    async fn topic(&self, paper: &Paper, route: &Route, place: &ListPage) -> Result<Content, ContentError> {
        let topics: Vec<TopicIndex> = self.read(&paper.topics).await?;
        let Some(index) = topics.into_iter().find(|index| index.topic.slug == place.key) else {
            return Ok(Content::NotFound);
        };
        let list = ListHead { title: index.topic.name, subtitle: String::new(), place, wrap: PageId::Topic };
        self.list(paper, route, list, &index.months, |entry| entry.topics.contains(&place.key)).await
    }

    async fn place(&self, paper: &Paper, route: &Route, place: &ListPage) -> Result<Content, ContentError> {
        let places: Vec<PlaceIndex> = self.read(&paper.places).await?;
        let Some(index) = places.into_iter().find(|index| index.place.slug == place.key) else {
            return Ok(Content::NotFound);
        };
        let around = [index.place.region, index.place.country];
        let subtitle = around.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let list = ListHead { title: index.place.name, subtitle, place, wrap: PageId::PageId };
        self.list(paper, route, list, &index.months, |entry| entry.places.contains(&place.key)).await
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
        let Some(slice) = lists::slice(articles, head.place.number) else {
            return Ok(Content::NotFound);
        };
        let (skipped, months) = lists::months(counts, slice);
        let mut indexes = Vec::new();
        for month in months {
            indexes.extend(self.month_index(paper, month).await?);
        }
        let entries = indexes.iter().flat_map(|index| &index.entries).filter(|entry| belongs(entry)).cloned();
        let (newer, older) = lists::neighbours(articles, head.place.number);
        let sibling = |number| route.sibling((head.wrap)(ListPage { key: head.place.key.clone(), number }));
        Ok(Content::List(List {
            title: head.title,
            subtitle: head.subtitle,
            entries: lists::cut(entries, skipped, slice),
            articles,
            newer: newer.map(sibling),
            older: older.map(|number| sibling(Some(number))),
        }))
    }

    /// How many articles of each month belong to a list.
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
            // Nothing of this paper is in the file.
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

    /// The entries of the front page out of month indexes, when those are all on this device.
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

    /// The article of a slug: from what is known of it, or the month that is said to hold it, else month after month.
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
        let kept = self.months.borrow().iter().find(|(kept, _)| *kept == hash).map(|(_, index)| Rc::clone(index));
        if kept.is_some() {
            return Ok(kept);
        }
        let index = Rc::new(self.read_month(&month.bundle).await?);
        self.remember(paper, &index.entries);
        self.months.borrow_mut().push((hash, Rc::clone(&index)));
        Ok(Some(index))
    }

    /// A month index; out of a file only with the articles that are there.
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
    place: &'a ListPage,
    wrap: fn(ListPage) -> PageId,
}

fn section_count(month: &Month, section: &str) -> Option<MonthCount> {
    let articles = month.sections.get(section).copied().filter(|articles| *articles > 0)?;
    Some(MonthCount { month: month.month.clone(), articles })
}
