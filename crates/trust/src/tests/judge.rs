//! Tests what the answers of sources prove.

use super::*;
use crate::edition::Signed;
use crate::floor::{Floor, Freshness};
use crate::judge::{Accepted, Judgement, NoHead, SourceAnswer, SourceStatus};
use crate::{Role, TrustError, TrustState};

/// Returns an answer of the site itself, with its roots.
fn answer(head: Head, roots: &[&str]) -> SourceAnswer {
    let roots = roots.iter().map(|root| (*root).to_owned()).collect();
    SourceAnswer { source: "https://lantern.example/".to_owned(), is_own: true, head: Ok(head), roots }
}

fn from_mirror(answer: SourceAnswer) -> SourceAnswer {
    SourceAnswer { source: "https://mirror.example/".to_owned(), is_own: false, ..answer }
}

fn signed(keys: &Keys, edition: u64, issued: u64) -> Head {
    keys.dated(&keys.edition(edition), &dated(issued))
}

/// Returns another edition with the same number.
fn fork(keys: &Keys, edition: u64) -> Head {
    let manifest = crate::reference(b"another").unwrap();
    keys.head(&EditionStatement { manifest, ..keys.edition(edition) })
}

/// Returns the state of a reader who has read an edition of that date.
fn having_read(keys: &Keys, edition: u64, issued: u64) -> TrustState {
    let judgement = TrustState::unknown().judge(vec![answer(signed(keys, edition, issued), &[&keys.root().text])], NOW);
    assert!(judgement.newest.is_some());
    judgement.state
}

fn statuses(judgement: &Judgement) -> Vec<SourceStatus> {
    judgement.sources.iter().map(|report| report.status).collect()
}

fn newest(judgement: &Judgement) -> Option<u64> {
    judgement.newest.as_ref().map(|accepted| accepted.head().edition)
}

#[test]
fn without_a_known_site_nothing_is_proven_by_signatures_alone() {
    let keys = Keys::new(10);
    let answers = [from_mirror(answer(signed(&keys, 42, NOW), &[&keys.root().text]))];
    assert_eq!(newest(&TrustState::unknown().judge_signed(&answers, NOW)), None);
    assert_eq!(newest(&TrustState::pinned(keys.statement().site, None).judge_signed(&answers, NOW)), Some(42));
}

#[test]
fn a_signed_edition_is_accepted_with_its_age_and_its_signers() {
    let keys = Keys::new(10);
    let site = keys.statement().site;
    for (issued, freshness) in [
        (NOW - 60, Freshness::Fresh),
        (NOW - 3 * DAY, Freshness::Aging { days: 3 }),
        (NOW - 7 * DAY, Freshness::Expired { days: 7 }),
        (NOW + DAY / 2, Freshness::Fresh),
        (NOW + 3 * DAY, Freshness::ClockWrong),
    ] {
        let head = signed(&keys, 42, issued);
        for state in [TrustState::unknown(), TrustState::pinned(site, None)] {
            let judgement = state.judge(vec![answer(head.clone(), &[&keys.root().text])], NOW);
            assert_eq!(judgement.newest, Some(Accepted::stored(head.clone())));
            assert_eq!(judgement.freshness, Some(freshness));
            let identifiers = [(Role::Desk, &keys.desk), (Role::Pulse, &keys.pulse)];
            let identifiers = identifiers.map(|(role, key)| (role, sign::public(key).identifier()));
            assert_eq!(judgement.signers, identifiers);
            assert_eq!(statuses(&judgement), [SourceStatus::Newest]);
            assert_eq!(judgement.state.site(), Some(site));
            assert_eq!((judgement.fault(), judgement.answered()), (None, 1));
        }
    }
}

