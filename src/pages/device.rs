//! The page about this device: the stored articles, and the reader's choices.

use leptos::either::Either;
use leptos::prelude::*;
use messages::{Messages, native_name};

use crate::actions::{Action, Scope};
use crate::components::button::ActionButton;
use crate::components::date::Time;
use crate::components::signals::use_device;
use crate::components::teaser::LinkToArticle;
use crate::context::{PageContext, use_page};
use crate::view::view;
use updates::{
    Command, DeviceView, EditionView, FileCount, LanguageCount, OfflineItem, Persistence, Remaining, SavedArticle,
    Space, StoragePlace, StorageView, StoredItem,
};

/// The page about this device.
#[component]
pub fn DevicePage() -> impl IntoView {
    let (page, device) = (use_page(), use_device());
    let messages = page.messages;
    view! {
        <h1 class="page-title">{messages.device()}</h1>
        <p class="page-intro">{messages.device_intro()}</p>
        <div class="device">{move || device.with(|device| content(&page, device).into_any())}</div>
    }
}

fn content(page: &PageContext, device: &DeviceView) -> impl IntoView {
    let messages = page.messages;
    let is_open = device.storage == StorageView::Open;
    view! {
        {storage(messages, device.storage)}
        {erasure(messages, device)}
        {is_open.then(|| stored(page, device))}
        {(device.storage != StorageView::SingleFile).then(|| fewer_traces(messages, device))}
    }
}

/// Renders the stored edition, the saved articles and their sizes.
fn stored(page: &PageContext, device: &DeviceView) -> impl IntoView {
    let messages = page.messages;
    view! {
        {edition(messages, device)}
        {saved_articles(messages, &device.saved)}
        {items(page, messages.sections(), &device.sections)}
        {items(page, messages.months(), &device.months)}
        {space(page, device)}
        {open_file(messages)}
    }
}

/// Renders the reason why this device can store nothing; `None` where it can.
fn storage(messages: &'static Messages, storage: StorageView) -> Option<impl IntoView> {
    let line = match storage {
        StorageView::Unknown => messages.device_needs_scripts(),
        StorageView::Denied => messages.storage_denied(),
        StorageView::Private => messages.storage_private(),
        StorageView::SingleFile => messages.single_file_explained(),
        StorageView::Open => return None,
    };
    let line = view! { <p class="stand-in">{line}</p> };
    let share = (storage == StorageView::SingleFile).then(|| share(messages, Scope::Edition));
    Some(if storage == StorageView::Unknown {
        Either::Left(view! { <noscript>{line}</noscript> })
    } else {
        Either::Right(view! { {line}{share} })
    })
}

/// Renders the result of erasing everything; `None` if the reader did not ask for it.
fn erasure(messages: &'static Messages, device: &DeviceView) -> Option<impl IntoView> {
    (!device.remaining.is_empty()).then(|| {
        let line = |(place, left): &(StoragePlace, Remaining)| {
            let line = messages.erase_result(place_name(messages, *place), remaining(messages, *left));
            view! { <li>{line}</li> }
        };
        view! {
            <section class="device-forgotten">
                <p>{messages.erased()}</p>
                <ul>{device.remaining.iter().map(line).collect_view()}</ul>
                <p>{messages.erase_limits()}</p>
            </section>
        }
    })
}

/// Returns the name of a place where a site can store data.
fn place_name(messages: &Messages, place: StoragePlace) -> &'static str {
    match place {
        StoragePlace::Caches => messages.storage_caches(),
        StoragePlace::Database => messages.storage_database(),
        StoragePlace::Settings => messages.storage_settings(),
        StoragePlace::Worker => messages.storage_worker(),
    }
}

/// Returns the result of erasing such a place.
fn remaining(messages: &Messages, left: Remaining) -> &'static str {
    match left {
        Remaining::Nothing => messages.remaining_nothing(),
        Remaining::Something => messages.remaining_something(),
        Remaining::Unknown => messages.remaining_unknown(),
    }
}

