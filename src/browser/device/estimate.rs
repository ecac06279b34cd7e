//! The browser's estimates of space, its clock, and whether data is dear.

use js_sys::{Date as Clock, Object, Reflect};
use model::{Date, Language};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use crate::browser::dom;
use updates::{Persistence, Space};

/// Returns the used and the available space.
pub(in crate::browser) async fn space() -> Option<Space> {
    let estimate: StorageEstimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?.unchecked_into();
    // Both are integers far below 2^53.
    Some(Space { used: estimate.get_usage()? as u64, quota: estimate.get_quota()? as u64 })
}

/// Returns whether the browser has promised not to evict anything.
pub(in crate::browser) async fn persistence() -> Persistence {
    let Some(Ok(asked)) = manager().map(|manager| manager.persisted()) else { return Persistence::Unknown };
    match JsFuture::from(asked).await.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Yes,
        Some(false) => Persistence::No,
        None => Persistence::Unknown,
    }
}

/// Asks the browser for that promise, and returns whether it agreed.
pub(in crate::browser) async fn persist() -> bool {
    let Some(Ok(asked)) = manager().map(|manager| manager.persist()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|answer| answer.is_truthy())
}

/// Returns whether data is dear: the reader asks sites to save it, or the network is as slow as 2G. Browsers without the
/// Network Information API do not say, and none says whether a network is metered.
pub(in crate::browser) fn is_data_dear() -> bool {
    let Ok(connection) = Reflect::get(&dom::window().navigator(), &"connection".into()) else { return false };
    let get = |name: &str| Reflect::get(&connection, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let is_slow = get("effectiveType").as_string().is_some_and(|kind| kind.ends_with("2g"));
    is_slow || get("saveData").is_truthy()
}

/// Reads the device's clock, in seconds since 1970.
pub(in crate::browser) fn seconds() -> u64 {
    (Clock::now() / 1000.0) as u64
}

/// Reads the device's clock, in milliseconds since 1970.
pub(in crate::browser) fn now() -> u64 {
    // The value is an integer far below 2^53. Formatting a fraction would add tables of decimals to the app.
    Clock::now() as u64
}

/// Formats a moment; empty if the clock was wrong, because the edition was published after that moment.
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
        // This cannot fail: the object is the app's own.
        let _ = Reflect::set(&options, &name.into(), &style.into());
    }
    // The builder writes English dates like this.
    let locale = if language.as_str() == "en" { "en-GB" } else { language.as_str() };
    Clock::new(&moment.into()).to_locale_string(locale, &options).into()
}

fn manager() -> Option<StorageManager> {
    let manager = dom::window().navigator().storage();
    (!manager.is_undefined()).then_some(manager)
}
