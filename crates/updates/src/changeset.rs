//! Reads the metadata of a store and describes changes to it.
//!
//! Metadata is short texts by name. The names are those of version 0.1, so that older stores stay readable.

use std::cell::RefCell;

use edition::content;
use model::{BundleReference, Hash, Head};
use trust::TrustState;

use super::hashes::Hashes;
use super::preferences::{DEFAULT_TEXT_LIMIT, Metadata, OfflineItem, Preferences};

/// The entry that holds the head of the stored edition.
pub const STORED_HEAD: &str = "current";

/// The entry that holds the head of a first edition that is not complete yet.
pub const PARTIAL_HEAD: &str = "staged";

/// The entry with the text limit of the stored edition, if there was no room for [`DEFAULT_TEXT_LIMIT`].
pub(super) const TEXT_LIMIT: &str = "room";

/// The entry that exists while a choice of the reader is not yet applied.
pub(super) const UNAPPLIED: &str = "pending";

/// The entry with the download time of the stored edition, in milliseconds since 1970 by the device's clock.
pub(super) const DOWNLOADED_AT: &str = "taken";

/// The entry that exists until the reader has seen that the newsroom changed its keys.
pub(super) const KEYS_CHANGED: &str = "rotated";

/// The entry with the trusted roots, separated by zero bytes.
pub(super) const ROOTS: &str = "roots";

/// The entry with the newest edition proven.
pub(super) const FLOOR: &str = "floor";

/// Reads a head out of the metadata.
pub fn stored_head(metadata: &Metadata, name: &str) -> Option<Head> {
    content::read(metadata.get(name)?.as_bytes()).ok()
}

/// Reads the trust state out of the metadata.
pub(super) fn stored_trust(metadata: &Metadata) -> TrustState {
    thread_local! {
        /// The last text read, because checking the signatures of the roots again takes time.
        static LAST: RefCell<(String, TrustState)> = RefCell::default();
    }
    let entry = |name| metadata.get(name).unwrap_or_default();
    let text = [entry(ROOTS), entry(FLOOR)].join("\0");
    LAST.with_borrow_mut(|last| {
        if last.0 != text {
            *last = (text, TrustState::unknown());
            last.1 = TrustState::restore(&last.0).unwrap_or_default();
        }
        last.1.clone()
    })
}

/// Writes the trusted roots as an entry of the metadata.
fn roots_text(trust: &TrustState) -> String {
    trust.roots().iter().map(|root| root.text.as_str()).collect::<Vec<_>>().join("\0")
}

