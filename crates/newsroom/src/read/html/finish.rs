//! The last pass over converted blocks: adds the footnotes, and removes references to footnotes that are not there.

use std::collections::BTreeSet;

use model::block::Footnote;
use model::{Block, Inline};

use crate::read::line::{content_mut, normalize};
use crate::walk;

/// Adds the footnotes at the end. A reference without a footnote becomes text.
pub(super) fn finish(mut blocks: Vec<Block>, footnotes: Vec<Footnote>) -> Vec<Block> {
    let labels: BTreeSet<String> = footnotes.iter().map(|footnote| footnote.label.clone()).collect();
    blocks.extend(footnotes.into_iter().map(Block::Footnote));
    let mut pair = |line: &mut Vec<Inline>| {
        let mut changed = false;
        line.iter_mut().for_each(|inline| pair(inline, &labels, &mut changed));
        if changed {
            *line = normalize(std::mem::take(line));
        }
    };
    walk::block_lines(&mut blocks, &mut pair);
    blocks
}

fn pair(inline: &mut Inline, labels: &BTreeSet<String>, changed: &mut bool) {
    if let Inline::FootnoteReference(label) = inline
        && !labels.contains(label)
    {
        *changed = true;
        *inline = Inline::Text(format!("[{label}]"));
    }
    content_mut(inline).into_iter().flatten().for_each(|inner| pair(inner, labels, changed));
}
