//! Links each article to the next older and the next newer one.

use model::{Article, ArticleLink};

/// Links the articles of one language, newest first. Undated articles have no neighbours.
pub fn link(articles: &mut [&mut Article]) {
    let links: Vec<ArticleLink> =
        articles.iter().filter(|article| article.published.is_some()).map(|article| article.link()).collect();
    for (position, article) in articles.iter_mut().filter(|article| article.published.is_some()).enumerate() {
        article.newer = position.checked_sub(1).and_then(|newer| links.get(newer)).cloned();
        article.older = links.get(position + 1).cloned();
    }
}

#[cfg(test)]
mod tests {
    use model::Date;

    use super::*;
    use crate::prepare::tests::article;

    #[test]
    fn undated_articles_are_passed_over() {
        let dated = |slug: &str, iso: &str| Article {
            published: Some(Date { iso: iso.to_owned(), text: String::new() }),
            ..article(slug)
        };
        let mut articles = [dated("new", "2026-11-03"), dated("old", "2026-11-01"), article("undated")];
        link(&mut articles.iter_mut().collect::<Vec<_>>());
        let slug = |link: &Option<ArticleLink>| link.as_ref().map(|link| link.slug.clone());
        assert_eq!(slug(&articles[0].newer), None);
        assert_eq!(slug(&articles[0].older).as_deref(), Some("old"));
        assert_eq!(slug(&articles[1].newer).as_deref(), Some("new"));
        assert_eq!((&articles[1].older, &articles[2].newer), (&None, &None));
    }
}