#[test]
fn a_date_from_the_future_makes_no_clock_wrong() {
    let keys = Keys::new(10);
    let issued = |issued| having_read(&keys, 3, issued).floor().unwrap().issued;
    assert_eq!(issued(NOW - HOUR), NOW - HOUR);
    // The time is at least that of the root.
    assert_eq!(issued(NOW - 5 * DAY), keys.statement().issued);
    assert_eq!(issued(NOW + 900 * DAY), keys.statement().issued);
}

/// A thief of the pulse's key alone can sign a new date for an edition. That does not change the age of other heads.
#[test]
fn a_date_that_can_be_right_is_preferred() {
    let keys = Keys::new(10);
    let root = keys.root().text;
    let dates = [NOW - 3 * DAY, NOW - HOUR, NOW + 30 * DAY, NOW + 60 * DAY];
    let answers = |dates: &[u64]| dates.iter().map(|issued| answer(signed(&keys, 3, *issued), &[&root])).collect();
    let judged = |dates: &[u64]| {
        let judgement = TrustState::unknown().judge(answers(dates), NOW);
        let head = judgement.newest.unwrap();
        (Signed::check(head.head(), &keys.root()).unwrap().timestamp.issued, judgement.freshness.unwrap())
    };
    assert_eq!(judged(&dates), (NOW - HOUR, Freshness::Fresh));
    assert_eq!(judged(&dates[2..]), (NOW + 30 * DAY, Freshness::ClockWrong));
}

#[test]
fn under_a_root_that_has_expired_an_edition_has_too() {
    let keys = Keys::new(10);
    let root = sign::root(&RootStatement { expires: NOW, ..keys.statement() }, &keys.roots(&[0, 1]));
    let judgement = TrustState::unknown().judge(vec![answer(signed(&keys, 3, NOW - DAY), &[&root])], NOW);
    assert_eq!(judgement.freshness, Some(Freshness::Expired { days: 1 }));
}

#[test]
fn a_clock_that_shows_less_than_was_proven_is_wrong() {
    let keys = Keys::new(10);
    let state = having_read(&keys, 3, NOW);
    let judgement = state.judge(vec![answer(signed(&keys, 4, NOW - 3 * DAY), &[])], NOW - 2 * DAY);
    assert_eq!((newest(&judgement), judgement.freshness), (Some(4), Some(Freshness::ClockWrong)));
}

#[test]
fn an_edition_is_compared_with_what_was_seen_before() {
    let keys = Keys::new(10);
    let state = having_read(&keys, 7, NOW - HOUR);
    let before = *state.floor().unwrap();
    let other = fork(&keys, 7);
    for (head, status, accepted, floor) in [
        (signed(&keys, 8, NOW - 2 * HOUR), SourceStatus::Newest, true, (8, NOW - HOUR)),
        (signed(&keys, 7, NOW), SourceStatus::Newest, true, (7, NOW)),
        (signed(&keys, 6, NOW), SourceStatus::OlderThanSeen, false, (7, NOW - HOUR)),
        (other.clone(), SourceStatus::Conflict, false, (7, NOW - HOUR)),
    ] {
        let judgement = state.judge(vec![answer(head.clone(), &[])], NOW);
        assert_eq!(statuses(&judgement), [status]);
        assert_eq!(judgement.sources[0].edition, Some(head.edition));
        assert_eq!(newest(&judgement).is_some(), accepted, "{status:?}");
        let Floor { edition, issued, .. } = *judgement.state.floor().unwrap();
        assert_eq!((edition, issued), floor, "{status:?}");
        assert_eq!(judgement.fault(), (!accepted).then_some(status));
        assert_eq!(judgement.older, (status == SourceStatus::OlderThanSeen).then_some(head.clone()));
        let conflict = [before.manifest, other.manifest.hash];
        assert_eq!(judgement.conflict, (status == SourceStatus::Conflict).then_some(conflict));
    }
}

