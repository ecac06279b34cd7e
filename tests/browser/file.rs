//! Tests a portable edition opened from a disk: the app in it works as on the site, and leaves nothing behind.

use model::Language;
use portable::Selection;
use serde_json::{Value, json};

use crate::harness::{Key, Setup, Tab, packing, sample, town, town_at};

/// Runs a test with the town in the file `town.html`, without a server.
fn with_town(test: impl AsyncFnOnce(&Tab)) {
    Setup::new().keeping().run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.server.stop().await;
        test(tab).await;
    });
}

#[test]
fn the_app_starts_and_leads_through_the_paper() {
    with_town(async |tab| {
        tab.open_file("town.html").await;
        tab.check_title("The Quay").await;
        assert!(tab.headlines().await.contains(&"The ferry is back".to_owned()));
        tab.mark().await;
        tab.click("The ferry is back").await;
        tab.check_file_path("town.html#/articles/ferry-is-back/").await;
        tab.check_heading("The ferry is back").await;
        tab.check_title("The ferry is back — The Quay").await;
        tab.check_focus_on_heading().await;
        assert!(tab.text("main").await.contains("forty people, nine bicycles and two goats"));
        for (link, heading, path) in [
            ("Archive", "Archive", "archive/"),
            ("May 2025", "May 2025", "archive/2025-05/"),
            ("Notice 23", "Notice 23", "articles/notice-23/"),
            ("Notices", "Notices", "sections/notices/"),
            ("Older", "Notices", "sections/notices/page/1/"),
            ("Topics", "Topics", "topics/"),
            ("Harbour", "Harbour", "topics/harbour/"),
            ("Places", "Places", "places/"),
            ("About", "About", "about/"),
        ] {
            tab.click(link).await;
            tab.check_heading(heading).await;
            tab.check_file_path(&format!("town.html#/{path}")).await;
            tab.check_focus_on_heading().await;
        }
        tab.check_marked().await;
        tab.check_console_is_empty("town.html").await;
    });
}

#[test]
fn pictures_come_out_of_the_file() {
    Setup::new().run(async |tab| {
        tab.put_file("sample.html", packing(&sample()).html());
        tab.server.stop().await;
        tab.open_file("sample.html#/articles/ferry-returns/").await;
        let shown = "const image = document.querySelector('main figure img'); \
                     return image?.complete && image.naturalWidth > 0 && image.src.startsWith('data:image/')";
        tab.check_js("the picture", shown, json!(true)).await;
        tab.check_console_is_empty("sample.html").await;
    });
}

#[test]
fn nothing_is_requested_and_nothing_is_left() {
    with_town(async |tab| {
        tab.open_file("town.html").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.click("فارسی").await;
        tab.check_language("fa", "rtl").await;
        tab.open_file("town.html#/device/").await;
        tab.check_text(".device", "This newspaper is a single file").await;
        let asked = tab.all_requests().await;
        let others: Vec<&String> = asked.iter().filter(|path| !path.starts_with("data:")).collect();
        let file = tab.file_address("town.html");
        assert!(!others.is_empty() && others.iter().all(|path| path.split('#').next() == Some(&file)), "{others:#?}");
        assert_eq!(others.len(), 2, "each time it was opened, and never again: {others:#?}");
        let left = tab.ask(LEFT).await;
        assert_eq!(
            left,
            json!({ "databases": [], "caches": [], "local": [], "session": [], "workers": [], "cookie": "" })
        );
        tab.check_console_is_empty("town.html").await;
    });
}

/// A script that returns everything that a page can leave in a browser, as far as files may leave anything.
const LEFT: &str = "
    const none = async ask => { try { return await ask() } catch { return [] } };
    return {
        databases: await none(async () => (await indexedDB.databases()).map(it => it.name)),
        caches: await none(() => caches.keys()),
        local: await none(() => Object.keys(localStorage)),
        session: await none(() => Object.keys(sessionStorage)),
        workers: await none(async () => (await navigator.serviceWorker.getRegistrations()).map(it => it.scope)),
        cookie: document.cookie,
    }";

#[test]
fn a_page_that_is_not_in_the_file_says_so() {
    Setup::new().run(async |tab| {
        let part = Selection::Month(Language::new("en"), "2025-05".to_owned());
        tab.put_file("part.html", packing(&town_at("https://quay.example/")).only(part).html());
        tab.server.stop().await;
        tab.open_file("part.html#/articles/ferry-is-back/").await;
        tab.check_heading("Not in this file").await;
        let link = "return document.querySelector('main .card-open a')?.href";
        tab.check_js("the link", link, json!("https://quay.example/articles/ferry-is-back/")).await;
        tab.click("Front page").await;
        tab.check_title("The Quay").await;
    });
}

#[test]
fn back_and_forward_restore_the_page_and_its_scroll() {
    with_town(async |tab| {
        tab.open_file("town.html").await;
        tab.mark().await;
        let scroll = tab.scroll_to_link("A fair without a ship").await;
        tab.click("A fair without a ship").await;
        tab.check_heading("A fair without a ship").await;
        tab.check_scroll(0.0).await;
        tab.back().await;
        tab.check_title("The Quay").await;
        tab.check_scroll(scroll).await;
        tab.check_focus("a[href='#/articles/harbour-fair/']").await;
        tab.forward().await;
        tab.check_heading("A fair without a ship").await;
        tab.check_file_path("town.html#/articles/harbour-fair/").await;
        tab.check_marked().await;
    });
}

