//! Copies the newsroom's own files, those in its folder `public`, to the site.
//!
//! In their pages, a comment such as `<!-- offprint element articles/the-ferry/ -->` is replaced by the snippet that
//! embeds this article, so that instructions for embedding are never out of date.

use std::path::Path;
use std::sync::LazyLock;

use anyhow::ensure;
use edition::limits::MAX_LISTED;
use edition::routes::{ListPage, PageId, Route};
use embed::snippets::{Addresses, EmbeddedArticle, EmbeddedSection, Snippets};
use maud::html;
use model::EmbedScript;
use regex::{Captures, Regex};

use crate::alias::{Paths, is_name};
use crate::bundle;
use crate::embed::Embeddable;
use newsroom::config::{Newsroom, PUBLIC_FOLDER};
use newsroom::problem::{Problem, line_at};
use site::Site;
use site::private_key::is_private_key;

static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"<!-- offprint (quotation|card|element|frame) (\S+)( as text)? -->")
        .expect("the pattern is a constant that a test compiles")
});

/// Adds the files, and returns a problem for each that cannot be published. A private key is an error.
pub fn add(newsroom: &Newsroom, embeddable: &Embeddable<'_>, site: &mut Site) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let mut taken = Paths::default();
    site.keys().for_each(|path| taken.add(path));
    let folder = newsroom.root.join(PUBLIC_FOLDER);
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let Ok(inside) = entry.path().strip_prefix(&folder) else { continue };
        if entry.file_type().is_dir() {
            continue;
        }
        let file = Path::new(PUBLIC_FOLDER).join(inside);
        let path = inside.to_string_lossy().replace('\\', "/");
        match read(newsroom, &file, &path, &taken) {
            Ok(bytes) => {
                ensure!(
                    !is_private_key(&bytes),
                    "{} holds a private key, but all files in {PUBLIC_FOLDER} are published: move it elsewhere",
                    file.display()
                );
                taken.add(&path);
                site.insert(path.clone(), filled(&file, &path, bytes, embeddable, &mut problems));
            }
            Err((message, remedy)) => problems.push(Problem::warning(&file, message, remedy)),
        }
    }
    Ok(problems)
}

/// Reads a file. The error says why the site cannot have it, and what to do.
fn read(newsroom: &Newsroom, file: &Path, path: &str, taken: &Paths) -> Result<Vec<u8>, (String, &'static str)> {
    let is_safe = |name: &str| name.is_ascii() && !name.contains(' ') && is_name(name);
    if !path.split('/').all(is_safe) {
        return Err(("has a name that not every host allows".to_owned(), "name it with letters, digits and hyphens"));
    }
    if taken.is_taken(path) {
        return Err((format!("is not published, since the site has its own {path}"), "give it another name"));
    }
    let Some(inside) = newsroom.inside(file) else {
        return Err(("leads out of the newsroom".to_owned(), "put the file itself there"));
    };
    std::fs::read(newsroom.root.join(inside))
        .map_err(|error| (format!("cannot be read: {error}"), "check that it is a file and that you may read it"))
}

/// Replaces the comments in a page with snippets, and returns any other file as it is.
fn filled(
    file: &Path,
    path: &str,
    bytes: Vec<u8>,
    embeddable: &Embeddable<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<u8> {
    if !path.ends_with(".html") {
        return bytes;
    }
    let Ok(html) = String::from_utf8(bytes.clone()) else { return bytes };
    let roots = [Route::up(path)];
    let filled = PLACEHOLDER.replace_all(&html, |found: &Captures<'_>| {
        let Some(snippet) = embeddable.snippet(&found[1], &found[2], &roots) else {
            let message = format!("embeds `{}`, which is neither an article nor a section", &found[2]);
            let line = line_at(&html, found.get(0).map_or(0, |all| all.start()));
            problems
                .push(Problem::warning(file, message, "write it as in articles/the-ferry/ or sections/news/").at(line));
            return String::new();
        };
        if found.get(3).is_some() { html! { (snippet) }.into_string() } else { snippet }
    });
    filled.into_owned().into_bytes()
}

impl Embeddable<'_> {
    fn snippet(&self, kind: &str, path: &str, roots: &[String]) -> Option<String> {
        let route = Route::from_path(path);
        let index = self.papers.iter().position(|paper| {
            let language = &paper.masthead.language;
            Route::new(language, &self.papers[0].masthead.language, PageId::Front).language == route.language
        })?;
        let addresses = Addresses { roots, key: self.key, script: self.script() };
        let (paper, published) = (&self.papers[index], &self.published[index]);
        let snippets = match &route.place {
            PageId::Article(slug) => {
                let number = paper.articles.iter().position(|read| read.article.slug == *slug)?;
                let read = &paper.articles[number];
                let embedded = EmbeddedArticle {
                    route: &route,
                    main: &self.papers[0].masthead.language,
                    newsroom: &paper.masthead.title,
                    article: &read.article,
                    lead: &bundle::lead(read),
                    bundle: published[number].0.hash,
                    edition: None,
                };
                Snippets::article(&embedded, &addresses)
            }
            PageId::Section(ListPage { key, number: None }) => {
                let section = paper.masthead.sections.iter().find(|section| section.identifier == *key)?;
                let listed =
                    paper.articles.iter().zip(published).filter(|(read, _)| read.article.section.as_ref() == Some(key));
                let listed = listed.take(MAX_LISTED).map(|(read, (bundle, page))| bundle::entry(read, *bundle, *page));
                let embedded = EmbeddedSection {
                    route: &route,
                    title: &section.name,
                    newsroom: &paper.masthead.title,
                    language: &paper.masthead.language,
                    entries: &listed.collect::<Vec<_>>(),
                };
                Snippets::list(&embedded, &addresses)
            }
            _ => None,
        }?;
        match kind {
            "quotation" => Some(snippets.quotation),
            "card" => Some(snippets.card),
            "element" => snippets.element,
            _ => snippets.frame,
        }
    }

    fn script(&self) -> Option<&EmbedScript> {
        self.manifest.embed.as_ref()
    }
}
