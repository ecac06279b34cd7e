//! The app's side of the share script, which the app loads on demand together with the part `share`.
//!
//! The script makes files, codes and dialogs, and reads files from other readers. The app gives it checked bytes and
//! rendered articles, and stores the content of files.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture, join};
use model::BundleReference;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::Navigation;
use crate::browser::environment::Environment;
use crate::browser::network::Network;
use crate::browser::open_edition::OpenEdition;
use crate::browser::parts;
use crate::browser::share::ShareHost;
use updates::{ImportReport, OfflineItem};

// Functions of `client/app.js`, which load the script first.
#[wasm_bindgen]
extern "C" {
    /// Loads the share script.
    #[wasm_bindgen(js_namespace = offprint, js_name = loadShare, catch)]
    async fn load_share() -> Result<JsValue, JsValue>;

    /// Opens the dialog that shares articles.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn offer(reader: &JsValue, scope: &str) -> Result<JsValue, JsValue>;

    /// Opens a file, or asks the reader for one.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn open(reader: &JsValue, file: Option<web_sys::File>) -> Result<JsValue, JsValue>;

    /// Opens the dialog with the code that embeds the open article.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn embed(reader: &JsValue) -> Result<JsValue, JsValue>;
}

/// A reader's request to the share script.
pub(super) enum ShareRequest {
    /// To share the article, the saved articles, or the edition.
    Offer(&'static str),
    /// To open a file that was dropped on the page, or that the reader has yet to choose.
    Open(Option<web_sys::File>),
    /// To embed the open article.
    Embed,
}

/// Loads the script and the part, and returns the object through which the script asks the app; `None` if one of them cannot be
/// loaded.
pub(super) async fn load(navigation: Rc<Navigation>) -> Option<JsValue> {
    let (script, reader) = join(load_share(), parts::load_reader()).await;
    script.ok()?;
    Some(reader.ok()?(navigation))
}

/// Performs a request. Returns `false` if that fails.
pub(super) async fn perform(request: ShareRequest, reader: &JsValue) -> bool {
    let done = match request {
        ShareRequest::Offer(scope) => offer(reader, scope).await,
        ShareRequest::Open(file) => open(reader, file).await,
        ShareRequest::Embed => embed(reader).await,
    };
    done.is_ok()
}

impl ShareHost for Navigation {
    fn environment(&self) -> &Environment {
        self.environment()
    }

    fn site(&self) -> Rc<OpenEdition> {
        self.site()
    }

    fn root(&self) -> String {
        self.root()
    }

    fn path(&self) -> String {
        self.path()
    }

    fn saved(&self) -> Vec<(OfflineItem, BundleReference)> {
        self.part().saved()
    }

    fn roots(&self) -> Vec<String> {
        self.part().roots()
    }

    fn show(&self, edition: OpenEdition) {
        self.show_edition(edition);
    }

    fn import(&self, file: Network) -> LocalBoxFuture<'static, Option<ImportReport>> {
        let part = Rc::clone(self.part());
        async move { part.import(file).await }.boxed_local()
    }
}

/// Returns a file that the reader dropped on the page.
pub(super) fn dropped(event: &web_sys::Event) -> Option<web_sys::File> {
    let event: &web_sys::DragEvent = event.dyn_ref()?;
    let file = event.data_transfer()?.files()?.get(0)?;
    event.prevent_default();
    Some(file)
}
