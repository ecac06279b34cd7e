//! Renders pages as lines that people can read.

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

/// The elements inside a line of text.
const INLINE: [&str; 17] = [
    "a", "abbr", "bdi", "br", "cite", "code", "del", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup",
    "time",
];

/// Renders the first element of a CSS selector, with a line for each element that is not inside a line of text.
pub fn outline(html: &str, element: &str) -> String {
    let page = Html::parse_document(html);
    let first = page.select(&selector(element)).next();
    let mut lines = String::new();
    push(&mut lines, first.unwrap_or_else(|| panic!("the page has no {element}")), 0);
    lines
}

/// Parses a CSS selector.
pub fn selector(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

fn push(lines: &mut String, element: ElementRef<'_>, depth: usize) {
    let indent = "  ".repeat(depth);
    let attributes = element.value().attrs().map(|(name, value)| format!(" {name}=\"{value}\"")).collect::<String>();
    lines.push_str(&format!("{indent}<{}{attributes}>", element.value().name()));
    let has_blocks = element.child_elements().any(|child| is_block(child.value().name()));
    if !has_blocks {
        lines.push_str(&element.inner_html().replace('\n', "\\n"));
        lines.push('\n');
        return;
    }
    lines.push('\n');
    for child in element.children() {
        match (ElementRef::wrap(child), child.value()) {
            (Some(block), _) if is_block(block.value().name()) => push(lines, block, depth + 1),
            (Some(inline), _) => lines.push_str(&format!("{indent}  {}\n", inline.html())),
            (None, Node::Text(text)) if !text.trim().is_empty() => {
                lines.push_str(&format!("{indent}  {}\n", text.trim()))
            }
            (None, _) => {}
        }
    }
}

fn is_block(name: &str) -> bool {
    !INLINE.contains(&name)
}
