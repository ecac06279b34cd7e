//! Writes pages at the old addresses of articles, each of which redirects to the new address.

use std::collections::BTreeSet;
use std::path::Path;

use edition::routes::{PageId, Route};
use maud::{DOCTYPE, html};
use model::Language;

use crate::page::no_index;
use newsroom::prepare::PreparedPaper;
use newsroom::problem::Problem;
use newsroom::read::ReadArticle;
use site::Site;

/// Adds a page for every old address, and returns a problem for each that is not possible.
pub fn add(papers: &[PreparedPaper], main: &Language, site: &mut Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut paths = Paths::default();
    site.keys().for_each(|path| paths.add(path));
    for read in papers.iter().flat_map(|paper| &paper.articles) {
        let article = Route::new(&read.article.language, main, PageId::Article(read.article.slug.clone()));
        for alias in &read.aliases {
            match file(alias) {
                Some(file) if file == article.file() => {}
                Some(file) if paths.is_taken(&file) => problems.push(taken(&read.file, alias)),
                Some(file) => {
                    paths.add(&file);
                    site.insert(file.clone(), stub(read, &file, &article).into_bytes());
                }
                None => problems.push(outside(&read.file, alias)),
            }
        }
    }
    problems
}

/// The files of a site and their folders in lower case, since some disks ignore case.
#[derive(Default)]
pub(crate) struct Paths {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Paths {
    /// Adds a file with its folders and its compressed copies.
    pub(crate) fn add(&mut self, path: &str) {
        let path = path.to_lowercase();
        self.folders.extend(folders(&path).map(str::to_owned));
        self.files.extend([format!("{path}.gz"), format!("{path}.br"), path]);
    }

    /// Returns whether a file is not possible, since its path, or a folder on it, is already in use.
    pub(crate) fn is_taken(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        self.files.contains(&path)
            || self.folders.contains(&path)
            || folders(&path).any(|folder| self.files.contains(folder))
    }
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(end, _)| &path[..end])
}

/// Returns the file for an old address; `None` if the address cannot be a page of the site.
fn file(alias: &str) -> Option<String> {
    let path = alias.trim().trim_start_matches('/').split(['?', '#']).next()?;
    let folder = path.trim_end_matches('/');
    let is_own = folder.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case("edition"));
    if folder.len() > MAX_PATH_LENGTH || !folder.split('/').all(is_name) || is_own {
        return None;
    }
    let is_file = folder.len() == path.len() && (folder.ends_with(".html") || folder.ends_with(".htm"));
    Some(if is_file { folder.to_owned() } else { format!("{folder}/index.html") })
}

/// The longest path in bytes, since disks refuse longer ones.
const MAX_PATH_LENGTH: usize = 1000;
/// The longest name of a file or folder in bytes.
const MAX_NAME_LENGTH: usize = 200;

/// Returns whether every disk accepts a name for a file or a folder.
pub(crate) fn is_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let is_device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (["COM", "LPT"].iter().any(|port| stem.strip_prefix(port).is_some_and(|number| number.len() == 1))
            && stem.ends_with(|last: char| last.is_ascii_digit()));
    !name.is_empty()
        && name.len() <= MAX_NAME_LENGTH
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(|letter: char| letter.is_control() || "<>\"|?*:\\".contains(letter))
        && !is_device
}

fn stub(read: &ReadArticle, file: &str, article: &Route) -> String {
    let href = format!("{}{}", "../".repeat(file.matches('/').count()), article.path());
    let language = &read.article.language;
    let headline = &read.article.headline;
    let markup = html! {
        (DOCTYPE)
        html lang=(language) dir=(language.direction().as_str()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none';base-uri 'none';form-action 'none'";
                meta name="referrer" content="no-referrer";
                title { (headline) }
                (no_index())
                link rel="canonical" href=(href);
                meta http-equiv="refresh" content={ "0;url=" (href) };
            }
            body {
                p { a href=(href) { (headline) } }
            }
        }
        "\n"
    };
    markup.into_string()
}

/// Shortens an address to 80 characters for a message.
fn shown(alias: &str) -> String {
    newsroom::segment::shortened(alias, 80)
}

fn taken(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address {:?} belongs to another file of the site", shown(alias)),
        "remove it from the aliases of one of them",
    )
}

fn outside(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address {:?} cannot be an address of this site", shown(alias)),
        "write it as a path, such as \"/2024/05/name/\"",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::read_article;

    #[test]
    fn old_addresses_are_paths_of_the_site() {
        assert_eq!(file("/2024/05/name/").as_deref(), Some("2024/05/name/index.html"));
        assert_eq!(file("old.html").as_deref(), Some("old.html"));
        assert_eq!(file("/name").as_deref(), Some("name/index.html"));
        let (long, deep) = ("x".repeat(300), "x/".repeat(600));
        let wrong =
            ["", "/", "../up/", "a//b", "https://elsewhere.example/", "edition/head.json", "Edition/x", ".git/x"];
        let names =
            ["/x\"><script>/", "new\nline", "a*b", "CON", "aux.html", "com1/x", "end.", "end /x", "a|b", "a\\b"];
        for wrong in wrong.into_iter().chain(names).chain([long.as_str(), deep.as_str()]) {
            assert_eq!(file(wrong), None, "{wrong}");
        }
        assert!(file("/console/comma/lpt/").is_some());
    }

    #[test]
    fn a_path_is_a_file_or_a_folder() {
        let mut paths = Paths::default();
        ["index.html", "feed.xml", "articles/a/index.html", "old.html"].into_iter().for_each(|path| paths.add(path));
        for (path, taken) in [
            ("feed.xml/index.html", true),
            ("Feed.xml/index.html", true),
            ("feed.xml.gz/index.html", true),
            ("old.html/x/index.html", true),
            ("articles/a", true),
            ("Articles/A/index.html", true),
            ("articles/b/index.html", false),
            ("new.html", false),
        ] {
            assert_eq!(paths.is_taken(path), taken, "{path}");
        }
    }

    #[test]
    fn the_way_on_is_relative() {
        let article = Route { language: Some(Language::new("ru")), place: PageId::Article("a".to_owned()) };
        let html = stub(&read_article("a", "a.md"), "2024/05/name/index.html", &article);
        assert!(html.contains("content=\"0;url=../../../ru/articles/a/\""), "{html}");
    }
}
