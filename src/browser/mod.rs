//! The browser: the only code that touches it.
//!
//! The app takes over a prerendered page by rendering the same page out of its checked bundles, beside it, and putting
//! it in its place when both are the same. A page that differs (an extension changed it, it is older than the edition)
//! is left alone, and gives way to the signed one where it was not sent as it was signed; links are followed by the app all
//! the same.

mod address;
mod device;
mod dom;
mod environment;
mod history;
mod loading;
mod navigation;
mod network;
mod notice;
mod open_edition;
mod parts;
mod quick_exit;
mod take_over;
mod updates;

use std::rc::Rc;

use futures_util::future::join;
use messages::Messages;
use trust::Accepted;

use crate::app::CONTENT;
use crate::components::provenance::warning_text;
use crate::components::signals::DeviceSignals;
use ::updates::Warning;
use environment::Environment;
use open_edition::OpenEdition;
use parts::UpdatePart;

/// Starts the app on a prerendered page. Where it cannot start the page stays what it is: HTML with plain links.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        if start_here().await.is_none() {
            // A page without content of its own says now what it would say after a while.
            dom::set_app("failed");
        }
    });
}

async fn start_here() -> Option<()> {
    let address = address::Address::of_document()?;
    dom::set_app("started");
    let (environment, stored) = Environment::open(&address).await?;
    let signals = DeviceSignals::new();
    let part = UpdatePart::new(Rc::clone(&environment), stored, signals);
    notice::mount(address.clone(), signals)?;
    // A page whose words are not to be had stays as it is, with plain links, and the next one asks for them again.
    let (site, words) = join(open_edition(&environment, &part), environment.network.words(&dom::language())).await;
    part.repeat_notice();
    if let Err(Some(warning)) = &site {
        conceal(warning);
    }
    let site = site.ok()?;
    words.ok()?;
    navigation::Navigation::start(address, environment, part, signals, site).await
}

/// Opens the edition that is stored, or that the file carries; without one the newest. Where there is none either, gives why
/// nothing on the screen can be shown as the newsroom's, if that is so.
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

/// Says why nothing is shown, in the place of what cannot be shown as the newsroom's.
fn conceal(warning: &Warning) {
    if let Some(content) = dom::element(CONTENT) {
        content.set_text_content(Some(&warning_text(Messages::of(&dom::language()), warning)));
    }
}
