//! What others put into their pages: snippets, cards, the script of the element and the answers of oEmbed.

pub mod card;
pub mod oembed;
pub mod script;
pub mod snippets;
pub mod template;
