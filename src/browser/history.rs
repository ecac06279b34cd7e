//! The entries of the tab's history: which one is present, and what is remembered of each.
//!
//! The state that the browser keeps with an entry outlives a full load of another page, unlike this app.

use std::cell::{Cell, RefCell};

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration};

use super::dom;

/// The entries of the tab's history.
#[derive(Default)]
pub(super) struct Entries {
    /// The key of the present entry.
    present: Cell<u64>,
    /// What is remembered of the entries that this app showed, by their keys.
    remembered: RefCell<Vec<(u64, Remembered)>>,
    /// Whether the entry is present already and its page is not.
    awaited: Cell<bool>,
}

/// Where the reader was on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Remembered {
    /// How far the page was scrolled, in CSS pixels.
    pub scroll: Option<f64>,
    /// The link, as it is written on the page, by which the reader left it.
    pub link: Option<String>,
}

const KEY: &str = "key";
const MONTH: &str = "month";
const SCROLL: &str = "scroll";

impl Entries {
    /// Makes the present entry one of this app; `month` is the month of its article.
    pub(super) fn adopt(&self, month: Option<&str>) {
        let state = state().unwrap_or_else(|| self.new_state(month));
        self.present.set(key(&state));
        replace(&state);
    }

    /// The reader went to another entry. What is remembered of it, or none when the browser made it for a link inside
    /// the page.
    pub(super) fn arrive(&self) -> Option<Remembered> {
        let state = state()?;
        self.present.set(key(&state));
        let mut remembered = self.remembered();
        remembered.scroll = remembered.scroll.or_else(|| number(&state, SCROLL));
        Some(remembered)
    }

    /// How far the present entry was scrolled when it was left, when it was here before.
    pub(super) fn kept_scroll(&self) -> Option<f64> {
        number(&state()?, SCROLL)
    }

    /// Whether the page of the present entry is still on its way: until it is here, scrolling is that of another page.
    pub(super) fn set_awaited(&self, awaited: bool) {
        self.awaited.set(awaited);
    }

    /// Remembers how far the present page is scrolled.
    pub(super) fn scrolled(&self) {
        if !self.awaited.get() {
            let position = dom::window().scroll_y().ok();
            self.remember(|present| present.scroll = position);
        }
    }

    /// Remembers by which link the present page is left.
    pub(super) fn left_by(&self, link: Option<String>) {
        self.remember(|present| present.link = link);
    }

    /// What is remembered of the present entry.
    fn remembered(&self) -> Remembered {
        let all = self.remembered.borrow();
        all.iter().find(|(key, _)| *key == self.present.get()).map(|(_, found)| found.clone()).unwrap_or_default()
    }

    /// Changes what is remembered of the present entry.
    fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut all = self.remembered.borrow_mut();
        let present = self.present.get();
        let index = all.iter().position(|(key, _)| *key == present).unwrap_or_else(|| {
            all.push((present, Remembered::default()));
            all.len() - 1
        });
        change(&mut all[index].1);
    }

    /// Writes into the present entry how far it is scrolled.
    pub(super) fn keep_scroll(&self) {
        let Some(state) = state() else { return };
        set(&state, SCROLL, &self.remembered().scroll.unwrap_or_default().into());
        replace(&state);
    }

    /// Adds an entry and makes it the present one.
    pub(super) fn push(&self, address: &str, month: Option<&str>) {
        self.keep_scroll();
        let state = self.new_state(month);
        if let Some(history) = history() {
            // A browser refuses too many entries in a short time: the page is shown all the same.
            let _ = history.push_state_with_url(&state, "", Some(address));
        }
        self.present.set(key(&state));
    }

    /// The month of the article of the present entry.
    pub(super) fn month(&self) -> Option<String> {
        Reflect::get(&state()?, &MONTH.into()).ok()?.as_string()
    }

    /// A state with a key that no other entry of the tab has, and the month of its article.
    fn new_state(&self, month: Option<&str>) -> JsValue {
        let state = Object::new().into();
        // Milliseconds since 1970 are an integer far below 2^53.
        let unique = (Date::now() as u64).max(self.present.get() + 1);
        set(&state, KEY, &(unique as f64).into());
        set(&state, MONTH, &month.map_or(JsValue::NULL, JsValue::from));
        state
    }
}

/// Lets the browser restore the scroll of pages, or leaves it to this app.
pub(super) fn set_scroll_restoration(restoration: ScrollRestoration) {
    if let Some(history) = history() {
        // A browser without it restores as it thinks best.
        let _ = history.set_scroll_restoration(restoration);
    }
}

fn history() -> Option<History> {
    dom::window().history().ok()
}

/// The state that this app gave to the present entry.
fn state() -> Option<JsValue> {
    history()?.state().ok().filter(JsValue::is_object)
}

fn replace(state: &JsValue) {
    if let Some(history) = history() {
        // Without a state going back still works, only its scroll is lost.
        let _ = history.replace_state(state, "");
    }
}

fn set(state: &JsValue, name: &str, value: &JsValue) {
    // A state is a plain object of this app's own.
    let _ = Reflect::set(state, &name.into(), value);
}

fn number(state: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(state, &name.into()).ok()?.as_f64()
}

fn key(state: &JsValue) -> u64 {
    number(state, KEY).unwrap_or_default() as u64
}
