//! The fields of a front matter, under their names in Jekyll, Hugo, Zola and Offprint.

use std::collections::BTreeSet;

use model::{Author, Certainty, Coordinates, Correction, Organisation, Person, Place, Source, SourceKind, Topic};

use crate::read::html::{Context, Warning};
use crate::read::markdown;
use crate::read::slug::slug;
use crate::read::value::{Node, Value};
use crate::read::{Written, date};

/// The fields of a front matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'a>(pub(super) &'a Node);

const LEAD: [&str; 6] = ["subtitle", "lead", "standfirst", "summary", "excerpt", "description"];
const DATE: [&str; 3] = ["date", "published_at", "publish_date"];
const UPDATED: [&str; 5] = ["updated", "lastmod", "last_modified_at", "modified", "last_updated"];

impl<'a> Fields<'a> {
    /// Returns the first field that exists, also in Zola's and Hugo's tables of further fields.
    pub(super) fn get(self, names: &[&str]) -> Option<&'a Node> {
        let further = ["extra", "params"].iter().filter_map(|table| self.0.get(table));
        std::iter::once(self.0).chain(further).find_map(|node| names.iter().find_map(|name| node.get(name)))
    }

    /// Returns the first field that is a text.
    pub(super) fn text(self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.get(&[name]).and_then(Node::text))
    }

    /// Returns all texts of a field, which is a list or a single text.
    pub(super) fn texts(self, names: &[&str]) -> Vec<&'a str> {
        self.get(names).map(|node| node.items().iter().filter_map(Node::text).collect()).unwrap_or_default()
    }

    pub(super) fn is_draft(self) -> bool {
        self.text(&["draft"]).is_some_and(is_true) || self.text(&["published"]).is_some_and(is_false)
    }

    pub(super) fn lead(self) -> Option<&'a str> {
        self.text(&LEAD)
    }

    pub(super) fn description(self) -> Option<&'a str> {
        self.text(&["description"]).or_else(|| self.lead())
    }

    /// Returns the date of publication, as written, and its line. `published` is either a date or a flag for drafts.
    pub(super) fn date(self) -> Option<(&'a str, u32)> {
        let node =
            self.get(&DATE).or_else(|| self.get(&["published"]).filter(|node| !node.text().is_some_and(is_word)));
        node.and_then(|node| Some((node.text()?, node.line)))
    }

    /// Returns the tag of the language, as written, and its line.
    pub(super) fn language(self) -> Option<(&'a str, u32)> {
        let nodes = ["lang", "language", "locale"].iter().filter_map(|name| self.get(&[name]));
        nodes.filter_map(|node| Some((node.text()?, node.line))).next()
    }

    pub(super) fn updated(self) -> Option<(&'a str, u32)> {
        self.get(&UPDATED).and_then(|node| Some((node.text()?, node.line)))
    }

    pub(super) fn authors(self) -> Vec<Author> {
        let authors = self.get(&["authors", "author", "byline"]).map(Node::items).unwrap_or_default();
        authors
            .iter()
            .filter_map(|node| {
                let name = node.text().or_else(|| text_of(node, "name")).or_else(|| text_of(node, "title"))?;
                Some(Author { name: markdown::plain_line(name), role: owned(node, "role") })
            })
            .collect()
    }

    /// Returns the section as written: an identifier or a name.
    pub(super) fn section(self) -> Option<&'a str> {
        let categories = self.taxonomy("categories");
        self.text(&["section"]).or_else(|| categories.first().copied()).or_else(|| self.text(&["category"]))
    }

    pub(super) fn topics(self) -> Vec<Topic> {
        let mut names: Vec<String> = Vec::new();
        for key in ["tags", "topics"] {
            match self.get(&[key]) {
                Some(node) if matches!(node.value, Value::Text(_)) => {
                    names.extend(node.text().into_iter().flat_map(split_words));
                }
                _ => names.extend(self.taxonomy(key).into_iter().map(str::to_owned)),
            }
        }
        // The first of several categories is the section, the others are topics.
        names.extend(
            self.taxonomy("categories")
                .into_iter()
                .skip(usize::from(self.text(&["section"]).is_none()))
                .map(str::to_owned),
        );
        let mut topics: Vec<Topic> = Vec::new();
        let mut slugs = BTreeSet::new();
        for name in names {
            let name = markdown::plain_line(&name);
            let slug = topic_slug(&name);
            if !slug.is_empty() && slugs.insert(slug.clone()) {
                topics.push(Topic { slug, name });
            }
        }
        topics
    }

    fn taxonomy(self, key: &str) -> Vec<&'a str> {
        let own = self.texts(&[key]);
        if !own.is_empty() {
            return own;
        }
        let nested = self.0.get("taxonomies").and_then(|node| node.get(key));
        nested.map(|node| node.items().iter().filter_map(Node::text).collect()).unwrap_or_default()
    }

    pub(super) fn sources(self) -> Vec<Source> {
        let sources = self.get(&["sources", "source"]).map(Node::items).unwrap_or_default();
        sources
            .iter()
            .filter_map(|node| {
                let address =
                    text_of(node, "url").or_else(|| text_of(node, "address")).and_then(crate::read::embed::web_address);
                let name =
                    node.text().or_else(|| text_of(node, "name")).map(str::to_owned).or_else(|| address.clone())?;
                Some(Source {
                    name,
                    kind: text_of(node, "kind").map(source_kind),
                    address,
                    archived: text_of(node, "archived").and_then(crate::read::embed::web_address),
                    certainty: text_of(node, "certainty").map(certainty),
                })
            })
            .collect()
    }

    pub(super) fn places(self) -> Vec<Place> {
        let places = self.get(&["places", "place", "locations"]).map(Node::items).unwrap_or_default();
        places
            .iter()
            .filter_map(|node| {
                let name = node.text().or_else(|| text_of(node, "name"))?;
                let latitude =
                    text_of(node, "latitude").or_else(|| text_of(node, "lat")).and_then(|text| millionths(text, 90));
                let longitude =
                    text_of(node, "longitude").or_else(|| text_of(node, "lon")).and_then(|text| millionths(text, 180));
                Some(Place {
                    slug: Some(slug(text_of(node, "slug").unwrap_or(name))).filter(|slug| !slug.is_empty())?,
                    name: name.to_owned(),
                    region: owned(node, "region"),
                    country: owned(node, "country"),
                    coordinates: latitude
                        .zip(longitude)
                        .map(|(latitude, longitude)| Coordinates { latitude, longitude }),
                })
            })
            .collect()
    }

    pub(super) fn people(self) -> Vec<Person> {
        let people = self.get(&["people", "persons"]).map(Node::items).unwrap_or_default();
        people
            .iter()
            .filter_map(|node| {
                let name = node.text().or_else(|| text_of(node, "name"))?.to_owned();
                Some(Person { name, role: owned(node, "role") })
            })
            .collect()
    }

    pub(super) fn organisations(self) -> Vec<Organisation> {
        let organisations = self.get(&["organisations", "organizations"]).map(Node::items).unwrap_or_default();
        organisations
            .iter()
            .filter_map(|node| {
                let name = node.text().or_else(|| text_of(node, "name"))?.to_owned();
                Some(Organisation { name, kind: owned(node, "kind") })
            })
            .collect()
    }

    /// Returns the corrections, newest first. Undated ones come last, in their order.
    pub(super) fn corrections(self, context: Context<'_>, warnings: &mut Vec<Warning>) -> Vec<Correction> {
        let corrections = self.get(&["corrections", "correction"]).map(Node::items).unwrap_or_default();
        let mut corrections: Vec<Correction> = corrections
            .iter()
            .filter_map(|node| {
                let text = node.text().or_else(|| text_of(node, "text"))?;
                let date = text_of(node, "date")
                    .and_then(|date| date::parse(date, context.zone(), context.language))
                    .map(|when| when.date());
                Some(Correction { date, content: markdown::line(text, context, warnings) })
            })
            .collect();
        corrections.sort_by(|left, right| {
            let iso = |correction: &Correction| correction.date.as_ref().map(|date| date.iso.clone());
            iso(right).cmp(&iso(left))
        });
        corrections
    }

    /// Returns a sentence, or an empty text if the field is only `true`.
    pub(super) fn sentence(self, name: &str) -> Option<String> {
        let text = self.text(&[name])?;
        if is_false(text) || text.trim().is_empty() {
            return None;
        }
        Some(if is_true(text) { String::new() } else { markdown::plain_line(text) })
    }

    /// Returns the article's former addresses.
    pub(super) fn aliases(self) -> Vec<String> {
        let mut aliases: Vec<String> = Vec::new();
        for key in ["aliases", "redirect_from", "alias"] {
            aliases.extend(self.texts(&[key]).into_iter().map(str::to_owned));
        }
        aliases
    }

    /// Returns the slug in the fields, as written.
    pub(super) fn slug(self) -> Option<Written> {
        let node = self.get(&["slug"])?;
        let text = node.text()?.trim();
        (!text.is_empty()).then(|| Written { text: text.to_owned(), line: node.line })
    }

    /// Returns the article's address at another site generator, without its host. Patterns such as `/:year/:title/` are
    /// not an address.
    pub(super) fn address(self) -> Option<&'a str> {
        let address = self.text(&["url", "permalink", "path"])?.trim();
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => address,
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        (!path.contains(':') && !path.trim_matches('/').is_empty()).then_some(path)
    }
}

