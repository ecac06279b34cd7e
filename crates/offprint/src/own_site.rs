//! Finds sites that Offprint built inside a newsroom, where the next build would publish them again.
//!
//! Version 0.1 accepted the folder `public` and folders below it as places for the site.

use std::path::Path;

use newsroom::config::{CONFIG_FILE, Newsroom, PUBLIC_FOLDER};
use newsroom::problem::Problem;
use newsroom::read::Reading;
use site::write::FILE_LIST;

/// Returns an error for each site in the folder `public` or in a source.
pub(crate) fn check(newsroom: &Newsroom, reading: &Reading) -> Vec<Problem> {
    let public = newsroom.root.join(PUBLIC_FOLDER);
    let copied = walkdir::WalkDir::new(&public).sort_by_file_name().into_iter().flatten();
    let copied = copied.filter_map(|entry| Some(entry.path().strip_prefix(&newsroom.root).ok()?.to_owned()));
    let read = reading.items.iter().map(|item| item.source.clone());
    let lists = copied.chain(read).filter(|path| path.file_name().is_some_and(|name| name == FILE_LIST));
    lists.map(|list| problem(list.parent().unwrap_or(Path::new("")))).collect()
}

fn problem(folder: &Path) -> Problem {
    let folder = folder.display();
    Problem::error(
        CONFIG_FILE,
        format!(
            "the folder {folder} holds a site that Offprint built, which would be published again with all that was deleted"
        ),
        format!(
            "move it out of there, and build into another folder; if its files are meant, remove {folder}/{FILE_LIST}"
        ),
    )
}
