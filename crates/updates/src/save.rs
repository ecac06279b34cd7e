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
        let edition = match open(head).await {
            Ok(edition) => edition,
            Err(error) => {
                failed = error;
                continue;
            }
        };
        if let Some(entry) = edition.entry(language, slug, month).await {
            let bytes = bundles.bundle(&entry.bundle).await?;
            return Ok(store.save(&[(item.clone(), entry.bundle, bytes)]).await?);
        }
    }
    Err(failed.into())
}
