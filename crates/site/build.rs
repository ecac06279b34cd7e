//! Tells `src/shell.rs` which folder to embed: the one that `OFFPRINT_EMBED_SHELL` names, else an empty one.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=OFFPRINT_EMBED_SHELL");
    let folder = match env::var_os("OFFPRINT_EMBED_SHELL") {
        Some(folder) => fs::canonicalize(folder)?,
        None => PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("no-shell"),
    };
    fs::create_dir_all(&folder)?;
    println!("cargo:rerun-if-changed={}", folder.display());
    println!("cargo:rustc-env=OFFPRINT_SHELL_FOLDER={}", folder.display());
    Ok(())
}
