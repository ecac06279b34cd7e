//! Writes feeds of the newest articles with their whole text: Atom (RFC 4287) and JSON Feed 1.1.

mod content;
mod identity;

use std::str::FromStr;
use std::sync::Arc;

use anyhow::anyhow;
use atom_syndication::{Category, Content as AtomContent, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use edition::page::{Content, Medium, Page};
use edition::routes::{self, PageId, Route};
use model::{Article, Hash, Masthead};
use reader::prerender;
use serde_json::{Value, json};
use url::Url;

use self::identity::Identity;
use crate::page::Frame;
use newsroom::config::FeedsConfig;
use newsroom::prepare::PreparedPaper;
use newsroom::read::ReadArticle;
use site::Site;

/// The number of articles in a feed.
const LENGTH: usize = 20;

/// Adds the feeds of every paper.
///
/// `key` is the site's hash, if the newsroom has keys.
pub fn add(
    frame: &Frame<'_>,
    config: &FeedsConfig,
    key: Option<Hash>,
    papers: &[PreparedPaper],
    site: &mut Site,
) -> anyhow::Result<()> {
    let identity = Identity::new(config, key, &frame.mastheads[0].title);
    for paper in papers {
        let front = Route::new(&paper.masthead.language, frame.main_language(), PageId::Front);
        // An undated article has no place in a list by date.
        let newest = paper
            .articles
            .iter()
            .filter(|read| read.published_at.is_some() && read.article.withdrawn.is_none())
            .take(LENGTH);
        let items: Vec<Item<'_>> = newest.map(|read| item(frame, &identity, &front, read)).collect();
        let id = identity.feed(&paper.masthead.language);
        let feed = Channel { masthead: &paper.masthead, id, base: frame.address, front: &front, items };
        let language = front.language.as_ref();
        site.insert(routes::feed(language, routes::ATOM_FEED), feed.atom()?);
        site.insert(routes::feed(language, routes::JSON_FEED), feed.json()?);
    }
    Ok(())
}

/// A feed in either format.
struct Channel<'a> {
    masthead: &'a Masthead,
    id: String,
    base: Option<&'a str>,
    front: &'a Route,
    items: Vec<Item<'a>>,
}

/// An article in a feed.
struct Item<'a> {
    article: &'a Article,
    id: String,
    href: String,
    published: String,
    updated: String,
    summary: String,
    html: String,
}

fn item<'a>(frame: &Frame<'_>, identity: &Identity, front: &Route, read: &'a ReadArticle) -> Item<'a> {
    let article = &read.article;
    let text = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
    let published = text(read.published_at);
    // A date without a time means the start of that day, which may be before the publication.
    let updated = text(read.updated_at.max(read.published_at));
    let route = Route::new(&article.language, frame.main_language(), PageId::Article(article.slug.clone()));
    let address = frame.address.and_then(|base| Url::parse(base).ok()?.join(&route.path()).ok());
    let href = front.href(&route);
    let content = Content::Article(Arc::new(article.clone()));
    let page = Page { route, mastheads: Arc::clone(&frame.mastheads), content, medium: Medium::Site };
    Item {
        article,
        id: identity.article(&article.language, &article.slug),
        href,
        published,
        updated,
        summary: model::text::of_inlines(&article.lead),
        html: content::detach(&prerender::render_text(&page), address.as_ref()),
    }
}

