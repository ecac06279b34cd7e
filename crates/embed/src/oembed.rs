//! Writes the oEmbed response (<https://oembed.com>) for an article, a file of the site that contains its card.

use crate::snippets::{Addresses, CARD_WIDTH, EmbeddedArticle, Snippets};
use edition::limits::CARD_HEIGHT;
use serde_json::json;

/// The time for which a service may keep the response, in seconds: an hour, since an article may be withdrawn.
const CACHE_AGE: u32 = 3600;

/// Returns the response; `None` if the newsroom has no address or the article is withdrawn.
///
/// A host of static files cannot evaluate `maxwidth`, so the width is one that fits everywhere.
pub fn response(embedded: &EmbeddedArticle<'_>, addresses: &Addresses<'_>) -> Option<Vec<u8>> {
    if embedded.article.withdrawn.is_some() {
        return None;
    }
    let snippets = Snippets::article(embedded, addresses)?;
    let article = embedded.article;
    let authors: Vec<&str> = article.authors.iter().map(|author| author.name.as_str()).collect();
    let author = if authors.is_empty() { embedded.newsroom.to_owned() } else { authors.join(", ") };
    let response = json!({
        "version": "1.0",
        "type": "rich",
        "title": article.headline,
        "author_name": author,
        "provider_name": embedded.newsroom,
        "provider_url": addresses.roots.first()?,
        "cache_age": CACHE_AGE,
        "width": CARD_WIDTH,
        "height": CARD_HEIGHT,
        "html": snippets.card,
        "offprint": {
            "language": article.language,
            "direction": article.language.direction().as_str(),
            "quotation": snippets.quotation,
            "element": snippets.element,
            "frame": snippets.frame,
        },
    });
    Some(response.to_string().into_bytes())
}
