//! Finds the picture above a text in the fields of many themes.

use crate::endings::Ending;
use crate::read::fields::Fields;
use crate::read::value::{Node, Value};

/// The fields that name a picture, in Offprint, Jekyll, Hugo, Zola, Hexo, Ghost, Eleventy, Astro and their themes. A key
/// matches in any case, with or without hyphens and underscores.
const FIELDS: &[&str] = &[
    "image",
    "cover",
    "featured_image",
    "picture",
    "thumbnail",
    "images",
    "cover_image",
    "feature_image",
    "featured",
    "feature",
    "hero",
    "hero_image",
    "banner",
    "banner_image",
    "header",
    "header_image",
    "header_img",
    "lead_image",
    "main_image",
    "title_image",
    "top_image",
    "top_img",
    "post_image",
    "card_image",
    "photo",
    "img",
    "teaser_image",
    "teaser",
    "preview_image",
    "preview",
    "background_image",
    "background",
    "bg_image",
    "splash",
    "cover_photo",
    "featured_photo",
    "featured_img",
    "image_url",
    "thumb",
    "thumbnail_image",
    "thumbnail_url",
    "featured_image_url",
    "index_img",
    "banner_img",
    "social_image",
    "share_image",
    "share_img",
    "og_image",
    "twitter_image",
    "og",
    "seo",
    "social",
    "open_graph",
    "poster",
    "resources",
];

/// The keys of a table that name its picture.
const SOURCES: &[&str] = &[
    "src",
    "path",
    "url",
    "image",
    "feature",
    "file",
    "filename",
    "href",
    "teaser",
    "overlay_image",
    "large",
    "full",
    "thumb",
    "thumbnail",
    "name",
];

/// The fields about the whole page, for search engines and networks. Only some of their keys are about a picture.
const OF_PAGE: &[&str] = &["og", "seo", "social", "open_graph"];

/// The keys of such a field that name a picture.
const SOURCES_OF_PAGE: &[&str] = &["image", "og_image", "image_url"];

/// A picture as the fields describe it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeadPicture<'a> {
    /// The path or address.
    pub(super) source: &'a str,
    /// Its line.
    pub(super) line: u32,
    /// The alternative text.
    pub(super) alternative: &'a str,
    /// The caption.
    pub(super) caption: Option<&'a str>,
    /// The credit.
    pub(super) credit: Option<&'a str>,
}

/// Finds the picture above a text. Fields with other pictures stay unread.
pub(super) fn find<'a>(fields: Fields<'a>) -> Option<LeadPicture<'a>> {
    FIELDS.iter().find_map(|name| picture(fields, name, fields.get(&[name])?))
}

fn picture<'a>(fields: Fields<'a>, name: &str, node: &'a Node) -> Option<LeadPicture<'a>> {
    if OF_PAGE.contains(&name) {
        return of_page(node);
    }
    let found = match &node.value {
        // The files of a page in Hugo: one of them is the cover.
        Value::List(items) if name == "resources" => {
            let is_cover = |item: &&Node| {
                let named = item.get("name").map(|name| &name.value);
                matches!(named, Some(Value::Text(name)) if ["cover", "feature", "thumb", "header", "hero"].iter().any(|word| name.contains(word)))
            };
            items.iter().find(is_cover).or_else(|| items.iter().find(|item| source(item, item).is_some()))?
        }
        Value::List(items) => items.first()?,
        _ => node,
    };
    let (table, source) = source(found, found)?;
    let inside = |keys: &[&str]| {
        [table, found].iter().find_map(|table| keys.iter().find_map(|key| table.get(key).and_then(Node::text)))
    };
    // Fields beside the picture's: `image_alt`, `coverCaption`.
    let beside = |ends: &[&str]| {
        let stems = [name, "image", "featured_image", "cover"];
        let names: Vec<String> =
            stems.iter().flat_map(|stem| ends.iter().map(move |end| format!("{stem}_{end}"))).collect();
        names.iter().find_map(|name| fields.text(&[name]))
    };
    Some(LeadPicture {
        source: source.text()?,
        line: source.line,
        alternative: inside(&["alt", "alt_text", "image_alt", "image_description", "description"])
            .or_else(|| beside(&["alt", "alt_text", "description"]))
            .unwrap_or_default(),
        caption: inside(&["caption", "image_caption", "title"]).or_else(|| beside(&["caption", "figcaption", "title"])),
        credit: inside(&["credit", "image_credit", "attribution", "photographer", "author", "source"])
            .or_else(|| beside(&["credit", "attribution", "author"])),
    })
}

