//! Turns prepared articles into the bundles of an edition.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use model::article::UNDATED;
use model::block::walk::{self, Part};
use model::{
    Article, BundleReference, Date, EmbedScript, Entry, FrontLine, FrontPage, Hash, Head, Manifest, Month, MonthCount,
    MonthIndex, Paper, Picture, Place, PlaceIndex, Topic, TopicIndex,
};
use rayon::prelude::*;
use reader::article::status::withdrawal;
use serde::Serialize;

use newsroom::config::Newsroom;
use newsroom::prepare::{Prepared, PreparedPaper};
use newsroom::read::ReadArticle;
use newsroom::segment;
use site::Site;

/// The number of articles on the front page.
const FRONT: usize = 24;
/// The number of articles on the front page that are the newest of all sections.
const FRONT_NEWEST: usize = 12;

/// The number of articles whose whole text is in the front bundle.
const FRONT_TEXTS: usize = 10;

/// The length of an article's beginning in a list, in characters.
const LEAD: usize = 280;

/// The references to the bundle and the page of each article of each paper.
pub type Published = Vec<Vec<(BundleReference, BundleReference)>>;

/// Adds the bundles of the articles, and returns their references for each paper.
pub fn articles(papers: &[PreparedPaper], site: &mut Site) -> anyhow::Result<Vec<Vec<BundleReference>>> {
    let mut references = Vec::new();
    for paper in papers {
        let bundles: Vec<(BundleReference, Vec<u8>)> =
            paper.articles.par_iter().map(|read| bundle(&read.article)).collect::<anyhow::Result<_>>()?;
        references.push(bundles.iter().map(|(reference, _)| *reference).collect());
        site.extend(bundles.into_iter().map(|(reference, bytes)| (reference.path(), bytes)));
    }
    Ok(references)
}

/// Adds the lists of every paper and the manifest that names them all.
pub fn manifest(
    prepared: &Prepared,
    newsroom: &Newsroom,
    embed: EmbedScript,
    published: &Published,
    site: &mut Site,
) -> anyhow::Result<Manifest> {
    let papers = prepared.papers.iter().zip(published).map(|(paper, published)| self::paper(paper, published, site));
    let papers = papers.collect::<anyhow::Result<Vec<Paper>>>()?;
    let manifest = Manifest {
        date: date(&prepared.papers),
        address: newsroom.address.clone(),
        mirrors: newsroom.mirrors.clone(),
        embed: Some(embed),
        papers,
    };
    let (reference, bytes) = bundle(&manifest)?;
    site.insert(reference.manifest_path(), bytes);
    Ok(manifest)
}

/// Adds the head. The number of the edition goes up if the manifest differs from the previous one.
pub fn head(manifest: &Manifest, previous: Option<Head>, site: &mut Site) -> anyhow::Result<Head> {
    let (manifest, _) = bundle(manifest)?;
    let edition = match previous {
        None => 1,
        Some(previous) if previous.manifest == manifest => previous.edition,
        Some(previous) => previous.edition.saturating_add(1),
    };
    let head = Head { edition, manifest, signed: None };
    site.insert(Head::PATH.to_owned(), serde_json::to_vec(&head)?);
    Ok(head)
}

fn paper(
    paper: &PreparedPaper,
    published: &[(BundleReference, BundleReference)],
    site: &mut Site,
) -> anyhow::Result<Paper> {
    let entries: Vec<Entry> = paper
        .articles
        .par_iter()
        .zip(published)
        .map(|(read, (bundle, page))| Ok(Entry { revision: revision(&read.article)?, ..entry(read, *bundle, *page) }))
        .collect::<anyhow::Result<_>>()?;
    let current = paper.articles.iter().zip(&entries).filter(|(read, _)| read.article.withdrawn.is_none());
    let (texts, listed): (Vec<&ReadArticle>, Vec<Entry>) = current.map(|(read, entry)| (read, entry.clone())).unzip();
    let articles = texts.iter().take(FRONT_TEXTS).map(|read| read.article.clone()).collect();
    let front = FrontPage { entries: front_entries(paper, &listed), articles };
    let about = paper.about.as_ref().map(|about| add(about, site)).transpose()?;
    Ok(Paper {
        masthead: paper.masthead.clone(),
        date: newest(&paper.articles).and_then(|read| read.article.published.clone()),
        front: add(&front, site)?,
        front_page: front.entries.iter().map(FrontLine::of).collect(),
        months: months(paper, &entries, site)?,
        topics: add(&topics(paper), site)?,
        places: add(&places(paper), site)?,
        about,
    })
}

