//! What wasm-bindgen writes of a library.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::script;

/// A wasm and the module through which scripts call it, as wasm-bindgen writes them.
pub struct Bound {
    /// The module, which exports a function that starts the wasm as its default.
    pub script: String,
    /// The wasm.
    pub wasm: Vec<u8>,
}

impl Bound {
    /// Reads both from their files.
    pub fn read(script: &Path, wasm: &Path) -> Result<Self> {
        let name = |file: &Path| format!("cannot read {}", file.display());
        Ok(Self {
            script: fs::read_to_string(script).with_context(|| name(script))?,
            wasm: fs::read(wasm).with_context(|| name(wasm))?,
        })
    }

    /// The same without looking for the wasm beside the script.
    pub fn without_place(self) -> Result<Self> {
        Ok(Self { script: script::without_place(&self.script)?, wasm: self.wasm })
    }
}
