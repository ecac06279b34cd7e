//! The parts of the browser that belong to the device: its store, its caches, its workers, and the space that they use.

pub(super) mod erase;
pub(super) mod estimate;
pub(super) mod attachments;
pub(super) mod store;
pub(super) mod worker;
