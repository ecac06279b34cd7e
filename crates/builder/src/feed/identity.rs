//! Makes the ids by which feed readers recognise a feed and its articles.
//!
//! They stay the same when the site's address changes, and differ from those of every other newspaper: they are made from
//! the hash of the site's keys, or where nothing is signed, from a name.

use model::{Hash, Language};
use newsroom::config::FeedsConfig;
use uuid::Uuid;

/// The source of the ids in a newsroom's feeds.
pub(super) struct Identity(String);

impl Identity {
    /// Uses the id in the configuration, else the site's hash, else the newspaper's title.
    pub(super) fn new(config: &FeedsConfig, key: Option<Hash>, title: &str) -> Self {
        let source = match (&config.id, key) {
            // Version 0.1 knew no newspapers.
            _ if config.old_ids => String::new(),
            (Some(name), _) => format!("name:{name}:"),
            (None, Some(key)) => format!("key:{key}:"),
            (None, None) => format!("name:{title}:"),
        };
        Self(source)
    }

    /// Returns the id of a feed.
    pub(super) fn feed(&self, language: &Language) -> String {
        self.article(language, "")
    }

    /// Returns the id of an article.
    pub(super) fn article(&self, language: &Language, slug: &str) -> String {
        let name = format!("offprint:{}{language}:{slug}", self.0);
        Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()).urn().to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_differ_between_newspapers_languages_and_articles() {
        let config = FeedsConfig::default();
        let named = FeedsConfig { id: Some("The Heron".to_owned()), ..FeedsConfig::default() };
        let old = FeedsConfig { old_ids: true, ..FeedsConfig::default() };
        let (key, other) = (Some(Hash([1; 32])), Some(Hash([2; 32])));
        let identities = [
            Identity::new(&config, None, "The Heron"),
            Identity::new(&config, None, "The Stork"),
            Identity::new(&config, key, "The Heron"),
            Identity::new(&config, other, "The Heron"),
            Identity::new(&old, key, "The Heron"),
        ];
        let mut ids = BTreeSet::new();
        for identity in &identities {
            for language in ["en", "ru"].map(Language::new) {
                assert!(ids.insert(identity.feed(&language)) && ids.insert(identity.article(&language, "ferry")));
            }
        }
        assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")));
        let ferry = |identity: &Identity| identity.article(&Language::new("en"), "ferry");
        // A newspaper may change its title, or begin to sign, and keep its ids.
        assert_eq!(ferry(&Identity::new(&named, key, "The Grey Heron")), ferry(&identities[0]));
        assert_eq!(ferry(&identities[4]), "urn:uuid:06d6ca08-0042-59ef-9547-d869268c524f");
    }
}