/// Writes a head as an entry of the metadata.
pub fn head_text(head: &Head) -> String {
    let Head { edition, manifest, signed } = head;
    // Serializing a string does not fail.
    let signed = signed.as_ref().and_then(|signed| serde_json::to_string(signed).ok());
    let signed = signed.map(|signed| format!(r#","signed":{signed}"#)).unwrap_or_default();
    format!(r#"{{"edition":{edition},"manifest":{{"hash":"{}","bytes":{}}}{signed}}}"#, manifest.hash, manifest.bytes)
}

/// Changes of the metadata, made in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changeset {
    /// Entries to write. An entry without a value is removed.
    entries: Vec<(String, Option<String>)>,
    /// The head of a first edition that is about to be stored in part.
    partial: Option<Head>,
    /// The trust state to merge into the stored one.
    trust: Option<TrustState>,
}

impl Changeset {
    /// Adds a choice of the reader, still to be applied to the stored edition.
    #[must_use]
    pub fn with_choice(mut self, (name, value): (String, String)) -> Self {
        self.entries.push((name, Some(value)));
        self.entries.push((UNAPPLIED.to_owned(), Some(String::new())));
        self
    }

    /// Removes the stored edition and stores none from now on.
    #[must_use]
    pub fn without_editions(mut self) -> Self {
        let (name, value) = Preferences::keep_entry(false);
        self.entries.push((name, Some(value)));
        let gone = [STORED_HEAD, PARTIAL_HEAD, DOWNLOADED_AT, TEXT_LIMIT, UNAPPLIED];
        self.entries.extend(gone.map(|name| (name.to_owned(), None)));
        self
    }

    /// Removes a saved item.
    #[must_use]
    pub fn without_saved(mut self, item: &OfflineItem) -> Self {
        self.entries.push((item.name(), None));
        self
    }

    /// Adds a first edition that is about to be stored.
    #[must_use]
    pub fn with_partial(mut self, head: &Head) -> Self {
        self.partial = Some(head.clone());
        self
    }

    /// Adds a trust state.
    #[must_use]
    pub fn with_trust(mut self, trust: TrustState) -> Self {
        self.trust = Some(trust);
        self
    }

    /// Adds or removes the reminder that the newsroom changed its keys.
    #[must_use]
    pub fn with_keys_changed(mut self, changed: bool) -> Self {
        self.entries.push((KEYS_CHANGED.to_owned(), changed.then(String::new)));
        self
    }

    /// Adds a download with this text limit, and marks all choices of the reader as applied.
    #[must_use]
    pub fn with_download(mut self, text_limit: u64) -> Self {
        let limit = (text_limit < DEFAULT_TEXT_LIMIT).then(|| text_limit.to_string());
        self.entries.push((TEXT_LIMIT.to_owned(), limit));
        self.entries.push((UNAPPLIED.to_owned(), None));
        self
    }

    /// Adds the time of the download, in milliseconds since 1970.
    #[must_use]
    pub fn with_time(mut self, milliseconds: u64) -> Self {
        self.entries.push((DOWNLOADED_AT.to_owned(), Some(milliseconds.to_string())));
        self
    }

    /// Returns the entries to write, given what the store holds.
    pub fn resolve(&self, stored: &Metadata) -> Vec<(String, Option<String>)> {
        let mut entries = self.entries.clone();
        if let Some(partial) = &self.partial
            && stored.get(STORED_HEAD).is_none()
            && Preferences::of(stored, false).keep
        {
            entries.push((PARTIAL_HEAD.to_owned(), Some(head_text(partial))));
        }
        let before = stored_trust(stored);
        let trust = self.trust_after(stored);
        if trust != before {
            entries.push((ROOTS.to_owned(), Some(roots_text(&trust))));
            entries.push((FLOOR.to_owned(), trust.floor().map(ToString::to_string)));
        }
        entries
    }

    /// Returns the trust state after the changes. A state that rests on the page alone is not stored.
    fn trust_after(&self, stored: &Metadata) -> TrustState {
        let before = stored_trust(stored);
        match &self.trust {
            Some(trust) if trust.has_roots() => before.merge(trust),
            _ => before,
        }
    }
}

/// A request to make an edition the stored one, in one transaction.
#[derive(Clone, Debug)]
pub struct CommitRequest<'a> {
    /// The edition.
    pub head: &'a Head,
    /// The edition that should be stored now. If another one is, another tab was faster.
    pub expected: Option<&'a Head>,
    /// The bundles that the edition needs.
    pub needed: &'a Hashes,
    /// The changes that come with the edition.
    pub changes: &'a Changeset,
}

impl CommitRequest<'_> {
    /// Decides inside the transaction whether the edition becomes the stored one. Returns the entries to write, or
    /// `None` if another tab stored another edition, proved a newer one, or turned storing off.
    pub fn admit(&self, stored: &Metadata) -> Option<Vec<(String, Option<String>)>> {
        let current = stored_head(stored, STORED_HEAD);
        let trust = self.changes.trust_after(stored);
        let is_stored = current.as_ref().is_some_and(|current| current.manifest == self.head.manifest);
        let is_accepted = is_stored || !trust.has_roots() || trust.is_newest(&self.head.manifest.hash);
        if !Preferences::of(stored, false).keep || current.as_ref() != self.expected || !is_accepted {
            return None;
        }
        let mut entries = self.changes.resolve(stored);
        entries.push((STORED_HEAD.to_owned(), Some(head_text(self.head))));
        entries.push((PARTIAL_HEAD.to_owned(), None));
        Some(entries)
    }
}

/// Applies entries to metadata.
pub fn apply(metadata: &mut Metadata, entries: Vec<(String, Option<String>)>) {
    for (name, value) in entries {
        metadata.set(&name, value);
    }
}

/// Returns the hashes that are never removed: those of saved articles.
pub fn saved_hashes(metadata: &Metadata) -> impl Iterator<Item = Hash> + '_ {
    saved(metadata).map(|(_, bundle)| bundle.hash)
}

/// Returns whether the store holds no edition whose bundles must stay.
pub fn is_without_editions(metadata: &Metadata) -> bool {
    metadata.get(STORED_HEAD).is_none() && metadata.get(PARTIAL_HEAD).is_none()
}

/// Lists the saved articles and their bundles.
///
/// The entry holds hash and length, so the article stays when a later edition no longer has it.
pub fn saved(metadata: &Metadata) -> impl Iterator<Item = (OfflineItem, BundleReference)> + '_ {
    metadata.iter().filter_map(|(name, value)| {
        let part = OfflineItem::parse(name).filter(|part| matches!(part, OfflineItem::Article(..)))?;
        let (hash, bytes) = value.split_once(' ')?;
        Some((part, BundleReference { hash: hash.parse().ok()?, bytes: bytes.parse().ok()? }))
    })
}

/// Writes the value of the entry of a saved article.
pub fn saved_value(bundle: &BundleReference) -> String {
    format!("{} {}", bundle.hash, bundle.bytes)
}
