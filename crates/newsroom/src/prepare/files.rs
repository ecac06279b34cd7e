//! Publishes the files to which articles link: documents, tables, recordings.
//!
//! Such a link leads to the file, and its text ends with the file's kind and size. The file has the name of its bytes. Its
//! own name follows as a fragment, so that the reader's browser saves it under that name.

mod kind;
mod origin;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use messages::Messages;
use model::inline::Link;
use model::{Article, Block, Inline, Language, LinkTarget, LinkedFile};
use site::Site;
use site::private_key::is_private_key;

use self::kind::{Kind, kind};
use self::origin::names_place;
use super::pictures;
use crate::config::{CONFIG_FILE, Newsroom, PUBLIC_FOLDER};
use crate::names::{NamedFile, decode_percent, readable};
use crate::problem::Problem;
use crate::read::files::is_other_format;
use crate::read::reference_lines::ReferenceLines;
use crate::read::{Outcome, Reading, address, line};
use crate::walk;

/// The files of a newsroom that its articles link to.
pub struct Files<'a> {
    newsroom: &'a Newsroom,
    /// The files that are articles, or that are not to be published.
    articles: BTreeSet<PathBuf>,
    /// The folder of the private keys.
    keys: Option<PathBuf>,
    /// The files found so far, by their path in the newsroom; the error says why one cannot be published.
    found: BTreeMap<PathBuf, Result<Published, String>>,
    site: Site,
}

/// A published file.
#[derive(Clone, Debug)]
struct Published {
    /// The path from the root of the site.
    path: String,
    /// The file, if its path is its hash.
    linked: Option<LinkedFile>,
    /// The name under which a browser saves it; empty if its path has its name.
    name: String,
    kind: String,
    bytes: u64,
    /// `true` if it names the place where it was taken.
    names_place: bool,
}

/// The result of resolving the links of a page.
#[derive(Default)]
struct Resolved {
    problems: BTreeSet<Problem>,
    /// The files that it links to, by their paths.
    files: BTreeMap<String, LinkedFile>,
}

/// The page with a link.
pub struct LinkingPage<'a> {
    /// The file of the page, relative to the newsroom.
    pub file: &'a Path,
    /// The language of the page.
    pub language: &'a Language,
    /// The relative path from the page to the root of the site.
    pub root: String,
    /// The lines of the links of the page.
    pub lines: &'a ReferenceLines,
}

impl<'a> Files<'a> {
    /// Prepares to search a newsroom.
    pub fn new(newsroom: &'a Newsroom, reading: &Reading) -> Self {
        let is_article = |outcome: &Outcome, path: &Path| match outcome {
            Outcome::Read(_) | Outcome::Failed => true,
            // A draft must not be published as a file.
            Outcome::Skipped { reason } => kind(path) == Kind::Text || !is_other_format(reason),
        };
        let articles = reading.items.iter().filter(|item| is_article(&item.outcome, &item.source));
        let articles = articles.map(|item| item.source.clone()).collect();
        let keys = newsroom.signing.as_ref().and_then(|signing| signing.keys.canonicalize().ok());
        Self { newsroom, articles, keys, found: BTreeMap::new(), site: Site::new() }
    }

    /// Resolves the links of an article to files. Other links stay as they are.
    pub fn resolve(&mut self, page: &LinkingPage<'_>, article: &mut Article) -> Vec<Problem> {
        let mut result = Resolved::default();
        walk::lines(article, &mut |line| self.resolve_line(page, line, &mut result));
        article.files = result.files.into_values().collect();
        result.problems.into_iter().collect()
    }

    /// Resolves the links of a page that is not an article.
    pub fn resolve_blocks(&mut self, page: &LinkingPage<'_>, blocks: &mut [Block]) -> Vec<Problem> {
        let mut result = Resolved::default();
        walk::block_lines(blocks, &mut |line| self.resolve_line(page, line, &mut result));
        result.problems.into_iter().collect()
    }

    /// Returns the published files.
    pub fn into_files(self) -> Site {
        self.site
    }

    fn resolve_line(&mut self, page: &LinkingPage<'_>, content: &mut Vec<Inline>, result: &mut Resolved) {
        for inline in std::mem::take(content) {
            match inline {
                Inline::Link(link) => match self.target(page, &link.target, &mut result.problems) {
                    Target::Other => content.push(Inline::Link(link)),
                    Target::File(file) => {
                        content.push(Inline::Link(file_link(page, &file, link.content)));
                        result.files.extend(file.linked.map(|linked| (linked.path(), linked)));
                    }
                    Target::None => content.extend(link.content),
                },
                mut other => {
                    if let Some(inner) = line::content_mut(&mut other) {
                        self.resolve_line(page, inner, result);
                    }
                    content.push(other);
                }
            }
        }
    }