#[test]
fn the_newest_wins_from_any_source() {
    let keys = Keys::new(10);
    let state = having_read(&keys, 7, NOW - HOUR);
    let answers = [6, 8, 9, 9].map(|edition| answer(signed(&keys, edition, NOW - HOUR), &[]));
    let judgement = state.judge(answers.into(), NOW);
    assert_eq!(newest(&judgement), Some(9));
    use SourceStatus::{Behind, Newest, OlderThanSeen};
    assert_eq!(statuses(&judgement), [OlderThanSeen, Behind, Newest, Newest]);
    assert_eq!((judgement.answered(), judgement.older), (4, None));
}

#[test]
fn of_two_new_editions_with_one_number_none_is_accepted() {
    let keys = Keys::new(10);
    let state = having_read(&keys, 7, NOW - HOUR);
    let (one, other) = (signed(&keys, 8, NOW), fork(&keys, 8));
    let both = [one.manifest.hash, other.manifest.hash];
    let heads = [one.clone(), other, signed(&keys, 7, NOW)];
    let judgement = state.judge(heads.map(|head| answer(head, &[])).into(), NOW);
    assert_eq!(newest(&judgement), None);
    assert!(judgement.conflict.is_some_and(|found| both.iter().all(|manifest| found.contains(manifest))));
    assert_eq!(statuses(&judgement), [SourceStatus::Conflict, SourceStatus::Conflict, SourceStatus::Behind]);
    assert_eq!(judgement.fault(), Some(SourceStatus::Conflict));
    assert_eq!(judgement.state, state);
    // A different edition with a number seen before is recognized as a conflict.
    let judgement = state.judge(vec![answer(one, &[]), answer(fork(&keys, 7), &[])], NOW);
    assert_eq!((newest(&judgement), statuses(&judgement)[1]), (Some(8), SourceStatus::Conflict));
}

#[test]
fn what_the_newsroom_did_not_sign_is_refused_with_the_reason() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let (root, head) = (keys.root().text, signed(&keys, 5, NOW));
    let pinned = TrustState::pinned(keys.statement().site, None);
    let status = |head: Head, roots: &[&str]| {
        let judgement = pinned.judge(vec![answer(head, roots)], NOW);
        assert_eq!((judgement.newest, judgement.freshness, &judgement.state), (None, None, &pinned));
        judgement.sources[0].status
    };
    let altered = SourceStatus::Altered;
    assert_eq!(status(Head { edition: 6, ..head.clone() }, &[&root]), altered(TrustError::Mismatch));
    assert_eq!(status(Head { signed: None, ..head.clone() }, &[&root]), SourceStatus::Unsigned);
    assert_eq!(status(signed(&others, 5, NOW), &[&root]), altered(TrustError::AnotherSite));
    assert_eq!(status(signed(&others, 5, NOW), &[&others.root().text]), altered(TrustError::UnknownRoot(1)));
    assert_eq!(status(head.clone(), &[]), altered(TrustError::UnknownRoot(1)));
    // The site is the hash of its first root; a later one could name any site.
    assert_eq!(status(head.clone(), &[&keys.later_root(2, 1, None, &[0, 1])]), altered(TrustError::UnknownRoot(1)));
    let replaced = keys.later_root(2, 1, Some(&keys.root[2]), &[0, 1]);
    assert_eq!(status(head.clone(), &[&root, &replaced]), altered(TrustError::Signatures(Role::Pulse)));
    let ended = keys.later_root(2, 2, None, &[0, 1]);
    assert_eq!(status(head, &[&root, &ended]), altered(TrustError::Superseded));
}

/// A thief of keys can serve old roots in which the keys still counted, but cannot hide later roots from readers.
#[test]
fn keys_that_a_later_root_of_another_source_ends_sign_no_more() {
    let keys = Keys::new(10);
    let ended = keys.later_root(2, 2, None, &[0, 1]);
    let state = having_read(&keys, 7, NOW - HOUR);
    let liar = from_mirror(answer(signed(&keys, 99, NOW), &[]));
    assert_eq!(newest(&state.judge(vec![liar.clone()], NOW)), Some(99));
    let silent = SourceAnswer { head: Err(NoHead::Silent), ..answer(signed(&keys, 7, NOW), &[&ended]) };
    let judgement = state.judge(vec![liar, silent], NOW);
    assert_eq!(newest(&judgement), None);
    // The root is known from now on, though no edition was accepted.
    assert_eq!(judgement.state.roots().len(), 2);
}

