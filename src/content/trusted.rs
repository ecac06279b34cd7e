//! What this device believes of a newspaper's signatures.

use model::Hash;
use trust::Floor;

use crate::updates::Metadata;

/// The roots that were believed and the newest edition that was proven, as the script that proves editions writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trusted {
    /// The roots, the first one first, with a zero between them; empty where none is known.
    pub roots: String,
    /// The newest edition, as [`trust::Floor`] is written; empty where none is known.
    pub floor: String,
}

/// The fact that holds the roots.
const ROOTS: &str = "roots";

/// The fact that holds the newest edition.
const FLOOR: &str = "floor";

impl Trusted {
    /// What the device has kept of it.
    pub fn of(facts: &Metadata) -> Self {
        let fact = |name| facts.get(name).unwrap_or_default().to_owned();
        Self { roots: fact(ROOTS), floor: fact(FLOOR) }
    }

    /// The facts that keep it.
    pub fn facts(self) -> [(&'static str, Option<String>); 2] {
        [(ROOTS, Some(self.roots)), (FLOOR, Some(self.floor))]
    }

    /// Adds what was seen elsewhere: roots that go on from those that are known, a newer edition, a later date. Of two editions
    /// with one number the first stays, and of another newsroom's roots nothing is believed.
    #[must_use]
    pub fn raised(mut self, seen: &Self) -> Self {
        if seen.roots.starts_with(&self.roots) {
            self.roots.clone_from(&seen.roots);
        } else if !self.roots.starts_with(&seen.roots) {
            return self;
        }
        let Ok(seen) = seen.floor.parse::<Floor>() else { return self };
        // Dates were compared with the clock when they were seen.
        let raised = self.floor.parse().map_or(seen, |floor: Floor| floor.merge(&seen));
        self.floor = raised.to_string();
        self
    }

    /// Whether the newest edition has this manifest.
    pub fn is_newest(&self, manifest: &Hash) -> bool {
        self.floor.contains(&manifest.to_string())
    }

    /// Whether other keys sign now than by what was known `before`; where nothing was known, none were other ones.
    pub fn has_other_keys(&self, before: &Self) -> bool {
        !before.roots.is_empty() && !keys(&self.roots).eq(keys(&before.roots))
    }
}

/// The lines of the last root that name who signs.
fn keys(roots: &str) -> impl Iterator<Item = &str> {
    let names_keys = |line: &&str| ["root ", "desk ", "pulse "].iter().any(|role| line.starts_with(role));
    roots.rsplit('\0').next().unwrap_or_default().lines().filter(names_keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusted(roots: &str, floor: &str) -> Trusted {
        Trusted { roots: roots.to_owned(), floor: floor.to_owned() }
    }

    #[test]
    fn what_is_known_is_never_lowered() {
        let hash = trust::hash(b"manifest");
        let floor = |epoch: u64, edition: u64| format!("{epoch} {edition} {hash} 1790000000");
        let known = trusted("one\0two", &floor(2, 10));
        let dated = |edition: u64, issued: u64| format!("2 {edition} {hash} {issued}");
        for (seen, raised) in [
            // A newer edition that was dated earlier: the later date stays.
            (trusted("one\0two", &dated(11, 1_780_000_000)), trusted("one\0two", &dated(11, 1_790_000_000))),
            // An older edition that was dated later: the later date counts.
            (trusted("one\0two", &dated(9, 1_795_000_000)), trusted("one\0two", &dated(10, 1_795_000_000))),
            (Trusted::default(), known.clone()),
            (trusted("one", &floor(2, 9)), known.clone()),
            (trusted("other\0two\0three", &floor(3, 99)), known.clone()),
            (trusted("other", &floor(3, 99)), known.clone()),
            // The same number with another manifest, and the same edition with an earlier and a later date.
            (
                trusted("one\0two", &floor(2, 10).replace(&hash.to_string(), &trust::hash(b"other").to_string())),
                known.clone(),
            ),
            (trusted("one\0two", &format!("2 10 {hash} 1780000000")), known.clone()),
            (
                trusted("one", &format!("2 10 {hash} 1795000000")),
                trusted("one\0two", &format!("2 10 {hash} 1795000000")),
            ),
            (trusted("one\0two\0three", &floor(2, 10)), trusted("one\0two\0three", &floor(2, 10))),
            (trusted("one\0two", &floor(2, 11)), trusted("one\0two", &floor(2, 11))),
            (trusted("one\0two", &floor(3, 1)), trusted("one\0two", &floor(3, 1))),
            (trusted("", "no floor"), known.clone()),
        ] {
            assert_eq!(known.clone().raised(&seen), raised, "{seen:?}");
        }
        assert_eq!(Trusted::default().raised(&known), known);
        assert!(known.is_newest(&hash) && !known.is_newest(&trust::hash(b"another")));
    }

    #[test]
    fn a_root_that_names_the_same_keys_tells_of_no_others() {
        let root =
            |version: u8, pulse: &str| format!("version {version}\nroot 1 aa\ndesk 1 bb\npulse 1 {pulse}\nsigned aa\n");
        let first = trusted(&root(1, "cc"), "");
        let renewed = trusted(&[root(1, "cc"), root(2, "cc")].join("\0"), "");
        let replaced = trusted(&[root(1, "cc"), root(2, "dd")].join("\0"), "");
        assert!(
            !renewed.has_other_keys(&first) && replaced.has_other_keys(&first) && replaced.has_other_keys(&renewed)
        );
        assert!(!first.has_other_keys(&Trusted::default()));
    }
}