fn add(value: &impl Serialize, site: &mut Site) -> anyhow::Result<BundleReference> {
    let (reference, bytes) = bundle(value)?;
    site.insert(reference.path(), bytes);
    Ok(reference)
}

fn bundle(value: &impl Serialize) -> anyhow::Result<(BundleReference, Vec<u8>)> {
    let bytes = serde_json::to_vec(value)?;
    let reference = trust::reference(&bytes).context("a bundle is larger than 4 GiB")?;
    Ok((reference, bytes))
}

/// Returns the entry of an article.
pub(crate) fn entry(read: &ReadArticle, bundle: BundleReference, page: BundleReference) -> Entry {
    let article = &read.article;
    Entry {
        slug: article.slug.clone(),
        headline: article.headline.clone(),
        lead: lead(read),
        section: article.section.clone(),
        published: article.published.clone(),
        picture: article.picture.as_ref().and_then(small),
        words: article.words,
        revision: 0,
        topics: article.topics.iter().map(|topic| topic.slug.clone()).collect(),
        places: article.places.iter().map(|place| place.slug.clone()).collect(),
        bundle,
        page,
    }
}

/// Returns the [`Entry::revision`] of an article. Each new article is the neighbour of an older one, which does not change that one for
/// readers.
fn revision(article: &Article) -> anyhow::Result<u32> {
    let alone = Article { translations: Vec::new(), related: Vec::new(), older: None, newer: None, ..article.clone() };
    let Hash([first, second, third, fourth, ..]) = trust::hash(&serde_json::to_vec(&alone)?);
    Ok(u32::from_be_bytes([first, second, third, fourth]))
}

/// Returns the lead of an article in one line, or else its description or the beginning of its text.
pub(crate) fn lead(read: &ReadArticle) -> String {
    if let Some(withdrawal) = withdrawal(&read.article) {
        return withdrawal;
    }
    let lead = model::text::of_inlines(&read.article.lead);
    let text = [lead, read.description.clone()].into_iter().find(|text| !text.trim().is_empty());
    shortened(&text.unwrap_or_else(|| model::text::of_blocks(&read.article.body)))
}

/// Returns the beginning of a text in one line, cut between words.
pub fn shortened(text: &str) -> String {
    segment::beginning(text, LEAD)
}

/// Returns a picture for a list: the smallest rendition, without a caption.
fn small(picture: &Picture) -> Option<Picture> {
    let smallest = picture.renditions.last()?.clone();
    Some(Picture {
        renditions: vec![smallest],
        address: None,
        alternative: picture.alternative.clone(),
        caption: Vec::new(),
        credit: None,
    })
}

/// Returns the newest entries and some of each section, so that the front page can show every section.
fn front_entries(paper: &PreparedPaper, entries: &[Entry]) -> Vec<Entry> {
    let mut chosen: BTreeSet<usize> = (0..entries.len().min(FRONT_NEWEST)).collect();
    let mut sections: Vec<_> = paper
        .masthead
        .sections
        .iter()
        .map(|section| positions(entries, &section.identifier).collect::<Vec<_>>().into_iter())
        .collect();
    while chosen.len() < FRONT {
        let before = sections.iter().map(ExactSizeIterator::len).sum::<usize>();
        for section in &mut sections {
            if chosen.len() < FRONT {
                chosen.extend(section.next());
            }
        }
        if before == 0 {
            break;
        }
    }
    let rest =
        (0..entries.len()).filter(|position| !chosen.contains(position)).take(FRONT.saturating_sub(chosen.len()));
    let rest: Vec<usize> = rest.collect();
    chosen.extend(rest);
    chosen.into_iter().map(|position| entries[position].clone()).collect()
}

