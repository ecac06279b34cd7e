//! What is on this device, and what the reader may do about it.

use leptos::prelude::*;
use messages::Messages;

use crate::actions::{Action, Scope};
use crate::components::date::date;
use crate::components::signals::use_device;
use crate::components::teaser::article_link;
use crate::context::PageContext;
use updates::{
    Command, DeviceView, EditionView, Persistence, Remaining, SavedArticle, Space, StoragePlace, StorageView,
    StoredItem,
};

/// The page about this device.
pub fn device(scene: PageContext<'_>) -> AnyView {
    let messages = scene.messages;
    let (page, device) = (scene.page.clone(), use_device());
    view! {
        <h1 class="page-title">{messages.device()}</h1>
        <p class="page-intro">{messages.device_intro()}</p>
        <div class="device">{move || device.with(|device| content(PageContext::new(&page), device))}</div>
    }
    .into_any()
}

fn content(scene: PageContext<'_>, kept: &DeviceView) -> AnyView {
    let messages = scene.messages;
    let said = match kept.storage {
        StorageView::Unknown => {
            view! { <noscript><p class="stand-in">{messages.device_needs_scripts()}</p></noscript> }.into_any()
        }
        StorageView::Denied => view! { <p class="stand-in">{messages.storage_denied()}</p> }.into_any(),
        StorageView::Private => view! { <p class="stand-in">{messages.storage_private()}</p> }.into_any(),
        StorageView::SingleFile => {
            view! { <p class="stand-in">{scene.messages.single_file_explained()}</p>{pass_on(scene, Scope::Edition)} }
                .into_any()
        }
        StorageView::Open => ().into_any(),
    };
    let open = kept.storage == StorageView::Open;
    view! {
            {said}
            {traces(scene, kept)}
            {open.then(|| edition(scene, kept))}
            {open.then(|| saved(scene, &kept.saved))}
            {open.then(|| parts(scene, scene.messages.sections(), &kept.sections))}
            {open.then(|| parts(scene, messages.months(), &kept.months))}
            {open.then(|| space(scene, kept))}
            {open.then(|| given(scene))}
            {(kept.storage != StorageView::SingleFile).then(|| leaving(scene, kept))}
    }
    .into_any()
}

/// What was left after everything was forgotten.
fn traces(scene: PageContext<'_>, kept: &DeviceView) -> AnyView {
    if kept.remaining.is_empty() {
        return ().into_any();
    }
    let lines: Vec<AnyView> = kept
        .remaining
        .iter()
        .map(|(trace, left)| {
            let line = scene.messages.erase_result(place(scene.messages, *trace), remaining(scene.messages, *left));
            view! { <li>{line}</li> }.into_any()
        })
        .collect();
    view! {
        <section class="device-forgotten">
            <p>{scene.messages.erased()}</p>
            <ul>{lines}</ul>
            <p>{scene.messages.erase_limits()}</p>
        </section>
    }
    .into_any()
}

/// A place where a site can leave something.
fn place(messages: &Messages, place: StoragePlace) -> &'static str {
    match place {
        StoragePlace::Caches => messages.storage_caches(),
        StoragePlace::Database => messages.storage_database(),
        StoragePlace::Settings => messages.storage_settings(),
        StoragePlace::Worker => messages.storage_worker(),
    }
}

/// What is left in such a place.
fn remaining(messages: &Messages, left: Remaining) -> &'static str {
    match left {
        Remaining::Nothing => messages.remaining_nothing(),
        Remaining::Something => messages.remaining_something(),
        Remaining::Unknown => messages.remaining_unknown(),
    }
}

fn edition(scene: PageContext<'_>, kept: &DeviceView) -> AnyView {
    let messages = scene.messages;
    let summary = match &kept.edition {
        Some(edition) => edition_summary(scene, edition),
        None => view! { <p>{messages.no_edition()}</p> }.into_any(),
    };
    let checks: Vec<AnyView> = [
        (Command::SetKeep(true), kept.keep, messages.keep_editions()),
        (Command::SetPictures(true), kept.pictures, messages.keep_pictures()),
        (Command::SetAutomatic(true), kept.automatic, messages.download_automatically()),
    ]
    .into_iter()
    .map(|(command, checked, name)| {
        let action = Action::Command(command).text();
        view! {
            <label class="check">
                <input type="checkbox" data-do=action checked=checked />
                <span>{name}</span>
            </label>
        }
        .into_any()
    })
    .collect();
    view! { <section>{summary}{checks}</section> }.into_any()
}