/// Finds the picture in a field about the whole page, whose title and description are those of the page.
fn of_page(node: &Node) -> Option<LeadPicture<'_>> {
    let image = SOURCES_OF_PAGE.iter().find_map(|key| node.get(key))?;
    let (table, source) = source(image, image)?;
    let alternative = ["alt", "image_alt"].iter().find_map(|key| [table, node].iter().find_map(|one| one.get(key)));
    Some(LeadPicture {
        source: source.text()?,
        line: source.line,
        alternative: alternative.and_then(Node::text).unwrap_or_default(),
        caption: None,
        credit: None,
    })
}

/// Returns the value that names a picture, the node itself or a value in its tables, after the table around that value.
fn source<'a>(node: &'a Node, table: &'a Node) -> Option<(&'a Node, &'a Node)> {
    match &node.value {
        Value::Text(text) => is_picture(text).then_some((table, node)),
        Value::Table(_) => SOURCES.iter().filter_map(|key| node.get(key)).find_map(|inner| source(inner, node)),
        Value::List(items) => items.first().and_then(|item| source(item, table)),
        Value::Nothing => None,
    }
}

/// Returns whether a text is the path or address of a picture, not a word such as `true` or a sentence.
fn is_picture(text: &str) -> bool {
    let text = text.trim();
    Ending::of_address(text).is_some_and(Ending::is_picture)
        || ["https://", "http://", "//"].iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::value::parse_yaml;

    #[test]
    fn the_picture_fields_of_themes_are_known() {
        for (yaml, source, alternative, caption) in [
            ("image: a.jpg\nimage_alt: A", "a.jpg", "A", None),
            ("cover: {image: a.jpg, alt: A, caption: C}", "a.jpg", "A", Some("C")),
            ("featuredImage: /img/a.png", "/img/a.png", "", None),
            ("feature_image: https://x.example/a\nfeature_image_caption: C", "https://x.example/a", "", Some("C")),
            ("header: {overlay_color: '#000', teaser: a.jpg}", "a.jpg", "", None),
            ("header: {overlay_image: /a.jpg, caption: C, image_description: A}", "/a.jpg", "A", Some("C")),
            ("teaser: Only words.\nhero: {image: {src: a.webp, alt: A}}", "a.webp", "A", None),
            (
                "resources:\n- {src: b.jpg, name: other}\n- {src: a.jpg, name: featured-image, title: C}",
                "a.jpg",
                "",
                Some("C"),
            ),
            ("extra: {cover: {src: a.jpg}}", "a.jpg", "", None),
            ("images: [a.jpg, b.jpg]", "a.jpg", "", None),
            ("og: {url: 'https://x.example/', image: a.jpg, title: T}", "a.jpg", "", None),
            ("seo: {title: T, image: {src: a.jpg, alt: A}, description: D}", "a.jpg", "A", None),
            ("banner: news/politics\nimage: a.jpg", "a.jpg", "", None),
        ] {
            let node = parse_yaml(yaml).unwrap();
            let found = find(Fields(&node)).map(|found| (found.source, found.alternative, found.caption));
            assert_eq!(found, Some((source, alternative, caption)), "{yaml}");
        }
        for yaml in [
            "image: false",
            "featured: true",
            "teaser: Only words.",
            "banner: The bridge is open.",
            "banner: news/politics",
            "social: [{name: X, url: 'https://x.example/lantern'}]",
            "og: {url: 'https://x.example/a'}",
        ] {
            assert_eq!(find(Fields(&parse_yaml(yaml).unwrap())), None, "{yaml}");
        }
    }
}
