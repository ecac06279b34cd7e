//! What the store holds beside bundles: the metadata, and what it says.
//!
//! The metadata is short texts by name. The names are those of version 0.1, so that older stores stay readable.

use std::cell::RefCell;

use model::{BundleReference, Hash, Head, Manifest};
use trust::{Accepted, TrustState};

use super::download::DEFAULT_TEXT_LIMIT;
use super::edition_info::EditionInfo;
use super::inventory::saved;
use super::preferences::{Metadata, OfflineItem, Preferences};
use super::store::{BundleStore, Hashes, StoreError};
use edition::content;

/// The entry that holds the head of the stored edition.
pub const STORED_HEAD: &str = "current";

/// The entry that holds the head of a first edition that is not complete yet.
pub const PARTIAL_HEAD: &str = "staged";

/// The entry that holds how much text of the stored edition was kept, where there was no room for [`DEFAULT_TEXT_LIMIT`].
const TEXT_LIMIT: &str = "room";

/// The entry that is there while what the reader decided is not applied yet.
const UNAPPLIED: &str = "pending";

/// The entry that holds when the stored edition was downloaded, in milliseconds since 1970 by the device's clock.
const DOWNLOADED_AT: &str = "taken";

/// The entry that is there until the reader was told that the newsroom changed its keys.
const KEYS_CHANGED: &str = "rotated";

/// The entry that holds the roots that are believed, with a zero byte between them.
const ROOTS: &str = "roots";

/// The entry that holds the newest edition that was proven.
const FLOOR: &str = "floor";

/// What the store holds, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The edition.
    pub edition: Stored,
    /// What the reader chose.
    pub preferences: Preferences,
    /// Whether some of that is not applied to the stored edition yet.
    pub unapplied: bool,
    /// How much text is kept of what the reader did not decide on, in bytes.
    pub text_limit: u64,
    /// When the edition was downloaded, in milliseconds since 1970 by the device's clock.
    pub downloaded_at: Option<u64>,
    /// The articles that the reader saved, and their bundles.
    pub saved: Vec<(OfflineItem, BundleReference)>,
    /// What is believed of the newsroom's signatures.
    pub trust: TrustState,
    /// Whether the reader has to be told that the newsroom changed its keys.
    pub keys_changed: bool,
}

/// How an edition is on the device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// There is none.
    Nothing,
    /// The browser has removed the one that was there.
    Evicted,
    /// A part of a first edition.
    Partial(Accepted),
    /// All of it that is to be kept.
    Complete(EditionInfo),
}

impl Stored {
    /// Returns the complete edition.
    pub fn complete(&self) -> Option<&EditionInfo> {
        match self {
            Self::Complete(info) => Some(info),
            Self::Nothing | Self::Evicted | Self::Partial(_) => None,
        }
    }

    /// Returns the head with which the app opens what is stored.
    pub fn head(&self) -> Option<&Accepted> {
        match self {
            Self::Complete(info) => Some(&info.head),
            Self::Partial(head) => Some(head),
            Self::Nothing | Self::Evicted => None,
        }
    }
}

