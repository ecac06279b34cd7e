//! What this device believes of a newspaper's signatures, as it is stored: two facts, as version 0.1 wrote them.

use trust::TrustState;

use crate::preferences::Facts;

/// The fact that holds the roots, the first one first, with a zero byte between them.
const ROOTS: &str = "roots";

/// The fact that holds the newest edition that was proven, as [`trust::Floor`] is written.
const FLOOR: &str = "floor";

/// Reads what the device believes; nothing where nothing is stored, or something else.
pub fn restored_trust(facts: &Facts) -> TrustState {
    let fact = |name| facts.get(name).unwrap_or_default();
    TrustState::restore(&[fact(ROOTS), fact(FLOOR)].join("\0")).unwrap_or_default()
}

/// Writes the facts that store it.
pub fn trust_facts(state: &TrustState) -> [(&'static str, String); 2] {
    let floor = state.floor().map(ToString::to_string).unwrap_or_default();
    [(ROOTS, roots_text(state)), (FLOOR, floor)]
}

/// Writes the roots, the first one first, with a zero byte between them.
pub fn roots_text(state: &TrustState) -> String {
    state.roots().iter().map(|root| root.text.as_str()).collect::<Vec<_>>().join("\0")
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use trust::key::Holders;
    use trust::root::RootStatement;
    use trust::{Floor, sign};

    use super::*;

    /// The facts as version 0.1 wrote them: two roots, and an edition.
    fn stored() -> [(&'static str, String); 2] {
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

    fn facts(stored: impl IntoIterator<Item = (&'static str, String)>) -> Facts {
        stored.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    #[test]
    fn what_version_0_1_stored_is_read_and_written_as_it_was() {
        let state = restored_trust(&facts(stored()));
        assert_eq!((state.roots().len(), state.floor().map(|floor| floor.edition)), (2, Some(12)));
        assert_eq!(trust_facts(&state), stored());
    }

    #[test]
    fn what_is_not_there_or_damaged_is_nothing() {
        let empty = trust_facts(&TrustState::unknown());
        for stored in
            [Vec::new(), empty.into(), vec![(FLOOR, "1 2".to_owned())], stored().into_iter().skip(1).collect()]
        {
            assert_eq!(restored_trust(&facts(stored)), TrustState::unknown());
        }
    }
}
