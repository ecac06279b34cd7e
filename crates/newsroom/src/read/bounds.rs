//! Limits that keep time and memory in proportion to a source. A text above them is shown as it was written.

use model::Block;
use model::block::Code;

/// The maximum number of lines and marks of Markdown in a text, about ten times those of a long novel. Each may become a
/// block with a view of its own, which takes some kilobytes of memory while pages are made.
const MAX_MARKS: usize = 100_000;

/// The maximum number of lines of a plain text, each of which may become a paragraph.
const MAX_LINES: usize = 50_000;

/// The maximum number of topics of an article. Each has a page of its own.
pub(super) const MAX_TOPICS: usize = 200;

/// The number of lines at the beginning that may hold the headline of a text that is too large to be parsed.
const MAX_LINES_BEFORE_HEADLINE: usize = 100;

/// Returns the maximum number of empty cells that a table with a number of cells may get.
pub(super) fn max_empty_cells(cells: usize) -> usize {
    const FOR_EACH: usize = 8;
    const IN_ADDITION: usize = 1000;
    cells * FOR_EACH + IN_ADDITION
}

/// Returns whether a text has more structure than any article.
pub(super) fn is_too_large(text: &str, is_markdown: bool) -> bool {
    let marks: &[u8] = if is_markdown { b"\n<[*_`|&{" } else { b"\n" };
    let limit = if is_markdown { MAX_MARKS } else { MAX_LINES };
    text.bytes().filter(|byte| marks.contains(byte)).nth(limit).is_some()
}

/// Returns the headline and the text of a file that is too large to be parsed. The first line of a plain text is its headline,
/// unless the file has another title.
pub(super) fn as_written(text: &str, is_markdown: bool, title: Option<&str>) -> (Option<String>, Vec<Block>) {
    let text = text.trim_matches('\n');
    let (headline, rest) = if is_markdown {
        let mut lines = text.lines().take(MAX_LINES_BEFORE_HEADLINE);
        (lines.find_map(|line| line.strip_prefix("# ")), text)
    } else {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if title.is_none_or(|title| title == first.trim()) { (Some(first), rest) } else { (None, text) }
    };
    let headline = headline.map(|headline| headline.trim().to_owned()).filter(|headline| !headline.is_empty());
    (headline, vec![Block::Code(Code { language: None, text: rest.trim_matches('\n').to_owned() })])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_more_structure_than_a_novel_is_too_large() {
        let novel = "A line of a novel with *some* marks and a [link](a).\n\n".repeat(15_000);
        assert!(!is_too_large(&novel, true));
        for mark in ["word\n", "[^1]: n\n", "<b>", "<pre>"] {
            assert!(is_too_large(&mark.repeat(MAX_MARKS + 1), true), "{mark}");
        }
        assert!(is_too_large(&"word\n".repeat(MAX_LINES + 1), false));
        assert!(!is_too_large(&"<b>".repeat(MAX_MARKS + 1), false));
    }

    #[test]
    fn the_words_of_a_text_that_is_too_large_are_kept() {
        let text = "# Ships\n\none\ntwo";
        let code = |text: &str| vec![Block::Code(Code { language: None, text: text.to_owned() })];
        assert_eq!(as_written(text, true, None), (Some("Ships".to_owned()), code(text)));
        let plain = "Ships\none\ntwo";
        for title in [None, Some("Ships")] {
            assert_eq!(as_written(plain, false, title), (Some("Ships".to_owned()), code("one\ntwo")));
        }
        assert_eq!(as_written(plain, false, Some("Boats")), (None, code(plain)));
    }
}
