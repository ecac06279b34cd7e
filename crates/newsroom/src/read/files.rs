//! The files of a newsroom's sources, in a fixed order, each once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::config::{CONFIG_FILE, Format, Newsroom, SourceConfig};
use crate::problem::Problem;
use crate::read::front_matter;

/// A file of a source.
#[derive(Debug)]
pub(super) struct SourceFile<'a> {
    /// Relative to the newsroom.
    pub(super) path: PathBuf,
    pub(super) source: &'a SourceConfig,
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Markdown,
    Text,
    /// Not at all, and why.
    None(&'static str),
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Files<'a> {
    pub(super) files: Vec<SourceFile<'a>>,
    /// What could not be entered or opened: each is an item that failed.
    pub(super) problems: Vec<Problem>,
}

/// Lists the files of all sources, sorted by path.
pub(super) fn list(newsroom: &Newsroom) -> Files<'_> {
    let mut listed = Files::default();
    let mut known = BTreeSet::new();
    // A file that two sources hold belongs to the one that names it more closely.
    let mut sources: Vec<&SourceConfig> = newsroom.sources.iter().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.path.components().count()));
    for source in sources {
        list_source(newsroom, source, &mut known, &mut listed);
    }
    listed.files.sort_by(|left, right| left.path.cmp(&right.path));
    listed.problems.sort();
    listed
}

fn list_source<'a>(
    newsroom: &Newsroom,
    source: &'a SourceConfig,
    known: &mut BTreeSet<PathBuf>,
    listed: &mut Files<'a>,
) {
    let folder = newsroom.root.join(&source.path);
    if !folder.exists() {
        let message = format!("the source `{}` is not there", source.path.display());
        listed.problems.push(Problem::error(CONFIG_FILE, message, "create it, or name another path").at(source.line));
        return;
    }
    let mut walk = WalkDir::new(&folder).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                listed.problems.extend(problem(newsroom, &folder, &error, known));
                continue;
            }
        };
        let path = relative(newsroom, entry.path());
        if entry.file_type().is_dir() {
            // Whatever lies out there is not the newsroom's, and may be a whole disk.
            if entry.path_is_symlink() && newsroom.inside(&path).is_none() {
                walk.skip_current_dir();
                if known.insert(path.clone()) {
                    listed.problems.push(leads_out(&path, "folder"));
                }
            }
            continue;
        }
        if known.insert(path.clone()) {
            listed.files.push(SourceFile { path, source });
        }
    }
}

fn problem(
    newsroom: &Newsroom,
    folder: &Path,
    error: &walkdir::Error,
    known: &mut BTreeSet<PathBuf>,
) -> Option<Problem> {
    let path = relative(newsroom, error.path().unwrap_or(folder));
    if !known.insert(path.clone()) {
        return None;
    }
    Some(match error.loop_ancestor() {
        Some(ancestor) => {
            let message = format!("is a symbolic link to `{}`, which holds it", relative(newsroom, ancestor).display());
            Problem::error(path, message, "remove the link")
        }
        None if newsroom.root.join(&path).is_symlink() && !newsroom.root.join(&path).exists() => {
            Problem::error(path, "is a symbolic link that leads nowhere", "remove it, or put back what it names")
        }
        None => {
            let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
            Problem::error(path, format!("cannot be opened: {reason}"), "remove it, or make it readable")
        }
    })
}

fn relative(newsroom: &Newsroom, path: &Path) -> PathBuf {
    path.strip_prefix(&newsroom.root).unwrap_or(path).to_owned()
}

/// How a file is to be read, by its name and what its source says.
pub(super) fn kind(file: &SourceFile<'_>, newsroom: &Newsroom) -> Kind {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let extension =
        file.path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let in_source = file.path.strip_prefix(&file.source.path).unwrap_or(&file.path);
    if in_source.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')) {
        return Kind::None("a hidden file");
    }
    if newsroom.about.texts().any(|about| Path::new(about) == file.path) {
        return Kind::None("the about page");
    }
    if file.path == Path::new(CONFIG_FILE) {
        return Kind::None("the newsroom's configuration");
    }
    let by_extension = match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" => Kind::Markdown,
        "txt" | "text" => Kind::Text,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" | "avif" | "heic" | "tif" | "tiff" => {
            Kind::None("a picture, not an article")
        }
        "mp3" | "mp4" | "ogg" | "webm" | "mov" | "m4a" | "wav" => Kind::None("a recording, not an article"),
        _ => match file.source.format {
            Format::Auto => Kind::None("not in a format that is read"),
            Format::Markdown => Kind::Markdown,
            Format::Text => Kind::Text,
        },
    };
    if matches!(by_extension, Kind::None(_)) {
        return by_extension;
    }
    let stem = name.split('.').next().unwrap_or_default();
    if stem == "_index" {
        return Kind::None("the page of a section, not an article");
    }
    if matches!(
        stem,
        "README" | "LICENSE" | "LICENCE" | "COPYING" | "CHANGELOG" | "CONTRIBUTING" | "CODE_OF_CONDUCT" | "NOTICE"
    ) && !has_front_matter(newsroom, &file.path)
    {
        return Kind::None("about the folder, not an article");
    }
    match file.source.format {
        Format::Auto => by_extension,
        Format::Markdown => Kind::Markdown,
        Format::Text => Kind::Text,
    }
}

fn leads_out(path: &Path, what: &str) -> Problem {
    Problem::error(
        path,
        "is a symbolic link out of the newsroom",
        format!("copy the {what} into the newsroom's folder"),
    )
}

/// What has a front matter is meant as an article, whatever it is called.
fn has_front_matter(newsroom: &Newsroom, path: &Path) -> bool {
    let bytes = read_bytes(newsroom, path).unwrap_or_default();
    front_matter::split(&String::from_utf8_lossy(&bytes)).front_matter.is_some()
}

/// The bytes of a file, or what is wrong with it.
pub(super) fn read_bytes(newsroom: &Newsroom, path: &Path) -> Result<Vec<u8>, Problem> {
    if newsroom.inside(path).is_none() {
        return Err(leads_out(path, "file"));
    }
    let file = newsroom.root.join(path);
    // Reading a pipe or a device may never end.
    if file.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Problem::error(path, "is no ordinary file", "remove it, or copy what it holds into a file"));
    }
    std::fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Problem::error(path, "vanished while the newsroom was read", "build again once it is back")
        }
        std::io::ErrorKind::PermissionDenied => {
            Problem::error(path, "must not be read", "give yourself the right to read it")
        }
        _ => Problem::error(path, format!("cannot be read: {error}"), "remove it, or make it readable"),
    })
}
