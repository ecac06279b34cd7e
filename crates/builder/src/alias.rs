//! Writes pages at the old addresses of articles, each of which redirects to the new address.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use edition::routes::{PageId, Route};
use maud::{DOCTYPE, html};
use model::Language;

use crate::page::no_index;
use newsroom::names::{decode_percent, readable};
use newsroom::prepare::PreparedPaper;
use newsroom::problem::Problem;
use newsroom::read::ReadArticle;
use site::Site;

/// Adds a page for every old address, and returns a problem for each that is not possible. `address` is the newsroom's own.
pub fn add(address: Option<&str>, papers: &[PreparedPaper], main: &Language, site: &mut Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken = Paths::default();
    site.keys().for_each(|path| taken.add(path));
    let mut stubs = Stubs::default();
    for read in papers.iter().flat_map(|paper| &paper.articles) {
        let article = Route::new(&read.article.language, main, PageId::Article(read.article.slug.clone()));
        for alias in &read.aliases {
            match file(alias) {
                Some(file) if file == article.file() => {}
                Some(file) if taken.is_taken(&file) => problems.push(is_another_file(&read.file, alias)),
                Some(file) => problems.extend(stubs.add(file, read, &article, alias)),
                None => problems.push(outside(&read.file, alias)),
            }
        }
    }
    for stub in stubs.by_path.values() {
        for file in stub.files.keys() {
            site.insert(file.clone(), stub.html(file, address).into_bytes());
        }
    }
    problems
}

/// The pages at old addresses, by their paths in lower case.
#[derive(Default)]
struct Stubs<'a> {
    by_path: BTreeMap<String, Stub<'a>>,
    paths: Paths,
}

/// The page at an old address, and at all that differ from it only by case.
///
/// A disk that ignores case holds only one of these files, so all of them are the same page.
#[derive(Default)]
struct Stub<'a> {
    /// The files, each with the file of the article that claims it.
    files: BTreeMap<String, &'a Path>,
    articles: Vec<(&'a ReadArticle, Route)>,
}

impl<'a> Stubs<'a> {
    fn add(&mut self, file: String, read: &'a ReadArticle, article: &Route, alias: &str) -> Option<Problem> {
        let path = file.to_lowercase();
        if !self.by_path.contains_key(&path) {
            if self.paths.is_taken(&file) {
                return Some(is_another_file(&read.file, alias));
            }
            self.paths.add(&file);
        }
        let stub = self.by_path.entry(path).or_default();
        let is_own = stub.articles.iter().any(|(_, known)| known == article);
        match stub.files.get(&file) {
            Some(_) if is_own => return None,
            Some(other) => return Some(claimed(&read.file, alias, other)),
            None => _ = stub.files.insert(file, &read.file),
        }
        if is_own {
            return None;
        }
        let problem = stub.articles.first().map(|(first, _)| alike(&read.file, alias, &first.file));
        stub.articles.push((read, article.clone()));
        problem
    }
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
///
/// Exporters write whole addresses and encode letters, but a server looks for a file by the decoded path.
fn file(alias: &str) -> Option<String> {
    let path = without_host(alias.trim()).trim_start_matches('/').split(['?', '#']).next()?;
    let path = decode_percent(path);
    let folder = path.trim_end_matches('/');
    let is_own = folder.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case("edition"));
    if folder.len() > MAX_PATH_LENGTH || !folder.split('/').all(is_name) || is_own {
        return None;
    }
    let is_file = folder.len() == path.len() && (folder.ends_with(".html") || folder.ends_with(".htm"));
    Some(if is_file { folder.to_owned() } else { format!("{folder}/index.html") })
}

/// Returns the path of a whole address of the web.
fn without_host(address: &str) -> &str {
    let rest = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    rest.map_or(address, |rest| rest.find('/').map_or("", |slash| &rest[slash..]))
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

impl Stub<'_> {
    /// Makes the page: it leads to its article, or offers its articles if there are several.
    fn html(&self, file: &str, address: Option<&str>) -> String {
        let Some((first, route)) = self.articles.first() else { return String::new() };
        let root = "../".repeat(file.matches('/').count());
        let href = |route: &Route| format!("{root}{}", route.path());
        let only = (self.articles.len() == 1).then(|| href(route));
        let language = &first.article.language;
        let markup = html! {
            (DOCTYPE)
            html lang=(language) dir=(language.direction().as_str()) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none';base-uri 'none';form-action 'none'";
                    meta name="referrer" content="no-referrer";
                    title { (first.article.headline) }
                    @if let Some(href) = only {
                        // Search engines want the whole address.
                        link rel="canonical" href=(address.map_or_else(|| href.clone(), |address| format!("{address}{}", route.path())));
                        meta http-equiv="refresh" content={ "0;url=" (href) };
                    } @else {
                        (no_index())
                    }
                }
                body {
                    @for (read, route) in &self.articles {
                        p lang=(read.article.language) dir=(read.article.language.direction().as_str()) {
                            a href=(href(route)) { (read.article.headline) }
                        }
                    }
                }
            }
            "\n"
        };
        markup.into_string()
    }
}

