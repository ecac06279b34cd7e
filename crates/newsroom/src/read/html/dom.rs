//! Parsing HTML into a tree of bounded depth, and looking at its nodes.

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, Node, NodeData, RcDom};

use crate::characters::{allowed, is_forbidden};

/// Elements nested deeper than this give their text.
const DEEPEST: usize = 64;

/// The same for those that become blocks or marks: each takes up to four levels of JSON, and readers of JSON refuse 128.
const DEEPEST_MEANING: usize = 24;

/// A parsed piece of HTML. The tree lives as long as this does: dropping its document empties every node.
pub(super) struct Parsed {
    _document: RcDom,
    /// The node whose children are the content.
    pub(super) root: Handle,
}

/// Parses a piece of HTML as it would stand in a page's body.
pub(super) fn parse(html: &str) -> Parsed {
    let options = ParseOpts {
        // Without scripting, the content of `noscript` is content.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), options, body, Vec::new(), false).one(html);
    let root = dom.document.children.borrow().first().cloned().unwrap_or_else(|| dom.document.clone());
    clean(&root);
    flatten(&root);
    Parsed { _document: dom, root }
}

/// Takes out the characters that references such as `&#1;` bring in and no XML can hold.
fn clean(root: &Handle) {
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        match &node.data {
            NodeData::Text { contents } => clean_text(&mut contents.borrow_mut()),
            NodeData::Element { attrs, .. } => {
                attrs.borrow_mut().iter_mut().for_each(|attribute| clean_text(&mut attribute.value));
            }
            _ => {}
        }
        open.extend(node.children.borrow().iter().cloned());
    }
}

fn clean_text(text: &mut StrTendril) {
    if text.contains(is_forbidden) {
        *text = allowed(text).into_owned().into();
    }
}

/// Cuts the tree at the deepest level that is allowed, without recursion: there the text of what is below takes its place.
fn flatten(root: &Handle) {
    let mut open = vec![(root.clone(), 0_usize, 0_usize)];
    while let Some((node, depth, meaning)) = open.pop() {
        if depth < DEEPEST && meaning < DEEPEST_MEANING {
            let meaning = meaning + usize::from(!is_mere_frame(&node));
            open.extend(node.children.borrow().iter().map(|child| (child.clone(), depth + 1, meaning)));
            continue;
        }
        let leaves = leaves(&node);
        // The children are taken out one by one: dropping a deep tree at once would recurse.
        let removed = std::mem::take(&mut *node.children.borrow_mut());
        dismantle(removed);
        *node.children.borrow_mut() = leaves;
    }
}

/// Whether an element only holds others together and becomes nothing itself.
fn is_mere_frame(node: &Node) -> bool {
    matches!(name(node), Some("div" | "section" | "article" | "main" | "header" | "center" | "span" | "font"))
}

/// The texts, pictures and line breaks below a node, in their order.
fn leaves(node: &Handle) -> Vec<Handle> {
    let mut leaves = Vec::new();
    let mut open: Vec<Handle> = node.children.borrow().iter().rev().cloned().collect();
    while let Some(node) = open.pop() {
        match name(&node) {
            Some("script" | "style" | "template") => {}
            Some("img" | "br" | "hr") => leaves.push(node),
            Some(_) => open.extend(node.children.borrow().iter().rev().cloned()),
            None => {
                if let NodeData::Text { contents } = &node.data {
                    leaves.push(Node::new(NodeData::Text { contents: contents.clone() }));
                    leaves.push(Node::new(NodeData::Text { contents: std::cell::RefCell::new(" ".into()) }));
                }
            }
        }
    }
    leaves
}

fn dismantle(mut open: Vec<Handle>) {
    while let Some(node) = open.pop() {
        open.append(&mut node.children.borrow_mut());
    }
}

/// The name of an element; none for text, comments and the like.
pub(super) fn name(node: &Node) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&name.local),
        _ => None,
    }
}

/// An attribute's value, trimmed; none when empty.
pub(super) fn attribute(node: &Node, attribute: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    let value = attrs.iter().find(|candidate| &*candidate.name.local == attribute)?.value.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// Whether one of an element's classes contains the text.
pub(super) fn has_class(node: &Node, part: &str) -> bool {
    attribute(node, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class.contains(part)))
}

/// The children of a node.
pub(super) fn children(node: &Node) -> Vec<Handle> {
    node.children.borrow().clone()
}

/// The elements below a node that have one of the names, in their order.
pub(super) fn descendants(node: &Handle, names: &[&str]) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut open: Vec<Handle> = node.children.borrow().iter().rev().cloned().collect();
    while let Some(node) = open.pop() {
        if name(&node).is_some_and(|name| names.contains(&name)) {
            found.push(node.clone());
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    found
}

/// All the text below a node, as it was typed, with a line end for each `br`.
pub(super) fn text(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if &*name.local == "br" => text.push('\n'),
            _ => open.extend(node.children.borrow().iter().rev().cloned()),
        }
    }
    text
}

/// The text below a node without what is never shown, with a space at each element that ends a line.
pub(super) fn visible_text(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        match (&node.data, name(&node)) {
            (NodeData::Text { contents }, _) => text.push_str(&contents.borrow()),
            (_, Some("script" | "style" | "template" | "iframe" | "noembed" | "noframes")) => {}
            (
                _,
                Some(
                    "p" | "br" | "div" | "li" | "td" | "th" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "pre"
                    | "hr" | "dt" | "dd",
                ),
            ) => {
                text.push(' ');
                open.extend(node.children.borrow().iter().rev().cloned());
            }
            _ => open.extend(node.children.borrow().iter().rev().cloned()),
        }
    }
    text
}
