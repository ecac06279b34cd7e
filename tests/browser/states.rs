//! Tests that what a page says is true in every state of the app.
//!
//! | state | what the page says | test |
//! |---|---|---|
//! | no scripts | no button that needs them, no promise of a key | `no_scripts.rs`, `no_page_promises_what_needs_the_app` |
//! | no WebAssembly | that the app did not start, and what works | `without_webassembly_the_page_says_so` |
//! | the core is missing | the same | `parts.rs` |
//! | before the app is ready | buttons that wait; Escape works | `parts.rs`, `private.rs` |
//! | offline | the edition's date | `keeping.rs`, `faults.rs` |
//! | the browser closed the database | nothing: it is opened again | `a_database_that_the_browser_closes_is_opened_again` |
//! | the browser stores nothing | that it does not let the site store | `faults.rs` |
//! | private | that nothing is stored | `private.rs` |
//! | in a portable edition | that all is in the file | `file.rs` |
//! | an address without a page | no more than a link | `not_found.rs`, `no_page_promises_what_needs_the_app` |
//! | unsigned | that it is not signed, and nothing about fingerprints | `an_unsigned_newspaper_does_not_speak_of_its_signature` |
//! | signed, expired | who signed, how old it is | `signed.rs` |

use serde_json::json;

use crate::harness::{Setup, Tab, in_tab, newer_site, on_device, town};

/// A script that removes WebAssembly, as the lockdown mode of iOS does.
const WITHOUT_WEBASSEMBLY: &str = "delete self.WebAssembly";

const NOT_STARTED: &str = "The app of this site did not start";

/// A script that returns the text of every button in view that needs the app.
const BUTTONS: &str = "return [...document.querySelectorAll('[data-do]')] \
                       .filter(it => it.offsetParent && getComputedStyle(it).visibility === 'visible') \
                       .map(it => it.textContent)";

#[test]
fn without_webassembly_the_page_says_so() {
    in_tab(async |tab| {
        tab.before_each_page(WITHOUT_WEBASSEMBLY).await;
        for (path, place) in [("articles/ferry-is-back/", "main"), ("device/", ".device"), ("origin/", ".device")] {
            tab.visit(path).await;
            tab.check_text(place, NOT_STARTED).await;
            tab.check_js("the buttons", BUTTONS, json!([])).await;
            tab.check_console_is_empty(path).await;
        }
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
        tab.check_text("main", NOT_STARTED).await;
    });
}

#[test]
fn no_page_promises_what_needs_the_app() {
    Setup::new().without_scripts().run(async |tab| {
        for path in ["", "articles/ferry-is-back/", "device/", "origin/", "no-such-page/"] {
            tab.visit(path).await;
            let page = tab.text("html").await;
            for promise in ["Escape", "Save", "Share", "Embed"] {
                assert!(!page.contains(promise), "{path} promises {promise:?}: {page}");
            }
            let title = tab.find(".leave").await.attr("title").await.expect("an attribute");
            assert_eq!(title.as_deref(), Some("Leave this page at once"), "{path}");
        }
    });
}

/// A script that closes the database as a browser does: iOS in the background, others when storage fails.
const CLOSE: &str = "for (const database of window.databases) { \
                     database.close(); database.dispatchEvent(new Event('close')); }";

/// A script that remembers each opened database.
const REMEMBER: &str = "
    const open = IDBFactory.prototype.open;
    window.databases = [];
    IDBFactory.prototype.open = function (...given) {
        const request = open.apply(this, given);
        request.addEventListener('success', () => window.databases.push(request.result));
        return request;
    };";

async fn check_saves(tab: &Tab) {
    tab.js(CLOSE).await;
    tab.press_button("Save").await;
    tab.check_js("the button", "return document.querySelector('button[aria-pressed]').ariaPressed", json!("true"))
        .await;
}

#[test]
fn a_database_that_the_browser_closes_is_opened_again() {
    on_device(async |tab| {
        tab.before_each_page(REMEMBER).await;
        tab.open("articles/ferry-is-back/").await;
        tab.check_all_kept().await;
        check_saves(tab).await;
        tab.js(CLOSE).await;
        tab.click("On this device").await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.check_text(".device", "The ferry is back").await;
        tab.js(CLOSE).await;
        tab.server.publish(newer_site());
        tab.js("document.dispatchEvent(new Event('visibilitychange'))").await;
        tab.check_notice("1 new article").await;
        tab.js(CLOSE).await;
        tab.press_button("Download").await;
        tab.check_notice("Saved on this device: 51 articles").await;
    });
}

#[test]
fn an_unsigned_newspaper_does_not_speak_of_its_signature() {
    Setup::new().with_site(town()).run(async |tab| {
        tab.open("origin/").await;
        tab.check_text(".device", "This newspaper is not signed").await;
        let page = tab.text("main").await;
        for word in ["fingerprint", "Signed with", "offprint"] {
            assert!(!page.contains(word), "it speaks of {word:?}: {page}");
        }
    });
}
