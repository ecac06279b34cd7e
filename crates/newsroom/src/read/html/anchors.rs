//! Finds the names in a page that links may lead to, each with its heading.

use std::collections::BTreeMap;
use std::rc::Rc;

use markup5ever_rcdom::{Handle, Node, NodeData};

use super::dom::{Parsed, attribute, name};
use crate::names::letters;
use crate::read::anchors::{FoundAnchors, Origin};
use crate::read::slug::slug;

/// A heading as it was converted.
pub(super) struct ConvertedHeading {
    pub(super) identifier: String,
    pub(super) text: String,
}

/// The converted headings by their nodes.
pub(super) type Headings = BTreeMap<*const Node, ConvertedHeading>;

/// The documents in frames by the nodes of the frames.
pub(super) type Frames = BTreeMap<*const Node, Parsed>;

/// Finds all names in a page. One directly before a heading belongs to it, any other one to the heading above.
pub(super) fn find(root: &Handle, converted: &Headings, frames: &Frames) -> FoundAnchors {
    let mut found = FoundAnchors::default();
    let mut equal: BTreeMap<String, u32> = BTreeMap::new();
    // The names since the last word.
    let mut pending: Vec<String> = Vec::new();
    let mut open: Vec<Handle> = vec![Rc::clone(root)];
    while let Some(node) = open.pop() {
        match (&node.data, name(&node)) {
            (NodeData::Text { contents }, _) if contents.borrow().trim().is_empty() => {}
            (NodeData::Text { .. }, _) | (_, Some("img" | "hr" | "iframe" | "video" | "audio")) => {
                settle(&mut found, &mut pending);
                pending.extend(attribute(&node, "id"));
                settle(&mut found, &mut pending);
            }
            (_, Some("script" | "style" | "template")) => continue,
            (_, Some(tag)) => {
                pending.extend(attribute(&node, "id"));
                pending.extend(attribute(&node, "name").filter(|_| tag == "a"));
                if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                    add(&mut found, converted.get(&Rc::as_ptr(&node)), &mut equal);
                    settle(&mut found, &mut pending);
                }
            }
            _ => {}
        }
        open.extend(frames.get(&Rc::as_ptr(&node)).map(|frame| Rc::clone(&frame.root)));
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    settle(&mut found, &mut pending);
    found
}

/// Gives the pending names to the last heading.
fn settle(found: &mut FoundAnchors, pending: &mut Vec<String>) {
    let heading = found.headings.len().checked_sub(1);
    found.names.extend(pending.drain(..).map(|name| (name, Origin::Source, heading)));
}

/// Adds a heading with the names that tools make of its words.
fn add(found: &mut FoundAnchors, heading: Option<&ConvertedHeading>, equal: &mut BTreeMap<String, u32>) {
    let position = found.headings.len();
    found.headings.push(heading.map(|heading| heading.identifier.clone()));
    let Some(ConvertedHeading { identifier, text }) = heading else { return };
    let count = equal.entry(letters(text)).or_default();
    let is_numbered = *count > 0;
    let words = if is_numbered {
        vec![(format!("{text} {count}"), Origin::Number), (format!("{} {count}", slug(text)), Origin::Number)]
    } else {
        vec![(text.clone(), Origin::Words), (slug(text), Origin::Words)]
    };
    *count += 1;
    let names = std::iter::once((identifier.clone(), Origin::Identifier(is_numbered))).chain(words);
    found.names.extend(names.map(|(name, origin)| (name, origin, Some(position))));
}
