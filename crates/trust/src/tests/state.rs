//! Tests how a state grows, how it is stored, and how two states merge.

use super::*;
use crate::floor::Floor;
use crate::{TrustError, TrustState};

fn floor(edition: u64, issued: u64) -> Floor {
    Floor { epoch: 1, edition, manifest: crate::hash(format!("manifest {edition}").as_bytes()), issued }
}

/// Returns a state that knows this many roots of a site, and an edition.
fn known(keys: &Keys, roots: u64, floor: Floor) -> TrustState {
    let mut state = TrustState::unknown().with_root(&keys.root().text).unwrap();
    for version in 2..=roots {
        state = state.with_root(&keys.later_root(version, 1, None, &[0, 1])).unwrap();
    }
    state.floor = Some(floor);
    state
}

#[test]
fn a_chain_begins_with_the_first_root_and_goes_on_with_the_next() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let (unknown, site) = (TrustState::unknown(), keys.statement().site);
    let pinned = TrustState::pinned(site, None);
    let (first, second) = (keys.root().text, keys.later_root(2, 1, None, &[0, 1]));
    for state in [&unknown, &pinned] {
        let known = state.with_root(&first).unwrap();
        assert_eq!((known.site(), known.root()), (Some(site), Some(&keys.root())));
        assert_eq!(known.with_root(&second).unwrap().roots().len(), 2);
        assert_eq!(known.with_root(&first), Err(TrustError::RootOrder));
        assert_eq!(known.with_root(&others.root().text), Err(TrustError::AnotherSite));
        let forged = sign::root(&RootStatement { version: 2, ..keys.statement() }, &others.roots(&[0, 1]));
        assert_eq!(known.with_root(&forged), Err(TrustError::Signatures(crate::Role::Root)));
        // A later root can name any site.
        assert_eq!(state.with_root(&second), Err(TrustError::RootOrder));
    }
    assert_eq!(pinned.with_root(&others.root().text), Err(TrustError::AnotherSite));
}

#[test]
fn roots_are_found_in_any_order_and_among_others() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let (first, second) = (keys.root().text, keys.later_root(2, 1, None, &[0, 1]));
    let third = keys.later_root(3, 2, None, &[1, 2]);
    let forged = sign::root(&RootStatement { version: 2, ..keys.statement() }, &others.roots(&[0, 1]));
    let texts = [&third, &forged, "nothing", &second, &first, &second, &others.root().text];
    let state = TrustState::pinned(keys.statement().site, None).with_roots(texts.into_iter());
    assert_eq!(state.roots().iter().map(|root| &root.text).collect::<Vec<_>>(), [&first, &second, &third]);
}

#[test]
fn it_is_stored_as_one_text() {
    let keys = Keys::new(10);
    let state = known(&keys, 2, floor(7, NOW));
    assert_eq!(TrustState::restore(&state.text()), Some(state.clone()));
    assert_eq!(TrustState::restore(""), Some(TrustState::unknown()));
    assert_eq!(TrustState::unknown().text(), "");
    let pinned = TrustState::pinned(keys.statement().site, None);
    assert_eq!(TrustState::restore(&pinned.text()), Some(pinned));
}

/// The entries `roots` and `floor` of the metadata.
#[test]
fn what_version_0_1_stored_is_read() {
    let keys = Keys::new(10);
    let roots = [keys.root().text, keys.later_root(2, 1, None, &[0, 1])].join("\0");
    let floor = floor(7, NOW);
    let state = TrustState::restore(&[roots, floor.to_string()].join("\0")).unwrap();
    assert_eq!((state.roots().len(), state.floor()), (2, Some(&floor)));
    assert_eq!(TrustState::restore("\0"), Some(TrustState::unknown()));
}

