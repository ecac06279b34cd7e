//! Converts what stands in a line: links, abbreviations, readings beside characters, controls of forms.

use markup5ever_rcdom::Handle;
use model::inline::Link;
use model::{Block, Inline, LinkTarget};

use super::Converter;
use super::blocks::{Flow, wrap};
use super::dom::{attribute, children, descendants, has_attribute, text};
use crate::names::readable;
use crate::read::address::{link_target, shortened};
use crate::read::line;

impl Converter<'_> {
    pub(super) fn link(&mut self, node: &Handle, flow: &mut Flow) {
        let mut inner = Flow::default();
        children(node).iter().for_each(|child| self.node(child, &mut inner));
        // A link without text is an icon, or a place in a picture. Programs that read pages aloud say its name.
        if inner.blocks.is_empty() && line::is_blank(&inner.line) && attribute(node, "href").is_some() {
            let name = ["aria-label", "alt", "title"].iter().find_map(|name| attribute(node, name));
            inner.line.extend(name.map(Inline::Text));
        }
        let target = attribute(node, "href").and_then(|written| self.target(&written));
        let Some(target) = target else {
            return match inner.blocks.is_empty() {
                true => flow.line.append(&mut inner.line),
                false => flow.extend(inner.finish()),
            };
        };
        inner.blocks = std::mem::take(&mut inner.blocks)
            .into_iter()
            .map(|block| match block {
                Block::Picture(picture) => self.linked_picture(picture, &target),
                block => block,
            })
            .collect();
        wrap(inner, flow, |content| Inline::Link(Link { target: target.clone(), content }));
    }

    /// Returns the target of a link, or adds a warning if it must not be one.
    pub(super) fn target(&mut self, written: &str) -> Option<LinkTarget> {
        match link_target(written) {
            Ok(target) => Some(target),
            Err(reason) => {
                if let Some((message, remedy)) = reason.explain(written) {
                    self.warn(message, remedy, written);
                }
                None
            }
        }
    }

    /// Adds a warning for each link in an element of which only the text stays.
    pub(super) fn warn_of_links(&mut self, node: &Handle) {
        for address in descendants(node, &["a"]).iter().filter_map(|link| attribute(link, "href")) {
            let message =
                format!("the link to `{}` became plain text: it is in code or in a credit", readable(&address));
            self.warn(message, "put the link around it, or beside it", &address);
        }
    }

    /// Adds a warning for the words of a tooltip, which phones do not show, unless the text says them.
    pub(super) fn warn_of_tooltip(&mut self, node: &Handle) {
        let Some(tooltip) = attribute(node, "title") else { return };
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let repeated = plain(&text(node)).contains(&plain(&tooltip))
            || descendants(node, &["img"])
                .iter()
                .any(|picture| ["alt", "title"].iter().any(|name| attribute(picture, name).as_ref() == Some(&tooltip)));
        if !repeated {
            self.warn(
                format!("the tooltip \"{}\" is left out: readers on phones cannot see tooltips", shortened(&tooltip)),
                "write it into the text",
                &tooltip,
            );
        }
    }

    /// Converts an abbreviation. Its long form follows in brackets.
    pub(super) fn abbreviation(&mut self, name: &str, node: &Handle, flow: &mut Flow) {
        match name {
            "dfn" => self.mark(node, flow, Inline::Emphasis),
            _ => children(node).iter().for_each(|child| self.node(child, flow)),
        }
        let long = attribute(node, "title").filter(|long| long.trim() != text(node).trim());
        if let Some(long) = long
            && self.long_forms.insert((text(node), long.clone()))
        {
            flow.line.push(Inline::Text(format!(" ({long})")));
        }
    }

    /// Converts the reading beside a character to brackets after it.
    pub(super) fn ruby(&mut self, node: &Handle, flow: &mut Flow) {
        flow.line.push(Inline::text(" ("));
        children(node).iter().for_each(|child| self.node(child, flow));
        flow.line.push(Inline::text(")"));
    }

    /// Converts a control of a form to its words: a box that is ticked or not, or its text.
    pub(super) fn input(&mut self, node: &Handle, flow: &mut Flow) {
        let kind = attribute(node, "type").unwrap_or_default().to_ascii_lowercase();
        match kind.as_str() {
            "hidden" | "image" | "file" | "range" | "color" | "password" => {}
            "checkbox" | "radio" => {
                flow.line.push(Inline::text(if has_attribute(node, "checked") { "☑ " } else { "☐ " }));
            }
            _ => {
                let words = ["value", "placeholder"].iter().find_map(|name| attribute(node, name));
                flow.line.extend(words.map(|words| Inline::Text(format!(" {words} "))));
            }
        }
    }
}
