//! Putting the app in the place of a prerendered page without anything moving.

use std::any::Any;
use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::dom;
use crate::app::App;
use crate::components::signals::DeviceSignals;
use crate::view::view;
use edition::page::Page;

/// The identifier of the element that holds the page; see `prerender::ROOT`.
const ROOT: &str = "offprint";

/// The app, rendered beside the page and not yet shown.
pub(super) struct Rendered {
    root: HtmlElement,
    /// Takes the app away again when it is dropped.
    mounted: Box<dyn Any>,
}

/// Renders the app into an element of its own.
pub(super) fn render(page: ReadSignal<Arc<Page>>, signals: DeviceSignals) -> Option<Rendered> {
    let root: HtmlElement = dom::document().create_element("div").ok()?.unchecked_into();
    root.set_id(ROOT);
    let mounted = Box::new(mount_to(root.clone(), move || {
        provide_context(signals);
        view! { <App page /> }
    }));
    Some(Rendered { root, mounted })
}

/// The HTML of a view, as the builder would render it.
pub(super) fn html<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Option<String> {
    let root: HtmlElement = dom::document().create_element("div").ok()?.unchecked_into();
    let mounted = mount_to(root.clone(), view);
    // Comments are not looked for in the HTML: there `<!--` in an attribute looks like one.
    let copy: Element = root.clone_node_with_deep(true).ok()?.unchecked_into();
    remove_comments(&copy);
    let html = copy.inner_html();
    drop(mounted);
    Some(html)
}

impl Rendered {
    /// Whether the page on the screen is the same.
    pub(super) fn is_shown(&self) -> bool {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return false };
        match (comparable(&shown), comparable(&self.root)) {
            (Some(shown), Some(rendered)) => shown.is_equal_node(Some(&rendered)),
            _ => false,
        }
    }

    /// Puts the app in the place of the page, in one step between two frames. What was focused, folded out and drawn
    /// stays so.
    pub(super) fn show(self) {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return };
        let focused = dom::document().active_element().and_then(|element| path(&shown, &element));
        for (shown, rendered) in elements(&shown, "details").iter().zip(elements(&self.root, "details")) {
            if shown.has_attribute("open") {
                // A fold that does not open is opened by the reader again.
                let _ = rendered.set_attribute("open", "");
            }
        }
        for (shown, rendered) in elements(&shown, "img").iter().zip(elements(&self.root, "img")) {
            if shown.get_attribute("src") == rendered.get_attribute("src") {
                // A new element would be empty until its picture is decoded once more.
                let _ = rendered.replace_with_with_node_1(shown);
            }
        }
        if shown.replace_with_with_node_1(&self.root).is_err() {
            return;
        }
        // From here on it lives as long as the tab.
        std::mem::forget(self.mounted);
        if let Some(element) = focused.and_then(|path| follow(&self.root, &path)) {
            dom::focus(&element);
        }
    }
}

/// A copy of a page without what may differ: comments, by which Leptos marks places and which the builder leaves out,
/// how text is cut into nodes, and what the reader folded out.
fn comparable(root: &Element) -> Option<Node> {
    let copy: Element = root.clone_node_with_deep(true).ok()?.unchecked_into();
    remove_comments(&copy);
    copy.normalize();
    for fold in elements(&copy, "details[open]") {
        fold.remove_attribute("open").ok()?;
    }
    // The parser of a browser that runs scripts leaves this as text; the app makes elements of it.
    for fallback in elements(&copy, "noscript") {
        let html = fallback.inner_html();
        fallback.set_text_content(Some(&html));
    }
    Some(copy.into())
}

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

fn elements(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
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