#[test]
fn what_is_damaged_is_not_restored() {
    let keys = Keys::new(10);
    let state = known(&keys, 2, floor(7, NOW));
    let text = state.text();
    let site = format!("site {}", keys.statement().site);
    for damaged in [
        &text.replace("version 2", "version 3"),
        &text.replace(&keys.root().text, ""),
        &format!("{text}\0{}", floor(7, NOW)),
        &format!("{}\0{text}", Keys::new(90).root().text),
        &format!("{site}\0{site}"),
        &floor(7, NOW).to_string(),
        "site 12",
        "nothing",
    ] {
        assert_eq!(TrustState::restore(damaged), None, "{damaged}");
    }
}

/// As with a mirror that is hours behind, or with two tabs of which one has a wrong clock.
#[test]
fn a_newer_edition_with_an_earlier_date_does_not_lower_the_date() {
    let keys = Keys::new(10);
    let (older, newer) = (known(&keys, 1, floor(1, NOW)), known(&keys, 1, floor(2, NOW - DAY)));
    for state in [older.merge(&newer), newer.merge(&older)] {
        assert_eq!(state.floor(), Some(&floor(2, NOW)));
    }
}

#[test]
fn of_two_editions_with_one_number_the_first_stays() {
    let keys = Keys::new(10);
    let state = known(&keys, 1, floor(7, NOW));
    let fork = known(&keys, 1, Floor { manifest: crate::hash(b"other"), ..floor(7, NOW + DAY) });
    assert_eq!(state.merge(&fork).floor(), Some(&floor(7, NOW + DAY)));
}

#[test]
fn another_site_and_another_chain_change_nothing() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let state = known(&keys, 2, floor(7, NOW));
    let another = keys.later_root(2, 2, None, &[0, 1]);
    let mut another = known(&keys, 1, floor(9, NOW)).with_root(&another).unwrap();
    another.floor = Some(floor(9, NOW));
    for other in [known(&others, 3, floor(9, NOW)), another, TrustState::pinned(others.statement().site, None)] {
        assert_eq!(state.merge(&other), state);
    }
}

/// Anyone who copies a root can leave out a signature or add one: it stays the same root.
#[test]
fn a_root_with_other_signatures_is_the_same_root() {
    let keys = Keys::new(10);
    let with = |signers: &[usize]| {
        let first = TrustState::unknown().with_root(&keys.root().text).unwrap();
        first.with_root(&keys.later_root(2, 1, None, signers)).unwrap()
    };
    let (one, other) = (with(&[0, 1]), with(&[0, 1, 2]));
    let longer = other.with_root(&keys.later_root(3, 1, None, &[0, 1])).unwrap();
    assert_eq!(one.merge(&longer).roots().len(), 3);
    assert_eq!(one.merge(&other), other.merge(&one));
}

#[test]
fn a_pinned_edition_counts_until_one_is_proven() {
    let keys = Keys::new(10);
    let pinned = TrustState::pinned(keys.statement().site, Some(floor(7, NOW + 900 * DAY)));
    assert_eq!(pinned.lowest_accepted(), Some(floor(7, 0)));
    assert_eq!(pinned.floor(), None);
    let proven = known(&keys, 1, floor(5, NOW));
    assert_eq!(proven.merge(&pinned).lowest_accepted(), Some(floor(5, NOW)));
    assert_eq!(pinned.merge(&proven).lowest_accepted(), Some(floor(5, NOW)));
}

#[test]
fn changed_keys_differ_from_a_renewed_root() {
    let keys = Keys::new(10);
    let first = TrustState::unknown().with_root(&keys.root().text).unwrap();
    let renewed = first.with_root(&keys.later_root(2, 1, None, &[0, 1])).unwrap();
    let replaced = first.with_root(&keys.later_root(2, 1, Some(&keys.root[2]), &[0, 1])).unwrap();
    assert!(!renewed.has_other_keys(&first));
    assert!(replaced.has_other_keys(&first) && replaced.has_other_keys(&renewed));
    assert!(!first.has_other_keys(&TrustState::unknown()));
}
