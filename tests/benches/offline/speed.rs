//! Measures how soon a stored article is on the screen, beside the same page as plain HTML.

use serde_json::json;

use crate::harness::Tab;
use crate::newsroom::Newsroom;

/// The articles to open: each once in a round, so that none is cached in memory. All are of one month.
const OPENED: std::ops::RangeInclusive<u32> = 66..=80;

/// The list that leads to them.
const LIST: (&str, &str) = ("archive/2025-03/", "March 2025");

/// The slowdown of a cheap phone, as in the developer tools of browsers.
pub const SLOWED: u32 = 4;

/// The times of one action, in milliseconds.
pub struct Times {
    /// The action.
    pub name: &'static str,
    /// The times on this machine.
    pub usual: Vec<f64>,
    /// The times on this machine with its processor slowed.
    pub slowed: Vec<f64>,
}

/// Measures everything, first at full speed and then slowed.
pub async fn measure(tab: &Tab, newsroom: &Newsroom) -> Vec<Times> {
    tab.devtools("Network.enable", json!({})).await;
    let usual = round(tab, newsroom).await;
    slow(tab, SLOWED).await;
    let slowed = round(tab, newsroom).await;
    slow(tab, 1).await;
    let both = usual.into_iter().zip(slowed);
    both.map(|((name, usual), (_, slowed))| Times { name, usual, slowed }).collect()
}

/// Slows the processor down.
pub async fn slow(tab: &Tab, rate: u32) {
    tab.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
}

async fn round(tab: &Tab, newsroom: &Newsroom) -> Vec<(&'static str, Vec<f64>)> {
    let (mut kept, mut plain) = (Vec::new(), Vec::new());
    // In turns, so that other work of the machine affects both.
    for number in OPENED {
        tab.server.stop().await;
        kept.push(load(tab, newsroom, number).await);
        tab.server.restart().await;
        without_app(tab, true).await;
        plain.push(load(tab, newsroom, number).await);
        without_app(tab, false).await;
    }
    tab.server.stop().await;
    let followed = clicks(tab, newsroom).await;
    tab.server.restart().await;
    vec![
        ("a kept article, loaded with the site gone", kept),
        ("a kept article, by a link inside the app", followed),
        ("its page as plain HTML, from a server on this machine", plain),
    ]
}

/// Lets pages come from the server and stay unchanged.
async fn without_app(tab: &Tab, on: bool) {
    tab.devtools("Network.setBypassServiceWorker", json!({ "bypass": on })).await;
    tab.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": on })).await;
    let blocked = if on { &["*.js", "*.wasm"][..] } else { &[] };
    tab.devtools("Network.setBlockedURLs", json!({ "urls": blocked })).await;
}

/// Measures from the beginning of the navigation until the heading is shown.
async fn load(tab: &Tab, newsroom: &Newsroom, number: u32) -> f64 {
    tab.visit(&Newsroom::path(number)).await;
    shown_at(tab, &newsroom.title(number)).await
}

/// Measures from each click until the heading is shown.
async fn clicks(tab: &Tab, newsroom: &Newsroom) -> Vec<f64> {
    let mut times = Vec::new();
    tab.open(LIST.0).await;
    // The notice would cover links at the bottom of the window.
    tab.check_notice("The site does not answer").await;
    tab.press_button("Close").await;
    tab.check_no_notice().await;
    for number in OPENED {
        tab.check_heading(LIST.1).await;
        tab.click_on(&format!("#content a[href$='{}']", Newsroom::path(number))).await;
        let shown = shown_at(tab, &newsroom.title(number)).await;
        times.push(shown - tab.js("return clickedAt").await.as_f64().expect("the link was clicked"));
        tab.back().await;
    }
    times
}

async fn shown_at(tab: &Tab, title: &str) -> f64 {
    let time = tab.ask(&format!("return await shownAt({})", json!(title))).await;
    time.as_f64().unwrap_or_else(|| panic!("{title} was not shown: {time}"))
}
