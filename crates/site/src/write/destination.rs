//! Checks that a site may be written to a folder: it must not replace articles or other work.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use model::Head;
use walkdir::WalkDir;

use super::{HIDDEN, LOST_AND_FOUND};

/// A file or folder of a newsroom that a build reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadPlace {
    /// The path relative to the newsroom.
    pub path: PathBuf,
    /// The reason for reading it.
    pub purpose: Purpose,
}

/// The reason why a build reads a file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It holds articles. Symbolic links in it are followed.
    Source,
    /// Its files are copied to the site.
    Copied,
    /// It is the file of a page or a picture.
    File,
}

/// Refuses a folder that the site must not replace, and one whose files the next build would read as the newsroom's own.
pub fn check(out: &Path, newsroom: &Path, places: &[ReadPlace]) -> anyhow::Result<()> {
    let real = real(out)?;
    let shown = out.display();
    if newsroom.starts_with(&real) {
        bail!("{shown} holds the newsroom, which the site would replace: name another folder with --out");
    }
    for place in places {
        let path = newsroom.join(&place.path);
        let path = path.canonicalize().unwrap_or(path);
        check_place(&shown, &real, &path, place, None)?;
        for (link, target) in links(&path, place.purpose).into_iter().filter(|(_, target)| target.starts_with(newsroom))
        {
            check_place(&shown, &real, &target, place, Some(link.strip_prefix(newsroom).unwrap_or(&link)))?;
        }
    }
    let current = std::env::current_dir().and_then(|current| current.canonicalize());
    if current.is_ok_and(|current| current.starts_with(&real)) {
        bail!("{shown} becomes the site, and you are in it: go to another folder, or name another one with --out");
    }
    previous_head(out).map(drop)
}

/// Refuses a folder that holds a place or lies in it. `link` is the symbolic link that leads there from the place.
fn check_place(
    shown: &std::path::Display<'_>,
    real: &Path,
    target: &Path,
    place: &ReadPlace,
    link: Option<&Path>,
) -> anyhow::Result<()> {
    let path = place.path.display();
    let through = link.map(|link| format!(" through the link {}", link.display())).unwrap_or_default();
    let remedy = "name another folder with --out";
    if target.starts_with(real) {
        let kind = match place.purpose {
            Purpose::Source => "source",
            Purpose::Copied => "folder",
            Purpose::File => "file",
        };
        bail!("{shown} holds the {kind} {path}{through}, which the site would replace: {remedy}");
    }
    if real.starts_with(target) {
        match place.purpose {
            Purpose::Source => {
                bail!("{shown} lies in the source {path}{through}, where its files would be read as articles: {remedy}")
            }
            Purpose::Copied | Purpose::File => bail!(
                "{shown} lies in the newsroom's folder {path}{through}, whose files are copied to the site, so that each \
                 build would publish the old site again: {remedy}"
            ),
        }
    }
    Ok(())
}

/// Returns the symbolic links in a folder through which a build reads, and their targets.
fn links(folder: &Path, purpose: Purpose) -> Vec<(PathBuf, PathBuf)> {
    let walk = WalkDir::new(folder).follow_links(purpose == Purpose::Source).into_iter().flatten();
    let links = walk.filter(|entry| entry.path_is_symlink() && entry.depth() > 0).filter_map(|entry| {
        let target = entry.path().canonicalize().ok()?;
        // Copying follows links to files only.
        (purpose == Purpose::Source || !target.is_dir()).then(|| (entry.into_path(), target))
    });
    links.collect()
}

/// Returns the head of the edition in a folder. Refuses a folder with files but without an edition, unless a killed build was
/// moving its first edition there.
pub(super) fn previous_head(out: &Path) -> anyhow::Result<Option<Head>> {
    match fs::read(out.join(Head::PATH)) {
        Ok(bytes) => {
            let head = serde_json::from_slice(&bytes);
            Ok(Some(head.with_context(|| {
                format!(
                    "{} cannot be read: remove the site or name another folder with --out",
                    out.join(Head::PATH).display()
                )
            })?))
        }
        Err(_) if is_vacant(out)? || super::is_unfinished(out) => Ok(None),
        Err(_) => bail!(
            "{} holds files but no edition, so Offprint does not replace it: name an empty or a new folder with --out",
            out.display()
        ),
    }
}

