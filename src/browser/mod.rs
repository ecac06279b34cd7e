//! The browser: the only code that touches it.
//!
//! The app takes over a prerendered page by rendering the same page out of its checked bundles, beside it, and putting
//! it in its place when both are the same. A page that differs (an extension changed it, it is older than the edition)
//! is left alone; links are followed by the app all the same.

mod address;
mod dom;
mod history;
mod navigation;
mod network;
mod status;
mod take_over;

/// Starts the app on a prerendered page. Where it cannot start the page stays what it is: HTML with plain links.
pub fn start() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let Some(address) = address::Address::of_document() else { return };
        let Ok(site) = network::Site::open(address.root()).await else { return };
        navigation::Navigation::start(address, site).await;
    });
}
