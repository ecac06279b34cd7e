//! Resolves references to other articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use model::inline::Link;
use model::{Inline, Language, LinkTarget};

use crate::problem::Problem;
use crate::read::{ReadArticle, address, line, slug};
use crate::walk;

/// All articles, by every name that references may use.
pub struct ArticleNames {
    names: BTreeMap<String, Vec<Named>>,
}

struct Named {
    language: Language,
    slug: String,
    month: String,
}

impl ArticleNames {
    /// Collects the names of all articles in all languages.
    pub fn new<'a>(articles: impl Iterator<Item = &'a ReadArticle>) -> Self {
        let mut names: BTreeMap<String, Vec<Named>> = BTreeMap::new();
        for read in articles {
            for name in names_of(read) {
                names.entry(name).or_default().push(Named {
                    language: read.article.language.clone(),
                    slug: read.article.slug.clone(),
                    month: read.article.month().to_owned(),
                });
            }
        }
        Self { names }
    }

    /// Resolves every reference in an article. A broken one becomes plain text, with a problem.
    pub fn resolve(&self, read: &mut ReadArticle) -> Vec<Problem> {
        let mut lost = BTreeSet::new();
        let file = read.file.clone();
        let referrer = Referrer { file: &file, language: read.article.language.clone() };
        walk::lines(&mut read.article, &mut |line| self.resolve_line(&referrer, line, &mut lost));
        lost.into_iter().map(|reference| not_found(&file, &reference)).collect()
    }

    /// Resolves every reference in a page that is not an article.
    pub fn resolve_blocks(&self, file: &Path, language: &Language, blocks: &mut [model::Block]) -> Vec<Problem> {
        let mut lost = BTreeSet::new();
        let referrer = Referrer { file, language: language.clone() };
        walk::block_lines(blocks, &mut |line| self.resolve_line(&referrer, line, &mut lost));
        lost.into_iter().map(|reference| not_found(file, &reference)).collect()
    }

    fn resolve_line(&self, referrer: &Referrer<'_>, content: &mut Vec<Inline>, lost: &mut BTreeSet<String>) {
        for inline in std::mem::take(content) {
            match inline {
                Inline::Link(mut link) => {
                    self.resolve_line(referrer, &mut link.content, lost);
                    match self.target(referrer, &link.target) {
                        Ok(target) => content.push(Inline::Link(Link { target, ..link })),
                        Err(reference) => {
                            lost.insert(reference);
                            content.append(&mut link.content);
                        }
                    }
                }
                mut other => {
                    if let Some(inner) = line::content_mut(&mut other) {
                        self.resolve_line(referrer, inner, lost);
                    }
                    content.push(other);
                }
            }
        }
    }

    fn target(&self, referrer: &Referrer<'_>, target: &LinkTarget) -> Result<LinkTarget, String> {
        let LinkTarget::Address(written) = target else {
            return Ok(target.clone());
        };
        let Some(reference) = written.strip_prefix(address::ARTICLE) else {
            return Ok(target.clone());
        };
        let named =
            candidates(referrer.file, reference).into_iter().find_map(|name| self.find(&name, &referrer.language));
        let named = named.ok_or_else(|| reference.to_owned())?;
        Ok(LinkTarget::Article {
            slug: named.slug.clone(),
            language: named.language.clone(),
            month: named.month.clone(),
            // Headings are identified by their slugs.
            fragment: reference.split_once('#').map(|(_, part)| slug::slug(part)).filter(|part| !part.is_empty()),
        })
    }

    /// Finds an article by a name, preferably in the language of the referring article.
    fn find(&self, name: &str, language: &Language) -> Option<&Named> {
        let named = self.names.get(name)?;
        named.iter().find(|named| named.language == *language).or_else(|| named.first())
    }
}

/// The file with a reference.
struct Referrer<'a> {
    file: &'a Path,
    language: Language,
}

/// Returns all names of an article: its slug, its former addresses, and every end of its path.
fn names_of(read: &ReadArticle) -> BTreeSet<String> {
    let file = plain(&read.file.to_string_lossy());
    let aliases = read.aliases.iter().map(|alias| plain(alias));
    let mut names: BTreeSet<String> = aliases.collect();
    names.insert(plain(&read.article.slug));
    for start in std::iter::once(0).chain(file.match_indices('/').map(|(slash, _)| slash + 1)) {
        let end = &file[start..];
        names.insert(end.to_owned());
        names.insert(without_date(end));
        names.insert(without_language(end, &read.article.language));
    }
    names.remove("");
    names
}

