//! Makes what other sites embed: snippets, cards, the script of the element and the responses of oEmbed.

pub mod card;
pub mod oembed;
pub mod script;
pub mod snippets;
pub mod template;