fn is_another_file(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address \"{}\" belongs to another file of the site", readable(alias)),
        "remove it from the aliases",
    )
}

fn claimed(file: &Path, alias: &str, other: &Path) -> Problem {
    Problem::warning(
        file,
        format!("its old address \"{}\" leads to {}, which has it too", readable(alias), other.display()),
        "remove it from the aliases of one of them",
    )
}

fn alike(file: &Path, alias: &str, other: &Path) -> Problem {
    let message = format!(
        "its old address \"{}\" differs only by case from one of {}, so both lead to a page that offers both articles",
        readable(alias),
        other.display()
    );
    Problem::warning(file, message, "remove one of the two: some disks cannot tell them apart")
}

fn outside(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address \"{}\" cannot be an address of this site", readable(alias)),
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
        assert_eq!(file("https://old.example/2024/caf%C3%A9/").as_deref(), Some("2024/café/index.html"));
        let (long, deep) = ("x".repeat(300), "x/".repeat(600));
        let wrong = [
            "",
            "/",
            "../up/",
            "%2e%2e/up/",
            "a//b",
            "https://elsewhere.example/",
            "ftp://elsewhere.example/x",
            "edition/head.json",
            "Edition/x",
            "%65dition/x",
            ".git/x",
        ];
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

    fn article(slug: &str, aliases: &[&str]) -> ReadArticle {
        let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
        ReadArticle { aliases, ..read_article(slug, &format!("articles/{slug}.md")) }
    }

    /// Adds the aliases of articles to stubs, and returns the number of problems.
    fn stubs(articles: &[ReadArticle]) -> (Stubs<'_>, usize) {
        let mut stubs = Stubs::default();
        let mut problems = 0;
        for read in articles {
            let route = Route::from_path(&format!("articles/{}/", read.article.slug));
            for alias in &read.aliases {
                let file = file(alias).expect("an address");
                problems += usize::from(stubs.add(file, read, &route, alias).is_some());
            }
        }
        (stubs, problems)
    }

    #[test]
    fn old_addresses_that_differ_by_case_are_one_page() {
        let articles = [article("a", &["/Old/", "/old", "/old/", "/2024/%D0%99/"]), article("b", &["/x.html"])];
        let (own, problems) = stubs(&articles);
        assert_eq!(problems, 0);
        let files: Vec<&String> = own.by_path.values().flat_map(|stub| stub.files.keys()).collect();
        assert_eq!(files, ["2024/Й/index.html", "Old/index.html", "old/index.html", "x.html"]);
        let pages: Vec<String> = own.by_path["old/index.html"]
            .files
            .keys()
            .map(|file| own.by_path["old/index.html"].html(file, None))
            .collect();
        assert_eq!(pages[0], pages[1], "a disk that ignores case holds one of them");
        assert!(pages[0].contains("0;url=../articles/a/"));

        let mut articles = [article("a", &["/Old/"]), article("b", &["/old/", "/OLD/"]), article("c", &["/Old/"])];
        articles[1].article.language = Language::new("fa");
        let (shared, problems) = stubs(&articles);
        assert_eq!(problems, 2, "the page of two articles, and the address that two claim");
        let page = shared.by_path["old/index.html"].html("old/index.html", None);
        assert!(page.contains("href=\"../articles/a/\"") && page.contains("href=\"../articles/b/\""), "{page}");
        assert!(!page.contains("refresh") && !page.contains("articles/c/"), "{page}");
        assert!(page.contains(r#"<p lang="en" dir="ltr">"#) && page.contains(r#"<p lang="fa" dir="rtl">"#), "{page}");
    }

    #[test]
    fn the_way_on_is_relative_and_its_name_whole() {
        let articles = [article("a", &["/2024/05/name/"])];
        let (stubs, _) = stubs(&articles);
        let stub = &stubs.by_path["2024/05/name/index.html"];
        let html = stub.html("2024/05/name/index.html", Some("https://a.example/"));
        assert!(html.contains("content=\"0;url=../../../articles/a/\""), "{html}");
        assert!(html.contains("rel=\"canonical\" href=\"https://a.example/articles/a/\""), "{html}");
        assert!(!html.contains("noindex"), "{html}");
        let html = stub.html("2024/05/name/index.html", None);
        assert!(html.contains("rel=\"canonical\" href=\"../../../articles/a/\""), "{html}");
    }
}
