//! Compares an edition with the stored one.

use model::{Head, Manifest};
use trust::Accepted;

use super::changeset::{STORED_HEAD, stored_head};
use super::download::{DownloadError, Plan, PlanOptions, plan};
use super::edition_info::EditionDates;
use super::machine::PlanSummary;
use super::preferences::Preferences;
use super::store::{BundleSource, BundleStore, StoreError};
use edition::content;

/// Downloads the lists of an edition and finds out what is new and what is missing.
pub async fn compare<S: BundleStore, O: BundleSource>(
    head: &Accepted,
    text_limit: u64,
    store: &S,
    source: &O,
) -> Result<(Plan, PlanSummary), DownloadError> {
    let metadata = store.metadata().await?;
    let preferences = Preferences::of(&metadata, false);
    let previous = match stored_head(&metadata, STORED_HEAD) {
        Some(stored) => manifest(store, &stored).await?,
        None => None,
    };
    let options = PlanOptions { preferences: &preferences, text_limit, previous: previous.as_ref() };
    let plan = plan(head.head(), &options, store, source).await?;
    let summary = PlanSummary {
        changes: plan.changes(),
        missing: plan.missing(),
        articles: plan.articles(),
        dates: EditionDates::of(&plan.manifest),
        stored: stored_head(&store.metadata().await?, STORED_HEAD),
    };
    Ok((plan, summary))
}

/// Reads the manifest of an edition out of the store. Returns `None` if it is missing or damaged.
pub async fn manifest<S: BundleStore>(store: &S, head: &Head) -> Result<Option<Manifest>, StoreError> {
    let bytes = store.get(&head.manifest.hash).await?;
    let bytes = bytes.filter(|bytes| trust::check(&head.manifest, bytes).is_ok());
    Ok(bytes.and_then(|bytes| content::read(&bytes).ok()))
}
