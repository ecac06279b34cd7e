//! The top of each page: the newspaper's name, its languages, the quick exit, its sections.

use leptos::prelude::*;
use messages::native_name;
use model::{Language, Masthead, Section};

use crate::context::{PageContext, use_page};
use crate::view::view;
use edition::page::Content;
use edition::routes::{ListPage, PageId};

/// The top of a page.
#[component]
pub fn Header() -> impl IntoView {
    let page = use_page();
    view! {
        <header class="masthead">
            <div class="masthead-line">
                <a class="masthead-title" href=page.href(PageId::Front)>{page.masthead().title.clone()}</a>
                <Languages />
                <QuickExit />
            </div>
            <Sections />
        </header>
    }
}

/// The sections of the paper; nothing if it has none.
#[component]
fn Sections() -> impl IntoView {
    let page = use_page();
    let sections = &page.masthead().sections;
    (!sections.is_empty()).then(|| {
        let link = |section: &Section| {
            let place = PageId::Section(ListPage::newest(section.identifier.clone()));
            let current = (page.route.place == place).then_some("page");
            view! { <li><a href=page.href(place) aria-current=current>{section.name.clone()}</a></li> }
        };
        let links = sections.iter().map(link).collect_view();
        view! { <nav class="sections" aria-label=page.messages.sections()><ul>{links}</ul></nav> }
    })
}

/// The languages of the newspaper; nothing if it has only one.
#[component]
fn Languages() -> impl IntoView {
    let page = use_page();
    (page.mastheads.len() > 1).then(|| {
        let current = &page.masthead().language;
        let link = |masthead: &Masthead| {
            let language = &masthead.language;
            let (place, month) = counterpart(&page, masthead);
            view! {
                <li>
                    <a
                        href=page.href_in(language, place)
                        lang=language.to_string()
                        hreflang=language.to_string()
                        data-month=month
                        aria-current=(language == current).then_some("true")
                    >
                        {native_name(language).to_owned()}
                    </a>
                </li>
            }
        };
        let links = page.mastheads.iter().map(link).collect_view();
        view! { <nav class="languages" aria-label=page.messages.languages()><ul>{links}</ul></nav> }
    })
}

/// The target of the quick exit if the newsroom names none: an empty page.
const EMPTY_PAGE: &str = "about:blank";

/// The button that leaves the paper at once. Without the app it is a plain link: the browser's back button undoes it.
#[component]
fn QuickExit() -> impl IntoView {
    let page = use_page();
    let address = page.masthead().leave.clone().unwrap_or_else(|| EMPTY_PAGE.to_owned());
    view! {
        <a class="leave" data-leave="" href=address rel="external noreferrer" title=page.messages.leave_title()>
            {page.messages.leave()}
        </a>
    }
}

/// Returns the page of another paper that corresponds best to this one, and the month of its article.
fn counterpart(page: &PageContext, masthead: &Masthead) -> (PageId, Option<String>) {
    let place = &page.route.place;
    let same = masthead.language == page.masthead().language;
    match place {
        PageId::Article(_) => article_counterpart(page, &masthead.language, same),
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

fn article_counterpart(page: &PageContext, language: &Language, same: bool) -> (PageId, Option<String>) {
    let Content::Article(article) = &page.content else {
        return (if same { page.route.place.clone() } else { PageId::Front }, None);
    };
    if same {
        return (page.route.place.clone(), Some(article.month().to_owned()));
    }
    match article.translations.iter().find(|translation| translation.language == *language) {
        Some(translation) => (PageId::Article(translation.slug.clone()), Some(translation.month.clone())),
        None => (PageId::Front, None),
    }
}