fn is_vacant(out: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(out) {
        Ok(entries) => {
            Ok(entries.flatten().all(|entry| [HIDDEN, LOST_AND_FOUND].iter().any(|name| entry.file_name() == *name)))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", out.display())),
    }
}

/// Returns the absolute path with symbolic links followed, so that a folder has one name for all commands.
pub fn real(out: &Path) -> anyhow::Result<PathBuf> {
    if let Ok(path) = out.canonicalize() {
        return Ok(path);
    }
    if out.is_symlink() {
        bail!("{} is a symbolic link that leads nowhere: remove it, or create the folder that it names", out.display());
    }
    let path = without_parents(&std::path::absolute(out)?);
    let real = path.ancestors().find_map(|above| {
        let real = above.canonicalize().ok()?;
        Some(real.join(path.strip_prefix(above).ok()?))
    });
    Ok(real.unwrap_or(path))
}

/// Returns the path without each `..` and the part before it.
pub fn without_parents(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => _ = normal.pop(),
            component => normal.push(component),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str, purpose: Purpose) -> ReadPlace {
        ReadPlace { path: path.into(), purpose }
    }

    fn places() -> [ReadPlace; 3] {
        let file = place("pages/about.md", Purpose::File);
        [place("articles", Purpose::Source), place("public", Purpose::Copied), file]
    }

    #[test]
    fn nothing_that_is_read_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let base = folder.path().canonicalize().expect("a folder");
        let root = base.join("site/newsroom");
        fs::create_dir_all(root.join("articles/wire")).expect("made");
        fs::create_dir_all(root.join("pages")).expect("made");
        fs::write(root.join("pages/about.md"), "We are here").expect("written");
        let link = |target: &str, link: &str| {
            std::os::unix::fs::symlink(root.join(target), root.join(link)).expect("linked");
        };
        for (target, name) in [("public", "shared"), ("articles", "desk"), ("linked/deep", "articles/wire/more")] {
            fs::create_dir_all(root.join(target)).expect("made");
            link(target, name);
        }
        for (out, expected) in [
            ("site", "holds the newsroom"),
            ("site/newsroom", "holds the newsroom"),
            ("site/newsroom/.", "holds the newsroom"),
            ("site/newsroom/articles", "holds the source articles"),
            ("site/newsroom/articles/site", "lies in the source articles"),
            ("site/newsroom/x/../articles/wire/site", "lies in the source articles"),
            ("site/newsroom/desk/site", "lies in the source articles"),
            ("site/newsroom/linked/deep", "holds the source articles through the link articles/wire/more"),
            ("site/newsroom/linked/deep/er/site", "lies in the source articles through the link articles/wire/more"),
            ("site/newsroom/linked", "holds the source articles through the link articles/wire/more"),
            ("site/newsroom/public", "holds the folder public"),
            ("site/newsroom/public/x", "lies in the newsroom's folder public"),
            ("site/newsroom/public/x/y/z", "lies in the newsroom's folder public"),
            ("site/newsroom/shared", "holds the folder public"),
            ("site/newsroom/shared/x", "lies in the newsroom's folder public"),
            ("site/newsroom/articles/../public/x", "lies in the newsroom's folder public"),
            ("site/newsroom/pages", "holds the file pages/about.md"),
            ("site/newsroom/site", ""),
            ("site/newsroom/linked/site", ""),
            ("site/newsroom/publications", ""),
            ("elsewhere/site", ""),
        ] {
            let found = check(&base.join(out), &root, &places()).map_err(|error| error.to_string());
            match found {
                Ok(()) => assert_eq!(expected, "", "{out}"),
                Err(message) => assert!(!expected.is_empty() && message.contains(expected), "{out}: {message}"),
            }
        }
    }

    /// The folder `public` may not be there yet, or be a link itself.
    #[test]
    fn a_folder_that_will_be_copied_is_refused_before_it_is_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("a folder");
        let is_refused = |out: &str| check(&root.join(out), &root, &places()).is_err();
        assert!(is_refused("public") && is_refused("public/x") && is_refused("articles"));
        std::os::unix::fs::symlink(root.join("site"), root.join("public")).expect("linked");
        fs::create_dir(root.join("site")).expect("made");
        assert!(is_refused("site") && is_refused("site/x") && is_refused("public"));
    }

    #[test]
    fn the_folder_one_is_in_and_a_link_to_nothing_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("articles")).expect("made");
        let check = |out: &Path| check(out, folder.path(), &places());
        let error = check(Path::new(".")).expect_err("refused");
        assert!(error.to_string().contains("you are in it"), "{error}");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("gone"), &link).expect("linked");
        let error = check(&link).expect_err("refused");
        assert!(error.to_string().contains("leads nowhere"), "{error}");
    }
}
