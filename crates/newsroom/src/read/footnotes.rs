//! Numbers footnotes and pairs them with their references.

use std::collections::BTreeMap;

use edition::identifiers;
use messages::Messages;
use model::inline::Link;
use model::{Block, Inline, Language, LinkTarget};

use crate::read::line::content_mut;
use crate::walk;

/// Numbers the footnotes of a finished body in the order of their references, since authors may use any labels.
///
/// A page shows one reference as the place that the footnote leads back to. Further references become links to the footnote.
/// A footnote without a reference, or a second one with the same label, becomes plain text at the end of the body. Returns the
/// numbers by the labels.
pub(super) fn number(blocks: &mut Vec<Block>, language: &Language) -> BTreeMap<String, usize> {
    let (mut notes, mut body): (Vec<Block>, Vec<Block>) =
        std::mem::take(blocks).into_iter().partition(|block| matches!(block, Block::Footnote(_)));
    if notes.is_empty() {
        *blocks = body;
        return BTreeMap::new();
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut find = |line: &mut Vec<Inline>| line.iter_mut().for_each(|inline| count(inline, &mut numbers));
    walk::block_lines(&mut body, &mut find);
    walk::block_lines(&mut notes, &mut find);
    let mut numbered: BTreeMap<usize, Block> = BTreeMap::new();
    for note in notes {
        let Block::Footnote(mut footnote) = note else { continue };
        match numbers.get(&footnote.label).filter(|number| !numbered.contains_key(number)) {
            Some(number) => {
                footnote.label = number.to_string();
                numbered.insert(*number, Block::Footnote(footnote));
            }
            None => body.append(&mut footnote.content),
        }
    }
    body.extend(numbered.into_values());
    let mut used = vec![false; numbers.len() + 1];
    let mut write = |line: &mut Vec<Inline>| {
        line.iter_mut().for_each(|inline| self::write(inline, &numbers, &mut used, language));
    };
    walk::block_lines(&mut body, &mut write);
    *blocks = body;
    numbers
}

/// Numbers the labels in the order of their first references.
fn count(inline: &mut Inline, numbers: &mut BTreeMap<String, usize>) {
    if let Inline::FootnoteReference(label) = inline {
        let next = numbers.len() + 1;
        numbers.entry(label.clone()).or_insert(next);
    }
    content_mut(inline).into_iter().flatten().for_each(|inner| count(inner, numbers));
}

/// Replaces the label of a reference by its number, or a further reference by a link.
fn write(inline: &mut Inline, numbers: &BTreeMap<String, usize>, used: &mut [bool], language: &Language) {
    if let Inline::FootnoteReference(label) = inline
        && let Some(number) = numbers.get(label)
    {
        let is_first = !std::mem::replace(&mut used[*number], true);
        *label = number.to_string();
        if !is_first {
            let target = LinkTarget::Fragment(identifiers::footnote(label));
            let content = vec![Inline::Text(Messages::of(language).digits(label))];
            *inline = Inline::Superscript(vec![Inline::Link(Link { target, content })]);
        }
        return;
    }
    content_mut(inline).into_iter().flatten().for_each(|inner| write(inner, numbers, used, language));
}

/// Replaces references by their labels in a line that has no footnotes below it.
pub(super) fn without_references(line: &mut [Inline]) {
    for inline in line {
        if let Inline::FootnoteReference(label) = inline {
            *inline = Inline::Text(format!("[{label}]"));
        }
        if let Some(inner) = content_mut(inline) {
            without_references(inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use model::block::Footnote;

    use super::*;

    fn reference(label: &str) -> Inline {
        Inline::FootnoteReference(label.to_owned())
    }

    fn footnote(label: &str, line: Vec<Inline>) -> Block {
        Block::Footnote(Footnote { label: label.to_owned(), content: vec![Block::Paragraph(line)] })
    }

    #[test]
    fn each_number_is_referred_to_once() {
        let link = |number: &str, shown: &str| {
            let target = LinkTarget::Fragment(format!("footnote-{number}"));
            Inline::Superscript(vec![Inline::Link(Link { target, content: vec![Inline::text(shown)] })])
        };
        let mut blocks = vec![
            Block::Paragraph(vec![reference("b"), reference("a"), Inline::Strong(vec![reference("b")])]),
            footnote("a", vec![Inline::text("A"), reference("b")]),
            footnote("c", vec![Inline::text("C")]),
            footnote("b", vec![Inline::text("B")]),
            footnote("b", vec![Inline::text("B again")]),
        ];
        number(&mut blocks, &Language::new("fa"));
        let expected = [
            Block::Paragraph(vec![reference("1"), reference("2"), Inline::Strong(vec![link("1", "۱")])]),
            Block::Paragraph(vec![Inline::text("C")]),
            Block::Paragraph(vec![Inline::text("B again")]),
            footnote("1", vec![Inline::text("B")]),
            footnote("2", vec![Inline::text("A"), link("1", "۱")]),
        ];
        assert_eq!(blocks, expected);
    }
}
