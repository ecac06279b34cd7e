//! Tests that a page in which the app runs does all that a plain static page would do: on the site, on a device without the site,
//! and in a portable edition.
//!
//! | what a plain page does | test |
//! |---|---|
//! | back and forward return to the place | `back_and_forward_return_to_the_place` |
//! | a reload keeps the place, and so does a tab that the phone threw away | `a_reload_keeps_the_place` |
//! | back from another site returns to the place | `a_page_of_another_site_is_one_step_from_where_the_reader_was` |
//! | a link to a place shows the place, its fold-out open, as `:target` | `a_link_to_a_place_shows_it` |
//! | a link to a place on the same page | `a_link_to_a_place_on_the_same_page_shows_it` |
//! | an address with a place opens there | `an_address_of_a_place_opens_there` |
//! | an address with a text fragment shows the text, on the site and on the device | `an_address_of_a_text_shows_it` |
//! | an address without its slash, in capitals, with two slashes | `an_address_is_understood_however_it_is_spelt` |
//! | find in page | `the_browser_finds_the_text` |
//! | focus, and the keyboard | `keyboard.rs`, `history.rs` |
//! | middle click and control click | `navigation::a_click_with_the_control_key_opens_another_tab` |
//! | zoom, drag, save page | `the_page_is_the_readers` |
//! | print | `printing.rs` |
//! | view source, link previews | `site/pages.rs`: the HTML is complete without scripts |

use std::sync::Arc;

use serde_json::json;

use crate::harness::{Setup, Site, Tab, fixture, packing, until};

/// The place of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    /// On the site, on the first visit.
    Site,
    /// On a device with the edition, once the site is gone.
    Device,
    /// In a portable edition.
    File,
}

fn potters() -> Arc<Site> {
    fixture("potters")
}

const FILE: &str = "potters.html";

/// Runs a test in a narrow window, where both articles are longer than the screen.
fn at(place: Place, test: impl AsyncFnOnce(&Tab)) {
    let setup = Setup::new().with_site(potters()).sized(400, 600);
    let setup = if place == Place::Device { setup.keeping() } else { setup };
    setup.run(async |tab| {
        match place {
            Place::Site => {}
            Place::Device => {
                tab.open("").await;
                tab.check_all_kept().await;
                tab.server.stop().await;
            }
            Place::File => {
                tab.put_file(FILE, packing(&potters()).html());
                tab.server.stop().await;
            }
        }
        test(tab).await;
    });
}

async fn open(tab: &Tab, place: Place, path: &str) {
    match place {
        Place::Site | Place::Device => tab.open(path).await,
        Place::File => tab.open_file(&format!("{FILE}#/{path}")).await,
    }
}

/// A script that tells which heading is in the window.
const HEADING_IN_VIEW: &str = "const heading = [...document.querySelectorAll('h1, h2, h3')].find(it => { \
                               const { top, bottom, height } = it.getBoundingClientRect(); \
                               return height && top >= -1 && bottom <= innerHeight }); return heading?.textContent";

async fn check_shown(tab: &Tab, heading: &str) {
    tab.check_js("the heading in view", HEADING_IN_VIEW, json!(heading)).await;
}

/// Checks that the browser remembers the place with the entry of its history: a phone throws tabs away without an event.
async fn check_remembered(tab: &Tab) {
    tab.check_js("the place", "return history.state?.scroll === scrollY", json!(true)).await;
}

fn everywhere(test: impl AsyncFn(&Tab, Place)) {
    for place in [Place::Site, Place::Device, Place::File] {
        at(place, async |tab| test(tab, place).await);
    }
}

#[test]
fn back_and_forward_return_to_the_place() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/walk/").await;
        let walk = tab.scroll_to_link("later passage on glaze").await;
        tab.click("the hidden room").await;
        tab.check_heading("The kiln on Mill Street").await;
        let kiln = tab.scroll_to("#content footer, footer").await;
        tab.back().await;
        tab.check_heading("A walk to the kilns").await;
        tab.check_scroll(walk).await;
        tab.forward().await;
        tab.check_heading("The kiln on Mill Street").await;
        tab.check_scroll(kiln).await;
    });
}

#[test]
fn a_reload_keeps_the_place() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/kiln/").await;
        let scroll = tab.scroll_to("main h2").await;
        check_remembered(tab).await;
        tab.reload().await;
        tab.check_scroll(scroll).await;
        tab.reload().await;
        tab.check_scroll(scroll).await;
    });
}

#[test]
fn a_page_of_another_site_is_one_step_from_where_the_reader_was() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/kiln/").await;
        let scroll = tab.scroll_to("main h2").await;
        check_remembered(tab).await;
        tab.visit_address("about:blank").await;
        tab.back().await;
        tab.check_scroll(scroll).await;
    });
}

