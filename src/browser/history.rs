//! The entries of the tab's history: the current one, and the scroll position and link of each.
//!
//! The browser stores a state with each entry. The state survives a full load of another page, unlike this app.

use std::cell::{Cell, RefCell};

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration};

use super::dom;

/// The entries of the tab's history.
#[derive(Default)]
pub(super) struct Entries {
    /// The key of the current entry.
    present: Cell<u64>,
    /// The positions on the entries that this app showed, by key.
    remembered: RefCell<Vec<(u64, Remembered)>>,
    /// `true` while the page of the current entry is still loading.
    awaited: Cell<bool>,
    /// `true` while the target of the document changes.
    is_marking: Cell<bool>,
}

/// The reader's position on a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Remembered {
    /// The scroll position, in CSS pixels.
    pub scroll: Option<f64>,
    /// The `href` of the link by which the reader left the page.
    pub link: Option<String>,
}

const KEY: &str = "key";
const MONTH: &str = "month";
const SCROLL: &str = "scroll";

impl Entries {
    /// Gives the current entry a state of this app; `month` is the month of its article.
    pub(super) fn adopt(&self, month: Option<&str>) {
        let state = state().unwrap_or_else(|| self.new_state(month));
        self.present.set(key(&state));
        replace(&state);
    }

    /// Makes the entry to which the reader went the current one, and returns the position on it; `None` if the browser
    /// made the entry for a link inside the page.
    pub(super) fn arrive(&self) -> Option<Remembered> {
        let state = state()?;
        self.present.set(key(&state));
        let mut remembered = self.remembered();
        remembered.scroll = remembered.scroll.or_else(|| number(&state, SCROLL));
        Some(remembered)
    }

    /// Returns the scroll position at which the reader left the current entry, if they visited it before.
    pub(super) fn kept_scroll(&self) -> Option<f64> {
        number(&state()?, SCROLL)
    }

    /// Sets whether the page of the current entry is still loading. Until then, the reader scrolls another page.
    pub(super) fn set_awaited(&self, awaited: bool) {
        self.awaited.set(awaited);
    }

    /// Remembers the scroll position of the current page.
    pub(super) fn scrolled(&self) {
        if !self.awaited.get() {
            let position = dom::window().scroll_y().ok();
            self.remember(|present| present.scroll = position);
        }
    }

    /// Remembers the link by which the reader leaves the current page.
    pub(super) fn left_by(&self, link: Option<String>) {
        self.remember(|present| present.link = link);
    }

    /// Returns the position on the current entry.
    fn remembered(&self) -> Remembered {
        let all = self.remembered.borrow();
        all.iter().find(|(key, _)| *key == self.present.get()).map(|(_, found)| found.clone()).unwrap_or_default()
    }

    /// Changes the position on the current entry.
    fn remember(&self, change: impl FnOnce(&mut Remembered)) {
        let mut all = self.remembered.borrow_mut();
        let present = self.present.get();
        let index = all.iter().position(|(key, _)| *key == present).unwrap_or_else(|| {
            all.push((present, Remembered::default()));
            all.len() - 1
        });
        change(&mut all[index].1);
    }

    /// Stores the scroll position in the state of the current entry, unless the reader still sees the page of another one.
    pub(super) fn keep_own_scroll(&self) {
        if !self.awaited.get() {
            self.keep_scroll();
        }
    }

    /// Stores the scroll position in the state of the current entry.
    pub(super) fn keep_scroll(&self) {
        let Some(state) = state() else { return };
        set(&state, SCROLL, &self.remembered().scroll.unwrap_or_default().into());
        replace(&state);
    }

    /// Adds an entry and makes it the current one.
    pub(super) fn push(&self, address: &str, month: Option<&str>) {
        self.keep_scroll();
        let state = self.new_state(month);
        if let Some(history) = history() {
            // A browser refuses too many entries in a short time. The app shows the page anyway.
            let _ = history.push_state_with_url(&state, "", Some(address));
        }
        self.present.set(key(&state));
    }

    /// Makes the element of a fragment, with its `#`, the document's target, which CSS calls `:target`. The browser does so only
    /// when it follows a link itself, or loads the page.
    pub(super) fn mark_target(&self, fragment: &str) {
        let Some(state) = state() else { return };
        self.is_marking.set(true);
        // This follows a link inside the page in the place of the current entry, which then has no state.
        let _ = dom::window().location().replace(fragment);
        replace(&state);
        self.is_marking.set(false);
    }

    /// Returns whether the browser reports an entry that is the current one already, which [`Self::mark_target`] causes.
    pub(super) fn is_present(&self) -> bool {
        self.is_marking.get() || state().is_some_and(|state| key(&state) == self.present.get())
    }

    /// Returns the month of the current entry's article.
    pub(super) fn month(&self) -> Option<String> {
        Reflect::get(&state()?, &MONTH.into()).ok()?.as_string()
    }

    /// Makes a state with a key that no other entry of the tab has, and the month of the article.
    fn new_state(&self, month: Option<&str>) -> JsValue {
        let state = Object::new().into();
        // Milliseconds since 1970 are an integer far below 2^53.
        let unique = (Date::now() as u64).max(self.present.get() + 1);
        set(&state, KEY, &(unique as f64).into());
        set(&state, MONTH, &month.map_or(JsValue::NULL, JsValue::from));
        state
    }
}

/// Decides whether the browser or this app restores scroll positions.
pub(super) fn set_scroll_restoration(restoration: ScrollRestoration) {
    if let Some(history) = history() {
        // A browser without this setting decides by itself.
        let _ = history.set_scroll_restoration(restoration);
    }
}

fn history() -> Option<History> {
    dom::window().history().ok()
}

/// Returns the state that this app gave to the current entry.
fn state() -> Option<JsValue> {
    history()?.state().ok().filter(JsValue::is_object)
}

fn replace(state: &JsValue) {
    if let Some(history) = history() {
        // If this fails, going back still works, and only the scroll position is lost.
        let _ = history.replace_state(state, "");
    }
}

fn set(state: &JsValue, name: &str, value: &JsValue) {
    // This cannot fail: the object is the app's own.
    let _ = Reflect::set(state, &name.into(), value);
}

fn number(state: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(state, &name.into()).ok()?.as_f64()
}

fn key(state: &JsValue) -> u64 {
    number(state, KEY).unwrap_or_default() as u64
}
