//! Pieces of a line.

use leptos::prelude::*;
use model::inline::{Foreign, Link};
use model::{Inline, LinkTarget};

use super::footnote;
use crate::context::PageContext;
use edition::routes::PageId;

/// Some inlines, one after the other.
pub fn inlines(scene: PageContext<'_>, inlines: &[Inline]) -> Vec<AnyView> {
    inlines.iter().map(|inline| self::inline(scene, inline)).collect()
}

fn inline(scene: PageContext<'_>, inline: &Inline) -> AnyView {
    match inline {
        Inline::Text(text) | Inline::Unknown(text) => text.clone().into_any(),
        Inline::Emphasis(content) => view! { <em>{inlines(scene, content)}</em> }.into_any(),
        Inline::Strong(content) => view! { <strong>{inlines(scene, content)}</strong> }.into_any(),
        Inline::Strikethrough(content) => view! { <s>{inlines(scene, content)}</s> }.into_any(),
        Inline::Superscript(content) => view! { <sup>{inlines(scene, content)}</sup> }.into_any(),
        Inline::Subscript(content) => view! { <sub>{inlines(scene, content)}</sub> }.into_any(),
        // Code runs from left to right whatever the language around it.
        Inline::Code(code) => view! { <code dir="ltr">{code.clone()}</code> }.into_any(),
        Inline::Speech(speech) => view! { <q>{inlines(scene, &speech.content)}</q> }.into_any(),
        Inline::Link(link) => self::link(scene, link),
        Inline::FootnoteReference(label) => footnote::reference(scene, label),
        Inline::Foreign(foreign) => self::foreign(scene, foreign),
        Inline::LineBreak(()) => view! { <br/> }.into_any(),
    }
}

fn link(scene: PageContext<'_>, link: &Link) -> AnyView {
    let content = inlines(scene, &link.content);
    match &link.target {
        LinkTarget::Address(address) => {
            view! { <a href=address.clone() rel="external noreferrer">{content}</a> }.into_any()
        }
        LinkTarget::Article { slug, language, month, fragment } => {
            let mut href = scene.href_in(language, PageId::Article(slug.clone()));
            if let (Some(href), Some(fragment)) = (&mut href, fragment) {
                href.push('#');
                href.push_str(fragment);
            }
            view! { <a href=href data-month=month.clone()>{content}</a> }.into_any()
        }
        LinkTarget::Fragment(identifier) => view! { <a href=scene.page.anchor(identifier)>{content}</a> }.into_any(),
    }
}

fn foreign(scene: PageContext<'_>, foreign: &Foreign) -> AnyView {
    let language = &foreign.language;
    view! { <span lang=language.to_string() dir=language.direction().as_str()>{inlines(scene, &foreign.content)}</span> }
        .into_any()
}
