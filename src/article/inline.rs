//! Pieces of a line.

use leptos::html::custom;
use leptos::prelude::*;
use model::inline::{Foreign, Link};
use model::{Inline, LinkTarget};

use super::footnote;
use crate::context::PageContext;
use crate::view::view;
use edition::routes::PageId;

/// Renders inlines, one after the other.
pub fn inlines(page: &PageContext, inlines: &[Inline]) -> Vec<AnyView> {
    inlines.iter().map(|inline| self::inline(page, inline)).collect()
}

fn inline(page: &PageContext, inline: &Inline) -> AnyView {
    match inline {
        Inline::Text(text) | Inline::Unknown(text) => text.clone().into_any(),
        Inline::Emphasis(content) => formatted(page, "em", content),
        Inline::Strong(content) => formatted(page, "strong", content),
        Inline::Strikethrough(content) => formatted(page, "s", content),
        Inline::Superscript(content) => formatted(page, "sup", content),
        Inline::Subscript(content) => formatted(page, "sub", content),
        Inline::Speech(speech) => formatted(page, "q", &speech.content),
        // Code runs from left to right in every language.
        Inline::Code(code) => view! { <code dir="ltr">{code.clone()}</code> }.into_any(),
        Inline::Link(link) => self::link(page, link).into_any(),
        Inline::FootnoteReference(label) => footnote::reference(page, label).into_any(),
        Inline::Foreign(foreign) => self::foreign(page, foreign).into_any(),
        Inline::LineBreak(()) => view! { <br/> }.into_any(),
    }
}

/// Renders inlines inside an element that needs no attributes.
fn formatted(page: &PageContext, tag: &'static str, content: &[Inline]) -> AnyView {
    custom(tag).child(inlines(page, content)).into_any()
}

fn link(page: &PageContext, link: &Link) -> impl IntoView {
    let content = inlines(page, &link.content);
    let (mut month, mut name, mut relation) = (None, None, None);
    let href = match &link.target {
        LinkTarget::Address(address) => {
            relation = Some("external noreferrer");
            // The fragment of a file's address is its name.
            let file = address.strip_prefix("../").and_then(|file| file.split_once('#'));
            name = file.map(|(_, name)| name.to_owned());
            page.outside(address)
        }
        LinkTarget::Article { slug, language, month: written, fragment } => {
            month = Some(written.clone());
            let mut href = page.href_in(language, PageId::Article(slug.clone()));
            if let (Some(href), Some(fragment)) = (&mut href, fragment) {
                href.push('#');
                href.push_str(fragment);
            }
            href
        }
        LinkTarget::Fragment(identifier) => Some(page.anchor(identifier)),
    };
    view! { <a href=href download=name rel=relation data-month=month>{content}</a> }
}

fn foreign(page: &PageContext, foreign: &Foreign) -> impl IntoView {
    let language = &foreign.language;
    view! { <span lang=language.to_string() dir=language.direction().as_str()>{inlines(page, &foreign.content)}</span> }
}
