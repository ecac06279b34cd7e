//! What the page about this device shows.

use model::Language;

use super::{Keeper, TAKEN};
use crate::browser::quota;
use crate::browser::site::Site;
use crate::updates::{DeviceView, Persistence, StorageView, inventory, saved_articles};
use crate::updates::{PARTIAL_HEAD, STORED_HEAD};

impl Keeper {
    /// What is kept, as the page about it in some language shows it.
    pub(in crate::browser) async fn kept(&self, language: &Language) -> DeviceView {
        let preferences = self.preferences();
        let mut kept = DeviceView {
            storage: self.storage(),
            keep: preferences.keep,
            pictures: preferences.pictures,
            automatic: preferences.automatic,
            remaining: self.traces.borrow().clone(),
            ..DeviceView::default()
        };
        let Some(store) = self.store() else { return kept };
        kept.space = quota::space().await;
        kept.persistence = match quota::is_persistent().await {
            Some(false) if self.refused.get() => Persistence::Refused,
            Some(false) => Persistence::No,
            Some(true) => Persistence::Yes,
            None => Persistence::Unknown,
        };
        let facts = self.facts.borrow().clone();
        kept.saved = saved_articles(&*store, &facts).await.unwrap_or_default();
        if let Some(head) = self.head(STORED_HEAD).or_else(|| self.head(PARTIAL_HEAD))
            && let Ok(site) = Site::open(head, self.shelf()).await
        {
            let manifest = site.edition.manifest();
            let counted = inventory(&*store, &site.head, manifest, &preferences, self.room(), language).await;
            let mut counted = counted.unwrap_or_default();
            if let Some(edition) = &mut counted.edition {
                edition.taken = quota::moment(facts.get(TAKEN), manifest.date.as_ref(), language);
                (edition.pictures, edition.picture_bytes) = self.count_pictures(&store, &counted.bundles).await;
            }
            (kept.edition, kept.sections, kept.months) = (counted.edition, counted.sections, counted.months);
        }
        kept
    }

    fn storage(&self) -> StorageView {
        match self.store() {
            Some(_) => StorageView::Open,
            None if self.network.file().is_some() => StorageView::SingleFile,
            None if self.private.get() => StorageView::Private,
            None => StorageView::Denied,
        }
    }
}
