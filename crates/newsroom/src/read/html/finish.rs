//! The last pass over converted blocks: resolves links inside the page, pairs and numbers footnotes.

use std::collections::{BTreeMap, BTreeSet};

use model::block::Footnote;
use model::{Block, Inline, LinkTarget};

use crate::read::line::{content_mut, normalize};
use crate::walk;

/// Pairs references with headings and footnotes. Moves footnotes to the end and numbers them in the order of their
/// references, since authors may use any labels.
pub(super) fn finish(
    mut blocks: Vec<Block>,
    footnotes: Vec<Footnote>,
    anchors: &BTreeMap<String, String>,
) -> Vec<Block> {
    let labels: BTreeSet<String> = footnotes.iter().map(|footnote| footnote.label.clone()).collect();
    let mut order = BTreeMap::new();
    blocks.extend(footnotes.into_iter().map(Block::Footnote));
    let mut pair = |line: &mut Vec<Inline>| {
        let mut paired = Vec::with_capacity(line.len());
        let mut changed = false;
        for inline in std::mem::take(line) {
            pair_inline(inline, anchors, &labels, &mut order, &mut paired, &mut changed);
        }
        *line = if changed { normalize(paired) } else { paired };
    };
    walk::block_lines(&mut blocks, &mut pair);

    let place = |label: &str| order.get(label).copied().unwrap_or(usize::MAX);
    let (mut notes, mut body): (Vec<Block>, Vec<Block>) =
        blocks.into_iter().partition(|block| matches!(block, Block::Footnote(_)));
    notes.sort_by_key(|block| match block {
        Block::Footnote(footnote) => place(&footnote.label),
        _ => usize::MAX,
    });
    let mut numbers = BTreeMap::new();
    for (number, note) in (1..).zip(&mut notes) {
        if let Block::Footnote(footnote) = note {
            numbers.insert(std::mem::replace(&mut footnote.label, format!("{number}")), format!("{number}"));
        }
    }
    body.append(&mut notes);
    let mut renumber = |line: &mut Vec<Inline>| line.iter_mut().for_each(|inline| number(inline, &numbers));
    walk::block_lines(&mut body, &mut renumber);
    body
}

/// Replaces the label of a footnote by its number.
fn number(inline: &mut Inline, numbers: &BTreeMap<String, String>) {
    if let Inline::FootnoteReference(label) = inline
        && let Some(number) = numbers.get(label)
    {
        label.clone_from(number);
    }
    content_mut(inline).into_iter().flatten().for_each(|inner| self::number(inner, numbers));
}

fn pair_inline(
    mut inline: Inline,
    anchors: &BTreeMap<String, String>,
    labels: &BTreeSet<String>,
    order: &mut BTreeMap<String, usize>,
    line: &mut Vec<Inline>,
    changed: &mut bool,
) {
    if let Some(content) = content_mut(&mut inline) {
        let mut paired = Vec::with_capacity(content.len());
        for inner in std::mem::take(content) {
            pair_inline(inner, anchors, labels, order, &mut paired, changed);
        }
        *content = paired;
    }
    match inline {
        Inline::FootnoteReference(label) if !labels.contains(&label) => {
            *changed = true;
            line.push(Inline::Text(format!("[{label}]")));
        }
        Inline::FootnoteReference(label) => {
            let next = order.len();
            order.entry(label.clone()).or_insert(next);
            line.push(Inline::FootnoteReference(label));
        }
        Inline::Link(mut link) => match &link.target {
            LinkTarget::Fragment(fragment) => {
                let found = anchors.get(fragment).or_else(|| anchors.get(&fragment.to_lowercase()));
                match found {
                    Some(identifier) => {
                        link.target = LinkTarget::Fragment(identifier.clone());
                        line.push(Inline::Link(link));
                    }
                    // The link has no target on this page: only its text stays.
                    None => {
                        *changed = true;
                        line.extend(link.content);
                    }
                }
            }
            LinkTarget::Address(_) | LinkTarget::Article { .. } => line.push(Inline::Link(link)),
        },
        inline => line.push(inline),
    }
}