/// Checks which heading CSS calls `:target`.
async fn check_target(tab: &Tab, heading: &str) {
    tab.check_js("the target", "return document.querySelector(':target')?.textContent", json!(heading)).await;
}

#[test]
fn a_link_to_a_place_shows_it() {
    everywhere(async |tab, place| {
        for (link, heading) in [("the hidden room", "The hidden room"), ("later passage on glaze", "Glaze")] {
            open(tab, place, "articles/walk/").await;
            tab.click(link).await;
            tab.check_heading("The kiln on Mill Street").await;
            check_shown(tab, heading).await;
            // In a file, the fragment is the address of the page.
            if place != Place::File {
                check_target(tab, heading).await;
                tab.back().await;
                tab.check_heading("A walk to the kilns").await;
                tab.forward().await;
                tab.check_heading("The kiln on Mill Street").await;
                check_target(tab, heading).await;
            }
        }
    });
}

#[test]
fn a_link_to_a_place_on_the_same_page_shows_it() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/walk/").await;
        tab.click_on("a[href$='footnote-1']").await;
        tab.check_js("the target", "return !!document.querySelector(':target')", json!(true)).await;
        tab.back().await;
        tab.check_heading("A walk to the kilns").await;
        // The place is inside a closed fold-out.
        open(tab, place, "articles/kiln/").await;
        tab.click("higher up").await;
        check_shown(tab, "The hidden room").await;
    });
}

#[test]
fn an_address_of_a_place_opens_there() {
    for place in [Place::Site, Place::Device] {
        at(place, async |tab| {
            for (fragment, heading) in [("the-hidden-room", "The hidden room"), ("glaze", "Glaze")] {
                tab.open(&format!("articles/kiln/#{fragment}")).await;
                check_shown(tab, heading).await;
                tab.visit_address("about:blank").await;
            }
        });
    }
}

#[test]
fn an_address_of_a_text_shows_it() {
    const IN_VIEW: &str = "const paragraph = [...document.querySelectorAll('main p')] \
                           .find((it) => it.textContent.startsWith('White is bought')); \
                           const { top, bottom } = paragraph.getBoundingClientRect(); \
                           return top >= 0 && bottom <= innerHeight";
    for place in [Place::Site, Place::Device] {
        at(place, async |tab| {
            tab.open("articles/kiln/#:~:text=White%20is%20bought").await;
            tab.check_js("the text in view", IN_VIEW, json!(true)).await;
        });
    }
}

#[test]
fn an_address_is_understood_however_it_is_spelt() {
    at(Place::Device, async |tab| {
        for path in ["articles/kiln", "Articles/KILN/", "articles//kiln/", "/articles/kiln", "articles/kiln/index.html"]
        {
            tab.open(path).await;
            tab.check_heading("The kiln on Mill Street").await;
            tab.check_js("the style", "return document.styleSheets.length > 0", json!(true)).await;
        }
        tab.click("The Potters").await;
        tab.check_path("").await;
    });
}

#[test]
fn the_browser_finds_the_text() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/kiln/").await;
        let found = "getSelection().removeAllRanges(); return find('White is bought')";
        tab.check_js("the text", found, json!(true)).await;
        until("the page to scroll", async || {
            let scroll = tab.scroll().await;
            if scroll > 0.0 { Ok(()) } else { Err("it is at the top".to_owned()) }
        })
        .await;
    });
}

#[test]
fn the_page_is_the_readers() {
    everywhere(async |tab, place| {
        open(tab, place, "articles/kiln/").await;
        let can_zoom =
            "return !/maximum-scale|user-scalable/.test(document.querySelector('meta[name=viewport]').content)";
        tab.check_js("zoom", can_zoom, json!(true)).await;
        let drag = "return document.querySelector('main').dispatchEvent(new Event('dragstart', { bubbles: true, cancelable: true }))";
        tab.check_js("a drag", drag, json!(true)).await;
        let menu = "return document.querySelector('main').dispatchEvent(new Event('contextmenu', { bubbles: true, cancelable: true }))";
        tab.check_js("the menu", menu, json!(true)).await;
        let copied = "return document.querySelector('main').dispatchEvent(new Event('copy', { bubbles: true, cancelable: true }))";
        tab.check_js("a copy", copied, json!(true)).await;
        let saved = "return new DOMParser().parseFromString(document.documentElement.outerHTML, 'text/html') \
                     .querySelector('main').textContent.includes('White is bought')";
        tab.check_js("the saved page", saved, json!(true)).await;
    });
}
