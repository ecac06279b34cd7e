//! The targets: for each, what it does with bytes that somebody else chose, and from which it starts.

mod cut;
mod edition;
mod judge;
mod listing;
mod portable;
mod root;
mod state;
mod words;

/// Something that reads bytes of strangers.
pub struct Target {
    /// What `cargo xtask fuzz` calls it.
    pub name: &'static str,
    /// Reads such bytes, and panics when a promise is broken.
    pub run: fn(&[u8]),
    /// What it starts from.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "root", run: root::run, seeds: root::seeds },
    Target { name: "edition", run: edition::run, seeds: edition::seeds },
    Target { name: "state", run: state::run, seeds: state::seeds },
    Target { name: "judge", run: judge::run, seeds: judge::seeds },
    Target { name: "listing", run: listing::run, seeds: listing::seeds },
    Target { name: "cut", run: cut::run, seeds: cut::seeds },
    Target { name: "words", run: words::run, seeds: words::seeds },
    Target { name: "portable", run: portable::run, seeds: portable::seeds },
];

/// The first byte says what is done with the text in the rest.
fn text(bytes: &[u8]) -> Option<(u8, &str)> {
    let (first, rest) = bytes.split_first()?;
    Some((*first, str::from_utf8(rest).ok()?))
}

/// An input whose first byte is this.
fn seed(first: u8, text: &str) -> Vec<u8> {
    [&[first], text.as_bytes()].concat()
}
