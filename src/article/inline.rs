//! Pieces of a line.

use leptos::either::Either;
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
        Inline::Emphasis(content) => view! { <em>{inlines(page, content)}</em> }.into_any(),
        Inline::Strong(content) => view! { <strong>{inlines(page, content)}</strong> }.into_any(),
        Inline::Strikethrough(content) => view! { <s>{inlines(page, content)}</s> }.into_any(),
        Inline::Superscript(content) => view! { <sup>{inlines(page, content)}</sup> }.into_any(),
        Inline::Subscript(content) => view! { <sub>{inlines(page, content)}</sub> }.into_any(),
        // Code runs from left to right in every language.
        Inline::Code(code) => view! { <code dir="ltr">{code.clone()}</code> }.into_any(),
        Inline::Speech(speech) => view! { <q>{inlines(page, &speech.content)}</q> }.into_any(),
        Inline::Link(link) => self::link(page, link).into_any(),
        Inline::FootnoteReference(label) => footnote::reference(page, label).into_any(),
        Inline::Foreign(foreign) => self::foreign(page, foreign).into_any(),
        Inline::LineBreak(()) => view! { <br/> }.into_any(),
    }
}

fn link(page: &PageContext, link: &Link) -> impl IntoView {
    let content = inlines(page, &link.content);
    let (href, month) = match &link.target {
        LinkTarget::Address(address) => {
            return Either::Left(view! { <a href=address.clone() rel="external noreferrer">{content}</a> });
        }
        LinkTarget::Article { slug, language, month, fragment } => {
            let mut href = page.href_in(language, PageId::Article(slug.clone()));
            if let (Some(href), Some(fragment)) = (&mut href, fragment) {
                href.push('#');
                href.push_str(fragment);
            }
            (href, Some(month.clone()))
        }
        LinkTarget::Fragment(identifier) => (Some(page.anchor(identifier)), None),
    };
    Either::Right(view! { <a href=href data-month=month>{content}</a> })
}

fn foreign(page: &PageContext, foreign: &Foreign) -> impl IntoView {
    let language = &foreign.language;
    view! { <span lang=language.to_string() dir=language.direction().as_str()>{inlines(page, &foreign.content)}</span> }
}
