//! Tests articles embedded in pages of another origin.

mod broken;
mod cards;
mod element;
mod frame;
pub mod host;
mod hostile;
mod rendering;
mod signed;
