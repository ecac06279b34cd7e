//! Words of pages and scripts that are none of the app.

mod handing;

pub use handing::Handing;
