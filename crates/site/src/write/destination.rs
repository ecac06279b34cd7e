//! Checks that a site may be written to a folder: it must not replace articles or other work.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use model::Head;

/// Refuses a folder that the site must not replace. The paths of `sources` are relative to the folder `newsroom`.
pub fn check<'a>(out: &Path, newsroom: &Path, sources: impl IntoIterator<Item = &'a Path>) -> anyhow::Result<()> {
    let real = real(out)?;
    let shown = out.display();
    if newsroom.starts_with(&real) {
        bail!("{shown} holds the newsroom, which the site would replace: name another folder with --out");
    }
    for source in sources {
        let folder = newsroom.join(source);
        let folder = folder.canonicalize().unwrap_or(folder);
        let path = source.display();
        if folder.starts_with(&real) {
            bail!("{shown} holds the source {path}, which the site would replace: name another folder with --out");
        }
        if real.starts_with(&folder) {
            bail!(
                "{shown} lies in the source {path}, where its files would be read as articles: name another folder \
                 with --out"
            );
        }
    }
    let current = std::env::current_dir().and_then(|current| current.canonicalize());
    if current.is_ok_and(|current| current.starts_with(&real)) {
        bail!(
            "{shown} is replaced as a whole, and you are in it: go to another folder, or name another one with --out"
        );
    }
    previous_head(out).map(drop)
}

/// Returns the head of the edition in a folder. Refuses a folder with files but without an edition.
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
        Err(_) if is_vacant(out)? => Ok(None),
        Err(_) => bail!(
            "{} holds files but no edition, so Offprint does not replace it: name an empty or a new folder with --out",
            out.display()
        ),
    }
}

fn is_vacant(out: &Path) -> anyhow::Result<bool> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", out.display())),
    }
}

/// Returns the absolute path with symbolic links followed, so that the folder is exchanged and not the link to it.
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

    #[test]
    fn neither_the_newsroom_nor_its_sources_are_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site/newsroom");
        fs::create_dir_all(root.join("articles/wire")).expect("made");
        for (out, expected) in [
            ("site", "holds the newsroom"),
            ("site/newsroom", "holds the newsroom"),
            ("site/newsroom/articles", "holds the source articles"),
            ("site/newsroom/articles/site", "lies in the source articles"),
            ("site/newsroom/x/../articles/wire/site", "lies in the source articles"),
            ("site/newsroom/site", ""),
            ("elsewhere/site", ""),
        ] {
            let found =
                check(&folder.path().join(out), &root, [Path::new("articles")]).map_err(|error| error.to_string());
            match found {
                Ok(()) => assert_eq!(expected, "", "{out}"),
                Err(message) => assert!(!expected.is_empty() && message.contains(expected), "{out}: {message}"),
            }
        }
    }

    #[test]
    fn the_folder_one_is_in_and_a_link_to_nothing_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("articles")).expect("made");
        let check = |out: &Path| check(out, folder.path(), [Path::new("articles")]);
        let error = check(Path::new(".")).expect_err("refused");
        assert!(error.to_string().contains("you are in it"), "{error}");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(folder.path().join("gone"), &link).expect("linked");
        let error = check(&link).expect_err("refused");
        assert!(error.to_string().contains("leads nowhere"), "{error}");
    }
}