fn edition(messages: &'static Messages, device: &DeviceView) -> impl IntoView {
    let summary = match &device.edition {
        Some(edition) => Either::Left(edition_summary(messages, edition, device.is_downloading)),
        None => Either::Right(view! { <p>{messages.no_edition()}</p> }),
    };
    let kinds = device.attachments;
    let linked_bytes = device.edition.as_ref().map_or(0, |edition| edition.linked_bytes);
    // Without such a file the choice would only puzzle.
    let files = (linked_bytes > 0 || kinds.files)
        .then(|| check(Command::SetFiles(true), kinds.files, messages.keep_files(&messages.size(linked_bytes))));
    let choice = |command, checked, name: &str| check(command, checked, name.to_owned());
    view! {
        <section>
            {summary}
            {choice(Command::SetKeep(true), device.keep, messages.keep_editions())}
            {choice(Command::SetPictures(true), kinds.pictures, messages.keep_pictures())}
            {files}
            {choice(Command::SetAutomatic(true), device.automatic, messages.download_automatically())}
        </section>
    }
}

/// Renders the check box of a choice; `command` is that of its checked state.
fn check(command: Command, checked: bool, name: String) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" data-do=Action::Command(command).text() checked=checked />
            <span>{name}</span>
        </label>
    }
}

fn edition_summary(messages: &'static Messages, edition: &EditionView, is_downloading: bool) -> impl IntoView {
    let published = edition.date.clone().map(|date| view! { <Time date /> });
    let articles = edition.articles.iter().map(|count| articles_in(messages, count, edition.articles.len() > 1));
    let articles = articles.collect_view();
    let kept = |stored: FileCount, line: String| {
        (stored.count > 0).then(|| view! { <span>{line}</span><span>{messages.size(stored.bytes)}</span> })
    };
    let pictures = kept(edition.pictures, messages.picture_count(edition.pictures.count));
    let files = kept(edition.files, messages.file_count(edition.files.count));
    let downloaded =
        (!edition.downloaded.is_empty()).then(|| view! { <span>{messages.downloaded_at(&edition.downloaded)}</span> });
    // Articles that are being downloaded are not missing.
    let missing = (edition.missing > 0 && !is_downloading).then(|| {
        let action = Action::Command(Command::Download);
        view! {
            <p class="stand-in device-missing">
                {messages.missing_articles(edition.missing)}<ActionButton action name=messages.download() class="button" />
            </p>
        }
    });
    view! {
        <h2 class="device-title">{messages.edition(edition.number)}</h2>
        <p class="meta">
            {published}{articles}<span>{messages.size(edition.bytes)}</span>{pictures}{files}{downloaded}
        </p>
        {missing}
        {share(messages, Scope::Edition)}
    }
}

/// Renders how many of the articles in a language are stored.
fn articles_in(messages: &'static Messages, count: &LanguageCount, is_named: bool) -> impl IntoView {
    let name = is_named.then(|| {
        let language = count.language.to_string();
        view! { <bdi lang=language>{native_name(&count.language).to_owned()}</bdi>": " }
    });
    view! { <span>{name}{messages.articles_of(count.articles, count.total_articles)}</span> }
}

/// Renders the button that opens a portable edition, and its explanation.
fn open_file(messages: &'static Messages) -> impl IntoView {
    view! {
        <section>
            <h2 class="device-title">{messages.open_file()}</h2>
            <p>{messages.open_file_explained()}</p>
            <p><ActionButton action=Action::OpenFile name=messages.open_file() class="button" /></p>
        </section>
    }
}

fn share(messages: &'static Messages, scope: Scope) -> impl IntoView {
    view! { <p><ActionButton action=Action::Share(scope) name=messages.share() class="plain" /></p> }
}

fn items(page: &PageContext, title: &'static str, items: &[StoredItem]) -> Option<impl IntoView> {
    (!items.is_empty()).then(|| {
        let lines = items.iter().map(|item| self::item(page, item)).collect_view();
        view! { <section><h2 class="device-title">{title}</h2><ul class="device-parts">{lines}</ul></section> }
    })
}