/// Returns the slug of a topic. Signs that tell names apart are words: `C#` is another topic than `C`.
fn topic_slug(name: &str) -> String {
    let name = name.trim().trim_start_matches('#');
    let mut spelt = String::with_capacity(name.len());
    for (at, character) in name.char_indices() {
        match character {
            '#' => spelt.push_str(" sharp "),
            '+' => spelt.push_str(" plus "),
            '.' if at == 0 => spelt.push_str("dot "),
            other => spelt.push(other),
        }
    }
    let found = slug(&spelt);
    if !found.is_empty() {
        return found;
    }
    // Emoji and other signs have no letters: their numbers tell them apart.
    let signs = name.chars().filter(|character| !character.is_whitespace());
    let codes: Vec<String> = signs.take(MAX_SIGNS).map(|sign| format!("u{:x}", u32::from(sign))).collect();
    codes.join("-")
}

/// The number of signs that tell topics without letters apart.
const MAX_SIGNS: usize = 8;

fn text_of<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Node::text)
}

fn owned(node: &Node, key: &str) -> Option<String> {
    text_of(node, key).map(str::to_owned)
}

fn is_true(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "true" | "yes" | "on" | "1")
}

fn is_false(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "false" | "no" | "off" | "0")
}

fn is_word(text: &str) -> bool {
    is_true(text) || is_false(text)
}

