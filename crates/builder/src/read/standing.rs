//! What the newsroom says of an article that no longer holds: it is outdated, or taken back.

use model::Article;

/// An article that was taken back: its place stays, so that whoever comes to it is told; nothing of its text does.
pub(super) fn withdrawn(article: Article, reason: String) -> Article {
    Article {
        lead: Vec::new(),
        section: None,
        picture: None,
        body: Vec::new(),
        words: 0,
        sources: Vec::new(),
        places: Vec::new(),
        people: Vec::new(),
        organisations: Vec::new(),
        topics: Vec::new(),
        corrections: Vec::new(),
        outdated: None,
        withdrawn: Some(reason),
        ..article
    }
}
