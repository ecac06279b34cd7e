//! Counts how much of an edition is stored.

use model::{
    Article, ArticleLink, BundleReference, Date, Entry, Head, Language, Manifest, Month, MonthIndex, Paper, Section,
};

use super::changeset::saved;
use super::device_view::{EditionView, FileCount, LanguageCount, SavedArticle, StoredItem};
use super::download::{Articles, is_wanted, months};
use super::hashes::Hashes;
use super::preferences::{AttachmentKinds, Metadata, OfflineItem, Preferences};
use super::store::{BundleStore, StoreError};
use edition::content;
use edition::routes::{ListPage, PageId};

/// The stored part of an edition: as a whole, and by part in the paper of one language.
#[derive(Debug, Default)]
pub struct Inventory {
    /// The edition.
    pub edition: Option<EditionView>,
    /// The sections of the paper, in its order.
    pub sections: Vec<StoredItem>,
    /// The months of the paper, newest first.
    pub months: Vec<StoredItem>,
    /// The stored articles.
    pub bundles: Vec<BundleReference>,
}

/// Number of articles, their bytes, and the date of the newest.
#[derive(Clone, Default)]
struct Count {
    articles: u32,
    bytes: u64,
    newest: Option<Date>,
}

/// Counts how much of an edition is stored.
pub async fn inventory<D: BundleStore>(
    store: &D,
    head: &Head,
    manifest: &Manifest,
    preferences: &Preferences,
    text_limit: u64,
    language: &Language,
) -> Result<Inventory, StoreError> {
    let stored = store.hashes().await?;
    let mut inventory = Inventory::default();
    let (mut articles, mut bytes, mut linked_bytes) = (Vec::new(), 0, 0);
    let (mut missing, mut missing_lists) = (Articles::default(), 0);
    for paper in &manifest.papers {
        let share = text_limit / manifest.papers.len() as u64;
        let wanted = months(paper, preferences, share);
        let mut by_section = vec![Count::default(); paper.masthead.sections.len()];
        let mut here = Count::default();
        for month in &paper.months {
            let entries = entries(store, &stored, &month.bundle).await?;
            let is_whole = wanted.iter().find(|(wanted, _)| wanted.month == month.month).map(|(_, is_whole)| *is_whole);
            if entries.is_none() && is_whole == Some(true) {
                missing_lists += month.articles;
            }
            let mut count = Count::default();
            for entry in entries.iter().flatten() {
                if stored.contains(&entry.bundle.hash) {
                    let section = section(paper, entry).and_then(|position| by_section.get_mut(position));
                    for count in [&mut count, &mut here].into_iter().chain(section) {
                        count.articles += 1;
                        count.bytes += u64::from(entry.bundle.bytes);
                        // Months and the articles in them come newest first.
                        if count.newest.is_none() {
                            count.newest = entry.published.clone();
                        }
                    }
                    inventory.bundles.push(entry.bundle);
                } else if is_whole.is_some_and(|is_whole| is_wanted(paper, entry, is_whole, preferences)) {
                    missing.insert(entry);
                }
            }
            if paper.masthead.language == *language {
                inventory.months.push(StoredItem {
                    item: OfflineItem::Month(language.clone(), month.month.clone()),
                    place: PageId::Month(month.month.clone()),
                    name: month.name.clone(),
                    newest: count.newest,
                    articles: count.articles,
                    total_articles: month.articles,
                    bytes: count.bytes,
                    total_bytes: total_bytes(month, preferences.attachments),
                });
            }
        }
        bytes += here.bytes;
        linked_bytes += paper.months.iter().map(|month| u64::from(month.files)).sum::<u64>();
        articles.push(LanguageCount {
            language: paper.masthead.language.clone(),
            articles: here.articles,
            total_articles: paper.months.iter().map(|month| month.articles).sum(),
        });
        if paper.masthead.language == *language {
            inventory.sections = sections(paper, &by_section);
        }
    }
    inventory.edition = Some(EditionView {
        number: head.edition,
        date: manifest.date_in(language).cloned(),
        downloaded: String::new(),
        articles,
        bytes,
        missing: missing.count() + missing_lists,
        pictures: FileCount::default(),
        files: FileCount::default(),
        linked_bytes,
    });
    Ok(inventory)
}

/// Returns the size of a month's articles and of these kinds of attachments.
fn total_bytes(month: &Month, kinds: AttachmentKinds) -> u64 {
    let pictures = if kinds.pictures { month.media } else { 0 };
    let files = if kinds.files { month.files } else { 0 };
    [month.bytes, pictures, files].into_iter().map(u64::from).sum()
}

async fn entries<D: BundleStore>(
    store: &D,
    stored: &Hashes,
    index: &BundleReference,
) -> Result<Option<Vec<Entry>>, StoreError> {
    if !stored.contains(&index.hash) {
        return Ok(None);
    }
    let bytes = store.get(&index.hash).await?;
    Ok(bytes.and_then(|bytes| content::read::<MonthIndex>(&bytes).ok()).map(|index| index.entries))
}

/// Returns the position of an article's section among those of the paper.
fn section(paper: &Paper, entry: &Entry) -> Option<usize> {
    paper.masthead.sections.iter().position(|section| entry.section.as_ref() == Some(&section.identifier))
}

fn sections(paper: &Paper, counts: &[Count]) -> Vec<StoredItem> {
    let language = &paper.masthead.language;
    let part = |(section, count): (&Section, &Count)| StoredItem {
        item: OfflineItem::Section(language.clone(), section.identifier.clone()),
        place: PageId::Section(ListPage::newest(section.identifier.clone())),
        name: section.name.clone(),
        newest: count.newest.clone(),
        articles: count.articles,
        total_articles: paper.months.iter().filter_map(|month| month.sections.get(&section.identifier)).sum(),
        bytes: count.bytes,
        total_bytes: 0,
    };
    paper.masthead.sections.iter().zip(counts).map(part).collect()
}

/// Lists the saved articles, by headline.
pub async fn saved_articles<D: BundleStore>(store: &D, metadata: &Metadata) -> Result<Vec<SavedArticle>, StoreError> {
    let mut articles = Vec::new();
    for (item, bundle) in saved(metadata) {
        let bytes = store.get(&bundle.hash).await?.filter(|bytes| trust::check(&bundle, bytes).is_ok());
        if let Some(article) = bytes.and_then(|bytes| content::read::<Article>(&bytes).ok()) {
            let month = article.month().to_owned();
            let Article { slug, language, headline, published, .. } = article;
            let position = articles.partition_point(|other: &SavedArticle| other.link.headline <= headline);
            let link = ArticleLink { slug, language, headline, month, published };
            articles.insert(position, SavedArticle { item, link, bytes: u64::from(bundle.bytes) });
        }
    }
    Ok(articles)
}
