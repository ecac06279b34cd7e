//! Pages at the addresses that articles had before: each leads on to where the article is now.

use std::path::Path;

use model::Language;
use quick_xml::escape::escape;
use reader::routes::{Place, Route};

use crate::prepare::PreparedPaper;
use crate::problem::Problem;
use crate::read::ReadArticle;
use crate::site::Site;

/// Adds a page for every old address that no other file has; a problem for each that cannot be had.
pub fn add(papers: &[PreparedPaper], main: &Language, site: &mut Site) -> Vec<Problem> {
    let mut problems = Vec::new();
    for read in papers.iter().flat_map(|paper| &paper.articles) {
        let article = Route::new(&read.article.language, main, Place::Article(read.article.slug.clone()));
        for alias in &read.aliases {
            match file(alias) {
                Some(file) if file == article.file() => {}
                Some(file) if site.contains_key(&file) => problems.push(taken(&read.file, alias)),
                Some(file) => _ = site.insert(file.clone(), stub(read, &file, &article).into_bytes()),
                None => problems.push(outside(&read.file, alias)),
            }
        }
    }
    problems
}

/// The file behind an old address; none when that is not an address of a page of the site.
fn file(alias: &str) -> Option<String> {
    let path = alias.trim().trim_start_matches('/').split(['?', '#']).next()?;
    let is_name =
        |segment: &str| !segment.is_empty() && !segment.starts_with('.') && !segment.contains(['\\', '\0', ':']);
    let folder = path.trim_end_matches('/');
    if !folder.split('/').all(is_name) || folder == "edition" || folder.starts_with("edition/") {
        return None;
    }
    let is_file = folder.len() == path.len() && (folder.ends_with(".html") || folder.ends_with(".htm"));
    Some(if is_file { folder.to_owned() } else { format!("{folder}/index.html") })
}

fn stub(read: &ReadArticle, file: &str, article: &Route) -> String {
    let href = format!("{}{}", "../".repeat(file.matches('/').count()), article.path());
    let href = escape(href);
    let language = &read.article.language;
    let direction = language.direction().as_str();
    let headline = escape(read.article.headline.as_str());
    format!(
        "<!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';base-uri 'none';form-action 'none'\">\
         <meta name=\"referrer\" content=\"no-referrer\"><title>{headline}</title>\
         <meta name=\"robots\" content=\"noindex\"><link rel=\"canonical\" href=\"{href}\">\
         <meta http-equiv=\"refresh\" content=\"0;url={href}\"></head>\
         <body><p><a href=\"{href}\">{headline}</a></p></body></html>\n"
    )
}

fn taken(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address {alias:?} belongs to another page of the site"),
        "remove it from the aliases of one of them",
    )
}

fn outside(file: &Path, alias: &str) -> Problem {
    Problem::warning(
        file,
        format!("its old address {alias:?} is no address of a page of this site"),
        "write it as a path, such as \"/2024/05/name/\"",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::tests::read_article;

    #[test]
    fn old_addresses_are_paths_of_the_site() {
        assert_eq!(file("/2024/05/name/").as_deref(), Some("2024/05/name/index.html"));
        assert_eq!(file("old.html").as_deref(), Some("old.html"));
        assert_eq!(file("/name").as_deref(), Some("name/index.html"));
        for wrong in ["", "/", "../up/", "a//b", "https://elsewhere.example/", "edition/head.json", ".git/x"] {
            assert_eq!(file(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_way_on_is_relative() {
        let article = Route { language: Some(Language::new("ru")), place: Place::Article("a".to_owned()) };
        let html = stub(&read_article("a", "a.md"), "2024/05/name/index.html", &article);
        assert!(html.contains("content=\"0;url=../../../ru/articles/a/\""), "{html}");
    }
}