fn positions(entries: &[Entry], section: &str) -> impl Iterator<Item = usize> {
    entries
        .iter()
        .enumerate()
        .filter(move |(_, entry)| entry.section.as_deref() == Some(section))
        .map(|(position, _)| position)
}

/// The articles of a month, and the sizes of their attachments by hash.
#[derive(Default)]
struct MonthContents {
    entries: Vec<Entry>,
    media: BTreeMap<Hash, u32>,
    files: BTreeMap<Hash, u32>,
}

fn months(paper: &PreparedPaper, entries: &[Entry], site: &mut Site) -> anyhow::Result<Vec<Month>> {
    let mut by_month: BTreeMap<MonthOrder, MonthContents> = BTreeMap::new();
    for (read, entry) in paper.articles.iter().zip(entries) {
        let month = by_month.entry(month_order(entry.month())).or_default();
        month.entries.push(entry.clone());
        month.media.extend(smallest_renditions(&read.article));
        month.files.extend(read.article.files.iter().map(|file| (file.hash, file.bytes)));
    }
    let months = by_month.into_values().map(|MonthContents { entries, media, files }| {
        let month = entries.first().map_or(UNDATED, Entry::month).to_owned();
        let mut sections = BTreeMap::new();
        for section in entries.iter().filter_map(|entry| entry.section.clone()) {
            *sections.entry(section).or_default() += 1;
        }
        Ok(Month {
            name: paper.dates.month(&month),
            articles: u32::try_from(entries.len())?,
            bytes: sum(entries.iter().map(|entry| entry.bundle.bytes)),
            media: sum(media.into_values()),
            files: sum(files.into_values()),
            bundle: add(&MonthIndex { month: month.clone(), packs: packs(&entries, site)?, entries }, site)?,
            month,
            sections,
        })
    });
    months.collect()
}

/// Returns the smallest rendition of each picture of an article, which devices store, and its size in bytes.
fn smallest_renditions(article: &Article) -> Vec<(Hash, u32)> {
    let smallest = |picture: &Picture| picture.renditions.last().map(|rendition| (rendition.hash, rendition.bytes));
    let mut renditions: Vec<_> = article.picture.iter().filter_map(smallest).collect();
    walk::each(&article.body, &mut |part| {
        if let Part::Picture(picture) = part {
            renditions.extend(smallest(picture));
        }
    });
    renditions
}

/// Adds sizes; a month of more than 4 GiB counts as 4 GiB.
fn sum(bytes: impl Iterator<Item = u32>) -> u32 {
    bytes.fold(0, u32::saturating_add)
}

/// Adds the packs of a month: JSON lists of its articles' bundles, byte for byte.
fn packs(entries: &[Entry], site: &mut Site) -> anyhow::Result<Vec<BundleReference>> {
    let mut packs = Vec::new();
    for chunk in MonthIndex::packed(entries) {
        let bundles = chunk.iter().map(|entry| site.get(&entry.bundle.path()).map(Vec::as_slice));
        let bundles = bundles.collect::<Option<Vec<&[u8]>>>().context("a new bundle is missing")?;
        let bytes = [b"[", bundles.join(&b","[..]).as_slice(), b"]"].concat();
        let reference = trust::reference(&bytes).context("a pack is larger than 4 GiB")?;
        site.insert(reference.path(), bytes);
        packs.push(reference);
    }
    Ok(packs)
}

/// The order of months: newest first, the undated last.
type MonthOrder = (bool, Reverse<String>);

fn month_order(month: &str) -> MonthOrder {
    (month == UNDATED, Reverse(month.to_owned()))
}

