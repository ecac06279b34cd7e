//! Remembers the lines of references, for problems that are found after all articles have been read.

use std::collections::BTreeMap;

use model::{Article, Block, Inline, LinkTarget};

use crate::names::exact;
use crate::read::address::{ARTICLE, FILE};
use crate::read::line::content_mut;
use crate::walk;

/// The lines of a file that its references are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceLines(BTreeMap<String, u32>);

/// The number of times that all searches together may read a text. References that are not found, for instance because a
/// shortcode wrote them, read all of it.
const MAX_READINGS: usize = 100;

impl ReferenceLines {
    /// Finds the references of an article in the text of its file.
    pub(super) fn find(article: &mut Article, text: &str) -> Self {
        let mut references = Vec::new();
        walk::lines(article, &mut |line| line.iter_mut().for_each(|inline| collect(inline, &mut references)));
        walk::pictures(article, &mut |picture| references.extend(picture.address.clone().filter(|one| is_own(one))));
        Self::of(references, text)
    }

    /// Finds the references of a page that is not an article.
    pub(super) fn find_in_blocks(blocks: &mut [Block], text: &str) -> Self {
        let mut references = Vec::new();
        walk::block_lines(blocks, &mut |line| line.iter_mut().for_each(|inline| collect(inline, &mut references)));
        walk::block_pictures(blocks, &mut |picture| {
            references.extend(picture.address.clone().filter(|one| is_own(one)));
        });
        Self::of(references, text)
    }

    /// Returns the line of a reference.
    pub fn line(&self, reference: &str) -> Option<u32> {
        self.0.get(reference).copied()
    }

    fn of(references: Vec<String>, text: &str) -> Self {
        let mut lines = BTreeMap::new();
        if references.is_empty() {
            return Self(lines);
        }
        let mut search = Search::new(text);
        for reference in references {
            if !lines.contains_key(&reference)
                && let Some(line) = search.line(words_of(&reference))
            {
                lines.insert(reference, line);
            }
        }
        Self(lines)
    }
}

/// Returns whether an address is that of a file of the newsroom.
fn is_own(address: &str) -> bool {
    address.starts_with(FILE)
}

/// Returns the part of a reference that its line contains.
fn words_of(reference: &str) -> &str {
    match reference.strip_prefix(FILE) {
        // Its folder may be written in another way, or not at all.
        Some(path) => path.rsplit('/').next().unwrap_or(path),
        None => reference.strip_prefix(ARTICLE).unwrap_or(reference),
    }
}

fn collect(inline: &mut Inline, references: &mut Vec<String>) {
    if let Inline::Link(link) = inline {
        match &link.target {
            LinkTarget::Address(address) if address.starts_with(ARTICLE) => references.push(address.clone()),
            LinkTarget::Fragment(fragment) => references.push(format!("#{fragment}")),
            LinkTarget::Address(_) | LinkTarget::Article { .. } => {}
        }
    }
    content_mut(inline).into_iter().flatten().for_each(|inner| collect(inner, references));
}

/// A search for references in their order, which therefore reads the text about once.
struct Search {
    text: String,
    starts: Vec<usize>,
    position: usize,
    /// The number of bytes that may still be read.
    budget: usize,
}

impl Search {
    fn new(text: &str) -> Self {
        let budget = text.len().saturating_mul(MAX_READINGS);
        let mut search = Self { text: String::with_capacity(text.len()), starts: Vec::new(), position: 0, budget };
        for line in text.lines() {
            search.starts.push(search.text.len());
            search.text.push_str(&exact(line).replace("&amp;", "&").replace('\n', " "));
            search.text.push('\n');
        }
        search
    }

    fn line(&mut self, reference: &str) -> Option<u32> {
        let wanted = exact(reference);
        if wanted.is_empty() || self.budget == 0 {
            return None;
        }
        let after = self.text[self.position..].find(&wanted).map(|offset| self.position + offset);
        let found = after.or_else(|| self.text[..self.position].find(&wanted));
        let read = match (after, found) {
            (Some(after), _) => after - self.position,
            (None, before) => self.text.len() - self.position + before.unwrap_or(self.position),
        };
        self.budget = self.budget.saturating_sub(read);
        let found = found?;
        self.position = found;
        u32::try_from(self.starts.partition_point(|start| *start <= found)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_however_a_reference_is_written() {
        let text =
            "---\n\n[a](%D0%99%D0%BE%D0%B4.md#x)\n\n![b](../pictures/cafe\u{301}.png)\n[c](a.md?x&amp;y) [d](#Ende)\n";
        let references = [
            "offprint-article:Йод.md#x",
            "offprint-file:pictures/café.png",
            "offprint-article:a.md?x&y",
            "#Ende",
            "#none",
        ];
        let lines = ReferenceLines::of(references.map(str::to_owned).into(), text);
        assert_eq!(references.map(|reference| lines.line(reference)), [Some(3), Some(5), Some(6), Some(6), None]);
    }

    #[test]
    fn searches_end_however_many_there_are() {
        let text: String = (0..2000).map(|number| format!("[a]({number}.md)\n")).collect();
        let mut search = Search::new(&text);
        let found = (0..2000).rev().filter(|number| search.line(&format!("({number}.md")).is_some()).count();
        assert!((MAX_READINGS / 2..MAX_READINGS * 3).contains(&found), "{found}");
    }
}
