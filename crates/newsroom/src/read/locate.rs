//! Finds the lines of a source that problems are about.

use crate::names::decode_percent;

/// The number of times that all searches together may read a text.
const MAX_READINGS: usize = 400;

/// The maximum length in characters of the words that are compared.
const MAX_COMPARED: usize = 200;

/// A source with the places of its lines. Searches go on where the last one ended, as problems come in the order of the text.
pub(super) struct Locator<'a> {
    text: &'a str,
    starts: Vec<usize>,
    position: usize,
    /// The line after the last paragraph found.
    next: usize,
    /// The number of bytes that may still be read.
    budget: usize,
}

impl<'a> Locator<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts, position: 0, next: 0, budget: text.len().saturating_mul(MAX_READINGS) }
    }

    /// Finds the line of a text by its first words.
    pub(super) fn line(&mut self, trace: &str) -> Option<u32> {
        let first = trace.lines().next().unwrap_or_default().trim();
        let begin: String = first.trim_end_matches('…').chars().take(40).collect();
        let at = self.find(begin.trim()).or_else(|| {
            // The converter may have encoded an address.
            let decoded: String = decode_percent(first).chars().take(40).collect();
            let decoded = Some(decoded).filter(|decoded| *decoded != begin);
            // Markup inside the line defeats the search: try its first words.
            let words: String = first.split_inclusive(' ').take(3).collect();
            decoded.and_then(|decoded| self.find(decoded.trim())).or_else(|| self.find(words.trim()))
        })?;
        Some(self.number(at))
    }

    fn find(&mut self, text: &str) -> Option<usize> {
        if text.is_empty() || self.budget == 0 {
            return None;
        }
        let after = self.text[self.position..].find(text).map(|at| self.position + at);
        let found = after.or_else(|| self.text.find(text));
        let end = found.map_or(self.text.len(), |found| found + text.len());
        let read = if after.is_some() { end - self.position } else { self.text.len() - self.position + end };
        self.budget = self.budget.saturating_sub(read);
        if found.is_some() {
            self.position = end;
        }
        found
    }

    fn number(&self, at: usize) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }

    /// Finds the line of a whole paragraph, after the last paragraph that was found. Several lines may begin alike.
    pub(super) fn paragraph(&mut self, plain: &str) -> Option<u32> {
        let wanted = letters(plain);
        if wanted.is_empty() || self.budget == 0 {
            return None;
        }
        let from = self.starts.get(self.next).copied().unwrap_or(0);
        let mut best: Option<(usize, Match)> = None;
        for (index, line) in self.text[from..].lines().enumerate() {
            if let Some(found) = Match::of(&letters(line), &wanted)
                && best.as_ref().is_none_or(|(_, best)| found < *best)
            {
                best = Some((self.next + index, found));
                if found == Match::Holds(0) {
                    break;
                }
            }
        }
        self.budget = self.budget.saturating_sub(self.text.len() - from);
        let (index, _) = best?;
        self.next = index + 1;
        u32::try_from(index + 1).ok()
    }
}

/// The likeness of a line of the source and a paragraph, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It holds all letters of the paragraph, with this number of others, such as addresses of links.
    Holds(usize),
    /// It is the beginning of the paragraph: this number of letters is missing.
    Begins(usize),
}

impl Match {
    fn of(line: &[char], wanted: &[char]) -> Option<Self> {
        if line.is_empty() {
            return None;
        }
        let mut rest = wanted.iter().peekable();
        for letter in line {
            rest.next_if_eq(&letter);
        }
        if rest.peek().is_none() {
            return Some(Self::Holds(line.len() - wanted.len()));
        }
        wanted.starts_with(line).then(|| Self::Begins(wanted.len() - line.len()))
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|character| character.is_alphanumeric()).take(MAX_COMPARED).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_found_one_after_the_other() {
        let mut locator = Locator::new("a b\nc x\na b\n");
        assert_eq!(
            [locator.line("a b"), locator.line("a b"), locator.line("c"), locator.line("z")],
            [Some(1), Some(3), Some(2), None]
        );
    }

    #[test]
    fn a_paragraph_is_found_by_all_its_words() {
        let source =
            "Follow us on X, he said.\n\nFollow us on X [@one](https://x.example/one).\n\nFollow us on X,\nor on Y.\n";
        let mut locator = Locator::new(source);
        assert_eq!(locator.paragraph("Follow us on X @one."), Some(3));
        assert_eq!(locator.paragraph("Follow us on X, or on Y."), Some(5));
    }

    #[test]
    fn searches_end_however_many_there_are() {
        let text = "word ".repeat(1000);
        let mut locator = Locator::new(&text);
        let searched = (0..10_000).take_while(|_| {
            locator.line("nowhere");
            locator.budget > 0
        });
        assert!(searched.count() <= MAX_READINGS);
    }
}
