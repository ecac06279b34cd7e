//! Sizes on which the Rust code and the scripts in `client/` must agree.

/// The height of an article's card in CSS pixels. It never changes, because hosts reserve the space.
pub const CARD_HEIGHT: u32 = 240;

/// The maximum number of articles on the card of a section.
pub const MAX_LISTED: usize = 5;

/// The maximum size of an edition's manifest, and of a month index, in a portable file with a single article, in bytes
/// before compression. Larger ones are left out, since the file is for the article.
pub const MAX_LISTS_BYTES: u32 = 48 << 10;
