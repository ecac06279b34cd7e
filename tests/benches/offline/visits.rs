//! The visits of a reader, and what each makes the browser ask for.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use crate::harness::{Exchange, Site, Tab};
use crate::newsroom::Newsroom;

/// The article that somebody sent to the reader.
const FIRST: u32 = 150;

/// The file that says which edition is newest.
const HEAD: &str = "edition/head.json";

/// The script of the service worker.
const WORKER: &str = "service-worker.js";

/// What went over the network for something.
pub struct Traffic {
    /// What for.
    pub what: &'static str,
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
    traffic.push(by_browser(tab, "the browser's own look for a newer app, after a visit").await);
    traffic
}

/// The device has nothing: the page, the app, the edition and what keeps the app come at once, and are told apart here.
async fn first_visit(tab: &Tab, newsroom: &Newsroom) -> Vec<Traffic> {
    tab.open(&Newsroom::path(FIRST)).await;
    tab.check_heading(&newsroom.title(FIRST)).await;
    tab.check_kept().await;
    let ready = tab.js("return readyAt").await.as_f64().expect("the app was ready at some time");
    let exchanges = taken(tab).await;

    let (worker, others): (Vec<_>, Vec<_>) = exchanges.into_iter().partition(|exchange| exchange.by_worker);
    let (visit, edition) =
        others.into_iter().partition(|exchange| !is_after(exchange, ready) || is_for_frame(exchange));
    vec![
        Traffic { what: "first visit, to an article: until the app is ready", exchanges: visit },
        Traffic { what: "the first visit's service worker: the app, kept for offline", exchanges: worker },
        Traffic { what: "taking an edition of 200 articles of 600 words", exchanges: edition },
    ]
}

/// What was asked since the last call, once the app has looked for an edition and everything is over.
async fn taken(tab: &Tab) -> Vec<Arc<Exchange>> {
    tab.server.wait_for_quiet_after(HEAD).await;
    tab.server.take_exchanges()
}

/// The same without what the browser asks for by itself, which it does whenever it pleases.
async fn by_app(tab: &Tab, what: &'static str) -> Traffic {
    let mut exchanges = taken(tab).await;
    exchanges.retain(|exchange| !exchange.by_worker && !is_for_frame(exchange));
    Traffic { what, exchanges }
}

/// After each visit the browser looks for a newer service worker, as soon as the one that is there has nothing to do: it
/// is made to do so here, and once is what counts.
async fn by_browser(tab: &Tab, what: &'static str) -> Traffic {
    tab.ask("await (await navigator.serviceWorker.ready).update()").await;
    tab.server.wait_for_quiet_after(WORKER).await;
    let exchanges = tab.server.take_exchanges().into_iter().filter(|exchange| exchange.path == WORKER);
    Traffic { what, exchanges: exchanges.take(1).collect() }
}

/// The app begins to take an edition once it is ready. Browser and server are on one machine and share its clock.
fn is_after(exchange: &Exchange, milliseconds: f64) -> bool {
    let asked = exchange.asked.duration_since(UNIX_EPOCH).expect("a time after 1970");
    asked.as_secs_f64() * 1000.0 >= milliseconds
}

/// What the browser wants for its own frame around the page, whenever it pleases.
fn is_for_frame(exchange: &Exchange) -> bool {
    exchange.path.starts_with("icons/") || exchange.path == "manifest.webmanifest" || exchange.path == "favicon.ico"
}
