//! The browser: the only code that touches it.
//!
//! The app takes over a prerendered page by rendering the same page out of its checked bundles, beside it, and putting
//! it in its place when both are the same. A page that differs (an extension changed it, it is older than the edition)
//! is left alone, and gives way to the signed one where it was not sent as it was signed; links are followed by the app all
//! the same.

mod address;
mod dom;
mod file;
mod forget;
mod handing;
mod history;
mod keeper;
mod leave;
mod media;
mod navigation;
mod network;
mod notice;
mod quota;
mod site;
mod status;
mod store;
mod take_over;
mod worker;

use futures_util::future::join;

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
    let keeper = keeper::Keeper::open(address.clone()).await?;
    // A page whose words are not to be had stays as it is, with plain links, and the next one asks for them again.
    let (site, words) = join(keeper.site(), keeper.words(&dom::language())).await;
    if let Err(error) = &site {
        keeper.cannot_open(*error);
    }
    let site = site.ok()?;
    words.ok()?;
    navigation::Navigation::start(address, keeper, site).await
}
