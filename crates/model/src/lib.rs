//! The data that Offprint publishes: written by the builder, shown by the reader.
//!
//! Bundles hold it as JSON. Integers have a fixed width; text is a tree of typed blocks and inlines. A kind that this
//! version does not know is read as the plain text inside it, so that an older reader loses no words.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod article;
pub mod block;
pub mod date;
pub mod edition;
pub mod file;
pub mod hash;
pub mod inline;
pub mod language;
pub mod paper;
pub mod picture;
pub mod reference;
pub mod subject;
pub mod tagged;
pub mod teaser;
pub mod text;

pub use article::{Article, ArticleLink, Author, Certainty, Correction, Source, SourceKind, Translation};
pub use block::Block;
pub use date::Date;
pub use edition::{EmbedScript, Head, Manifest};
pub use file::LinkedFile;
pub use hash::Hash;
pub use inline::{Inline, LinkTarget};
pub use language::{Direction, Language};
pub use paper::{Appeal, FollowLink, FrontLine, Masthead, Paper, Section, Sharing};
pub use picture::{Picture, Rendition};
pub use reference::BundleReference;
pub use subject::{Coordinates, Organisation, Person, Place, Topic};
pub use teaser::{Entry, FrontPage, Month, MonthCount, MonthIndex, PACK_SIZE, PlaceIndex, TopicIndex};