impl Snapshot {
    /// Reads what a store holds. `was_kept` says that an edition was stored before, `saves_data` that the reader asks sites to
    /// save data.
    pub async fn read<S: BundleStore>(store: &S, was_kept: bool, saves_data: bool) -> Result<Self, StoreError> {
        let metadata = store.metadata().await?;
        let edition = match (stored_head(&metadata, STORED_HEAD), stored_head(&metadata, PARTIAL_HEAD)) {
            (Some(head), _) => {
                let bytes = store.get(&head.manifest.hash).await?;
                let bytes = bytes.filter(|bytes| trust::check(&head.manifest, bytes).is_ok());
                let manifest: Option<Manifest> = bytes.and_then(|bytes| content::read(&bytes).ok());
                let head = Accepted::stored(head);
                Stored::Complete(match &manifest {
                    Some(manifest) => EditionInfo::of(head, manifest),
                    None => EditionInfo::unread(head),
                })
            }
            (None, Some(head)) => Stored::Partial(Accepted::stored(head)),
            (None, None) if was_kept => Stored::Evicted,
            (None, None) => Stored::Nothing,
        };
        let number = |name| metadata.get(name).and_then(|text| text.parse().ok());
        Ok(Self {
            edition,
            preferences: Preferences::of(&metadata, saves_data),
            unapplied: metadata.get(UNAPPLIED).is_some(),
            text_limit: number(TEXT_LIMIT).unwrap_or(DEFAULT_TEXT_LIMIT),
            downloaded_at: number(DOWNLOADED_AT),
            saved: saved(&metadata).collect(),
            trust: stored_trust(&metadata),
            keys_changed: metadata.get(KEYS_CHANGED).is_some(),
        })
    }
}

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

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use trust::key::Holders;
    use trust::root::RootStatement;
    use trust::{Floor, sign};

    use super::*;
    use crate::tests::fixture::{Host, Phone, now, texts};

    /// The entries as version 0.1 wrote them: two roots, and an edition.
    fn proven() -> [(&'static str, String); 2] {
        let key = SigningKey::from_bytes(&[7; 32]);
        let holder = || Holders { threshold: 1, keys: vec![sign::public(&key)] };
        let root = |version| {
            let site = RootStatement::site_of(&holder());
            let (root, desk, pulse) = (holder(), holder(), holder());
            let (issued, expires) = (1_790_000_000, 1_890_000_000);
            let statement = RootStatement { site, version, epoch: 1, minimum: 1, issued, expires, root, desk, pulse };
            sign::root(&statement, &[&key])
        };
        let floor = Floor { epoch: 1, edition: 12, manifest: trust::hash(b"manifest"), issued: 1_790_000_001 };
        [(ROOTS, format!("{}\0{}", root(1), root(2))), (FLOOR, floor.to_string())]
    }

    fn metadata(entries: impl IntoIterator<Item = (&'static str, String)>) -> Metadata {
        entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    #[test]
    fn what_version_0_1_stored_is_read_and_written_as_it_was() {
        let (mut host, phone) = (Host::default(), Phone::default());
        let head = host.publish(3, &[("2026-11", texts(2))]);
        let article = trust::reference(b"an article").unwrap();
        let digits = head.manifest.hash;
        // Without the signed text a head is written as JSON.stringify wrote it, with it its line ends are escaped.
        let text = format!(r#"{{"edition":3,"manifest":{{"hash":"{digits}","bytes":{}}}}}"#, head.manifest.bytes);
        assert_eq!(head_text(&head), text);
        let signed = Head { signed: Some("offprint 1 edition\nsite \"\n".to_owned()), ..head.clone() };
        assert!(
            head_text(&signed).ends_with(r#","signed":"offprint 1 edition\nsite \"\n"}"#),
            "{}",
            head_text(&signed)
        );
        assert_eq!(content::read::<Head>(head_text(&signed).as_bytes()), Ok(signed));

        let others = [
            (STORED_HEAD, text),
            (TEXT_LIMIT, "2097152".to_owned()),
            (UNAPPLIED, String::new()),
            (DOWNLOADED_AT, "1790000000000".to_owned()),
            ("keep", "yes".to_owned()),
            ("month en 2026-10", "no".to_owned()),
            ("article en a-story", format!("{} {}", article.hash, article.bytes)),
        ];
        *phone.metadata.borrow_mut() = metadata(proven().into_iter().chain(others));
        phone.bundles.borrow_mut().insert(head.manifest.hash, host.files[&head.manifest.manifest_path()].clone());
        let snapshot = now(Snapshot::read(&phone, true, false)).unwrap();
        let Stored::Complete(info) = &snapshot.edition else { panic!("{:?}", snapshot.edition) };
        assert_eq!((info.head.head(), info.title.as_deref()), (&head, Some("The Lantern")));
        assert_eq!(
            (snapshot.text_limit, snapshot.unapplied, snapshot.downloaded_at),
            (2 << 20, true, Some(1_790_000_000_000))
        );
        assert_eq!(snapshot.saved, [(OfflineItem::Article(model::Language::new("en"), "a-story".to_owned()), article)]);
        assert_eq!((snapshot.trust.roots().len(), snapshot.trust.floor().map(|floor| floor.edition)), (2, Some(12)));

        let written = Changeset::default().with_trust(snapshot.trust).resolve(&Metadata::default());
        assert_eq!(written, proven().map(|(name, value)| (name.to_owned(), Some(value))));
    }

    #[test]
    fn trust_that_is_not_there_or_damaged_is_none() {
        for stored in [Vec::new(), vec![(FLOOR, "1 2".to_owned())], proven().into_iter().skip(1).collect()] {
            assert_eq!(stored_trust(&metadata(stored)), TrustState::unknown());
        }
    }

    #[test]
    fn what_the_browser_removed_is_told_from_what_never_was_there() {
        let phone = Phone::default();
        let edition = |was_kept| now(Snapshot::read(&phone, was_kept, false)).unwrap().edition;
        assert_eq!((edition(false), edition(true)), (Stored::Nothing, Stored::Evicted));
        let head = Head { edition: 1, manifest: trust::reference(b"manifest").unwrap(), signed: None };
        let entries = Changeset::default().with_partial(&head).resolve(&phone.metadata.borrow());
        apply(&mut phone.metadata.borrow_mut(), entries);
        assert_eq!(edition(true), Stored::Partial(Accepted::stored(head)));
    }
}
