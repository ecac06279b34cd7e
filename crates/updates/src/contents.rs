//! The contents of a store that pages are shown from, read without checking signatures.

use model::BundleReference;
use trust::Accepted;

use super::changeset::{PARTIAL_HEAD, ROOTS, STORED_HEAD, saved, stored_head};
use super::preferences::{Metadata, OfflineItem, Preferences};

/// The contents of a store that pages need. Reading them checks no signature; [`Snapshot::read`](crate::Snapshot::read)
/// does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredContents {
    /// The head that the app opens: of the complete edition, else of a partial one.
    pub head: Option<Accepted>,
    /// The articles that the reader saved, and their bundles.
    pub saved: Vec<(OfflineItem, BundleReference)>,
    /// The texts of the accepted roots, the first one first.
    pub roots: Vec<String>,
    /// `true` if the reader turned storing editions off.
    pub is_off: bool,
}

impl StoredContents {
    /// Reads the metadata of a store.
    pub fn of(metadata: &Metadata) -> Self {
        let head = stored_head(metadata, STORED_HEAD).or_else(|| stored_head(metadata, PARTIAL_HEAD));
        let roots = metadata.get(ROOTS).unwrap_or_default().split('\0').filter(|root| !root.is_empty());
        let preferences = Preferences::of(metadata, false);
        Self {
            head: head.map(Accepted::stored),
            saved: saved(metadata).collect(),
            roots: roots.map(str::to_owned).collect(),
            is_off: !preferences.keep,
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{Hash, Head};

    use super::*;
    use crate::changeset::head_text;

    fn head(edition: u64) -> Head {
        Head { edition, manifest: BundleReference { hash: Hash([7; 32]), bytes: 9 }, signed: None }
    }

    fn contents(entries: &[(&str, String)]) -> StoredContents {
        StoredContents::of(&entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    #[test]
    fn a_complete_edition_is_opened_before_a_partial_one() {
        let (stored, partial) = (head_text(&head(1)), head_text(&head(2)));
        assert_eq!(contents(&[]), StoredContents::default());
        let opened = contents(&[(PARTIAL_HEAD, partial.clone())]).head;
        assert_eq!(opened, Some(Accepted::stored(head(2))));
        let opened = contents(&[(PARTIAL_HEAD, partial), (STORED_HEAD, stored)]).head;
        assert_eq!(opened, Some(Accepted::stored(head(1))));
    }

    #[test]
    fn saved_articles_and_roots_are_read_as_they_are_stored() {
        let hash = Hash([3; 32]);
        let read = contents(&[(ROOTS, "one\0two".to_owned()), ("article en a-story", format!("{hash} 12"))]);
        assert_eq!(read.roots, ["one", "two"]);
        let item = OfflineItem::Article(model::Language::new("en"), "a-story".to_owned());
        assert_eq!(read.saved, [(item, BundleReference { hash, bytes: 12 })]);
        assert_eq!(contents(&[(ROOTS, String::new())]).roots, [""; 0]);
    }

    #[test]
    fn the_reader_can_turn_storing_editions_off() {
        let choose = |keep| contents(&[(&Preferences::keep_entry(keep).0, Preferences::keep_entry(keep).1)]).is_off;
        assert!(choose(false) && !choose(true) && !contents(&[]).is_off);
    }
}