    /// Returns the file that a link means, or adds the reason why it is not published.
    fn target(&mut self, page: &LinkingPage<'_>, target: &LinkTarget, problems: &mut BTreeSet<Problem>) -> Target {
        let LinkTarget::Address(written) = target else { return Target::Other };
        let Some(reference) = written.strip_prefix(address::ARTICLE) else { return Target::Other };
        let path = reference.split(['?', '#']).next().unwrap_or_default();
        let shown = readable(path);
        let line = page.lines.line(written);
        let mut lost = |reason: &str| {
            let message = format!("the link to the file \"{shown}\" became plain text: {reason}");
            let remedy = "correct the link, or the file; docs/newsroom.md says which files are published";
            problems.insert(Problem::warning(page.file, message, remedy).at(line));
            Target::None
        };
        let plain = decode_percent(path);
        let NamedFile { path, other } = match self.find(page, &plain) {
            Found::File(named) => named,
            Found::Article => return Target::Other,
            Found::Outside => return lost("it is outside the newsroom"),
            Found::Nothing if kind(Path::new(&plain)) == Kind::Document => return lost("there is no such file"),
            Found::Nothing => return Target::Other,
        };
        let published = match self.found.get(&path) {
            Some(published) => published.clone(),
            None => {
                let published = self.publish(&path);
                self.found.entry(path.clone()).or_insert(published).clone()
            }
        };
        let file = match published {
            Ok(file) => file,
            Err(reason) => return lost(&reason),
        };
        if let Some(other) = other {
            let (first, second) = (path.display(), other.display());
            let message = format!("the link to \"{shown}\" matches {first} and {second}, and leads to the first");
            problems.insert(Problem::warning(page.file, message, "write the name of the file as it is").at(line));
        }
        if file.names_place {
            let message = format!("the file \"{shown}\" is published with the place where it was taken");
            let remedy = "remove the place from the file if it can harm anyone";
            problems.insert(Problem::warning(page.file, message, remedy).at(line));
        }
        Target::File(file)
    }

    /// Finds a file beside the page, from the newsroom's root, or in the folders of site generators, and there first one with
    /// exactly this name.
    fn find(&self, page: &LinkingPage<'_>, plain: &str) -> Found {
        // Most links lead to articles, so that the disk need not be asked.
        let written = Path::new(plain);
        if written.extension().is_none() || kind(written) == Kind::Article {
            return Found::Nothing;
        }
        let Newsroom { root, files, .. } = self.newsroom;
        let places = address::places(plain, page.file.parent().unwrap_or(Path::new("")));
        let inside: Vec<PathBuf> = places.iter().filter_map(|place| self.newsroom.inside(place)).collect();
        let exact = inside.iter().find(|path| root.join(path).is_file());
        let exact = exact.map(|path| NamedFile { path: path.clone(), other: None });
        let loose = || {
            let found = inside.iter().find_map(|path| files.find(root, path));
            found.filter(|named| self.newsroom.inside(&named.path).is_some())
        };
        let is_outside = || places.first().is_some_and(|beside| self.newsroom.inside(beside).is_none());
        match exact.or_else(loose) {
            Some(named) if self.is_article(&named.path) => Found::Article,
            Some(named) => Found::File(named),
            None if matches!(kind(written), Kind::Document | Kind::Picture | Kind::Key) && is_outside() => {
                Found::Outside
            }
            None => Found::Nothing,
        }
    }

    /// Returns whether a file is an article by its own name, or is a link to one.
    fn is_article(&self, path: &Path) -> bool {
        let real = self.newsroom.root.join(path).canonicalize().unwrap_or_default();
        let real = real.strip_prefix(&self.newsroom.root).unwrap_or(path);
        kind(real) == Kind::Article || [path, real].iter().any(|path| self.articles.contains(*path))
    }

