//! Tests the site without a mouse.

use crate::harness::{Key, Setup, Tab, in_tab};

#[test]
fn the_first_stop_skips_to_the_content() {
    in_tab(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.press(Key::Tab).await;
        tab.check_focus("a.skip").await;
        check_focus_is_seen(tab).await;
        tab.press(Key::Enter).await;
        tab.check_js("the address", "return location.hash", "#content".into()).await;
        // The next stop is inside the content.
        tab.press(Key::Tab).await;
        let script = "return document.querySelector('#content').contains(document.activeElement)";
        tab.check_js("the focus inside the content", script, true.into()).await;
    });
}

#[test]
fn the_first_story_is_reached_and_opened() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.mark().await;
        tab.press(Key::Tab).await;
        tab.press(Key::Enter).await;
        tab.press(Key::Tab).await;
        tab.check_focus(".teaser-headline a").await;
        check_focus_is_seen(tab).await;
        tab.press(Key::Enter).await;
        tab.check_heading("The ferry is back").await;
        tab.check_focus_on_heading().await;
        tab.check_marked().await;
    });
}

#[test]
fn the_focus_stays_when_the_app_takes_over() {
    in_tab(async |tab| {
        tab.server.fail("edition/head.json", crate::harness::Fault::Held);
        tab.visit("").await;
        tab.press(Key::Tab).await;
        tab.press(Key::Tab).await;
        tab.check_focus(".masthead-title").await;
        tab.server.mend();
        tab.wait_for_app().await;
        tab.check_focus(".masthead-title").await;
    });
}

#[test]
fn every_stop_on_an_article_is_seen() {
    Setup::new().sized(360, 640).run(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        for _ in 0..20 {
            tab.press(Key::Tab).await;
            check_focus_is_seen(tab).await;
        }
    });
}

/// Checks that the focus is visible on the screen.
async fn check_focus_is_seen(tab: &Tab) {
    let script = "
        const element = document.activeElement;
        const box = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return element !== document.body && inside && outlined ? 'seen' : element.outerHTML.slice(0, 200)";
    tab.check_js("the focus", script, "seen".into()).await;
}