/// Returns the names that a reference may mean, the most exact first.
fn candidates(file: &Path, reference: &str) -> Vec<String> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let reference = plain(reference);
    let mut names = Vec::new();
    if let Some(name) = joined(&folder.to_string_lossy(), &reference) {
        names.push(plain(&name));
    }
    let reference = reference.trim_start_matches("../").trim_start_matches("./").to_owned();
    let last = reference.rsplit('/').next().unwrap_or_default().to_owned();
    names.push(without_date(&reference));
    names.push(reference);
    names.push(without_date(&last));
    names.push(last);
    names
}

/// Normalises the paths of all generators: no leading `@/`, no extension, no `index`, no fragment, lower case.
fn plain(path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default().trim();
    let path = path.replace('\\', "/").replace("%20", " ").to_lowercase();
    let path = path.strip_prefix("@/").unwrap_or(&path).trim_matches('/');
    let path =
        [".md", ".markdown", ".txt", ".html", ".htm"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let path = path
        .strip_suffix("_index")
        .or_else(|| path.strip_suffix("index"))
        .filter(|path| path.ends_with('/'))
        .unwrap_or(path);
    path.trim_end_matches('/').to_owned()
}

/// Turns `posts/2014-05-06-name` into `posts/name`: Jekyll's file names begin with the date.
fn without_date(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let dated = name.len() > 11
        && name.is_char_boundary(11)
        && name[..11].bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let name = if dated { &name[11..] } else { name };
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Turns `name.ru` into `name`: translations may be in the same folder.
fn without_language(path: &str, language: &Language) -> String {
    let end = format!(".{language}");
    path.strip_suffix(&end).unwrap_or(path).to_owned()
}

/// Resolves a relative path from a folder. Returns `None` if it leads out of the newsroom.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => _ = segments.pop()?,
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

fn not_found(file: &Path, reference: &str) -> Problem {
    Problem::warning(
        file,
        format!("the link to {reference:?} matches no article, so it became plain text"),
        "refer to the article by its file or slug, or write the full address with https://",
    )
}

#[cfg(test)]
mod tests {
    use model::Block;

    use super::*;
    use crate::prepare::tests::read_article;

    fn check(reference: &str, expected: Option<&str>) {
        let others = [
            read_article("ferry-stops", "articles/en/2026-11-01-ferry-stops.md"),
            read_article("bridge", "articles/ru/bridge.ru.md"),
            read_article("page-bundle", "articles/en/flood/index.md"),
        ];
        let names = ArticleNames::new(others.iter());
        let mut read = read_article("this", "articles/en/this.md");
        let target = LinkTarget::Address(format!("{}{reference}", address::ARTICLE));
        let link = Inline::Link(Link { target, content: vec![Inline::text("there")] });
        read.article.body = vec![Block::Paragraph(vec![Inline::Strong(vec![link])])];
        let problems = names.resolve(&mut read);
        assert_eq!(problems.len(), usize::from(expected.is_none()), "{reference}: {problems:?}");
        let Block::Paragraph(line) = &read.article.body[0] else { panic!("a paragraph") };
        let Inline::Strong(content) = &line[0] else { panic!("the mark around it stays") };
        match (&content[0], expected) {
            (Inline::Link(link), Some(slug)) => {
                assert!(
                    matches!(&link.target, LinkTarget::Article { slug: found, .. } if found == slug),
                    "{reference}"
                );
            }
            (Inline::Text(text), None) => assert_eq!(text, "there"),
            (other, _) => panic!("{reference}: {other:?}"),
        }
    }

    #[test]
    fn articles_are_found_by_all_their_names() {
        for reference in [
            "ferry-stops",
            "2026-11-01-ferry-stops.md",
            "./2026-11-01-ferry-stops.md#when",
            "../en/2026-11-01-ferry-stops",
            "@/en/2026-11-01-ferry-stops.md",
            "/articles/ferry-stops/",
            "/blog/2026/ferry-stops.html",
        ] {
            check(reference, Some("ferry-stops"));
        }
        check("../ru/bridge.ru.md", Some("bridge"));
        check("flood/", Some("page-bundle"));
        check("nowhere.md", None);
    }
}
