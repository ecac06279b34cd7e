//! Putting the app in the place of a prerendered page without anything moving.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::dom;
use crate::app::{App, AppProps};
use crate::page::Page;

/// The identifier of the element that holds the page; see `prerender::ROOT`.
const ROOT: &str = "offprint";

/// The app, rendered beside the page and not yet shown.
pub(super) struct Rendered {
    root: HtmlElement,
}

/// Renders the app into an element of its own.
pub(super) fn render(page: ReadSignal<Page>) -> Option<Rendered> {
    let root: HtmlElement = dom::document().create_element("div").ok()?.unchecked_into();
    root.set_id(ROOT);
    mount_to(root.clone(), move || App(AppProps { page })).forget();
    Some(Rendered { root })
}

impl Rendered {
    /// Whether what is on the screen is what the app would show.
    pub(super) fn is_on_screen(&self) -> bool {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return false };
        let Ok(copy) = self.root.clone_node_with_deep(true) else { return false };
        remove_comments(&copy);
        copy.normalize();
        shown.is_equal_node(Some(&copy))
    }

    /// Puts the app in the place of the page, in one step between two frames. What was focused and folded out stays so.
    pub(super) fn show(self) {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return };
        let focused = dom::document().active_element().and_then(|element| path(&shown, &element));
        copy_folds(&shown, &self.root);
        if shown.replace_with_with_node_1(&self.root).is_err() {
            return;
        }
        if let Some(element) = focused.and_then(|path| follow(&self.root, &path)) {
            dom::focus(&element);
        }
    }
}

/// Leptos marks places by comments, which the builder leaves out of its pages.
fn remove_comments(node: &Node) {
    let children = node.child_nodes();
    // From the end, since the list is live.
    for child in (0..children.length()).rev().filter_map(|index| children.item(index)) {
        if child.node_type() == Node::COMMENT_NODE {
            // It is a child, so it can be removed.
            let _ = node.remove_child(&child);
        } else {
            remove_comments(&child);
        }
    }
}

/// The way from an element down to one inside it, as positions among the child elements.
fn path(root: &Element, element: &Element) -> Option<Vec<u32>> {
    let mut path = Vec::new();
    let mut current = element.clone();
    while !current.is_same_node(Some(root.unchecked_ref::<Node>())) {
        let parent = current.parent_element()?;
        let children = parent.children();
        path.push((0..children.length()).find(|index| children.item(*index).as_ref() == Some(&current))?);
        current = parent;
    }
    path.reverse();
    Some(path)
}

fn follow(root: &Element, path: &[u32]) -> Option<Element> {
    path.iter().try_fold(root.clone(), |element, index| element.children().item(*index))
}

fn copy_folds(from: &Element, to: &Element) {
    let (Ok(from), Ok(to)) = (from.query_selector_all("details"), to.query_selector_all("details")) else { return };
    for index in 0..from.length() {
        let (Some(from), Some(to)) = (from.item(index), to.item(index)) else { continue };
        let (from, to): (Element, Element) = (from.unchecked_into(), to.unchecked_into());
        if from.has_attribute("open") {
            // A fold that does not open is opened by the reader again.
            let _ = to.set_attribute("open", "");
        }
    }
}
