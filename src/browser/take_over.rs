//! Replaces a prerendered page by the app without moving anything.

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
use edition::identifiers::ROOT;
use edition::page::Page;

/// The app, rendered beside the page but not yet shown.
pub(super) struct Rendered {
    root: HtmlElement,
    /// The handle that removes the app when dropped.
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

/// Renders a view to HTML, as the builder would.
pub(super) fn html<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Option<String> {
    let root: HtmlElement = dom::document().create_element("div").ok()?.unchecked_into();
    let mounted = mount_to(root.clone(), view);
    // Comments are removed as nodes, because in HTML text `<!--` in an attribute looks like one.
    let copy: Element = root.clone_node_with_deep(true).ok()?.unchecked_into();
    remove_comments(&copy);
    let html = copy.inner_html();
    drop(mounted);
    Some(html)
}

impl Rendered {
    /// Returns whether the page on the screen is equal to the app's.
    pub(super) fn is_shown(&self) -> bool {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return false };
        match (comparable(&shown), comparable(&self.root)) {
            (Some(shown), Some(rendered)) => shown.is_equal_node(Some(&rendered)),
            _ => false,
        }
    }

    /// Replaces the page by the app, in one step between two frames. Keeps the focus, the open fold-outs and the
    /// decoded pictures.
    pub(super) fn show(self) {
        let Some(shown) = dom::document().get_element_by_id(ROOT) else { return };
        let focused = dom::document().active_element().and_then(|element| path(&shown, &element));
        for (shown, rendered) in dom::elements_in(&shown, "details").iter().zip(dom::elements_in(&self.root, "details"))
        {
            if shown.has_attribute("open") {
                // If this fails, the reader has to open the fold-out again.
                let _ = rendered.set_attribute("open", "");
            }
        }
        for (shown, rendered) in dom::elements_in(&shown, "img").iter().zip(dom::elements_in(&self.root, "img")) {
            if shown.get_attribute("src") == rendered.get_attribute("src") {
                // A new element would be empty until the browser decodes its picture again.
                let _ = rendered.replace_with_with_node_1(shown);
            }
        }
        if shown.replace_with_with_node_1(&self.root).is_err() {
            return;
        }
        // From here on the app lives as long as the tab.
        std::mem::forget(self.mounted);
        if let Some(element) = focused.and_then(|path| follow(&self.root, &path)) {
            dom::focus(&element);
        }
    }
}

/// Copies a page without the differences that do not matter: Leptos's comments, which the builder removes, the division
/// of text into nodes, fold-outs that the reader opened, and buttons that the reader pressed.
fn comparable(root: &Element) -> Option<Node> {
    let copy: Element = root.clone_node_with_deep(true).ok()?.unchecked_into();
    remove_comments(&copy);
    copy.normalize();
    for fold in dom::elements_in(&copy, "details[open]") {
        fold.remove_attribute("open").ok()?;
    }
    for button in dom::elements_in(&copy, "button[data-do]") {
        button.remove_attribute("aria-busy").ok()?;
        button.remove_attribute("aria-pressed").ok()?;
    }
    // With scripts enabled, the browser's parser keeps this content as text, but the app makes elements of it.
    for fallback in dom::elements_in(&copy, "noscript") {
        let html = fallback.inner_html();
        fallback.set_text_content(Some(&html));
    }
    Some(copy.into())
}

fn remove_comments(node: &Node) {
    let children = node.child_nodes();
    // The loop starts at the end because the list is live.
    for child in (0..children.length()).rev().filter_map(|index| children.item(index)) {
        if child.node_type() == Node::COMMENT_NODE {
            // This cannot fail: the node is a child.
            let _ = node.remove_child(&child);
        } else {
            remove_comments(&child);
        }
    }
}

/// Returns the path from an element to one inside it, as positions among the child elements.
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