fn item(page: &PageContext, item: &StoredItem) -> impl IntoView {
    let messages = page.messages;
    let count = if item.articles == item.total_articles {
        messages.article_count(item.articles)
    } else {
        messages.articles_of(item.articles, item.total_articles)
    };
    // An item of which nothing is stored shows the size of all its articles.
    let bytes = if item.articles > 0 { item.bytes } else { item.total_bytes };
    let size = (bytes > 0).then(|| view! { <span>{messages.size(bytes)}</span> });
    let newest = item.newest.clone().map(|date| view! { <Time date /> });
    let keep = (item.articles < item.total_articles).then(|| {
        let action = Action::Command(Command::Keep(item.item.clone()));
        view! { <ActionButton action name=messages.keep() class="plain" label=messages.keep_part(&item.name) /> }
    });
    let remove = (item.articles > 0).then(|| remove(messages, &item.item, &item.name));
    view! {
        <li>
            <p><a href=page.href(item.place.clone())>{item.name.clone()}</a></p>
            <p class="meta"><span>{count}</span>{size}{newest}</p>
            <p class="device-buttons">{keep}{remove}</p>
        </li>
    }
}

fn remove(messages: &'static Messages, item: &OfflineItem, name: &str) -> impl IntoView + use<> {
    let action = Action::Command(Command::Discard(item.clone()));
    view! { <ActionButton action name=messages.remove() class="plain" label=messages.remove_part(name) /> }
}

fn saved_articles(messages: &'static Messages, articles: &[SavedArticle]) -> impl IntoView {
    let line = |article: &SavedArticle| {
        view! {
            <li>
                <p><LinkToArticle link=article.link.clone() /></p>
                <p class="meta"><span>{messages.size(article.bytes)}</span></p>
                <p class="device-buttons">{remove(messages, &article.item, &article.link.headline)}</p>
            </li>
        }
    };
    let list = if articles.is_empty() {
        Either::Left(view! { <p>{messages.no_saved_articles()}</p> })
    } else {
        let lines = articles.iter().map(line).collect_view();
        Either::Right(view! { <ul class="device-parts">{lines}</ul>{share(messages, Scope::Saved)} })
    };
    view! { <section><h2 class="device-title">{messages.saved_articles()}</h2>{list}</section> }
}

fn space(page: &PageContext, device: &DeviceView) -> impl IntoView {
    let messages = page.messages;
    let used = device.space.map(|Space { used, quota }| {
        view! { <p>{messages.space_used(&messages.size(quota), &messages.size(used))}</p> }
    });
    let persistence = match device.persistence {
        Persistence::Unknown => None,
        Persistence::Yes => Some(messages.persistence_granted()),
        Persistence::No => Some(messages.persistence_none()),
        Persistence::Refused => Some(messages.persistence_refused()),
    };
    let request = (device.persistence == Persistence::No).then(|| {
        let action = Action::Command(Command::Persist);
        view! { <p><ActionButton action name=messages.persistence_request() class="plain" /></p> }
    });
    view! {
        <section>
            <h2 class="device-title">{messages.space()}</h2>
            {used}
            {persistence.map(|persistence| view! { <p>{persistence}</p> })}
            {request}
            <p class="meta"><span>{messages.sizes_explained()}</span></p>
            <p><a href=page.fresh() data-reload="">{messages.reload_app()}</a></p>
        </section>
    }
}

