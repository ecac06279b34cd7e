//! The title of a document.

use edition::page::{Content, Medium, Page};
use messages::Messages;

/// Returns the title of a page's document: the page's own title, then the newspaper's name.
pub fn title(page: &Page) -> String {
    let masthead = page.masthead();
    let messages = Messages::of(&masthead.language);
    let title = match &page.content {
        Content::Front(_) => return masthead.title.clone(),
        Content::List(list) => &list.title,
        Content::Archive(_) => messages.archive(),
        Content::Topics(_) => messages.topics(),
        Content::Places(_) => messages.places(),
        Content::Article(article) => &article.headline,
        Content::About(_) => messages.about(),
        Content::Device => messages.device(),
        Content::Origin => messages.provenance(),
        Content::NotFound if matches!(page.medium, Medium::SingleFile(_)) => messages.not_in_file(),
        Content::NotFound => messages.not_found(),
        Content::Failed(_) => messages.page_failed(),
    };
    format!("{title} — {}", masthead.title)
}
