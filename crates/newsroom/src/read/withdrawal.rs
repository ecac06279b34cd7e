//! Withdrawn articles.

use model::Article;

/// Returns a withdrawn article with its slug, language, headline, authors and dates, and without its text.
pub(super) fn withdrawn(article: Article, reason: String) -> Article {
    let Article { slug, language, headline, authors, published, updated, .. } = article;
    Article { authors, published, updated, withdrawn: Some(reason), ..Article::new(slug, language, headline) }
}
