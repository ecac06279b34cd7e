//! Resolves references to other articles, and to places in this article and in others.

mod names;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

use edition::identifiers::CONTENT;
use model::inline::Link;
use model::{Block, Inline, Language, LinkTarget};

use self::names::{Found, Names, Referrer};
use crate::names::readable;
use crate::problem::Problem;
use crate::read::anchors::{Anchors, Place};
use crate::read::reference_lines::ReferenceLines;
use crate::read::{ReadArticle, address, line};
use crate::walk;

/// All articles, by every name that references may use.
pub struct ArticleNames {
    names: Names,
}

/// A source with references.
struct Source<'a> {
    referrer: Referrer<'a>,
    anchors: &'a Anchors,
    lines: &'a ReferenceLines,
    /// The target of a link to the beginning of the page itself.
    beginning: LinkTarget,
    /// `true` if the source numbers equal headings as other tools do.
    counts_from_zero: bool,
    /// The number of names that may still be compared with those of broken links.
    comparisons: Cell<usize>,
}

/// The number of names that are compared with those of the broken links of one source.
const MAX_COMPARISONS: usize = 20_000;

/// The target of a link, or `None` if it becomes plain text, and a problem with it.
type Resolved = (Option<LinkTarget>, Option<Problem>);

impl ArticleNames {
    /// Collects the names of all articles in all languages.
    pub fn new<'a>(articles: impl Iterator<Item = &'a ReadArticle>) -> Self {
        Self { names: Names::new(articles) }
    }

    /// Resolves every reference in an article. A broken one becomes plain text, with a problem.
    pub fn resolve(&self, read: &mut ReadArticle) -> Vec<Problem> {
        let (file, anchors) = (read.file.clone(), std::mem::take(&mut read.anchors));
        let beginning = LinkTarget::Article {
            slug: read.article.slug.clone(),
            language: read.article.language.clone(),
            month: read.article.month().to_owned(),
            fragment: None,
        };
        let mut source = Source {
            referrer: Referrer { file: &file, language: read.article.language.clone() },
            anchors: &anchors,
            lines: &read.lines,
            beginning,
            counts_from_zero: false,
            comparisons: Cell::new(MAX_COMPARISONS),
        };
        let mut problems = BTreeMap::new();
        let article = &mut read.article;
        walk::lines(article, &mut |line| source.counts_from_zero |= self.counts_from_zero(&source, line));
        walk::lines(article, &mut |line| self.resolve_line(&source, line, &mut problems));
        problems.into_values().collect()
    }

    /// Resolves every reference in a page that is not an article.
    pub fn resolve_blocks(
        &self,
        file: &Path,
        language: &Language,
        anchors: &Anchors,
        lines: &ReferenceLines,
        blocks: &mut [Block],
    ) -> Vec<Problem> {
        let referrer = Referrer { file, language: language.clone() };
        let beginning = LinkTarget::Fragment(CONTENT.to_owned());
        let comparisons = Cell::new(MAX_COMPARISONS);
        let mut source = Source { referrer, anchors, lines, beginning, counts_from_zero: false, comparisons };
        let mut problems = BTreeMap::new();
        walk::block_lines(blocks, &mut |line| source.counts_from_zero |= self.counts_from_zero(&source, line));
        walk::block_lines(blocks, &mut |line| self.resolve_line(&source, line, &mut problems));
        problems.into_values().collect()
    }

    fn resolve_line(&self, source: &Source<'_>, content: &mut Vec<Inline>, problems: &mut BTreeMap<String, Problem>) {
        for inline in std::mem::take(content) {
            match inline {
                Inline::Link(mut link) => {
                    self.resolve_line(source, &mut link.content, problems);
                    let (target, problem) = self.target(source, &link.target);
                    if let Some(problem) = problem {
                        problems.entry(problem.message.clone()).or_insert(problem);
                    }
                    match target {
                        Some(target) => content.push(Inline::Link(Link { target, ..link })),
                        None => content.append(&mut link.content),
                    }
                }
                mut other => {
                    if let Some(inner) = line::content_mut(&mut other) {
                        self.resolve_line(source, inner, problems);
                    }
                    content.push(other);
                }
            }
        }
    }

    /// Returns whether a line has a link to a heading by a number that only other tools give it.
    fn counts_from_zero(&self, source: &Source<'_>, content: &mut [Inline]) -> bool {
        content.iter_mut().any(|inline| {
            let place = match inline {
                Inline::Link(Link { target: LinkTarget::Fragment(fragment), .. }) => {
                    source.anchors.find(fragment, false)
                }
                Inline::Link(Link { target: LinkTarget::Address(written), .. }) => {
                    let reference = written.strip_prefix(address::ARTICLE);
                    let split = reference.and_then(|reference| reference.split_once('#'));
                    split.and_then(|(_, fragment)| match self.names.find(&source.referrer, reference?) {
                        Found::One(named) | Found::Several(named, _) => named.anchors.find(fragment, false),
                        Found::None => None,
                    })
                }
                _ => None,
            };
            place.is_some_and(|place| place.is_numbered)
                || line::content_mut(inline).is_some_and(|inner| self.counts_from_zero(source, inner))
        })
    }

    fn target(&self, source: &Source<'_>, target: &LinkTarget) -> Resolved {
        match target {
            LinkTarget::Fragment(fragment) => source.own_place(fragment),
            LinkTarget::Address(written) => match written.strip_prefix(address::ARTICLE) {
                Some(reference) => self.article(source, written, reference),
                None => (Some(target.clone()), None),
            },
            LinkTarget::Article { .. } => (Some(target.clone()), None),
        }
    }

    fn article(&self, source: &Source<'_>, written: &str, reference: &str) -> Resolved {
        let shown = readable(reference);
        let (named, mut problem) = match self.names.find(&source.referrer, reference) {
            Found::None => {
                let message = format!("the link to \"{shown}\" matches no article, so it became plain text");
                let remedy = "refer to the article by its file or slug, or write the full address with https://";
                return (None, Some(source.warning(written, message, remedy)));
            }
            Found::One(named) => (named, None),
            Found::Several(named, other) => {
                let message = format!(
                    "the link to \"{shown}\" matches {} and {}, and leads to the first",
                    named.file.display(),
                    other.file.display()
                );
                let remedy = "refer to the article by the path of its file";
                (named, Some(source.warning(written, message, remedy)))
            }
        };
        let fragment = reference.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty());
        let place = fragment.and_then(|fragment| named.anchors.find(fragment, source.counts_from_zero));
        if let (Some(fragment), None) = (fragment, &place) {
            let message =
                format!("the link to \"{shown}\" leads to the beginning: {} has no such place", named.file.display());
            problem = problem.or(Some(source.warning(written, message, source.nearest(&named.anchors, fragment))));
        }
        if let Some([one, other]) = place.as_ref().and_then(|place| place.ambiguous.as_ref()) {
            problem = problem.or(Some(source.ambiguous(written, &shown, one, other)));
        }
        let target = LinkTarget::Article {
            slug: named.slug.clone(),
            language: named.language.clone(),
            month: named.month.clone(),
            fragment: place.and_then(|place| place.identifier),
        };
        (Some(target), problem)
    }
}

