//! Parses HTML into a tree of limited depth, and reads its nodes.

use std::borrow::Cow;
use std::rc::{Rc, Weak};

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, Node, NodeData, RcDom};

use crate::characters::{allowed, is_forbidden};

/// The maximum depth. Deeper elements are reduced to their text.
const MAX_DEPTH: usize = 64;

/// The maximum depth of elements that become blocks or marks. Each takes up to four levels of JSON, and JSON parsers
/// refuse 128 levels.
const MAX_MEANINGFUL_DEPTH: usize = 24;

/// The number of elements around a node.
#[derive(Clone, Copy, Default)]
pub(super) struct Depth {
    all: usize,
    /// Those that become blocks or marks. An element in another language counts twice, since its language is a mark too.
    meaningful: usize,
}

impl Depth {
    /// Counts the elements around the content of a node.
    pub(super) fn inside(node: &Handle) -> Self {
        let mut depth = Self::default();
        let mut next = Some(Rc::clone(node));
        while let Some(node) = next {
            depth = depth.below(&node);
            let parent = node.parent.take();
            next = parent.as_ref().and_then(Weak::upgrade);
            node.parent.set(parent);
        }
        depth
    }

    fn below(self, node: &Node) -> Self {
        let marks = usize::from(!is_mere_frame(node)) + usize::from(attribute(node, "lang").is_some());
        Self { all: self.all + 1, meaningful: self.meaningful + marks }
    }

    fn is_allowed(self) -> bool {
        self.all < MAX_DEPTH && self.meaningful < MAX_MEANINGFUL_DEPTH
    }
}

/// A parsed piece of HTML. It owns the document, because dropping that empties every node.
pub(super) struct Parsed {
    _document: RcDom,
    /// The node whose children are the content.
    pub(super) root: Handle,
    /// The number of characters that no page can hold.
    pub(super) removed: usize,
    /// The addresses in elements that were reduced to their text.
    pub(super) lost: Vec<String>,
}

/// Parses a piece of HTML from the body of a page, or from a frame at a depth.
pub(super) fn parse(html: &str, depth: Depth) -> Parsed {
    let options = ParseOpts {
        // Without scripting, the content of `noscript` is parsed as HTML.
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), options, body, Vec::new(), false).one(html);
    let root = dom.document.children.borrow().first().cloned().unwrap_or_else(|| dom.document.clone());
    let removed = clean(&root);
    let lost = flatten(&root, depth);
    Parsed { _document: dom, root, removed, lost }
}

/// Restores letters of windows-1252, and removes characters that no page can hold, which references such as `&#1;` bring in.
/// Returns the number of characters removed.
fn clean(root: &Handle) -> usize {
    let mut removed = 0;
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        match &node.data {
            NodeData::Text { contents } => clean_text(&mut contents.borrow_mut(), &mut removed),
            NodeData::Element { attrs, .. } => {
                attrs.borrow_mut().iter_mut().for_each(|attribute| clean_text(&mut attribute.value, &mut removed));
            }
            _ => {}
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    removed
}

fn clean_text(text: &mut StrTendril, removed: &mut usize) {
    let cleaned = match allowed(text) {
        Cow::Borrowed(_) => return,
        Cow::Owned(cleaned) => cleaned,
    };
    *removed += text.matches(is_forbidden).count();
    *text = cleaned.into();
}

/// Cuts the tree at the maximum depth, without recursion. The texts, pictures and line breaks below move up. Returns the
/// addresses of links and recordings below.
fn flatten(root: &Handle, depth: Depth) -> Vec<String> {
    let mut lost = Vec::new();
    let mut open = vec![(root.clone(), depth)];
    while let Some((node, depth)) = open.pop() {
        if depth.is_allowed() {
            let depth = depth.below(&node);
            open.extend(node.children.borrow().iter().map(|child| (child.clone(), depth)));
            continue;
        }
        let below = descendants(&node, &["a", "iframe", "video", "audio", "embed", "object"]);
        lost.extend(
            below.iter().filter_map(|node| ["href", "src", "data"].iter().find_map(|name| attribute(node, name))),
        );
        let leaves = leaves(&node);
        // The children are removed one by one, because dropping a deep tree would recurse.
        let removed = std::mem::take(&mut *node.children.borrow_mut());
        dismantle(removed);
        *node.children.borrow_mut() = leaves;
    }
    lost
}

/// Returns whether an element only groups others and becomes no block or mark.
fn is_mere_frame(node: &Node) -> bool {
    matches!(name(node), Some("div" | "section" | "article" | "main" | "header" | "center" | "span" | "font"))
}

/// Returns the texts, pictures and line breaks below a node, in order.
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

/// Returns the name of an element, or `None` for text, comments and other nodes.
pub(super) fn name(node: &Node) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&name.local),
        _ => None,
    }
}

/// Returns the trimmed value of an attribute, or `None` if it is empty.
pub(super) fn attribute(node: &Node, attribute: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    let value = attrs.iter().find(|candidate| &*candidate.name.local == attribute)?.value.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

/// Returns whether an element has an attribute, with or without a value.
pub(super) fn has_attribute(node: &Node, attribute: &str) -> bool {
    let NodeData::Element { attrs, .. } = &node.data else { return false };
    attrs.borrow().iter().any(|candidate| &*candidate.name.local == attribute)
}

/// Returns whether one of an element's classes contains a text.
pub(super) fn has_class(node: &Node, part: &str) -> bool {
    attribute(node, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class.contains(part)))
}

/// Returns the children of a node.
pub(super) fn children(node: &Node) -> Vec<Handle> {
    node.children.borrow().clone()
}

/// Returns the elements below a node that have one of the names, in order.
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

/// Returns all text below a node as written, with a line break for each `br`.
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

/// Returns the visible text below a node, with a space at each element that ends a line.
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
