//! Sizes on which the Rust code and the scripts in `client/` must agree.

/// The height of an article's card, in CSS pixels. Hosts reserve it, so it never changes.
pub const CARD_HEIGHT: u32 = 240;

/// How many articles the card of a section lists.
pub const MAX_LISTED: usize = 5;

/// How large an edition's manifest and month index may be, each, in bytes before compression, to go into a portable file
/// with a single article. Larger ones are left out: the article is what the file is for.
pub const MAX_LISTS_BYTES: u32 = 48 << 10;
