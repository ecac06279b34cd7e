//! `offprint init`: creates a newsroom.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{Ended, output};

/// Create a newsroom with sample articles
///
/// The folder gets an offprint.toml with a comment for every setting, and three sample articles for you to replace: a
/// news story, a plain text and a live blog.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  offprint init lantern\n  offprint serve lantern")]
pub struct Arguments {
    /// The folder to create: new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

const FILES: [(&str, &str); 5] = [
    ("offprint.toml", include_str!("template/offprint.toml")),
    ("about.md", include_str!("template/about.md")),
    ("articles/news-story.md", include_str!("template/news-story.md")),
    ("articles/2026-01-16-bakery.txt", include_str!("template/plain-text.txt")),
    ("articles/live-blog.md", include_str!("template/live-blog.md")),
];

/// Writes the files of a new newsroom.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let folder = &arguments.folder;
    let is_used = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_used {
        bail!("{} is not empty: name a new folder", folder.display());
    }
    let articles = folder.join("articles");
    let new = articles.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let new: Vec<PathBuf> = new.map(Path::to_owned).collect();
    if let Err(error) = write(folder) {
        // If this fails too, the first error is the one to report.
        FILES.iter().for_each(|(path, _)| _ = fs::remove_file(folder.join(path)));
        new.iter().for_each(|folder| _ = fs::remove_dir(folder));
        return Err(error);
    }
    let name = folder.display();
    output::result(format_args!("Created the newsroom {name}. Read it while you write: offprint serve {name}"));
    Ok(Ended::Done)
}

fn write(folder: &Path) -> anyhow::Result<()> {
    for (path, text) in FILES {
        let file = folder.join(path);
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(file.parent().unwrap_or(folder))?;
            fs::write(&file, text)
        };
        write().with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let arguments = |name: &str| Arguments { folder: folder.path().join(name) };
        run(&arguments("new")).expect("made");
        assert!(folder.path().join("new/articles/live-blog.md").is_file());
        let error = run(&arguments("new")).err().expect("refused");
        assert!(error.to_string().contains("not empty"), "{error}");
    }
}
