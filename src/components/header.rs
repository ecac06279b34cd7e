//! The top of each page: the newspaper's name, its languages, the way out, its sections.

use leptos::prelude::*;
use messages::native_name;
use model::{Language, Masthead};

use crate::context::PageContext;
use edition::page::Content;
use edition::routes::{ListPage, PageId};

/// The top of a page.
pub fn header(scene: PageContext<'_>) -> AnyView {
    let masthead = scene.page.masthead();
    view! {
        <header class="masthead">
            <div class="masthead-line">
                <a class="masthead-title" href=scene.href(PageId::Front)>{masthead.title.clone()}</a>
                {languages(scene)}
                {leave(scene, masthead)}
            </div>
            {sections(scene, masthead)}
        </header>
    }
    .into_any()
}

fn sections(scene: PageContext<'_>, masthead: &Masthead) -> AnyView {
    let links: Vec<AnyView> = masthead
        .sections
        .iter()
        .map(|section| {
            let place = PageId::Section(ListPage::newest(section.identifier.clone()));
            let current = (scene.page.route.place == place).then_some("page");
            view! { <li><a href=scene.href(place) aria-current=current>{section.name.clone()}</a></li> }.into_any()
        })
        .collect();
    if links.is_empty() {
        return ().into_any();
    }
    view! { <nav class="sections" aria-label=scene.messages.sections()><ul>{links}</ul></nav> }.into_any()
}

fn languages(scene: PageContext<'_>) -> AnyView {
    if scene.page.mastheads.len() < 2 {
        return ().into_any();
    }
    let current = &scene.page.masthead().language;
    let links: Vec<AnyView> = scene
        .page
        .mastheads
        .iter()
        .map(|masthead| {
            let language = &masthead.language;
            let (place, month) = counterpart(scene, masthead);
            view! {
                <li>
                    <a
                        href=scene.href_in(language, place)
                        lang=language.to_string()
                        hreflang=language.to_string()
                        data-month=month
                        aria-current=(language == current).then_some("true")
                    >
                        {native_name(language).to_owned()}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <nav class="languages" aria-label=scene.messages.languages()><ul>{links}</ul></nav> }.into_any()
}

/// Where the button leads that leaves the paper when the newsroom names no other place: nothing shows what was read.
const NOWHERE: &str = "about:blank";

/// The button that leaves the paper at once. Without the app it is a link, which the way back undoes.
fn leave(scene: PageContext<'_>, masthead: &Masthead) -> AnyView {
    let address = masthead.leave.clone().unwrap_or_else(|| NOWHERE.to_owned());
    let messages = scene.messages;
    view! {
        <a class="leave" data-leave="" href=address rel="external noreferrer" title=messages.leave_title()>
            {messages.leave()}
        </a>
    }
    .into_any()
}

/// The page of another language that comes nearest to this one, and the month of its article.
fn counterpart(scene: PageContext<'_>, masthead: &Masthead) -> (PageId, Option<String>) {
    let place = &scene.page.route.place;
    let same = masthead.language == scene.page.masthead().language;
    match place {
        PageId::Article(_) => article_counterpart(scene, &masthead.language, same),
        PageId::Section(list) if masthead.sections.iter().any(|section| section.identifier == list.key) => {
            (PageId::Section(ListPage::newest(list.key.clone())), None)
        }
        PageId::Archive => (PageId::Archive, None),
        PageId::Topics if masthead.topics => (PageId::Topics, None),
        PageId::Places if masthead.places => (PageId::Places, None),
        PageId::About if masthead.about => (PageId::About, None),
        PageId::Device | PageId::Origin => (place.clone(), None),
        _ if same => (place.clone(), None),
        _ => (PageId::Front, None),
    }
}

fn article_counterpart(scene: PageContext<'_>, language: &Language, same: bool) -> (PageId, Option<String>) {
    let Content::Article(article) = &scene.page.content else {
        return (if same { scene.page.route.place.clone() } else { PageId::Front }, None);
    };
    if same {
        return (scene.page.route.place.clone(), Some(article.month().to_owned()));
    }
    match article.translations.iter().find(|translation| translation.language == *language) {
        Some(translation) => (PageId::Article(translation.slug.clone()), Some(translation.month.clone())),
        None => (PageId::Front, None),
    }
}
