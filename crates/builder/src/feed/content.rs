//! Makes the HTML of an article readable away from its page: feed readers show it at addresses of their own.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, Node, NodeData, RcDom, SerializableHandle};
use url::Url;

/// The attributes whose value is an address.
const ADDRESSES: [&str; 8] = ["href", "src", "poster", "cite", "data", "action", "formaction", "longdesc"];

/// Returns the HTML with whole addresses only. `page` is the address of the article's page, to which addresses in the HTML are
/// relative. Without `page`, a link with a relative address becomes its words, and a picture its description.
pub(super) fn detach(html: &str, page: Option<&Url>) -> String {
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), body, Vec::new(), false).one(html);
    let Some(root) = dom.document.children.borrow().first().cloned() else { return String::new() };
    detach_children(&root, page);
    let mut bytes = Vec::new();
    let options = SerializeOpts { traversal_scope: TraversalScope::ChildrenOnly(None), ..SerializeOpts::default() };
    match serialize(&mut bytes, &SerializableHandle::from(root), options) {
        Ok(()) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => unreachable!("writing to memory does not fail: {error}"),
    }
}

fn detach_children(node: &Handle, page: Option<&Url>) {
    let children = std::mem::take(&mut *node.children.borrow_mut());
    for child in children {
        detach_children(&child, page);
        let detached = match &child.data {
            NodeData::Element { name, attrs, .. } => detach_element(&child, &name.local, &mut attrs.borrow_mut(), page),
            _ => vec![child.clone()],
        };
        node.children.borrow_mut().extend(detached);
    }
}

/// Gives an element whole addresses. Returns the nodes that stand in its place.
fn detach_element(element: &Handle, name: &str, attributes: &mut Vec<Attribute>, page: Option<&Url>) -> Vec<Handle> {
    let mut has_lost = false;
    attributes.retain_mut(|attribute| {
        let local = &*attribute.name.local;
        let value = if ADDRESSES.contains(&local) {
            whole(&attribute.value, page)
        } else if matches!(local, "srcset" | "imagesrcset") {
            whole_set(&attribute.value, page)
        } else {
            // Only the app reads these.
            return !local.starts_with("data-");
        };
        has_lost |= value.is_none();
        value.map(|value| attribute.value = value.into()).is_some()
    });
    let value_of = |wanted: &str| {
        attributes
            .iter()
            .find(|attribute| &*attribute.name.local == wanted)
            .map(|attribute| attribute.value.to_string())
    };
    match name {
        "a" | "area" if has_lost => std::mem::take(&mut *element.children.borrow_mut()),
        "img" if has_lost && value_of("src").is_none() => {
            let description = value_of("alt").unwrap_or_default();
            vec![Node::new(NodeData::Text { contents: std::cell::RefCell::new(description.into()) })]
        }
        "source" | "track" | "embed" | "iframe" if has_lost => Vec::new(),
        _ => vec![element.clone()],
    }
}

/// Returns a whole address; `None` if there is none.
fn whole(address: &str, page: Option<&Url>) -> Option<String> {
    match (Url::parse(address), page) {
        (Ok(_), _) => Some(address.to_owned()),
        (Err(_), Some(page)) => page.join(address).ok().map(String::from),
        (Err(_), None) => None,
    }
}

/// Returns a list of addresses, each with its width, with whole addresses.
fn whole_set(set: &str, page: Option<&Url>) -> Option<String> {
    let candidates = set.split(", ").map(|candidate| {
        let (address, width) = candidate.trim().split_once(' ').unwrap_or((candidate.trim(), ""));
        Some(format!("{} {width}", whole(address, page)?).trim_end().to_owned())
    });
    Some(candidates.collect::<Option<Vec<_>>>()?.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, with_address: &str, without: &str) {
        let page = Url::parse("https://heron.example/paper/articles/ferry/").expect("an address");
        assert_eq!(detach(html, Some(&page)), with_address);
        assert_eq!(detach(html, None), without);
    }

    #[test]
    fn every_address_is_whole_or_gone() {
        let article = "https://heron.example/paper/articles/ferry/";
        check(
            r#"<p>See <a href="../other/" data-month="2026-11">the <em>other</em></a> &amp; more.</p>"#,
            r#"<p>See <a href="https://heron.example/paper/articles/other/">the <em>other</em></a> &amp; more.</p>"#,
            "<p>See the <em>other</em> &amp; more.</p>",
        );
        check(
            r##"<a href="#footnote-1" id="r">1</a>"##,
            &format!(r##"<a href="{article}#footnote-1" id="r">1</a>"##),
            "1",
        );
        check(
            r#"<img src="../../edition/media/a.jpg" srcset="../../edition/media/b.jpg 640w, ../../edition/media/a.jpg 1280w" alt="A &lt;quay&gt;">"#,
            r#"<img src="https://heron.example/paper/edition/media/a.jpg" srcset="https://heron.example/paper/edition/media/b.jpg 640w, https://heron.example/paper/edition/media/a.jpg 1280w" alt="A &lt;quay&gt;">"#,
            "A &lt;quay&gt;",
        );
        check(
            r#"<video poster="x.jpg"><source src="x.mp4"></video>"#,
            &format!(r#"<video poster="{article}x.jpg"><source src="{article}x.mp4"></video>"#),
            "<video></video>",
        );
        check(
            r#"<blockquote cite="../b/"><a href="../پل/">پل</a></blockquote>"#,
            r#"<blockquote cite="https://heron.example/paper/articles/b/"><a href="https://heron.example/paper/articles/%D9%BE%D9%84/">پل</a></blockquote>"#,
            "<blockquote>پل</blockquote>",
        );
    }

    #[test]
    fn addresses_elsewhere_stay_as_they_are() {
        let html =
            r#"<a href="https://a.example/?b=1&amp;c" rel="external noreferrer">a</a><a href="tel:+1">b</a><br><hr>"#;
        check(html, html, html);
    }
}