fn edition_summary(scene: PageContext<'_>, edition: &EditionView) -> AnyView {
    let messages = scene.messages;
    let published = edition.date.as_ref().map(date);
    let title = messages.edition(edition.number);
    let taken = (!edition.downloaded.is_empty()).then(|| {
        let line = messages.downloaded_at(&edition.downloaded);
        view! { <span>{line}</span> }.into_any()
    });
    let articles = messages.articles_of(edition.articles, edition.of_articles);
    let pictures = (edition.pictures > 0).then(|| {
        let line = messages.picture_count(edition.pictures);
        let size = messages.size(edition.picture_bytes);
        view! { <span>{line}</span><span>{size}</span> }.into_any()
    });
    let missing = (edition.missing > 0).then(|| {
        let line = messages.missing_articles(edition.missing);
        view! {
            <p class="stand-in">
                {line} <button type="button" class="button" data-do=Action::Command(Command::Download).text()>{messages.download()}</button>
            </p>
        }
        .into_any()
    });
    view! {
        <h2 class="device-title">{title}</h2>
        <p class="meta">{published}<span>{articles}</span><span>{messages.size(edition.bytes)}</span>{pictures}{taken}</p>
        {missing}
        {pass_on(scene, Scope::Edition)}
    }
    .into_any()
}

/// A file that somebody gave the reader.
fn given(scene: PageContext<'_>) -> AnyView {
    let messages = scene.messages;
    view! {
        <section>
            <h2 class="device-title">{messages.open_file()}</h2>
            <p>{messages.open_file_explained()}</p>
            <p><button type="button" class="button" data-do=Action::OpenFile.text()>{messages.open_file()}</button></p>
        </section>
    }
    .into_any()
}

fn pass_on(scene: PageContext<'_>, scope: Scope) -> AnyView {
    let action = Action::Share(scope).text();
    view! { <p><button type="button" class="plain" data-do=action>{scene.messages.share()}</button></p> }.into_any()
}

fn parts(scene: PageContext<'_>, title: &'static str, parts: &[StoredItem]) -> AnyView {
    if parts.is_empty() {
        return ().into_any();
    }
    let lines: Vec<AnyView> = parts.iter().map(|part| self::part(scene, part)).collect();
    view! { <section><h2 class="device-title">{title}</h2><ul class="device-parts">{lines}</ul></section> }.into_any()
}

fn part(scene: PageContext<'_>, part: &StoredItem) -> AnyView {
    let messages = scene.messages;
    let count = if part.articles == part.of_articles {
        messages.article_count(part.articles)
    } else {
        messages.articles_of(part.articles, part.of_articles)
    };
    // What is not here costs what all of it does.
    let bytes = if part.articles > 0 { part.bytes } else { part.of_bytes };
    let size = (bytes > 0).then(|| view! { <span>{messages.size(bytes)}</span> }.into_any());
    let keep = (part.articles < part.of_articles)
        .then(|| button(Command::Keep(part.item.clone()), messages.keep(), messages.keep_part(&part.name)));
    let remove = (part.articles > 0)
        .then(|| button(Command::Discard(part.item.clone()), messages.remove(), messages.remove_part(&part.name)));
    view! {
        <li>
            <p><a href=scene.href(part.place.clone())>{part.name.clone()}</a></p>
            <p class="meta"><span>{count}</span>{size}{part.newest.as_ref().map(date)}</p>
            <p class="device-buttons">{keep}{remove}</p>
        </li>
    }
    .into_any()
}

