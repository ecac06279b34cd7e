//! Articles in pages of somebody else, who is another origin.

mod broken;
mod cards;
mod element;
mod frame;
pub mod host;
mod hostile;
mod rendering;
mod signed;
