//! What the newsroom says of an article that no longer holds.

use messages::Messages;
use model::Article;

/// What stands in the place of an article that the newsroom has withdrawn; `None` for any other.
pub fn withdrawal(article: &Article) -> Option<String> {
    let messages = Messages::of(&article.language);
    let reason = article.withdrawn.as_ref()?;
    Some(if reason.is_empty() { messages.withdrawn().to_owned() } else { messages.withdrawn_because(reason) })
}

/// The line that warns of an article; `None` for one that holds.
pub fn status_line(article: &Article) -> Option<String> {
    withdrawal(article).or_else(|| {
        let messages = Messages::of(&article.language);
        let reason = article.outdated.as_ref()?;
        Some(if reason.is_empty() { messages.outdated().to_owned() } else { messages.outdated_because(reason) })
    })
}
