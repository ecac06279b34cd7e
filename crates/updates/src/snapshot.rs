//! Reads what a store holds at one moment.

use edition::content;
use model::{BundleReference, Manifest};
use trust::{Accepted, TrustState};

use super::changeset::{
    DOWNLOADED_AT, KEYS_CHANGED, PARTIAL_HEAD, STORED_HEAD, TEXT_LIMIT, UNAPPLIED, saved, stored_head, stored_trust,
};
use super::edition_info::EditionInfo;
use super::preferences::{DEFAULT_TEXT_LIMIT, OfflineItem, Preferences};
use super::store::{BundleStore, StoreError};

/// The content of a store at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The edition.
    pub edition: Stored,
    /// The reader's choices.
    pub preferences: Preferences,
    /// `true` if some choices are not yet applied to the stored edition.
    pub unapplied: bool,
    /// The limit for text that the reader did not choose, in bytes.
    pub text_limit: u64,
    /// The download time of the edition, in milliseconds since 1970 by the device's clock.
    pub downloaded_at: Option<u64>,
    /// The saved articles and their bundles.
    pub saved: Vec<(OfflineItem, BundleReference)>,
    /// The stored trust state.
    pub trust: TrustState,
    /// `true` until the reader has seen that the newsroom changed its keys.
    pub keys_changed: bool,
}

/// The state of the stored edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// No edition.
    Nothing,
    /// The browser removed the edition.
    Evicted,
    /// A part of a first edition.
    Partial(Accepted),
    /// All of an edition that is to be kept.
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

    /// Returns the head that opens the stored edition.
    pub fn head(&self) -> Option<&Accepted> {
        match self {
            Self::Complete(info) => Some(&info.head),
            Self::Partial(head) => Some(head),
            Self::Nothing | Self::Evicted => None,
        }
    }
}

impl Snapshot {
    /// Reads a store. `was_kept`: an edition was stored before. `is_data_dear`: the reader or the network asks to save data.
    pub async fn read<S: BundleStore>(store: &S, was_kept: bool, is_data_dear: bool) -> Result<Self, StoreError> {
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
            preferences: Preferences::of(&metadata, is_data_dear),
            unapplied: metadata.get(UNAPPLIED).is_some(),
            text_limit: number(TEXT_LIMIT).unwrap_or(DEFAULT_TEXT_LIMIT),
            downloaded_at: number(DOWNLOADED_AT),
            saved: saved(&metadata).collect(),
            trust: stored_trust(&metadata),
            keys_changed: metadata.get(KEYS_CHANGED).is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use model::Head;
    use trust::key::Holders;
    use trust::root::RootStatement;
    use trust::{Floor, sign};

    use super::*;
    use crate::changeset::{Changeset, FLOOR, ROOTS, apply, head_text};
    use crate::preferences::Metadata;
    use crate::tests::fixture::{Host, Phone, now, texts};

    /// Returns the entries as version 0.1 wrote them: two roots, and an edition.
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
        // An unsigned head is written as JSON.stringify wrote it; in a signed one, line ends are escaped.
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
    fn an_evicted_edition_differs_from_none() {
        let phone = Phone::default();
        let edition = |was_kept| now(Snapshot::read(&phone, was_kept, false)).unwrap().edition;
        assert_eq!((edition(false), edition(true)), (Stored::Nothing, Stored::Evicted));
        let head = Head { edition: 1, manifest: trust::reference(b"manifest").unwrap(), signed: None };
        let entries = Changeset::default().with_partial(&head).resolve(&phone.metadata.borrow());
        apply(&mut phone.metadata.borrow_mut(), entries);
        assert_eq!(edition(true), Stored::Partial(Accepted::stored(head)));
    }
}