impl Source<'_> {
    /// Resolves a link to a place in the page itself.
    fn own_place(&self, fragment: &str) -> Resolved {
        let written = format!("#{fragment}");
        let shown = readable(&written);
        let Some(Place { identifier, ambiguous, .. }) = self.anchors.find(fragment, self.counts_from_zero) else {
            let message = format!("the link to \"{shown}\" leads to no place in this text, so it became plain text");
            return (None, Some(self.warning(&written, message, self.nearest(self.anchors, fragment))));
        };
        let problem = ambiguous.map(|[one, other]| self.ambiguous(&written, &shown, &one, &other));
        (Some(identifier.map_or_else(|| self.beginning.clone(), LinkTarget::Fragment)), problem)
    }

    fn ambiguous(&self, written: &str, shown: &str, one: &str, other: &str) -> Problem {
        let message = format!(
            "the link to \"{shown}\" matches \"{}\" and \"{}\", and leads to the first",
            readable(one),
            readable(other)
        );
        self.warning(written, message, "give one of them another name".to_owned())
    }

    /// Returns the remedy for a link to a place that is not there.
    fn nearest(&self, anchors: &Anchors, fragment: &str) -> String {
        match anchors.nearest(fragment, &self.comparisons) {
            Some(name) => format!("did you mean #{}?", readable(name)),
            None => "name a heading, or an anchor, of that text".to_owned(),
        }
    }

    fn warning(&self, written: &str, message: String, remedy: impl Into<String>) -> Problem {
        Problem::warning(self.referrer.file, message, remedy).at(self.lines.line(written))
    }
}

#[cfg(test)]
mod tests {
    use model::Block;

    use super::*;
    use crate::prepare::tests::read_article;

