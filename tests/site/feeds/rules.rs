//! Checks the rules of RFC 4287 and of JSON Feed 1.1 that feed readers rely on, and names those that are broken.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};
use scraper::Html;
use serde_json::Value;
use url::Url;

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Returns the rules of RFC 4287 that a feed breaks. `has_address` is `true` if the newsroom's address is known.
pub fn atom(text: &str, has_address: bool) -> Vec<String> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return vec![format!("XML: {error}")],
    };
    let mut broken = Vec::new();
    let feed = document.root_element();
    if !feed.has_tag_name((ATOM, "feed")) {
        broken.push("4.1.1 the root is atom:feed".to_owned());
    }
    container(feed, "4.1.1", &mut broken);
    if links(feed, "self").count() != 1 {
        broken.push("4.1.1 a feed has a link to itself".to_owned());
    }
    if children(feed, "author").next().is_none() {
        broken.push("4.1.1 a feed or each entry has an author".to_owned());
    }
    let mut ids = BTreeSet::from([text_of(feed, "id")]);
    for entry in children(feed, "entry") {
        let id = text_of(entry, "id");
        container(entry, "4.1.2", &mut broken);
        if !ids.insert(id.clone()) {
            broken.push(format!("4.2.6 the id {id} is there twice"));
        }
        if links(entry, "alternate").count() != 1 {
            broken.push(format!("4.1.2 {id} has one link to its page"));
        }
        for content in children(entry, "content") {
            if content.attribute("type") != Some("html") {
                broken.push(format!("4.1.3 the content of {id} is HTML"));
            }
            broken.extend(relative(content.text().unwrap_or_default(), &id));
        }
    }
    for node in feed.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        if name == "category" && node.attribute("term").is_none_or(str::is_empty) {
            broken.push("4.2.2.1 a category has a term".to_owned());
        }
        if name == "link" && node.attribute("href").is_none_or(|href| has_address && Url::parse(href).is_err()) {
            broken.push(format!("4.2.7.1 {:?} is no whole address", node.attribute("href")));
        }
        if name == "author" && text_of(node, "name").is_empty() {
            broken.push("3.2.1 a person has a name".to_owned());
        }
    }
    broken
}

/// Checks what a feed and an entry have in common.
fn container(node: Node<'_, '_>, section: &str, broken: &mut Vec<String>) {
    for name in ["id", "title", "updated"] {
        if children(node, name).count() != 1 || text_of(node, name).is_empty() {
            broken.push(format!("{section} there is exactly one {name}"));
        }
    }
    let id = text_of(node, "id");
    if Url::parse(&id).is_err() {
        broken.push(format!("4.2.6 the id {id} is an IRI"));
    }
    for name in ["updated", "published"] {
        if children(node, name).any(|date| !is_date(date.text().unwrap_or_default())) {
            broken.push(format!("3.3 {name} of {id} is a date"));
        }
    }
}

/// Returns the rules of JSON Feed 1.1 that a feed breaks.
pub fn json(text: &str) -> Vec<String> {
    let feed: Value = match serde_json::from_str(text) {
        Ok(feed) => feed,
        Err(error) => return vec![format!("JSON: {error}")],
    };
    let mut broken = Vec::new();
    if feed["version"] != "https://jsonfeed.org/version/1.1" {
        broken.push("version: it names the version".to_owned());
    }
    if feed["title"].as_str().is_none_or(str::is_empty) {
        broken.push("title: it is required".to_owned());
    }
    addresses(&feed, &["home_page_url", "feed_url", "icon", "favicon"], "feed", &mut broken);
    let mut ids = BTreeSet::new();
    for item in feed["items"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let id = item["id"].as_str().unwrap_or_default();
        if id.is_empty() || !ids.insert(id) {
            broken.push(format!("items.id: {id:?} is a text of its own"));
        }
        addresses(item, &["url", "external_url", "image", "banner_image"], id, &mut broken);
        match item["content_html"].as_str() {
            Some(html) => broken.extend(relative(html, id)),
            None if item["content_text"].is_string() => {}
            None => broken.push(format!("items.content_html: {id} has a text")),
        }
        for name in ["date_published", "date_modified"] {
            if item.get(name).is_some_and(|date| !date.as_str().is_some_and(is_date)) {
                broken.push(format!("items.{name}: {id} has a date"));
            }
        }
        let tags = item["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
        let authors = item["authors"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !tags.iter().all(Value::is_string) || !authors.iter().all(|author| author["name"].is_string()) {
            broken.push(format!("items.tags, items.authors: {id} has texts"));
        }
    }
    if has_null(&feed) {
        broken.push("a field without a value is left out".to_owned());
    }
    broken
}

fn addresses(object: &Value, names: &[&str], id: &str, broken: &mut Vec<String>) {
    for name in names {
        if object.get(*name).is_some_and(|address| address.as_str().is_none_or(|text| Url::parse(text).is_err())) {
            broken.push(format!("{name}: {id} has a whole address"));
        }
    }
}

/// Returns the addresses in HTML that are relative, which feed readers resolve in different ways or not at all.
fn relative(html: &str, id: &str) -> Vec<String> {
    let mut broken = Vec::new();
    for element in Html::parse_fragment(html).root_element().descendent_elements() {
        for (name, value) in element.value().attrs() {
            let addresses: Vec<&str> = match name {
                "href" | "src" | "poster" | "cite" | "data" | "action" => vec![value],
                "srcset" => value.split(", ").filter_map(|candidate| candidate.split(' ').next()).collect(),
                _ => Vec::new(),
            };
            let relative = addresses.into_iter().filter(|address| Url::parse(address).is_err());
            broken.extend(relative.map(|address| format!("content of {id}: {name}={address:?} is relative")));
        }
    }
    broken
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Returns whether a text has the form of RFC 3339.
fn is_date(text: &str) -> bool {
    let form = "0000-00-00T00:00:00";
    let Some((date, zone)) = text.split_at_checked(form.len()) else { return false };
    let fits = |(letter, form): (char, char)| if form == '0' { letter.is_ascii_digit() } else { letter == form };
    let zone = zone.trim_start_matches(|letter: char| letter == '.' || letter.is_ascii_digit());
    let is_offset = zone.len() == 6 && zone.starts_with(['+', '-']) && zone[1..].chars().zip("00:00".chars()).all(fits);
    date.chars().zip(form.chars()).all(fits) && (zone == "Z" || is_offset)
}

fn children<'a, 'input: 'a>(node: Node<'a, 'input>, name: &'a str) -> impl Iterator<Item = Node<'a, 'input>> + 'a {
    node.children().filter(move |child| child.has_tag_name((ATOM, name)))
}

fn text_of(node: Node<'_, '_>, name: &str) -> String {
    children(node, name).next().and_then(|child| child.text()).unwrap_or_default().to_owned()
}

fn links<'a, 'input: 'a>(node: Node<'a, 'input>, relation: &'a str) -> impl Iterator<Item = Node<'a, 'input>> + 'a {
    children(node, "link").filter(move |link| link.attribute("rel") == Some(relation))
}