fn fewer_traces(messages: &'static Messages, device: &DeviceView) -> impl IntoView {
    let storage = device.storage;
    let fold = |title: &'static str, text: &'static str, command: Command| {
        view! {
            <details class="device-fold">
                <summary>{title}</summary>
                <p>{text}</p>
                <p>{messages.erase_limits()}</p>
                <p><ActionButton action=Action::Command(command) name=title class="button" /></p>
            </details>
        }
    };
    let can_act = storage != StorageView::Unknown;
    let escape = can_act.then(|| match storage {
        StorageView::Open => {
            Either::Left(check(Command::SetEscape(true), device.escape, messages.leave_by_escape().to_owned()))
        }
        _ => Either::Right(view! { <p>{messages.leave_by_escape_explained()}</p> }),
    });
    let can_go_private = matches!(storage, StorageView::Open | StorageView::Denied);
    view! {
        <section>
            <h2 class="device-title">{messages.fewer_traces()}</h2>
            <p>{messages.quick_exit_explained()}</p>
            {escape}
            {can_go_private
                .then(|| fold(messages.read_privately(), messages.read_privately_explained(), Command::GoPrivate))}
            {can_act.then(|| fold(messages.erase_all(), messages.erase_all_explained(), Command::EraseAll))}
        </section>
    }
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
    use updates::{Remaining, StoragePlace};

    fn html(device: DeviceView) -> String {
        let page = bare_page("en", "device/", Content::Device);
        let signals = DeviceSignals::new();
        signals.device.set(device);
        render_with(&page, signals).replace('\u{a0}', " ")
    }

    fn month(articles: u32) -> StoredItem {
        StoredItem {
            item: OfflineItem::Month(Language::new("en"), "2026-10".to_owned()),
            place: PageId::Month("2026-10".to_owned()),
            name: "October 2026".to_owned(),
            newest: (articles > 0).then(|| Date { iso: "2026-10-30".to_owned(), text: "30 October 2026".to_owned() }),
            articles,
            total_articles: 30,
            bytes: 2_000 * u64::from(articles),
            total_bytes: 70_000,
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

    fn articles(language: &str, articles: u32, total_articles: u32) -> LanguageCount {
        LanguageCount { language: Language::new(language), articles, total_articles }
    }

    #[test]
    fn an_edition_says_its_age_and_what_is_missing() {
        let edition = EditionView {
            number: 12,
            date: Some(Date { iso: "2026-11-24".to_owned(), text: "24 November 2026".to_owned() }),
            downloaded: String::new(),
            articles: vec![articles("en", 33, 34)],
            bytes: 210_000,
            missing: 1,
            pictures: FileCount { count: 8, bytes: 300_000 },
            files: FileCount { count: 3, bytes: 2_000_000 },
            linked_bytes: 5_000_000,
        };
        let device = DeviceView { storage: StorageView::Open, edition: Some(edition), ..DeviceView::default() };
        let downloading = html(DeviceView { is_downloading: true, ..device.clone() });
        assert!(downloading.contains("33 of 34 articles") && !downloading.contains("missing"), "{downloading}");
        assert!(!downloading.contains("data-do=\"take\""), "{downloading}");
        let html = html(device);
        assert!(html.contains("data-do=\"take\""), "{html}");
        for words in [
            "Edition 12",
            "24 November 2026",
            "33 of 34 articles",
            "1 article is missing",
            "Pictures: 8",
            "Files: 3",
            "(5.0 MB)",
        ] {
            assert!(html.contains(words), "no {words:?} in {html}");
        }
        assert!(!html.contains("Downloaded"), "a clock that cannot be right is not quoted");
    }

    #[test]
    fn an_edition_in_several_languages_counts_the_articles_in_each() {
        let edition = EditionView {
            number: 12,
            date: None,
            downloaded: String::new(),
            articles: vec![articles("en", 17, 17), articles("ru", 16, 17)],
            bytes: 210_000,
            missing: 1,
            pictures: FileCount::default(),
            files: FileCount::default(),
            linked_bytes: 0,
        };
        let html = html(DeviceView { storage: StorageView::Open, edition: Some(edition), ..DeviceView::default() });
        for words in ["<bdi lang=\"en\">English</bdi>: 17 of 17 articles", "Русский</bdi>: 16 of 17 articles"] {
            assert!(html.contains(words), "no {words:?} in {html}");
        }
        assert!(!html.contains("data-do=\"files\""), "no article links to a file");
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