/// Splits a text of tags into words, as Jekyll does, or at commas if it has any.
fn split_words(text: &str) -> Vec<String> {
    let parts: Vec<&str> =
        if text.contains(',') { text.split(',').collect() } else { text.split_whitespace().collect() };
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn source_kind(text: &str) -> SourceKind {
    match text.to_lowercase().as_str() {
        "document" => SourceKind::Document,
        "person" => SourceKind::Person,
        "agency" => SourceKind::Agency,
        "channel" => SourceKind::Channel,
        "video" => SourceKind::Video,
        "photo" => SourceKind::Photo,
        "website" => SourceKind::Website,
        _ => SourceKind::Other,
    }
}

fn certainty(text: &str) -> Certainty {
    match text.to_lowercase().as_str() {
        "confirmed" => Certainty::Confirmed,
        "likely" => Certainty::Likely,
        "disputed" => Certainty::Disputed,
        _ => Certainty::Unverified,
    }
}

/// Parses a coordinate in millionths of a degree, without floating point so that the result is the same everywhere.
fn millionths(text: &str, limit: i32) -> Option<i32> {
    let (sign, digits) = match text.trim().strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, text.trim().trim_start_matches('+')),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: String = part.chars().chain("000000".chars()).take(6).collect();
    let degrees: i32 = whole.parse().ok().filter(|degrees| (0..=limit).contains(degrees))?;
    let value = degrees * 1_000_000 + part.parse::<i32>().ok()?;
    (value <= limit * 1_000_000).then_some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::value::{parse_toml, parse_yaml};

    #[test]
    fn fields_of_every_generator_are_understood() {
        let zola = parse_toml(
            "title='A'\n[taxonomies]\ntags=['x','Y z']\ncategories=['News','More']\n[extra]\nauthor='Anna'\n",
        )
        .unwrap();
        let fields = Fields(&zola);
        assert_eq!(fields.authors()[0].name, "Anna");
        assert_eq!(fields.section(), Some("News"));
        let topics: Vec<String> = fields.topics().into_iter().map(|topic| topic.slug).collect();
        assert_eq!(topics, ["x", "y-z", "more"]);

        let jekyll = parse_yaml(
            "tags: one two\nexcerpt: E\nredirect_from:\n- /a/\npermalink: /x/some-name/\npublished: false\n",
        )
        .unwrap();
        let fields = Fields(&jekyll);
        assert_eq!(fields.topics().len(), 2);
        assert_eq!(fields.lead(), Some("E"));
        assert_eq!(fields.aliases(), ["/a/"]);
        assert_eq!(fields.address(), Some("/x/some-name/"));
        assert!(fields.is_draft());
        assert_eq!(fields.date(), None);

        let hugo = parse_yaml("url: /:year/x\nlastmod: 2026-01-01\nauthors:\n- name: Anna\n  role: editor\nsources:\n- {name: S, kind: video, url: 'https://a.example/', certainty: likely}\n").unwrap();
        let fields = Fields(&hugo);
        assert_eq!((fields.slug(), fields.address()), (None, None));
        assert_eq!(fields.updated(), Some(("2026-01-01", 2)));
        assert_eq!(fields.authors()[0].role.as_deref(), Some("editor"));
        assert_eq!(fields.sources()[0].kind, Some(SourceKind::Video));
    }

    #[test]
    fn signs_tell_topics_apart() {
        let fields = parse_yaml("tags: [C, 'C#', C++, 'C+', '#news', NET, .NET, ☺, ☹]").unwrap();
        let topics: Vec<String> = Fields(&fields).topics().into_iter().map(|topic| topic.slug).collect();
        assert_eq!(topics[..7], ["c", "c-sharp", "c-plus-plus", "c-plus", "news", "net", "dot-net"]);
        assert_eq!(topics.len(), 9);
    }

    #[test]
    fn coordinates_are_exact() {
        for (text, expected) in [
            ("48.3", Some(48_300_000)),
            ("-0.0000019", Some(-1)),
            ("90", Some(90_000_000)),
            ("90.1", None),
            ("north", None),
        ] {
            assert_eq!(millionths(text, 90), expected, "{text}");
        }
    }
}
