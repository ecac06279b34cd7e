//! Compiles `locales/` into `messages.rs` in the output folder, or fails with the file and line of each problem.

mod compile;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use compile::{Source, compile};

fn main() -> io::Result<()> {
    // Read at run time: a checkout may be moved after the script was compiled.
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let locales = folder.join("../../locales");
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut sources = Vec::new();
    read_folder(&locales, "locales", &mut sources)?;
    match compile(&sources) {
        Ok(code) => fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("messages.rs"), code),
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            Ok(())
        }
    }
}

/// Reads the Fluent files of a folder and its subfolders, in alphabetical order.
fn read_folder(folder: &Path, name: &str, sources: &mut Vec<Source>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read_folder(&entry.path(), &path, sources)?;
        } else if path.ends_with(".ftl") {
            let text = fs::read_to_string(entry.path())
                .map_err(|error| io::Error::new(error.kind(), format!("cannot read {path}: {error}")))?;
            sources.push(Source { path, text });
        }
    }
    Ok(())
}
