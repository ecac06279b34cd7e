//! The output of wasm-bindgen: a wasm and its script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::script;

/// A wasm and the module through which scripts call it, as wasm-bindgen writes them.
pub struct Bound {
    /// The module. Its default export is a function that starts the wasm.
    pub script: String,
    /// The wasm.
    pub wasm: Vec<u8>,
}

impl Bound {
    /// Reads script and wasm from their files.
    pub fn read(script: &Path, wasm: &Path) -> Result<Self> {
        let message = |file: &Path| format!("cannot read {}", file.display());
        Ok(Self {
            script: fs::read_to_string(script).with_context(|| message(script))?,
            wasm: fs::read(wasm).with_context(|| message(wasm))?,
        })
    }

    /// Removes the default address of the wasm, beside the script.
    pub fn without_default_address(self) -> Result<Self> {
        Ok(Self { script: script::without_default_address(&self.script)?, wasm: self.wasm })
    }
}