#[test]
fn a_page_that_is_loaded_anew_is_the_same_page() {
    with_town(async |tab| {
        tab.open_file("town.html").await;
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.reload().await;
        tab.check_heading("The ferry is back").await;
        tab.check_file_path("town.html#/articles/ferry-is-back/").await;
        tab.back().await;
        tab.check_title("The Quay").await;
    });
}

#[test]
fn an_address_into_the_file_opens_there() {
    with_town(async |tab| {
        for (path, heading) in [
            ("articles/library-roof/", "The library gets its roof back"),
            ("ru/articles/ferry-is-back/", "Паром вернулся"),
            ("archive/2025-05/", "May 2025"),
            ("articles/none/", "Not in this file"),
        ] {
            tab.open_file(&format!("town.html#/{path}")).await;
            tab.check_heading(heading).await;
        }
        tab.click("Front page").await;
        tab.check_title("The Quay").await;
        tab.check_console_is_empty("town.html").await;
    });
}

#[test]
fn a_footnote_is_a_step_away_and_back() {
    with_town(async |tab| {
        tab.open_file("town.html#/articles/ferry-is-back/").await;
        tab.mark().await;
        tab.click_on("[role=doc-noteref]").await;
        tab.check_file_path("town.html#/articles/ferry-is-back/#footnote-1").await;
        tab.check_heading("The ferry is back").await;
        tab.check_js("the footnote on the screen", &on_screen(".footnote"), json!(true)).await;
        tab.click_on("[role=doc-backlink]").await;
        tab.check_file_path("town.html#/articles/ferry-is-back/#reference-1").await;
        tab.check_js("the reference on the screen", &on_screen("[role=doc-noteref]"), json!(true)).await;
        tab.back().await;
        tab.check_file_path("town.html#/articles/ferry-is-back/#footnote-1").await;
        tab.check_heading("The ferry is back").await;
        tab.check_marked().await;
        // The same place, from outside.
        tab.open_file("town.html#/articles/ferry-is-back/#footnote-1").await;
        tab.check_heading("The ferry is back").await;
        tab.check_js("the footnote on the screen", &on_screen(".footnote"), json!(true)).await;
    });
}

/// Returns a script that tells whether an element is within the window.
fn on_screen(selector: &str) -> String {
    format!(
        "const {{ top, bottom }} = document.querySelector('{selector}').getBoundingClientRect(); \
             return top >= -1 && bottom <= innerHeight + 1"
    )
}

#[test]
fn the_paper_changes_its_language_without_being_loaded_anew() {
    with_town(async |tab| {
        tab.open_file("town.html#/articles/ferry-is-back/").await;
        tab.mark().await;
        tab.click_on(".translations a[hreflang=ru]").await;
        tab.check_heading("Паром вернулся").await;
        tab.check_title("Паром вернулся — Причал").await;
        tab.check_language("ru", "ltr").await;
        tab.click_on(".translations a[hreflang=fa]").await;
        tab.check_language("fa", "rtl").await;
        tab.check_file_path("town.html#/fa/articles/ferry-is-back/").await;
        tab.back().await;
        tab.check_language("ru", "ltr").await;
        tab.check_marked().await;
    });
}

#[test]
fn the_keyboard_is_enough() {
    with_town(async |tab| {
        tab.open_file("town.html").await;
        tab.js("document.querySelector('.teaser-headline a, a:has(.teaser-headline)').focus()").await;
        tab.press(Key::Enter).await;
        tab.check_heading("The ferry is back").await;
        tab.check_focus_on_heading().await;
    });
}

/// The app reads the file's archive, which it checks: text inserted beside it is not shown.
#[test]
fn the_app_does_not_show_text_added_to_the_file_by_hand() {
    with_town(async |tab| {
        let html = packing(&town()).html();
        let forged = html.replace("forty people, nine bicycles", "forged words, nine bicycles");
        assert_eq!(forged.len(), html.len());
        tab.put_file("forged.html", forged);
        tab.open_file("forged.html#/articles/ferry-is-back/").await;
        tab.check_text("main", "forty people, nine bicycles").await;
    });
}

#[test]
fn passing_on_from_inside_a_file_gives_files_that_work() {
    with_town(async |tab| {
        tab.open_file("town.html#/articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        let (name, _) = tab.save_file().await;
        assert_eq!(name, "ferry-is-back.html");
        tab.open_file("town.html#/device/").await;
        tab.press_button("Share").await;
        let (edition, _) = tab.save_file().await;
        assert_eq!(edition, "The-Quay-2026-11-12.html");
        tab.check_console_is_empty("town.html").await;

        tab.visit_file(&name).await;
        assert!(tab.text("article h1").await.contains("The ferry is back"));
        let shown =
            "const image = document.querySelector('article img'); return image.complete && image.naturalWidth > 0";
        tab.check_js("the picture", shown, json!(true)).await;
        tab.check_js("the app", "return document.documentElement.dataset.app ?? null", Value::Null).await;
        tab.open_file(&edition).await;
        tab.check_title("The Quay").await;
        tab.click("Archive").await;
        tab.click("May 2025").await;
        tab.click("Notice 23").await;
        tab.check_heading("Notice 23").await;
        tab.open_file(&format!("{edition}#/articles/ferry-is-back/")).await;
        tab.check_js("the picture", &shown.replace("article img", "main img"), json!(true)).await;
        tab.check_console_is_empty(&edition).await;
    });
}
