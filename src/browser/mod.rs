//! The only code that touches the browser.
//!
//! The app takes over a prerendered page: it renders the same page from checked bundles, beside it, and swaps the two
//! if they are equal. A page that differs stays: an extension changed it, or it is older than the edition. Only if the
//! page was not sent as signed does the signed page replace it. The app follows links in every case.

mod address;
mod device;
mod dom;
mod downloads;
mod environment;
mod history;
mod loading;
mod navigation;
mod network;
mod notice;
mod open_edition;
mod parts;
mod share;
mod take_over;
mod updates;

use std::rc::Rc;

use futures_util::future::join;
use messages::Messages;
use trust::Accepted;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::components::provenance::warning_text;
use crate::components::signals::DeviceSignals;
use ::updates::Warning;
use edition::identifiers::CONTENT;
use environment::Environment;
use open_edition::OpenEdition;
use parts::UpdatePart;

#[wasm_bindgen]
extern "C" {
    /// Sets the state of the app to `failed`, and answers a press that it cannot carry out; see `client/presses.js`.
    #[wasm_bindgen(js_namespace = offprint, js_name = giveUp)]
    fn give_up();
}

/// Starts the app on a prerendered page. If it cannot start, the page stays as it is: HTML with plain links.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        if start_here().await.is_none() {
            // A page without content shows its fallback text now instead of after a delay.
            give_up();
        }
    });
}

async fn start_here() -> Option<()> {
    let address = address::Address::of_document()?;
    dom::set_app("started");
    if !address.is_file() {
        // A single file has nothing to fetch.
        navigation::buttons::fetch_wanted_parts();
    }
    let (environment, stored) = Environment::open(&address).await?;
    let signals = DeviceSignals::new();
    let part = UpdatePart::new(Rc::clone(&environment), stored, signals);
    // If the messages cannot be loaded, the page stays as it is, with plain links, and the next page tries again.
    let (site, loaded) =
        join(open_edition(&environment, &part), environment.network.load_messages(&dom::language())).await;
    if site.is_err() || loaded.is_err() {
        notice::mount(address.clone(), signals);
    }
    if let Err(Some(warning)) = &site {
        conceal(warning);
    }
    let site = site.ok()?;
    loaded.ok()?;
    navigation::Navigation::start(address, environment, part, signals, site).await
}

/// Opens the stored edition or the file's edition, else the newest one. On failure, returns the warning to show if the
/// page on the screen cannot count as the newsroom's.
async fn open_edition(environment: &Rc<Environment>, part: &Rc<UpdatePart>) -> Result<OpenEdition, Option<Warning>> {
    let open = async |head: Accepted| environment.edition(head.into_head()).await.map_err(|_| None);
    if environment.network.file().is_some() {
        let head = environment.network.head().await.map_err(|_| None)?;
        return open(Accepted::stored(head)).await;
    }
    if let Some(head) = part.stored()
        && let Ok(site) = open(head).await
    {
        return Ok(site);
    }
    open(part.accepted().await?).await
}

/// Replaces content that cannot count as the newsroom's by a warning.
fn conceal(warning: &Warning) {
    if let Some(content) = dom::element(CONTENT) {
        content.set_text_content(Some(&warning_text(Messages::of(&dom::language()), warning)));
    }
}