#[test]
fn answers_without_a_head_are_distinguished() {
    let keys = Keys::new(10);
    let state = having_read(&keys, 7, NOW);
    let altered = SourceStatus::Altered(TrustError::Malformed);
    for (reason, status) in [
        (NoHead::Silent, SourceStatus::Silent),
        (NoHead::LoginPage, SourceStatus::LoginPage),
        (NoHead::Malformed, altered),
        (NoHead::TooLong, altered),
    ] {
        let failed = SourceAnswer { head: Err(reason), ..answer(signed(&keys, 7, NOW), &[]) };
        for state in [&state, &TrustState::unknown()] {
            let judgement = state.judge(vec![failed.clone()], NOW);
            assert_eq!((statuses(&judgement), judgement.fault()), (vec![status], Some(status)));
        }
    }
    assert_eq!(state.judge(Vec::new(), NOW).fault(), None);
}

#[test]
fn an_unsigned_site_is_read_from_its_own_address() {
    let keys = Keys::new(10);
    let unsigned = |edition| Head { signed: None, ..signed(&keys, edition, NOW) };
    let own = answer(unsigned(3), &[]);
    let unknown = TrustState::unknown();
    let judgement = unknown.judge(vec![from_mirror(answer(unsigned(9), &[])), own.clone()], NOW);
    assert_eq!((newest(&judgement), judgement.freshness), (Some(3), Some(Freshness::Unsigned)));
    assert_eq!(judgement.state, unknown);
    let cut = Head { signed: Some("offprint 1 edition\n".to_owned()), ..unsigned(3) };
    let judgement = unknown.judge(vec![answer(cut, &[])], NOW);
    assert_eq!((newest(&judgement), statuses(&judgement)[0]), (None, SourceStatus::Altered(TrustError::Malformed)));
    // Once a site is known to be signed, unsigned editions are refused.
    let judgement = having_read(&keys, 1, NOW).judge(vec![own], NOW);
    assert_eq!((newest(&judgement), judgement.fault()), (None, Some(SourceStatus::Unsigned)));
}

#[test]
fn the_first_time_the_sites_own_address_says_which_site_it_is() {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let own = answer(signed(&keys, 3, NOW), &[&keys.root().text]);
    let liar = from_mirror(answer(signed(&others, 9, NOW), &[&others.root().text]));
    let unknown = TrustState::unknown();
    for answers in [vec![own.clone(), liar.clone()], vec![liar.clone(), own]] {
        let judgement = unknown.judge(answers, NOW);
        assert_eq!((newest(&judgement), judgement.state.site()), (Some(3), Some(keys.statement().site)));
    }
    let judgement = unknown.judge(vec![liar], NOW);
    assert_eq!((newest(&judgement), judgement.state), (None, unknown));
}

#[test]
fn no_edition_older_than_the_pinned_one_is_accepted() {
    let keys = Keys::new(10);
    let floor = Signed::check(&signed(&keys, 7, NOW), &keys.root()).unwrap().floor();
    let state = TrustState::pinned(keys.statement().site, Some(floor));
    let judge = |edition| state.judge(vec![answer(signed(&keys, edition, NOW - HOUR), &[&keys.root().text])], NOW);
    let older = judge(6);
    assert_eq!((newest(&older), older.fault(), &older.state), (None, Some(SourceStatus::OlderThanSeen), &state));
    assert_eq!(newest(&judge(7)), Some(7));
    assert_eq!(judge(8).state.floor().map(|floor| floor.edition), Some(8));
}