fn saved(scene: PageContext<'_>, articles: &[SavedArticle]) -> AnyView {
    let messages = scene.messages;
    let lines: Vec<AnyView> = articles
        .iter()
        .map(|article| {
            let remove = button(
                Command::Discard(article.item.clone()),
                messages.remove(),
                messages.remove_part(&article.link.headline),
            );
            view! {
                <li>
                    <p>{article_link(scene, &article.link)}</p>
                    <p class="meta"><span>{scene.messages.size(article.bytes)}</span></p>
                    <p class="device-buttons">{remove}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    let list = if lines.is_empty() {
        view! { <p>{messages.no_saved_articles()}</p> }.into_any()
    } else {
        view! { <ul class="device-parts">{lines}</ul>{pass_on(scene, Scope::Saved)} }.into_any()
    };
    view! { <section><h2 class="device-title">{messages.saved_articles()}</h2>{list}</section> }.into_any()
}

/// A button. `label` tells screen readers what it is about, since a list has many of its name.
fn button(command: Command, name: &'static str, label: String) -> AnyView {
    let action = Action::Command(command).text();
    view! { <button type="button" class="plain" data-do=action aria-label=label>{name}</button> }.into_any()
}

fn space(scene: PageContext<'_>, kept: &DeviceView) -> AnyView {
    let messages = scene.messages;
    let used = kept.space.map(|Space { used, quota }| {
        let line = messages.space_used(&messages.size(quota), &messages.size(used));
        view! { <p>{line}</p> }.into_any()
    });
    let said = match kept.persistence {
        Persistence::Unknown => None,
        Persistence::Yes => Some(messages.persistence_granted()),
        Persistence::No => Some(messages.persistence_none()),
        Persistence::Refused => Some(messages.persistence_refused()),
    };
    let ask = (kept.persistence == Persistence::No).then(|| {
        view! { <p><button type="button" class="plain" data-do=Action::Command(Command::Persist).text()>{messages.persistence_request()}</button></p> }
            .into_any()
    });
    view! {
        <section>
            <h2 class="device-title">{messages.space()}</h2>
            {used}
            {said.map(|said| view! { <p>{said}</p> }.into_any())}
            {ask}
            <p class="meta"><span>{messages.sizes_explained()}</span></p>
            <p><a href=scene.fresh() data-reload="">{messages.reload_app()}</a></p>
        </section>
    }
    .into_any()
}

fn leaving(scene: PageContext<'_>, kept: &DeviceView) -> AnyView {
    let messages = scene.messages;
    let fold = |title: &'static str, text: &'static str, command: Command| {
        let action = Action::Command(command).text();
        view! {
            <details class="device-fold">
                <summary>{title}</summary>
                <p>{text}</p>
                <p>{messages.erase_limits()}</p>
                <p><button type="button" class="button" data-do=action>{title}</button></p>
            </details>
        }
        .into_any()
    };
    let can_act = kept.storage != StorageView::Unknown;
    let private = matches!(kept.storage, StorageView::Open | StorageView::Denied);
    view! {
        <section>
            <h2 class="device-title">{messages.fewer_traces()}</h2>
            <p>{messages.quick_exit_explained()}</p>
            {private.then(|| fold(messages.read_privately(), messages.read_privately_explained(), Command::GoPrivate))}
            {can_act.then(|| fold(messages.erase_all(), messages.erase_all_explained(), Command::EraseAll))}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use model::{Date, Language};

    use super::*;
    use crate::components::signals::DeviceSignals;
    use crate::context::bare_page;
    use crate::prerender::render_with;
    use edition::page::Content;
    use edition::routes::PageId;
    use updates::OfflineItem;
    use updates::{Remaining, StoragePlace};

    fn html(kept: DeviceView) -> String {
        let page = bare_page("en", "device/", Content::Device);
        let signals = DeviceSignals::new();
        signals.device.set(kept);
        render_with(&page, signals).replace('\u{a0}', " ")
    }

    fn month(articles: u32) -> StoredItem {
        StoredItem {
            item: OfflineItem::Month(Language::new("en"), "2026-10".to_owned()),
            place: PageId::Month("2026-10".to_owned()),
            name: "October 2026".to_owned(),
            newest: (articles > 0).then(|| Date { iso: "2026-10-30".to_owned(), text: "30 October 2026".to_owned() }),
            articles,
            of_articles: 30,
            bytes: 2_000 * u64::from(articles),
            of_bytes: 70_000,
        }
    }

    #[test]
    fn without_the_app_it_offers_nothing_that_would_not_work() {
        let html = html(DeviceView::default());
        assert!(html.contains("<noscript>") && !html.contains("data-do"), "{html}");
    }

    #[test]
    fn a_part_says_how_much_of_it_is_here_and_what_can_be_done() {
        let part = |articles| {
            html(DeviceView { storage: StorageView::Open, months: vec![month(articles)], ..DeviceView::default() })
        };
        let (keep, leave) = ("data-do=\"keep month en 2026-10\"", "data-do=\"leave month en 2026-10\"");
        let (none, some, all) = (part(0), part(12), part(30));
        assert!(none.contains("0 of 30 articles") && none.contains("70 KB") && none.contains(keep), "{none}");
        assert!(!none.contains(leave) && some.contains(keep) && some.contains(leave), "{some}");
        assert!(some.contains("12 of 30 articles") && some.contains("24 KB"), "{some}");
        assert!(some.contains("30 October 2026") && !none.contains("30 October 2026"), "{some}");
        assert!(all.contains("<span>30 articles</span>") && !all.contains(keep) && all.contains(leave), "{all}");
    }

    #[test]
    fn an_edition_says_its_age_and_what_is_missing() {
        let edition = EditionView {
            number: 12,
            date: Some(Date { iso: "2026-11-24".to_owned(), text: "24 November 2026".to_owned() }),
            downloaded: String::new(),
            articles: 33,
            of_articles: 34,
            bytes: 210_000,
            missing: 1,
            pictures: 8,
            picture_bytes: 300_000,
        };
        let html = html(DeviceView { storage: StorageView::Open, edition: Some(edition), ..DeviceView::default() });
        for words in ["Edition 12", "24 November 2026", "33 of 34 articles", "1 article is missing", "Pictures: 8"] {
            assert!(html.contains(words), "no {words:?} in {html}");
        }
        assert!(!html.contains("Downloaded"), "a clock that cannot be right is not quoted");
    }

    #[test]
    fn what_is_left_after_forgetting_is_told_place_by_place() {
        let traces = vec![
            (StoragePlace::Database, Remaining::Nothing),
            (StoragePlace::Caches, Remaining::Something),
            (StoragePlace::Worker, Remaining::Unknown),
        ];
        let html = html(DeviceView { storage: StorageView::Private, remaining: traces, ..DeviceView::default() });
        for words in
            ["Articles: nothing is left", "Stored files: something is left", "Offline app: this browser does not say"]
        {
            assert!(html.contains(words), "no {words:?} in {html}");
        }
    }
}
