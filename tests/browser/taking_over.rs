//! Tests that the app takes over a prerendered page without a visible change.

use image::{Rgb, RgbImage};
use serde_json::Value;

use crate::harness::{Fault, Setup, Tab};

const PAGES: [&str; 6] =
    ["", "sections/notices/", "archive/", "articles/ferry-is-back/", "fa/articles/ferry-is-back/", "about/"];

/// A script that returns the size of the page and every element: its attributes, its own text, and its position.
const PICTURE_OF_THE_PAGE: &str = "
    const root = document.getElementById('offprint');
    const page = document.documentElement;
    return [['page', page.scrollWidth, page.scrollHeight], ...[...root.querySelectorAll('*')].map(element => {
        const box = element.getBoundingClientRect();
        const attributes = [...element.attributes].map(it => `${it.name}=${it.value}`).sort();
        const text = [...element.childNodes].filter(it => it.nodeType === Node.TEXT_NODE).map(it => it.data).join('');
        return [[element.tagName, ...attributes, text].join(' '), box.x, box.y, box.width, box.height];
    })]";

/// A script that adds up how far the page was shifted since it began.
const SHIFT: &str = "
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });";

async fn check_nothing_changes(tab: &Tab, page: &str) {
    tab.server.fail("edition/head.json", Fault::Held);
    tab.visit(page).await;
    tab.check_js(
        "every picture",
        "return [...document.images].every(it => it.complete || it.loading === 'lazy')",
        true.into(),
    )
    .await;
    let before = tab.js(PICTURE_OF_THE_PAGE).await;
    let screen_before = tab.screenshot().await;
    tab.js("document.getElementById('offprint').before_the_app = true").await;

    tab.server.mend();
    tab.wait_for_app().await;
    let taken_over = tab.js("return !document.getElementById('offprint').before_the_app").await;
    assert_eq!(taken_over, Value::Bool(true), "the app did not recognise {page:?} as its own");
    check_same(page, &before, &tab.js(PICTURE_OF_THE_PAGE).await);
    tab.check_js(
        "every picture",
        "return [...document.images].every(it => it.complete || it.loading === 'lazy')",
        true.into(),
    )
    .await;
    check_same_screen(page, &screen_before, &tab.screenshot().await);
    tab.check_js("the layout shift", "return window.shift", 0.into()).await;
}

/// The tolerance for positions, which are fractions of a pixel.
const SAME_PLACE: f64 = 0.01;

fn check_same(page: &str, before: &Value, after: &Value) {
    let lines = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let same = |(before, after): (&Value, &Value)| match (before.as_f64(), after.as_f64()) {
        (Some(before), Some(after)) => (before - after).abs() < SAME_PLACE,
        _ => before == after,
    };
    for (before, after) in lines(before).iter().zip(&lines(after)) {
        let is_same = lines(before).iter().zip(&lines(after)).all(same);
        assert!(is_same, "when the app took over {page:?}:\n{before}\n{after}");
    }
    assert_eq!(lines(before).len(), lines(after).len(), "elements of {page:?}");
}

/// The tolerance for shades: rounded corners of a repainted picture differ invisibly.
const SAME_SHADE: u8 = 8;

fn check_same_screen(page: &str, before: &RgbImage, after: &RgbImage) {
    assert_eq!(before.dimensions(), after.dimensions());
    let differs = |left: &Rgb<u8>, right: &Rgb<u8>| left.0.iter().zip(right.0).any(|(a, b)| a.abs_diff(b) > SAME_SHADE);
    let mut pixels = before.enumerate_pixels().zip(after.pixels());
    let changed = pixels.find(|((_, _, left), right)| differs(left, right)).map(|((x, y, _), _)| (x, y));
    assert_eq!(changed, None, "the screen changed there when the app took over {page:?}");
}

fn check_pages(setup: Setup) {
    setup.run(async |tab| {
        tab.before_each_page(SHIFT).await;
        for page in PAGES {
            check_nothing_changes(tab, page).await;
        }
    });
}

#[test]
fn nothing_changes_on_a_wide_screen() {
    check_pages(Setup::new().sized(1280, 900));
}

#[test]
fn nothing_changes_on_a_phone() {
    check_pages(Setup::new().sized(360, 740));
}

#[test]
fn what_was_folded_out_and_scrolled_stays_so() {
    Setup::new().sized(360, 640).run(async |tab| {
        tab.server.fail("edition/head.json", Fault::Held);
        tab.visit("articles/ferry-is-back/").await;
        tab.click_on("summary").await;
        let scroll = tab.scroll().await;
        assert!(scroll > 0.0, "the fold is below the screen");
        tab.server.mend();
        tab.wait_for_app().await;
        assert!(tab.text("#content").await.contains("41,000"), "the fold is open");
        tab.check_scroll(scroll).await;
    });
}

/// The app does not take over a page that an extension, a translator or a reading aid has changed.
#[test]
fn a_page_that_was_changed_is_left_alone_and_works() {
    Setup::new().run(async |tab| {
        tab.before_each_page(
            "document.addEventListener('DOMContentLoaded', () => {
                 for (const heading of document.querySelectorAll('h1, .teaser-headline')) {
                     const mark = document.createElement('font');
                     mark.textContent = ' (translated)';
                     heading.append(mark);
                 }
             })",
        )
        .await;
        tab.open("").await;
        tab.mark().await;
        assert!(tab.text(".teaser-headline").await.contains("(translated)"), "what the extension did is still there");
        tab.click("The ferry is back").await;
        tab.check_heading("The ferry is back").await;
        tab.check_path("articles/ferry-is-back/").await;
        tab.back().await;
        tab.check_title("The Quay").await;
        tab.check_marked().await;
        tab.check_console_is_empty("a page that was changed").await;
    });
}
