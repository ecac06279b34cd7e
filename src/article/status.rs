//! Warnings about withdrawn and outdated articles.

use messages::Messages;
use model::Article;

/// Returns the text in place of a withdrawn article; `None` for any other article.
pub fn withdrawal(article: &Article) -> Option<String> {
    let messages = Messages::of(&article.language);
    let reason = article.withdrawn.as_ref()?;
    Some(if reason.is_empty() { messages.withdrawn().to_owned() } else { messages.withdrawn_because(reason) })
}

/// Returns the line that warns of a withdrawn or outdated article; `None` for any other article.
pub fn status_line(article: &Article) -> Option<String> {
    withdrawal(article).or_else(|| {
        let messages = Messages::of(&article.language);
        let reason = article.outdated.as_ref()?;
        Some(if reason.is_empty() { messages.outdated().to_owned() } else { messages.outdated_because(reason) })
    })
}