    /// Publishes a file. The error says why it cannot be published.
    fn publish(&mut self, path: &Path) -> Result<Published, String> {
        let file = self.newsroom.root.join(path);
        let real = file.canonicalize().map_err(|error| format!("it cannot be read: {error}"))?;
        let inside = real.strip_prefix(&self.newsroom.root).map_err(|_| "it is outside the newsroom".to_owned())?;
        if [path, inside].iter().any(|path| is_hidden(path)) {
            return Err("hidden files and the newsroom's configuration are not published".to_owned());
        }
        if self.keys.as_ref().is_some_and(|keys| real.starts_with(keys)) || kind(inside) == Kind::Key {
            return Err("files of keys are not published".to_owned());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = file.metadata().map_err(|error| format!("it cannot be read: {error}"))?.len();
        if let Some(path) = path_in_public(path) {
            let (kind, name) = (kind::label(&name), String::new());
            return Ok(Published { path, linked: None, name, kind, bytes, names_place: false });
        }
        let max_bytes = self.newsroom.linked_files.max_bytes;
        if bytes > max_bytes || max_bytes == 0 {
            let [size, most] = [bytes, max_bytes].map(|bytes| Messages::of(&Language::new("en")).size(bytes));
            return Err(format!("it has {size}, and max_megabytes under [files] allows {most}"));
        }
        if kind(path) == Kind::Picture {
            return self.publish_picture(path, &name);
        }
        let content = std::fs::read(&real).map_err(|error| format!("it cannot be read: {error}"))?;
        // Whatever its ending.
        if pictures::is_picture(&content) {
            return self.publish_picture(path, &name);
        }
        if is_private_key(&content) {
            return Err("it holds a private key".to_owned());
        }
        let reference = trust::reference(&content).ok_or("it is larger than 4 GiB")?;
        let linked = LinkedFile::new(reference, kind::ending(&name));
        let (path, names_place) = (linked.path(), names_place(&content));
        let (kind, name) = (kind::label(&name), kind::saved_name(&name));
        self.site.insert(path.clone(), content);
        Ok(Published { path, linked: Some(linked), name, kind, bytes, names_place })
    }

    /// Publishes a picture in its widest rendition, since the file itself may say where it was taken.
    fn publish_picture(&mut self, path: &Path, name: &str) -> Result<Published, String> {
        let shown = pictures::prepare(&self.newsroom.root, &path.to_string_lossy());
        let shown = shown.map_err(|error| format!("{error:#}"))?;
        let (widest, content) = shown.renditions.into_iter().next().ok_or("it is empty")?;
        let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{stem}.{}", widest.extension);
        let (path, bytes) = (widest.path(), content.len() as u64);
        self.site.insert(path.clone(), content);
        let (kind, name) = (kind::label(&name), kind::saved_name(&name));
        Ok(Published { path, linked: None, name, kind, bytes, names_place: false })
    }
}

/// The result of resolving a link.
enum Target {
    /// A link to a published file.
    File(Published),
    /// Plain text.
    None,
    /// Nothing, as it does not mean a file.
    Other,
}

/// The thing that a link to a file leads to.
enum Found {
    /// A file of the newsroom.
    File(NamedFile),
    /// An article.
    Article,
    /// A place outside the newsroom.
    Outside,
    /// Nothing.
    Nothing,
}

/// Returns whether a path leads to a hidden file or to the configuration.
fn is_hidden(path: &Path) -> bool {
    path == Path::new(CONFIG_FILE) || path.iter().any(|part| part.to_string_lossy().starts_with('.'))
}

/// Returns the path on the site of a file in the folder `public`, which is published there under its own name.
fn path_in_public(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(PUBLIC_FOLDER).ok()?.to_str()?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '/' | '.' | '-' | '_' | '~');
    inside.chars().all(is_plain).then(|| inside.to_owned())
}

fn file_link(page: &LinkingPage<'_>, file: &Published, mut content: Vec<Inline>) -> Link {
    let Published { path, name, kind, bytes, .. } = file;
    let fragment = if name.is_empty() { String::new() } else { format!("#{name}") };
    let target = LinkTarget::Address(format!("{}{path}{fragment}", page.root));
    if model::text::of_inlines(&content).trim().is_empty() {
        let shown = if name.is_empty() { path.rsplit('/').next().unwrap_or_default() } else { name };
        content.push(Inline::text(shown));
    }
    // A page is opened, not saved.
    if !matches!(kind.as_str(), "HTML" | "HTM") || !name.is_empty() {
        content.push(Inline::text(format!(" ({kind}, {})", Messages::of(page.language).size(*bytes))));
    }
    Link { target, content }
}

#[cfg(test)]
mod tests;