impl Channel<'_> {
    /// Returns an absolute address if the newsroom's is known, since many feed readers do not resolve relative ones.
    fn url(&self, href: &str) -> String {
        match self.base {
            None => href.to_owned(),
            Some(base) => {
                let folder = format!("{base}{}", self.front.path());
                let url = Url::parse(&folder).and_then(|folder| folder.join(href));
                url.map_or_else(|_| href.to_owned(), String::from)
            }
        }
    }

    fn updated(&self) -> String {
        let newest = self.items.iter().map(|item| item.updated.clone()).max();
        newest.unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned())
    }

    fn atom(&self) -> anyhow::Result<Vec<u8>> {
        let language = self.masthead.language.to_string();
        let date = |text: &str| FixedDateTime::from_str(text).map_err(|_| anyhow!("{text} is not a date"));
        let entries = self.items.iter().map(|item| {
            Ok(Entry {
                title: Text::plain(item.article.headline.clone()),
                id: item.id.clone(),
                updated: date(&item.updated)?,
                published: Some(date(&item.published)?),
                authors: item.article.authors.iter().map(|author| person(&author.name)).collect(),
                categories: item.article.topics.iter().map(|topic| category(&topic.name)).collect(),
                links: vec![link("alternate", "text/html", self.url(&item.href))],
                summary: (!item.summary.is_empty()).then(|| Text::plain(item.summary.clone())),
                content: Some(AtomContent {
                    lang: Some(language.clone()),
                    value: Some(item.html.clone()),
                    content_type: Some("html".to_owned()),
                    ..AtomContent::default()
                }),
                ..Entry::default()
            })
        });
        let feed = Feed {
            title: Text::plain(self.masthead.title.clone()),
            id: self.id.clone(),
            updated: date(&self.updated())?,
            authors: vec![person(&self.masthead.title)],
            generator: Some(Generator { value: "Offprint".to_owned(), ..Generator::default() }),
            links: vec![
                link("self", routes::ATOM_TYPE, self.url(routes::ATOM_FEED)),
                link("alternate", "text/html", self.url("./")),
            ],
            subtitle: (!self.masthead.description.is_empty()).then(|| Text::plain(self.masthead.description.clone())),
            entries: entries.collect::<anyhow::Result<_>>()?,
            lang: Some(language.clone()),
            ..Feed::default()
        };
        Ok(feed.write_to(Vec::new())?)
    }

    fn json(&self) -> anyhow::Result<Vec<u8>> {
        // In JSON Feed, every address is a whole one: without the newsroom's, there is none to name.
        let url = |href: &str| self.base.map(|_| self.url(href));
        let items = self.items.iter().map(|item| {
            let authors: Vec<Value> =
                item.article.authors.iter().map(|author| json!({ "name": author.name })).collect();
            let tags: Vec<&str> = item.article.topics.iter().map(|topic| topic.name.as_str()).collect();
            without_null(json!({
                "id": item.id,
                "url": url(&item.href),
                "title": item.article.headline,
                "summary": item.summary,
                "content_html": item.html,
                "date_published": item.published,
                "date_modified": item.updated,
                "authors": authors,
                "tags": tags,
                "language": item.article.language,
            }))
        });
        let feed = without_null(json!({
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.masthead.title,
            "description": self.masthead.description,
            "home_page_url": url("./"),
            "feed_url": url(routes::JSON_FEED),
            "language": self.masthead.language,
            "items": items.collect::<Vec<_>>(),
        }));
        Ok(serde_json::to_vec(&feed)?)
    }
}

/// Removes the fields of an object that have no value.
fn without_null(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    object
}

fn category(name: &str) -> Category {
    Category { term: name.to_owned(), ..Category::default() }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), ..Person::default() }
}

fn link(relation: &str, media_type: &str, href: String) -> Link {
    Link { rel: relation.to_owned(), mime_type: Some(media_type.to_owned()), href, ..Link::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{article, read_article, shell};
    use crate::page::tests::{frame, masthead};

    fn identity(key: Option<Hash>) -> Identity {
        Identity::new(&FeedsConfig::default(), key, "The Lantern")
    }

    fn channel(base: Option<&str>) -> (String, Value) {
        let shell = shell();
        let frame = frame(&shell, base, Arc::new([masthead()]));
        let front = Route { language: None, place: PageId::Front };
        let mut read = read_article("ferry", "ferry.md");
        read.published_at = "2026-11-23T08:00:00Z".parse().ok();
        read.article = article("ferry");
        let items = vec![item(&frame, &identity(None), &front, &read)];
        let id = identity(None).feed(&frame.mastheads[0].language);
        let feed = Channel { masthead: &frame.mastheads[0], id, base, front: &front, items };
        let json = serde_json::from_slice(&feed.json().expect("a feed")).expect("JSON");
        (String::from_utf8(feed.atom().expect("a feed")).expect("text"), json)
    }

    #[test]
    fn names_stay_and_addresses_follow_the_site() {
        let (without, without_json) = channel(None);
        let (with, with_json) = channel(Some("https://lantern.example/paper/"));
        assert!(without.contains("href=\"articles/ferry/\""), "{without}");
        assert!(with.contains("href=\"https://lantern.example/paper/articles/ferry/\""), "{with}");
        let id = identity(None).article(&model::Language::new("en"), "ferry");
        assert!(without.contains(&id) && with.contains(&id));
        assert!(without.contains("<updated>2026-11-23T08:00:00+00:00</updated>"), "{without}");
        assert_eq!(with_json["items"][0]["url"], "https://lantern.example/paper/articles/ferry/");
        assert_eq!([&without_json["items"][0]["url"], &without_json["feed_url"]], [&Value::Null, &Value::Null]);
    }

    #[test]
    fn no_article_was_changed_before_it_was_published() {
        let shell = shell();
        let frame = frame(&shell, None, Arc::new([masthead()]));
        let front = Route { language: None, place: PageId::Front };
        let mut read = read_article("ferry", "ferry.md");
        read.published_at = "2026-11-23T08:00:00Z".parse().ok();
        for (updated, expected) in [
            ("2026-11-22T22:00:00Z", "2026-11-23T08:00:00Z"),
            ("2026-11-24T22:00:00Z", "2026-11-24T22:00:00Z"),
            ("", "2026-11-23T08:00:00Z"),
        ] {
            read.updated_at = updated.parse().ok();
            assert_eq!(item(&frame, &identity(None), &front, &read).updated, expected, "{updated}");
        }
    }
}
