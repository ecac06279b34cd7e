//! States as devices store them, perhaps altered: each has exactly one text, and merging never lowers one.

use std::sync::LazyLock;

use trust::{Floor, Signed, TrustState};

use super::{seed, text};
use crate::site::Site;

/// The separator of the two states of an input.
const SEPARATOR: char = '|';

/// The roots of a site, each following the previous one.
static ROOTS: LazyLock<[String; 2]> = LazyLock::new(|| {
    let site = Site::new(10);
    [site.root().text, site.root_text(&site.second_statement(), &[0, 2])]
});

pub fn run(bytes: &[u8]) {
    let Some((_, text)) = text(bytes) else { return };
    text.split('\n').for_each(read_floor);
    let Some((one, other)) = text.split_once(SEPARATOR) else {
        read(text);
        return;
    };
    let (Some(one), Some(other)) = (read(one), read(other)) else { return };
    let joined = one.merge(&other);
    assert_eq!(one.merge(&one), one);
    assert_eq!(joined.merge(&other), joined);
    assert_eq!(joined.merge(&one), joined);
    assert!(joined.roots().len() >= one.roots().len());
    assert!(joined.floor().map(Floor::number) >= one.floor().map(Floor::number));
    assert!(joined.floor().map(|floor| floor.issued) >= one.floor().map(|floor| floor.issued));
    assert!(one.site().is_none() || joined.site() == one.site());
}

/// Reads a state whose roots the keys of a site have signed; no others exist.
fn read(text: &str) -> Option<TrustState> {
    let state = TrustState::restore(text)?;
    let known = ROOTS.iter().zip(state.roots());
    assert!(state.roots().len() <= ROOTS.len() && known.clone().all(|(known, root)| is_copy(known, &root.text)));
    assert_eq!(TrustState::restore(&state.text()).as_ref(), Some(&state), "{text}");
    Some(state)
}

/// Returns whether a root makes the same statement as another one, perhaps with more signatures that do not count.
fn is_copy(known: &str, text: &str) -> bool {
    let statement = |text: &str| text.split("signed ").next().map(str::to_owned);
    statement(known) == statement(text)
}

fn read_floor(text: &str) {
    if let Ok(floor) = text.parse::<Floor>() {
        assert_eq!(floor.to_string(), text, "the only way to write it");
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let (site, [first, second]) = (Site::new(10), &*ROOTS);
    let editions = site.editions();
    let root = site.root();
    let signed =
        editions.iter().map(|edition| Signed::check(&edition.head(&edition.text), &root).expect("a signed edition"));
    let floors: Vec<String> = signed.map(|signed| signed.floor().to_string()).collect();
    let (one, other) = (format!("{first}\0{}", floors[0]), format!("{first}\0{second}\0{}", floors[1]));
    let pinned = format!("site {}", root.statement.site);
    vec![
        seed(0, &floors.join("\n")),
        seed(0, &other),
        seed(0, &format!("{one}{SEPARATOR}{other}")),
        seed(0, &format!("{other}{SEPARATOR}{pinned}")),
    ]
}
