//! What the browser says about room, time and the reader's wish to save data.

use js_sys::{Date as Clock, Object, Reflect};
use model::{Date, Language};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use crate::browser::dom;
use updates::{Persistence, Space};

/// How much room there is.
pub(in crate::browser) async fn space() -> Option<Space> {
    let estimate: StorageEstimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?.unchecked_into();
    // Numbers of bytes are integers far below 2^53.
    Some(Space { used: estimate.get_usage()? as u64, quota: estimate.get_quota()? as u64 })
}

/// Whether the browser has promised not to remove anything by itself.
pub(in crate::browser) async fn persistence() -> Persistence {
    let Some(Ok(asked)) = manager().map(|manager| manager.persisted()) else { return Persistence::Unknown };
    match JsFuture::from(asked).await.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Yes,
        Some(false) => Persistence::No,
        None => Persistence::Unknown,
    }
}

/// Asks the browser to promise that; whether it did.
pub(in crate::browser) async fn persist() -> bool {
    let Some(Ok(asked)) = manager().map(|manager| manager.persist()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// Whether the reader asks sites to save data.
pub(in crate::browser) fn saves_data() -> bool {
    let connection = Reflect::get(&dom::window().navigator(), &"connection".into());
    let saves = connection.ok().filter(JsValue::is_object).and_then(|it| Reflect::get(&it, &"saveData".into()).ok());
    saves.is_some_and(|saves| saves.is_truthy())
}

/// This moment by the device's clock, in seconds since 1970.
pub(in crate::browser) fn seconds() -> u64 {
    (Clock::now() / 1000.0) as u64
}

/// Reads the device's clock, in milliseconds since 1970.
pub(in crate::browser) fn now() -> u64 {
    // An integer far below 2^53. As a fraction it would bring tables of decimals into the app.
    Clock::now() as u64
}

/// A moment in words; empty when it lies before what was published by then, so that the clock cannot have been right.
pub(in crate::browser) fn moment(milliseconds: Option<u64>, published: Option<&Date>, language: &Language) -> String {
    let Some(moment) = milliseconds else { return String::new() };
    let moment = moment as f64;
    let day = 24.0 * 60.0 * 60.0 * 1000.0;
    if published.is_some_and(|date| Clock::parse(&date.iso) > moment + day) {
        return String::new();
    }
    let options = Object::new();
    for name in ["dateStyle", "timeStyle"] {
        let style = if name == "dateStyle" { "long" } else { "short" };
        // It is a plain object of this app's own.
        let _ = Reflect::set(&options, &name.into(), &style.into());
    }
    // English dates are written as the builder writes them.
    let locale = if language.as_str() == "en" { "en-GB" } else { language.as_str() };
    Clock::new(&moment.into()).to_locale_string(locale, &options).into()
}

fn manager() -> Option<StorageManager> {
    let manager = dom::window().navigator().storage();
    (!manager.is_undefined()).then_some(manager)
}
