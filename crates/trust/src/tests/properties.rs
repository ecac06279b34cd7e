//! Tests properties of all states and all answers.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::floor::{Floor, Freshness};
use crate::judge::{Judgement, NoHead, SourceAnswer};
use crate::{TrustError, TrustState};

/// A newsroom whose third root ends the first epoch. Each root has two copies with different signatures.
struct World {
    keys: Keys,
    roots: [[String; 2]; 3],
    /// The heads that the newsroom signed, each with its own manifest.
    honest: Vec<Head>,
    /// The answers that a source can send without the key of the desk.
    lies: Vec<Result<Head, NoHead>>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let (keys, others) = (Keys::new(10), Keys::new(90));
    let copies = |statement: RootStatement| [&[0, 1][..], &[0, 1, 2]].map(|by| sign::root(&statement, &keys.roots(by)));
    let later = |version, epoch| copies(RootStatement { version, epoch, ..keys.statement() });
    let roots = [copies(keys.statement()), later(2, 1), later(3, 2)];
    let edition = |epoch, edition| EditionStatement { epoch, ..keys.edition(10 * epoch + edition) };
    let numbers = [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2)];
    let dates = [NOW - 9 * DAY, NOW - 3 * DAY, NOW - HOUR, NOW];
    let heads = |dates: &[u64]| -> Vec<Head> {
        let with_dates = |(epoch, number)| dates.iter().map(move |issued| (epoch, number, *issued));
        let head = |(epoch, number, issued)| keys.dated(&edition(epoch, number), &dated(issued));
        numbers.into_iter().flat_map(with_dates).map(head).collect()
    };
    let honest = heads(&dates);
    let of_others = EditionStatement { site: others.statement().site, ..edition(2, 9) };
    let altered = |from: &str, to: &str| {
        let signed = honest[19].signed.as_ref().map(|text| text.replacen(from, to, 1));
        Head { signed, ..honest[19].clone() }
    };
    let mut lies = vec![
        Err(NoHead::Silent),
        Err(NoHead::LoginPage),
        Err(NoHead::Malformed),
        Err(NoHead::TooLong),
        Ok(Head { signed: None, ..honest[19].clone() }),
        Ok(Head { edition: 99, ..honest[19].clone() }),
        Ok(Head { signed: honest[0].signed.clone(), ..honest[19].clone() }),
        Ok(Head { edition: 99, ..altered("edition 22", "edition 99") }),
        Ok(altered("issued 1", "issued 2")),
        Ok(altered("desk ", "root ")),
        Ok(others.head(&of_others)),
        Ok(others.head(&EditionStatement { site: keys.statement().site, ..of_others })),
    ];
    // With the key of the pulse, which dates what the desk has signed.
    lies.extend(heads(&[NOW + 30 * DAY]).into_iter().map(Ok));
    World { keys, roots, honest, lies }
});

/// Returns the chain up to some root.
fn chain(length: usize, copies: [usize; 3]) -> TrustState {
    let texts = WORLD.roots.iter().zip(copies).take(length).map(|(both, copy)| both[copy].as_str());
    let state = TrustState::unknown().with_roots(texts);
    assert_eq!(state.roots().len(), length);
    state
}

/// Returns floors of one newsroom. Two with one number have the same manifest, unless the newsroom forks.
fn floors(forks: bool) -> impl Strategy<Value = Floor> {
    (1..=2_u64, 1..=3_u64, 0..4_u64, any::<bool>()).prop_map(move |(epoch, edition, days, other)| {
        let name = format!("manifest {epoch} {edition} {}", forks && other);
        Floor { epoch, edition, manifest: crate::hash(name.as_bytes()), issued: NOW - days * DAY }
    })
}

/// Returns states along one chain.
fn states(forks: bool) -> impl Strategy<Value = TrustState> {
    let copies = prop::array::uniform3(0..2_usize);
    (0..=4_usize, copies, prop::option::of(floors(forks))).prop_map(|(roots, copies, floor)| match roots {
        0 => TrustState::unknown(),
        1 => TrustState::pinned(WORLD.keys.statement().site, floor),
        roots => {
            let mut state = chain(roots - 1, copies);
            state.floor = floor;
            state
        }
    })
}

/// Returns the answer of a source that sends all roots, or junk in place of some.
fn answer(head: Result<Head, NoHead>, is_own: bool, junk: usize) -> SourceAnswer {
    let mut roots: Vec<String> = WORLD.roots.iter().map(|both| both[junk % 2].clone()).collect();
    let forged = Keys::new(90).later_root(4, 2, None, &[0, 1]);
    match junk {
        0 | 1 => {}
        2 => roots = vec![forged, "nothing".to_owned()],
        3 => roots.reverse(),
        _ => roots.extend([forged, Keys::new(90).root().text]),
    }
    SourceAnswer { source: format!("https://{junk}.example/"), is_own, head, roots }
}

/// Returns answers with what the newsroom signed.
fn honest() -> impl Strategy<Value = SourceAnswer> {
    (select(&WORLD.honest[..]), 0..2_usize).prop_map(|(head, copy)| answer(Ok(head), true, copy))
}

/// Returns answers of mirrors with anything else.
fn lying() -> impl Strategy<Value = SourceAnswer> {
    (select(&WORLD.lies[..]), 0..5_usize).prop_map(|(head, junk)| answer(head, false, junk))
}

fn clocks() -> impl Strategy<Value = u64> {
    select(vec![0, NOW - 3650 * DAY, NOW - 2 * DAY, NOW, NOW + 8 * DAY, NOW + 3650 * DAY, u64::MAX])
}

