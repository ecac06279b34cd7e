//! Describes an article to search engines, in the vocabulary of schema.org.

use edition::page::Page;
use maud::{Markup, PreEscaped, html};
use model::Article;
use serde_json::{Map, Value, json};

use super::Frame;

impl Frame<'_> {
    /// Returns the data block for the page of an article.
    pub(super) fn structured_data(&self, page: &Page, article: &Article, description: &str) -> Markup {
        let mut data = Map::new();
        let mut add = |name: &str, value: Value| _ = data.insert(name.to_owned(), value);
        add("@context", json!("https://schema.org"));
        add("@type", json!("NewsArticle"));
        add("headline", json!(article.headline));
        add("inLanguage", json!(article.language));
        if !description.is_empty() {
            add("description", json!(description));
        }
        if let Some(published) = &article.published {
            add("datePublished", json!(published.iso));
        }
        if let Some(updated) = &article.updated {
            add("dateModified", json!(updated.iso));
        }
        if !article.authors.is_empty() {
            let person = |name: &str| json!({ "@type": "Person", "name": name });
            add("author", article.authors.iter().map(|author| person(&author.name)).collect());
        }
        add("publisher", json!({ "@type": "NewsMediaOrganization", "name": page.masthead().title }));
        if let Some(address) = self.address {
            add("mainEntityOfPage", json!(format!("{address}{}", page.route.path())));
        }
        if let Some(picture) = self.picture_address(article) {
            add("image", json!(picture));
        }
        // The content security policy does not stop a data block, since it does not run.
        let data = Value::Object(data).to_string().replace('<', "\\u003c");
        html! { script type="application/ld+json" { (PreEscaped(data)) } }
    }

    /// Returns the absolute address of an article's picture: metadata allows no relative ones.
    pub(super) fn picture_address(&self, article: &Article) -> Option<String> {
        let rendition = article.picture.as_ref()?.renditions.first()?;
        Some(format!("{}{}", self.address?, rendition.path()))
    }
}