    fn articles() -> Vec<ReadArticle> {
        let dated = |slug: &str, file: &str, day: &str| {
            let mut read = read_article(slug, file);
            read.article.published = Some(model::Date { iso: day.to_owned(), text: String::new() });
            read
        };
        let russian = |slug: &str, file: &str| {
            let mut read = read_article(slug, file);
            read.article.language = Language::new("ru");
            read
        };
        vec![
            read_article("ferry-stops", "articles/en/2026-11-01-ferry-stops.md"),
            russian("bridge", "articles/ru/bridge.ru.md"),
            read_article("page-bundle", "articles/en/flood/index.md"),
            read_article("iod", "articles/en/И\u{306}од.md"),
            read_article("plan", "articles/en/Plan (part 1).md"),
            read_article("plain", "articles/cafe.md"),
            read_article("accent", "articles/café.md"),
            read_article("text", "articles/a.txt"),
            read_article("markdown", "articles/a.md"),
            dated("january", "articles/2026-01-05-council.md", "2026-01-05"),
            dated("february", "articles/2026-02-02-council.md", "2026-02-02"),
            read_article("north", "articles/north/Notes.md"),
            read_article("south", "articles/south/notes.md"),
            ReadArticle {
                aliases: vec!["https://old.example/2024/%D0%B9/".to_owned(), "/?p=12".to_owned()],
                address: Some("/2025/x/".to_owned()),
                ..read_article("moved", "articles/moved.md")
            },
            read_article("water", "articles/water.md"),
            russian("water", "articles/water.ru.md"),
        ]
    }

    /// Resolves a reference. `expected` is the slug of its article, with the number of problems.
    fn check(reference: &str, expected: Option<&str>) {
        let problems = if expected.is_none() { 1 } else { 0 };
        check_with(reference, expected, problems);
    }

    fn check_with(reference: &str, expected: Option<&str>, expected_problems: usize) {
        let others = articles();
        let names = ArticleNames::new(others.iter());
        let mut read = read_article("this", "articles/en/this.md");
        let target = LinkTarget::Address(format!("{}{reference}", address::ARTICLE));
        let link = Inline::Link(Link { target, content: vec![Inline::text("there")] });
        read.article.body = vec![Block::Paragraph(vec![Inline::Strong(vec![link])])];
        let problems = names.resolve(&mut read);
        assert_eq!(problems.len(), expected_problems, "{reference}: {problems:?}");
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
            "./2026-11-01-ferry-stops.md#top",
            "../en/2026-11-01-ferry-stops",
            "@/en/2026-11-01-ferry-stops.md",
            "/articles/ferry-stops/",
            "/blog/2026/ferry-stops.html",
        ] {
            check(reference, Some("ferry-stops"));
        }
        check("../ru/bridge.ru.md", Some("bridge"));
        check("flood/", Some("page-bundle"));
        check("flood/index.md", Some("page-bundle"));
        for nowhere in ["nowhere.md", "/index.html", "/_index.md", "/"] {
            check(nowhere, None);
        }
    }

    #[test]
    fn a_name_is_found_in_every_spelling() {
        for (reference, slug) in [
            ("Йод.md", "iod"),
            ("%D0%99%D0%BE%D0%B4.md", "iod"),
            ("%d0%99%d0%be%d0%b4.html", "iod"),
            ("йод", "iod"),
            ("..\\en\\Йод.md", "iod"),
            ("plan%20%28part%201%29.md", "plan"),
            ("Plan+(part+1)", "plan"),
            ("plan_(part_1).md", "plan"),
            ("../cafe.md", "plain"),
            ("../café.md", "accent"),
            ("../Cafe\u{301}.MD", "accent"),
            ("../a.txt", "text"),
            ("../a.md", "markdown"),
            ("/2026/02/02/council/", "february"),
            ("/2026/1/5/council.html", "january"),
            ("../north/notes.md", "north"),
            ("/2024/й/", "moved"),
            ("/2024/%D0%B9", "moved"),
            ("/?p=12", "moved"),
            ("/2025/X/index.html", "moved"),
            ("/ru/articles/bridge/", "bridge"),
        ] {
            check(reference, Some(slug));
        }
    }

    #[test]
    fn an_exact_name_is_preferred_and_an_ambiguous_one_named() {
        check("notes.md", Some("south"));
        check_with("NOTES.md", Some("north"), 1);
        check_with("council", Some("january"), 1);
        let names = articles();
        let names = ArticleNames::new(names.iter());
        let mut read = read_article("this", "articles/this.md");
        let target = LinkTarget::Address(format!("{}NOTES.md", address::ARTICLE));
        read.article.lead = vec![Inline::Link(Link { target, content: vec![Inline::text("there")] })];
        let problems = names.resolve(&mut read);
        assert_eq!(
            problems[0].to_string(),
            "articles/this.md: warning: the link to \"NOTES.md\" matches articles/north/Notes.md and \
             articles/south/notes.md, and leads to the first; refer to the article by the path of its file"
        );
    }
}
