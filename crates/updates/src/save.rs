//! Saves a single article.

use trust::Accepted;

use super::download::DownloadError;
use super::preferences::OfflineItem;
use super::store::BundleStore;
use edition::content::{Bundles, Edition};
use edition::error::ContentError;

/// Saves an article out of the first of `editions` that has it; `open` opens an edition.
pub async fn save_article<S: BundleStore, B: Bundles>(
    item: &OfflineItem,
    editions: &[Accepted],
    store: &S,
    bundles: &B,
    open: impl AsyncFn(&Accepted) -> Result<Edition<B>, ContentError>,
) -> Result<(), DownloadError> {
    let OfflineItem::Article(language, slug) = item else { return Err(ContentError::Missing.into()) };
    let mut failed = ContentError::Missing;
    for head in editions {
        let edition = match open(head).await {
            Ok(edition) => edition,
            Err(error) => {
                failed = error;
                continue;
            }
        };
        if let Some(entry) = edition.entry(language, slug, None).await {
            let bytes = bundles.bundle(&entry.bundle).await?;
            return Ok(store.save(&[(item.clone(), entry.bundle, bytes)]).await?);
        }
    }
    Err(failed.into())
}
