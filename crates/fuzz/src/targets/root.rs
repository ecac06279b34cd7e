//! Roots: only signed ones are accepted, and each has exactly one text.

use std::sync::LazyLock;

use trust::root::{Root, RootStatement};

use super::{seed, text};
use crate::site::Site;

struct Known {
    site: Site,
    first: Root,
    second: RootStatement,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let site = Site::new(10);
    let (first, second) = (site.root(), site.second_statement());
    Known { site, first, second }
});

/// The mark of text that anyone may write.
const UNSIGNED: u8 = b's';
/// The mark of text that the holders of the root keys would write, before their signatures.
const SIGNED: u8 = b'o';

pub fn run(bytes: &[u8]) {
    let Some((kind, text)) = text(bytes) else { return };
    let known = &*KNOWN;
    if kind == SIGNED {
        let text = known.site.sign_root(text);
        if let Ok(root) = Root::first(&text) {
            check(&root, &text);
        }
        if let Ok(root) = known.first.next(&text) {
            check(&root, &text);
            follows(&root.statement, &known.first.statement);
        }
        return;
    }
    if let Ok(root) = Root::first(text) {
        check(&root, text);
        assert!(
            root.statement == known.first.statement || root.statement == known.second,
            "a root that the keys did not sign"
        );
    }
    if let Ok(root) = known.first.next(text) {
        check(&root, text);
        assert_eq!(root.statement, known.second, "a root that the keys did not sign");
    }
}

/// Checks that an accepted statement stays the same when it is written again, and that only signatures follow it.
fn check(root: &Root, text: &str) {
    assert_eq!(root.text, text);
    let after = text.strip_prefix(&root.statement.text()).expect("the only way to write it");
    assert!(after.lines().all(|line| line.starts_with("signed ")), "{after}");
    let statement = &root.statement;
    assert!(statement.version > 1 || statement.site == RootStatement::site_of(&statement.root));
    for holders in [&statement.root, &statement.desk, &statement.pulse] {
        assert!((1..=holders.keys.len()).contains(&holders.threshold));
    }
}

fn follows(next: &RootStatement, before: &RootStatement) {
    assert_eq!((next.site, next.version), (before.site, before.version + 1));
    assert!(next.epoch >= before.epoch);
}

pub fn seeds() -> Vec<Vec<u8>> {
    let Known { site, first, second } = &*KNOWN;
    vec![
        seed(UNSIGNED, &first.text),
        seed(UNSIGNED, &site.root_text(second, &[0, 1, 2])),
        // Signed by one key, though two must sign.
        seed(UNSIGNED, &site.root_text(&RootStatement { minimum: 9, ..first.statement.clone() }, &[1])),
        seed(UNSIGNED, &site.root_text(&RootStatement { minimum: 9, ..second.clone() }, &[1])),
        seed(SIGNED, &first.statement.text()),
        seed(SIGNED, &second.text()),
    ]
}
