//! Makes the visits of a reader and counts what each requests.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::harness::{Exchange, Site, Tab};
use crate::newsroom::Newsroom;

/// The article that the reader received from a friend.
const FIRST: u32 = 150;

/// The file that says which edition is newest.
const HEAD: &str = "edition/head.json";

/// The script of the service worker.
const WORKER: &str = "service-worker.js";

/// The network traffic of an action.
pub struct Traffic {
    /// The action.
    pub name: &'static str,
    /// The requests and answers.
    pub exchanges: Vec<Arc<Exchange>>,
}

/// Makes the visits, one after the other.
pub async fn measure(tab: &Tab, newsroom: &Newsroom, second: Arc<Site>) -> Vec<Traffic> {
    let mut traffic = first_visit(tab, newsroom).await;

    tab.server.publish(second);
    tab.open("").await;
    tab.check_notice("1 changed article").await;
    tab.press_button("Download").await;
    tab.check_kept().await;
    traffic.push(by_app(tab, "one changed article: finding out and getting it").await);

    tab.open("").await;
    traffic.push(by_app(tab, "a visit with nothing new").await);
    traffic.push(by_browser(tab, "the browser's own check for a newer app, after a visit").await);
    traffic
}

/// Visits with an empty device. The page, the app, the edition and the worker's files arrive together and are separated
/// here.
async fn first_visit(tab: &Tab, newsroom: &Newsroom) -> Vec<Traffic> {
    tab.open(&Newsroom::path(FIRST)).await;
    tab.check_heading(&newsroom.title(FIRST)).await;
    tab.check_kept().await;
    let ready = tab.js("return readyAt").await.as_f64().expect("the app was ready");
    let exchanges = exchanges_when_idle(tab).await;

    let (worker, others): (Vec<_>, Vec<_>) = exchanges.into_iter().partition(|exchange| exchange.by_worker);
    let (visit, edition) =
        others.into_iter().partition(|exchange| !is_after(exchange, ready) || is_for_frame(exchange));
    vec![
        Traffic { name: "first visit, to an article: until the app is ready", exchanges: visit },
        Traffic { name: "the first visit's service worker: the app, stored for offline reading", exchanges: worker },
        Traffic { name: "downloading an edition of 200 articles of 600 words", exchanges: edition },
    ]
}

/// Returns the requests since the last call, once the app has checked for an edition and everything has ended.
async fn exchanges_when_idle(tab: &Tab) -> Vec<Arc<Exchange>> {
    tab.server.wait_for_quiet_after(HEAD).await;
    tab.server.take_exchanges()
}

/// Returns the same without the browser's own requests, whose time is unpredictable.
async fn by_app(tab: &Tab, name: &'static str) -> Traffic {
    let mut exchanges = exchanges_when_idle(tab).await;
    exchanges.retain(|exchange| !exchange.by_worker && !is_for_frame(exchange));
    Traffic { name, exchanges }
}

/// Returns the traffic of the worker. After each visit the browser checks for a newer service worker as soon as the
/// current one is idle. This makes it check now, and counts the first check.
async fn by_browser(tab: &Tab, name: &'static str) -> Traffic {
    tab.ask("await (await navigator.serviceWorker.ready).update()").await;
    tab.server.wait_for_quiet_after(WORKER).await;
    let exchanges = tab.server.take_exchanges().into_iter().filter(|exchange| exchange.path == WORKER);
    Traffic { name, exchanges: exchanges.take(1).collect() }
}

/// Returns whether a request came after the app was ready, when it begins to download. Browser and server share a
/// clock.
fn is_after(exchange: &Exchange, milliseconds: f64) -> bool {
    let asked = exchange.asked.duration_since(UNIX_EPOCH).expect("a time after 1970");
    asked.as_secs_f64() * 1000.0 >= milliseconds
}

/// Returns whether a request is for the browser's own frame around the page, whose time is unpredictable.
fn is_for_frame(exchange: &Exchange) -> bool {
    exchange.path.starts_with("icons/") || exchange.path == "manifest.webmanifest" || exchange.path == "favicon.ico"
}
