//! Tests what all dialogs have in common: their button and Escape close them, whatever is going on, and no control moves under the
//! reader's finger while text arrives.

use serde_json::json;

use crate::harness::{Key, Setup, Tab, in_tab, on_device, packing, town};

/// A script that returns where the button that closes the dialog is.
const CLOSE: &str = "const { x, y } = document.querySelector('.dialog-close').getBoundingClientRect(); return [x, y]";

/// A script that returns where every control of the dialog is.
const CONTROLS: &str = "return [...document.querySelectorAll('dialog button, dialog input, dialog summary')].map(it => { \
                        const { x, y } = it.getBoundingClientRect(); return [it.textContent, x, y] })";

async fn check_closed(tab: &Tab) {
    tab.check_dialogs(0).await;
}

#[test]
fn close_stays_where_it_is_while_a_file_is_opened() {
    Setup::new().keeping().sized(360, 640).run(async |tab| {
        tab.put_file("town.html", packing(&town()).html());
        tab.open("").await;
        tab.check_all_kept().await;
        tab.js("self.positions = []; new MutationObserver(() => { \
                const close = document.querySelector('.dialog-close')?.getBoundingClientRect(); \
                if (close) self.positions.push(`${close.x} ${close.y}`); \
                }).observe(document.body, { childList: true, subtree: true, characterData: true })")
            .await;
        tab.drop_file("town.html").await;
        tab.check_text("dialog [role=status]", "Everything in this file is on this device already.").await;
        tab.check_js("the places of Close", "return new Set(self.positions).size", json!(1)).await;
        tab.click_on(".dialog-close").await;
        check_closed(tab).await;
    });
}

#[test]
fn no_control_moves_when_something_was_copied() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.find("dialog").await;
        let before = tab.js(CONTROLS).await;
        tab.press_button("Copy as text").await;
        tab.check_js(
            "what was said",
            "return !!document.querySelector('dialog [role=status]').textContent",
            json!(true),
        )
        .await;
        assert_eq!(tab.js(CONTROLS).await, before);
    });
}

#[test]
fn a_long_dialog_keeps_its_way_out_on_the_screen() {
    Setup::new().sized(360, 640).run(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Embed").await;
        tab.find("dialog textarea").await;
        let before = tab.js(CLOSE).await;
        tab.js("const dialog = document.querySelector('dialog'); dialog.scrollTop = dialog.scrollHeight").await;
        assert_eq!(tab.js(CLOSE).await, before);
        tab.click_on(".dialog-close").await;
        check_closed(tab).await;
    });
}

#[test]
fn escape_closes_a_dialog_while_a_file_is_being_made() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_all_kept().await;
        tab.open("device/").await;
        tab.press_button("Share").await;
        tab.find("dialog").await;
        tab.js("document.querySelector('dialog .button').click()").await;
        tab.press(Key::Escape).await;
        check_closed(tab).await;
        tab.check_heading("On this device").await;
    });
}
