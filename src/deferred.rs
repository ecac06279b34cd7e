//! Views that a part of the app contains: the core renders with them once the part is loaded.

use std::sync::OnceLock;

/// Functions that a part provides. Natively they are there from the start.
pub struct Deferred<T> {
    native: Option<T>,
    loaded: OnceLock<T>,
}

impl<T: Copy> Deferred<T> {
    /// Defers functions. The app contains them only where its part calls [`provide`](Self::provide).
    pub const fn new(functions: T) -> Self {
        // A constant condition: otherwise the core would contain the functions.
        let native = if cfg!(target_arch = "wasm32") { None } else { Some(functions) };
        Self { native, loaded: OnceLock::new() }
    }

    /// Provides the functions once their part is loaded.
    pub fn provide(&self, functions: T) {
        self.loaded.get_or_init(|| functions);
    }

    /// Returns the functions, or `None` if their part is not loaded.
    pub fn get(&self) -> Option<T> {
        self.native.or_else(|| self.loaded.get().copied())
    }
}
