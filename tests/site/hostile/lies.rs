//! What the lies of a hostile mirror are made of. The command hears them in `crates/builder/tests/command/lies.rs`.

use std::collections::BTreeSet;
use std::sync::Arc;

use builder::verify::verify;
use tests::hostile::{Knows, LIES, NOW};

use super::{PAPER, PATIENT, check_worst, expected, mirror, seen};

/// What all lies are made of must itself be believed, or they prove nothing.
#[test]
fn what_the_newsroom_signed_is_believed() {
    let server = mirror();
    for (name, site, knows) in [
        ("the newest", &PAPER.newest, Knows::Nothing),
        ("the newest, to who has read it", &PAPER.newest, Knows::Newest),
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

/// A lie that is no lie would be accepted by every check.
#[test]
fn each_lie_has_a_name_and_says_something_else_than_the_truth() {
    let names: BTreeSet<&str> = LIES.iter().map(|lie| lie.name).collect();
    assert_eq!(names.len(), LIES.len());
    for lie in LIES {
        assert!(lie.now != NOW || lie.tell(&PAPER) != PAPER.newest, "{} is the truth", lie.name);
    }
}
