//! Saves a single article.

use trust::Accepted;

use super::download::DownloadError;
use super::preferences::OfflineItem;
use super::store::BundleStore;
use edition::content::{Bundles, Edition};
use edition::error::ContentError;

/// Saves an article out of the first of `editions` that has it; `open` opens an edition. `month` is the month whose index
/// probably has the article: all others would have to be fetched until one has it.
pub async fn save_article<S: BundleStore, B: Bundles>(
    item: &OfflineItem,
    month: Option<&str>,
    editions: &[Accepted],
    store: &S,
    bundles: &B,
    open: impl AsyncFn(&Accepted) -> Result<Edition<B>, ContentError>,
) -> Result<(), DownloadError> {
    let OfflineItem::Article(language, slug) = item else { return Err(ContentError::Missing.into()) };
    let mut failed = ContentError::Missing;
    for head in editions {
        let entry = async { open(head).await?.entry(language, slug, month).await };
        match entry.await {
            Ok(Some(entry)) => {
                let bytes = bundles.bundle(&entry.bundle).await?;
                return Ok(store.save(&[(item.clone(), entry.bundle, bytes)]).await?);
            }
            Ok(None) => {}
            Err(error) => failed = error,
        }
    }
    Err(failed.into())
}

#[cfg(test)]
mod tests {
    use model::{BundleReference, Language, Manifest};

    use super::*;
    use crate::store::BundleSource;
    use crate::tests::fixture::{Host, Phone, now, texts};

    #[derive(Clone, Copy)]
    struct Site<'a>(&'a Host);

    impl Bundles for Site<'_> {
        async fn bundle(&self, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
            self.0.fetch(&reference.path(), reference).await
        }
    }

    /// Saves an article of the second of two months; returns the number of requests besides the manifest's.
    fn save(host: &Host, head: &Accepted, phone: &Phone, month: Option<&str>) -> Result<usize, DownloadError> {
        host.asked.borrow_mut().clear();
        let item = OfflineItem::Article(Language::new("en"), "story-2026-10-1".to_owned());
        let open = async |head: &Accepted| {
            let reference = &head.head().manifest;
            let bytes = host.fetch(&reference.manifest_path(), reference).await?;
            let manifest: Manifest = edition::content::read(&bytes)?;
            Edition::new(manifest, Site(host)).ok_or(ContentError::Unreadable)
        };
        let heads = std::slice::from_ref(head);
        now(save_article(&item, month, heads, phone, &Site(host), open)).map(|()| host.asked.borrow().len() - 1)
    }

    #[test]
    fn the_expected_month_is_asked_first_and_a_wrong_one_only_costs_time() {
        let (mut host, phone) = (Host::default(), Phone::default());
        let head = Accepted::stored(host.publish(1, &[("2026-11", texts(2)), ("2026-10", texts(2))]));
        assert_eq!(save(&host, &head, &phone, Some("2026-10")), Ok(2));
        assert_eq!(phone.bundles.borrow().len(), 1);
        for wrong in [None, Some("2026-11"), Some("1999-01")] {
            let phone = Phone::default();
            assert!(save(&host, &head, &phone, wrong).is_ok_and(|requests| requests >= 3), "{wrong:?}");
            assert_eq!(phone.bundles.borrow().len(), 1, "{wrong:?}");
        }
    }

    #[test]
    fn an_article_is_not_missing_because_the_site_is_silent() {
        let (mut host, phone) = (Host::default(), Phone::default());
        let head = Accepted::stored(host.publish(1, &[("2026-11", texts(2)), ("2026-10", texts(2))]));
        host.stops_after.set(Some(1));
        let unreachable = Err(DownloadError::from(ContentError::Unreachable));
        assert_eq!(save(&host, &head, &phone, Some("2026-10")), unreachable);
        host.stops_after.set(None);
        let other = Accepted::stored(host.publish(2, &[("2026-11", texts(1))]));
        assert_eq!(save(&host, &other, &phone, None), Err(DownloadError::from(ContentError::Missing)));
    }
}
