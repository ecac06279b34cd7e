//! Withdrawn articles.

use model::Article;

/// Returns what stays of an article that was withdrawn: its place, its authors and its dates, and nothing of its text.
pub(super) fn withdrawn(article: Article, reason: String) -> Article {
    let Article { slug, language, headline, authors, published, updated, .. } = article;
    Article { authors, published, updated, withdrawn: Some(reason), ..Article::new(slug, language, headline) }
}