/// Returns a judgement without the order of its sources.
fn unordered(mut judgement: Judgement) -> Judgement {
    judgement.sources.sort_by_key(|report| format!("{report:?}"));
    judgement
}

/// Returns the number and the manifest of the newest edition.
fn newest(judgement: &Judgement) -> Option<(u64, model::Hash)> {
    judgement.newest.as_ref().map(|accepted| (accepted.head().edition, accepted.head().manifest.hash))
}

/// Checks that `grown` knows at least what `state` knew.
fn check_grown(state: &TrustState, grown: &TrustState) -> Result<(), TestCaseError> {
    prop_assert!(grown.site() == state.site() || state.site().is_none());
    prop_assert!(grown.roots().len() >= state.roots().len());
    for (root, grown) in state.roots().iter().zip(grown.roots()) {
        prop_assert_eq!(&root.statement, &grown.statement);
    }
    if let Some(floor) = state.floor() {
        let grown = grown.floor().expect("a floor stays");
        prop_assert!(grown.number() >= floor.number() && grown.issued >= floor.issued);
        prop_assert!(grown.number() > floor.number() || grown.manifest == floor.manifest);
    }
    Ok(())
}

proptest! {
    // A failing case becomes a test of its own; `PROPTEST_CASES` sets the number of cases.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_idempotent_and_never_lowers(a in states(true), b in states(true)) {
        prop_assert_eq!(&a.merge(&a), &a);
        let merged = a.merge(&b);
        check_grown(&a, &merged)?;
        prop_assert!(merged.roots().len() >= b.roots().len());
        prop_assert!(merged.floor().map(Floor::number) >= b.floor().map(Floor::number));
        prop_assert!(merged.floor().map(|floor| floor.issued) >= b.floor().map(|floor| floor.issued));
        prop_assert_eq!(merged.merge(&b), merged);
    }

    #[test]
    fn merging_is_commutative_where_no_number_comes_twice(a in states(false), b in states(false)) {
        prop_assert_eq!(a.merge(&b), b.merge(&a));
    }

    #[test]
    fn merging_is_associative(a in states(true), b in states(true), c in states(true)) {
        prop_assert_eq!(a.merge(&b).merge(&c), a.merge(&b.merge(&c)));
    }

    #[test]
    fn what_was_stored_is_restored(state in states(true)) {
        let restored = TrustState::restore(&state.text()).expect("a state");
        prop_assert_eq!(state.merge(&restored), state.clone());
        prop_assert_eq!((restored.site(), restored.roots(), restored.floor()), (state.site(), state.roots(), state.floor()));
    }

    #[test]
    fn a_judgement_does_not_depend_on_the_order(
        state in states(true),
        answers in prop::collection::vec(prop_oneof![honest(), lying()], 0..6),
        order in prop::collection::vec(any::<Index>(), 6),
        now in clocks(),
    ) {
        let mut others = answers.clone();
        for (position, index) in order.iter().enumerate().take(others.len()) {
            let other = index.index(others.len());
            others.swap(position, other);
        }
        prop_assert_eq!(unordered(state.judge(answers, now)), unordered(state.judge(others, now)));
    }

    #[test]
    fn judging_never_lowers_what_is_known(
        state in states(true),
        answers in prop::collection::vec(prop_oneof![honest(), lying()], 0..6),
        now in clocks(),
    ) {
        let judgement = state.judge(answers.clone(), now);
        check_grown(&state, &judgement.state)?;
        prop_assert_eq!(&judgement.state.merge(&state), &judgement.state);
        // An accepted edition is accepted again, and nothing new is learned.
        if judgement.newest.is_some() {
            let again = judgement.state.judge(answers, now);
            prop_assert_eq!(newest(&again), newest(&judgement));
            prop_assert_eq!(again.state, judgement.state);
        }
    }

    #[test]
    fn a_lying_source_takes_no_newest_edition_away(
        state in states(false),
        answers in prop::collection::vec(honest(), 1..4),
        lies in prop::collection::vec(lying(), 1..4),
        // On every such clock, the date signed with the stolen pulse key is in the future.
        now in NOW - 2 * DAY..NOW + 8 * DAY,
    ) {
        let (before, mut all) = (state.judge(answers.clone(), now), answers);
        all.extend(lies);
        let after = state.judge(all, now);
        if before.newest.is_some() {
            prop_assert_eq!(newest(&after).map(|newest| newest.0) >= newest(&before).map(|newest| newest.0), true);
            prop_assert_eq!(&after.conflict, &before.conflict);
        }
        // With only the pulse's key, a source can send what the desk has signed and nothing else.
        let is_signed = |(_, manifest)| WORLD.honest.iter().any(|head| head.manifest.hash == manifest);
        prop_assert!(newest(&after).is_none_or(is_signed));
        if newest(&after) == newest(&before) && before.freshness != Some(Freshness::ClockWrong) {
            prop_assert_eq!(after.freshness, before.freshness);
        }
    }
}

/// Checks the test's own newsroom.
#[test]
fn the_newsroom_of_the_properties_is_sound() {
    let state = chain(3, [0, 1, 0]);
    let root = state.root().unwrap();
    let valid = WORLD.honest.iter().filter(|head| crate::Signed::check(head, root).is_ok()).count();
    assert_eq!((valid, WORLD.honest.len()), (8, 20));
    assert_eq!(crate::Signed::check(&WORLD.honest[0], root), Err(TrustError::Superseded));
    let first = chain(1, [0, 0, 0]);
    assert!(crate::Signed::check(&WORLD.honest[0], first.root().unwrap()).is_ok());
}
