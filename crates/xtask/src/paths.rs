//! Finds the repository, the folders that are built in it, and the user's cache of tools.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Returns the folder of the repository.
pub fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package)
}

/// Returns a path in the repository.
pub fn in_root(path: &str) -> PathBuf {
    root().join(path)
}

/// Returns the folder of the shell that Trunk builds.
pub fn shell() -> PathBuf {
    in_root("target/shell")
}

/// Returns a path relative to the repository, for messages.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Returns the user's cache, where tools outlive a checkout.
pub fn cache() -> Result<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(cache) = set("OFFPRINT_CACHE") {
        return std::path::absolute(cache).context("OFFPRINT_CACHE is not a path");
    }
    let cache = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| home.join("Library/Caches"))
    } else {
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let cache = cache.context("you have no home folder for the tools: set OFFPRINT_CACHE to a folder")?;
    Ok(cache.join("offprint"))
}

/// Finds the first of some programs that is on the PATH.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&file)).find(|program| program.is_file())
    })
}

/// Returns the PATH with some folders before all others.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = folders.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(folders).context("the folders of the tools cannot be added to the PATH")
}

/// Copies a folder with all it contains, and follows symbolic links.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?.path();
        let copy = to.join(entry.file_name().unwrap_or_default());
        if entry.is_dir() {
            copy_folder(&entry, &copy)?;
        } else {
            fs::copy(&entry, &copy)
                .with_context(|| format!("cannot copy {} to {}", entry.display(), copy.display()))?;
        }
    }
    Ok(())
}

/// Removes a folder if it exists.
pub fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Replaces a folder by a finished new one, and only then removes the old one.
pub fn swap_in(new: &Path, place: &Path) -> Result<()> {
    let old = place.with_extension("old");
    remove_folder(&old)?;
    if place.exists() {
        fs::rename(place, &old).with_context(|| format!("cannot move {} aside", place.display()))?;
    }
    fs::rename(new, place).with_context(|| format!("cannot move {} to {}", new.display(), place.display()))?;
    remove_folder(&old)
}
