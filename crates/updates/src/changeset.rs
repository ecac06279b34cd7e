//! What the metadata of a store says, and how it changes.
//!
//! The metadata is short texts by name. The names are those of version 0.1, so that older stores stay readable.

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

/// The entry that holds how much text of the stored edition was kept, where there was no room for [`DEFAULT_TEXT_LIMIT`].
pub(super) const TEXT_LIMIT: &str = "room";

/// The entry that is there while what the reader decided is not applied yet.
pub(super) const UNAPPLIED: &str = "pending";

/// The entry that holds when the stored edition was downloaded, in milliseconds since 1970 by the device's clock.
pub(super) const DOWNLOADED_AT: &str = "taken";

/// The entry that is there until the reader was told that the newsroom changed its keys.
pub(super) const KEYS_CHANGED: &str = "rotated";

/// The entry that holds the roots that are believed, with a zero byte between them.
pub(super) const ROOTS: &str = "roots";

/// The entry that holds the newest edition that was proven.
pub(super) const FLOOR: &str = "floor";

/// Reads a head out of the metadata.
pub fn stored_head(metadata: &Metadata, name: &str) -> Option<Head> {
    content::read(metadata.get(name)?.as_bytes()).ok()
}

/// Reads what is believed of the newsroom's signatures out of the metadata.
pub(super) fn stored_trust(metadata: &Metadata) -> TrustState {
    thread_local! {
        /// The text that was read last, since checking the signatures of the roots anew takes time.
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

/// Writes the roots that are believed as an entry of the metadata.
fn roots_text(trust: &TrustState) -> String {
    trust.roots().iter().map(|root| root.text.as_str()).collect::<Vec<_>>().join("\0")
}

/// Writes a head as an entry of the metadata.
pub fn head_text(head: &Head) -> String {
    let Head { edition, manifest, signed } = head;
    // A text is always written.
    let signed = signed.as_ref().and_then(|signed| serde_json::to_string(signed).ok());
    let signed = signed.map(|signed| format!(r#","signed":{signed}"#)).unwrap_or_default();
    format!(r#"{{"edition":{edition},"manifest":{{"hash":"{}","bytes":{}}}{signed}}}"#, manifest.hash, manifest.bytes)
}

/// Changes of the metadata, made in one transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changeset {
    /// Entries to write, or to remove where there is no value.
    entries: Vec<(String, Option<String>)>,
    /// The head of a first edition of which a part is about to be stored.
    partial: Option<Head>,
    /// What is to be believed beside what the store says.
    trust: Option<TrustState>,
}

impl Changeset {
    /// Adds what the reader chose, which is still to be applied to the stored edition.
    #[must_use]
    pub fn with_choice(mut self, (name, value): (String, String)) -> Self {
        self.entries.push((name, Some(value)));
        self.entries.push((UNAPPLIED.to_owned(), Some(String::new())));
        self
    }

    /// Adds that no edition is kept from now on, and that the stored one is gone.
    #[must_use]
    pub fn without_editions(mut self) -> Self {
        let (name, value) = Preferences::keep_entry(false);
        self.entries.push((name, Some(value)));
        let gone = [STORED_HEAD, PARTIAL_HEAD, DOWNLOADED_AT, TEXT_LIMIT, UNAPPLIED];
        self.entries.extend(gone.map(|name| (name.to_owned(), None)));
        self
    }

    /// Adds that an item is not saved any more.
    #[must_use]
    pub fn without_saved(mut self, item: &OfflineItem) -> Self {
        self.entries.push((item.name(), None));
        self
    }

    /// Adds that a first edition is about to be stored.
    #[must_use]
    pub fn with_partial(mut self, head: &Head) -> Self {
        self.partial = Some(head.clone());
        self
    }

    /// Adds what is believed of the newsroom's signatures.
    #[must_use]
    pub fn with_trust(mut self, trust: TrustState) -> Self {
        self.trust = Some(trust);
        self
    }

    /// Adds whether the reader has to be told that the newsroom changed its keys.
    #[must_use]
    pub fn with_keys_changed(mut self, changed: bool) -> Self {
        self.entries.push((KEYS_CHANGED.to_owned(), changed.then(String::new)));
        self
    }

    /// Adds that an edition was downloaded with so much text, and applies all that the reader chose.
    #[must_use]
    pub fn with_download(mut self, text_limit: u64) -> Self {
        let limit = (text_limit < DEFAULT_TEXT_LIMIT).then(|| text_limit.to_string());
        self.entries.push((TEXT_LIMIT.to_owned(), limit));
        self.entries.push((UNAPPLIED.to_owned(), None));
        self
    }

    /// Adds when the edition was downloaded, in milliseconds since 1970.
    #[must_use]
    pub fn with_time(mut self, milliseconds: u64) -> Self {
        self.entries.push((DOWNLOADED_AT.to_owned(), Some(milliseconds.to_string())));
        self
    }

    /// Returns the entries to write, by what the store holds.
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

    /// Returns what is believed once the changes are made. What a page says is not stored.
    fn trust_after(&self, stored: &Metadata) -> TrustState {
        let before = stored_trust(stored);
        match &self.trust {
            Some(trust) if trust.has_roots() => before.merge(trust),
            _ => before,
        }
    }
}

/// An edition that is to become the stored one, in one transaction.
#[derive(Clone, Debug)]
pub struct CommitRequest<'a> {
    /// The edition.
    pub head: &'a Head,
    /// The edition that is stored now; otherwise another tab was faster.
    pub expected: Option<&'a Head>,
    /// The bundles that it needs.
    pub needed: &'a Hashes,
    /// What changes with it.
    pub changes: &'a Changeset,
}

impl CommitRequest<'_> {
    /// Decides inside the transaction whether the edition becomes the stored one. Returns the entries to write; none where
    /// another tab has stored another edition, has proven a newer one, or wants none kept.
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

/// Returns the bundles that stay whatever goes: those of the articles that the reader saved.
pub fn saved_hashes(metadata: &Metadata) -> impl Iterator<Item = Hash> + '_ {
    saved(metadata).map(|(_, bundle)| bundle.hash)
}

/// Returns whether the store, once entries are written, holds no edition whose bundles must stay.
pub fn is_without_editions(metadata: &Metadata) -> bool {
    metadata.get(STORED_HEAD).is_none() && metadata.get(PARTIAL_HEAD).is_none()
}

/// Lists the articles that the reader saved, and their bundles.
///
/// The entry of a saved article is its hash and its length, so that it stays when an edition comes that does not have it.
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
