//! Lists the files of a newsroom's sources in a fixed order without duplicates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::config::{CONFIG_FILE, Format, Newsroom, SourceConfig};
use crate::endings::Ending;
use crate::problem::Problem;
use crate::read::front_matter;

/// A file of a source.
#[derive(Debug)]
pub(super) struct SourceFile<'a> {
    /// The path relative to the newsroom.
    pub(super) path: PathBuf,
    pub(super) source: &'a SourceConfig,
}

/// The treatment of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Markdown,
    Text,
    /// Not read, with the reason.
    Skipped(&'static str),
}

const PICTURE: &str = "a picture, not an article";
const RECORDING: &str = "a recording, not an article";
const UNSUPPORTED: &str = "not in a supported format";

/// Returns whether a file was skipped for its format, whatever it says.
pub(crate) fn is_other_format(reason: &str) -> bool {
    matches!(reason, PICTURE | RECORDING | UNSUPPORTED)
}

/// The files and problems found in the sources.
#[derive(Debug, Default)]
pub(super) struct Files<'a> {
    pub(super) files: Vec<SourceFile<'a>>,
    /// A problem for each folder or file that cannot be opened: each is a failed item.
    pub(super) problems: Vec<Problem>,
}

/// Lists the files of all sources, sorted by path.
pub(super) fn list(newsroom: &Newsroom) -> Files<'_> {
    let mut listed = Files::default();
    let mut known = BTreeSet::new();
    // A file in two sources belongs to the one with the longer path.
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
        let message = format!("the source `{}` does not exist", source.path.display());
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
            // A folder outside is not the newsroom's, and may be a whole disk.
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
            let message =
                format!("is a symbolic link to `{}`, which contains the link", relative(newsroom, ancestor).display());
            Problem::error(path, message, "remove the link")
        }
        None if newsroom.root.join(&path).is_symlink() && !newsroom.root.join(&path).exists() => {
            Problem::error(path, "is a broken symbolic link", "remove it, or restore its target")
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

/// Decides how to read a file, by its name and the configuration of its source.
pub(super) fn kind(file: &SourceFile<'_>, newsroom: &Newsroom) -> Kind {
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let in_source = file.path.strip_prefix(&file.source.path).unwrap_or(&file.path);
    if in_source.components().any(|part| part.as_os_str().to_string_lossy().starts_with('.')) {
        return Kind::Skipped("a hidden file");
    }
    if newsroom.about.texts().any(|about| Path::new(about) == file.path) {
        return Kind::Skipped("the about page");
    }
    if file.path == Path::new(CONFIG_FILE) {
        return Kind::Skipped("the newsroom's configuration");
    }
    let by_extension = match Ending::of(&name) {
        Some(Ending::Markdown) => Kind::Markdown,
        Some(Ending::Text) => Kind::Text,
        Some(Ending::Picture | Ending::OtherPicture) => Kind::Skipped(PICTURE),
        Some(Ending::Recording) => Kind::Skipped(RECORDING),
        _ => match file.source.format {
            Format::Auto => Kind::Skipped(UNSUPPORTED),
            Format::Markdown => Kind::Markdown,
            Format::Text => Kind::Text,
        },
    };
    if matches!(by_extension, Kind::Skipped(_)) {
        return by_extension;
    }
    let stem = name.split('.').next().unwrap_or_default();
    if stem == "_index" {
        return Kind::Skipped("the page of a section, not an article");
    }
    if matches!(
        stem,
        "README" | "LICENSE" | "LICENCE" | "COPYING" | "CHANGELOG" | "CONTRIBUTING" | "CODE_OF_CONDUCT" | "NOTICE"
    ) && !has_front_matter(newsroom, &file.path)
    {
        return Kind::Skipped("about the folder, not an article");
    }
    match file.source.format {
        Format::Auto => by_extension,
        Format::Markdown => Kind::Markdown,
        Format::Text => Kind::Text,
    }
}

fn leads_out(path: &Path, kind: &str) -> Problem {
    Problem::error(
        path,
        "is a symbolic link that leads out of the newsroom",
        format!("copy the {kind} into the newsroom's folder"),
    )
}

/// Returns whether a file has a front matter. Such a file is meant as an article, whatever its name.
fn has_front_matter(newsroom: &Newsroom, path: &Path) -> bool {
    let bytes = read_bytes(newsroom, path).unwrap_or_default();
    front_matter::split(&String::from_utf8_lossy(&bytes)).front_matter.is_some()
}

/// Returns the bytes of a file, or the problem with it.
pub(super) fn read_bytes(newsroom: &Newsroom, path: &Path) -> Result<Vec<u8>, Problem> {
    if newsroom.inside(path).is_none() {
        return Err(leads_out(path, "file"));
    }
    let file = newsroom.root.join(path);
    // Reading a pipe or a device may never end.
    if file.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Err(Problem::error(path, "is not a regular file", "remove it, or copy its content into a file"));
    }
    std::fs::read(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Problem::error(path, "disappeared during the build", "restore it and build again")
        }
        std::io::ErrorKind::PermissionDenied => {
            Problem::error(path, "cannot be read: permission denied", "give yourself permission to read it")
        }
        _ => Problem::error(path, format!("cannot be read: {error}"), "remove it, or make it readable"),
    })
}
