//! Tests what the lies of a hostile mirror are made of. `crates/offprint/tests/command/lies.rs` tests the command with
//! them.

use std::collections::BTreeSet;
use std::sync::Arc;

use model::{Hash, Head};
use signing::verify::verify;
use site::Site;
use tests::hostile::{Knows, LIES, Lie, NOW};
use trust::{Judgement, NoHead, SourceAnswer, TrustState, edition};

use super::{PAPER, PATIENT, check_worst, expected, mirror, seen};

/// The genuine editions must be accepted, or the lies prove nothing.
#[test]
fn what_the_newsroom_signed_is_accepted() {
    let server = mirror();
    for (name, site, knows) in [
        ("the newest", &PAPER.newest, Knows::Nothing),
        ("the newest, to its reader", &PAPER.newest, Knows::Newest),
        ("the one before", &PAPER.older, Knows::Site),
        ("the first", &PAPER.first, Knows::Site),
        ("the other one of the same number", &PAPER.fork, Knows::Site),
        ("another newsroom's", &PAPER.foreign, Knows::Nothing),
    ] {
        server.publish(Arc::new(site.clone()));
        let verdict = verify(&seen(&server, PATIENT), &expected(knows), NOW, &|_, _| {});
        check_worst(&verdict, None, name);
        assert!(verdict.files > 20, "{name} has {} files", verdict.files);
    }
}

/// Every check would accept a lie that equals the truth.
#[test]
fn each_lie_has_a_name_and_says_something_else_than_the_truth() {
    let names: BTreeSet<&str> = LIES.iter().map(|lie| lie.name).collect();
    assert_eq!(names.len(), LIES.len());
    for lie in LIES {
        assert!(lie.now != NOW || lie.site(&PAPER) != PAPER.newest, "{} is the truth", lie.name);
    }
}

/// Returns the answer of a source that has this site.
fn answer(site: &Site, is_own: bool) -> SourceAnswer {
    let bytes = &site[Head::PATH];
    let head = match serde_json::from_slice(bytes) {
        _ if bytes.len() > edition::MAX_BYTES => Err(NoHead::TooLong),
        Ok(head) => Ok(head),
        Err(_) => Err(NoHead::Malformed),
    };
    let roots = site.iter().filter(|(path, _)| path.starts_with("edition/roots/"));
    let roots = roots.map(|(_, text)| String::from_utf8_lossy(text).into_owned()).collect();
    SourceAnswer { source: if is_own { "own" } else { "mirror" }.to_owned(), is_own, head, roots }
}

fn newest(judgement: &Judgement) -> Option<(u64, Hash)> {
    judgement.newest.as_ref().map(|accepted| (accepted.head().edition, accepted.head().manifest.hash))
}

/// Returns the state of a reader who has read an edition.
fn having_read(site: &Site) -> TrustState {
    let judgement = TrustState::unknown().judge(vec![answer(site, true)], NOW);
    assert!(judgement.newest.is_some());
    judgement.state
}

/// Returns whether the liar has the keys of desk and pulse, and so can sign another edition.
fn has_both_keys(lie: &Lie) -> bool {
    lie.name.starts_with("the same number") || lie.name.ends_with("by the desk")
}

/// A mirror's answer beside that of the newsroom's own address changes nothing, in either order.
#[test]
fn no_lie_takes_away_what_an_honest_source_has() {
    let pinned = TrustState::pinned(PAPER.root().statement.site, None);
    let own = answer(&PAPER.newest, true);
    for lie in LIES {
        let liar = answer(&lie.site(&PAPER), false);
        for state in [TrustState::unknown(), pinned.clone(), having_read(&PAPER.older), having_read(&PAPER.newest)] {
            let honest = state.judge(vec![own.clone()], lie.now);
            let both = state.judge(vec![own.clone(), liar.clone()], lie.now);
            let mut reversed = state.judge(vec![liar.clone(), own.clone()], lie.now);
            reversed.sources.reverse();
            assert_eq!(both, reversed, "{}", lie.name);
            assert!(newest(&honest).is_some(), "{}", lie.name);
            assert_eq!(both.state.merge(&state), both.state, "{}", lie.name);
            // Only a liar with both keys can sign a second edition of one number, and then neither is provably genuine.
            let is_fork =
                both.conflict.is_some() && !state.is_newest(&own.head.as_ref().expect("a head").manifest.hash);
            assert_eq!(newest(&both), newest(&honest).filter(|_| !is_fork), "{}", lie.name);
            assert!(!is_fork || has_both_keys(lie), "{}", lie.name);
            if !is_fork {
                assert_eq!((both.freshness, both.state), (honest.freshness, honest.state), "{}", lie.name);
            }
        }
    }
}

/// A mirror alone cannot make a reader accept what the newsroom did not sign, nor a known former edition.
#[test]
fn no_lie_is_accepted_but_what_the_newsroom_signed() {
    let signed = [&PAPER.newest, &PAPER.older, &PAPER.first, &PAPER.fork].map(|site| answer(site, true));
    let signed = signed.map(|answer| answer.head.expect("a head").manifest.hash);
    for lie in LIES {
        let pinned = TrustState::pinned(PAPER.root().statement.site, None);
        let liar = answer(&lie.site(&PAPER), false);
        let accepted = newest(&pinned.judge(vec![liar.clone()], lie.now));
        let is_signed = |(_, manifest)| signed.contains(&manifest) || has_both_keys(lie);
        assert!(accepted.is_none_or(is_signed), "{}", lie.name);
        let accepted = newest(&having_read(&PAPER.newest).judge(vec![liar], lie.now));
        assert!(accepted.is_none_or(|(_, manifest)| manifest == signed[0]), "{}", lie.name);
    }
}
