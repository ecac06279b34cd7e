//! Lists the targets: what each does with untrusted bytes, and its seeds.

mod cut;
mod edition;
mod judge;
mod listing;
mod portable;
mod root;
mod state;
mod words;

/// A parser of untrusted bytes.
pub struct Target {
    /// The name for `cargo xtask fuzz`.
    pub name: &'static str,
    /// The parser, which panics if an invariant is broken.
    pub run: fn(&[u8]),
    /// The first inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
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

/// Splits an input into its first byte, which selects the check, and the text.
fn text(bytes: &[u8]) -> Option<(u8, &str)> {
    let (first, rest) = bytes.split_first()?;
    Some((*first, str::from_utf8(rest).ok()?))
}

/// Returns an input with this first byte.
fn seed(first: u8, text: &str) -> Vec<u8> {
    [&[first], text.as_bytes()].concat()
}