fn topics(paper: &PreparedPaper) -> Vec<TopicIndex> {
    let mut topics: BTreeMap<&str, (&Topic, BTreeMap<MonthOrder, MonthCount>)> = BTreeMap::new();
    for read in &paper.articles {
        for topic in once_each(&read.article.topics, |topic| &topic.slug) {
            count(&mut topics.entry(&topic.slug).or_insert((topic, BTreeMap::new())).1, read.article.month());
        }
    }
    let lines = topics.into_values();
    let mut lines: Vec<TopicIndex> = lines
        .map(|(topic, months)| TopicIndex { topic: topic.clone(), months: months.into_values().collect() })
        .collect();
    lines.sort_by_key(|line| (line.topic.name.to_lowercase(), line.topic.slug.clone()));
    lines
}

fn places(paper: &PreparedPaper) -> Vec<PlaceIndex> {
    let mut places: BTreeMap<&str, (Place, BTreeMap<MonthOrder, MonthCount>)> = BTreeMap::new();
    for read in &paper.articles {
        for place in once_each(&read.article.places, |place| &place.slug) {
            let (known, months) = places.entry(&place.slug).or_insert((place.clone(), BTreeMap::new()));
            known.region = known.region.take().or_else(|| place.region.clone());
            known.country = known.country.take().or_else(|| place.country.clone());
            known.coordinates = known.coordinates.or(place.coordinates);
            count(months, read.article.month());
        }
    }
    let lines = places.into_values();
    let mut lines: Vec<PlaceIndex> =
        lines.map(|(place, months)| PlaceIndex { place, months: months.into_values().collect() }).collect();
    lines.sort_by_key(|line| (line.place.name.to_lowercase(), line.place.slug.clone()));
    lines
}

/// Returns each topic or place once, even if an article names it twice.
fn once_each<'a, T>(subjects: &'a [T], slug: impl Fn(&'a T) -> &'a str) -> Vec<&'a T> {
    let mut seen = BTreeSet::new();
    subjects.iter().filter(|subject| seen.insert(slug(subject))).collect()
}

fn count(months: &mut BTreeMap<MonthOrder, MonthCount>, month: &str) {
    let line = months.entry(month_order(month)).or_insert(MonthCount { month: month.to_owned(), articles: 0 });
    line.articles += 1;
}

/// Returns the date of the newest article, never the clock's, so that the same input gives the same bytes.
fn date(papers: &[PreparedPaper]) -> Option<Date> {
    let newest = newest(papers.iter().flat_map(|paper| &paper.articles))?;
    let mut date = newest.article.published.clone()?;
    papers.first()?.dates.write(&mut date);
    Some(date)
}

fn newest<'a>(articles: impl IntoIterator<Item = &'a ReadArticle>) -> Option<&'a ReadArticle> {
    let dated = articles.into_iter().filter(|read| read.article.published.is_some());
    dated.max_by_key(|read| read.published_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(title: &str) -> Manifest {
        let address = Some(title.to_owned());
        Manifest { date: None, address, mirrors: Vec::new(), embed: None, papers: Vec::new() }
    }

    #[test]
    fn the_number_goes_up_with_what_is_published() {
        let mut site = Site::new();
        let first = head(&manifest("one"), None, &mut site).expect("a head");
        assert_eq!(first.edition, 1);
        assert_eq!(head(&manifest("one"), Some(first.clone()), &mut site).expect("a head"), first);
        assert_eq!(head(&manifest("two"), Some(first), &mut site).expect("a head").edition, 2);
        assert!(site.contains_key("edition/head.json"));
    }

    #[test]
    fn a_long_beginning_is_cut_between_words() {
        assert_eq!(shortened("  two\n words "), "two words");
        assert!(shortened(&"слово — ".repeat(100)).ends_with("слово…"));
        let long = shortened(&"слово ".repeat(100));
        assert!(long.ends_with("слово…") && long.chars().count() <= LEAD + 1, "{long}");
    }

    #[test]
    fn a_bundle_lies_under_its_hash() {
        let mut site = Site::new();
        let reference = add(&"words", &mut site).expect("added");
        assert_eq!(site.keys().collect::<Vec<_>>(), [&reference.path()]);
        assert_ne!(reference.hash, Hash([0; 32]));
    }
}
