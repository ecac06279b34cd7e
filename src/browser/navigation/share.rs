//! The app's side of the share script, which the app loads on demand together with the part `share`.
//!
//! The script makes files, codes and dialogs, and reads files from other readers. The app gives it checked bytes and
//! rendered articles, and stores the content of files.

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture, join};
use js_sys::{Array, Function, Promise, Uint8Array};
use model::BundleReference;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::Navigation;
use crate::browser::environment::Environment;
use crate::browser::network::Network;
use crate::browser::open_edition::OpenEdition;
use crate::browser::parts;
use crate::browser::share::{ShareHost, ShareTable};
use updates::{ImportReport, OfflineItem};

// Functions of `client/app.js`, which load the script first.
#[wasm_bindgen]
extern "C" {
    /// Loads the share script.
    #[wasm_bindgen(js_namespace = offprint, js_name = loadShare, catch)]
    async fn load_share() -> Result<JsValue, JsValue>;

    /// Opens the dialog that shares articles.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn offer(reader: ReaderHandle, scope: &str) -> Result<JsValue, JsValue>;

    /// Opens a file, or asks the reader for one.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn open(reader: ReaderHandle, file: Option<web_sys::File>) -> Result<JsValue, JsValue>;

    /// Opens the dialog with the code that embeds the open article.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn embed(reader: ReaderHandle) -> Result<JsValue, JsValue>;
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

/// Loads the script and the part. Returns `None` if one of them cannot be loaded.
pub(super) async fn load(navigation: Rc<Navigation>) -> Option<ReaderHandle> {
    let (script, table) = join(load_share(), parts::load_share_table(navigation)).await;
    script.ok()?;
    Some(ReaderHandle { table: table.ok()? })
}

/// Performs a request. Returns `false` if that fails.
pub(super) async fn perform(request: ShareRequest, reader: ReaderHandle) -> bool {
    let done = match request {
        ShareRequest::Offer(scope) => offer(reader, scope).await,
        ShareRequest::Open(file) => open(reader, file).await,
        ShareRequest::Embed => embed(reader).await,
    };
    done.is_ok()
}

/// The interface of the app for the share script.
#[wasm_bindgen]
pub struct ReaderHandle {
    table: Rc<dyn ShareTable>,
}

#[wasm_bindgen]
impl ReaderHandle {
    /// Returns the open page and edition, and the saved articles: a `readerState` of `client/share/records.js`.
    pub fn state(&self) -> JsValue {
        self.table.state()
    }

    /// Returns the bytes of a file of the edition, checked against hash and length; nothing if it cannot be loaded.
    pub fn file(&self, path: String, hash: String, bytes: u32) -> Promise {
        self.table.file(path, hash, bytes)
    }

    /// Returns whether a bundle is stored on the device.
    #[wasm_bindgen(js_name = isKept)]
    pub fn is_kept(&self, hash: String) -> Promise {
        self.table.is_kept(hash)
    }

    /// Hashes bytes with SHA-256, which browsers refuse on plain http.
    pub fn hash(&self, bytes: Uint8Array) -> Uint8Array {
        self.table.hash(bytes)
    }

    /// Returns the bytes of a file of the app, by its name; nothing if it cannot be loaded.
    #[wasm_bindgen(js_name = appFile)]
    pub fn app_file(&self, name: String) -> Promise {
        self.table.app_file(name)
    }

    /// Renders an article to HTML for a portable edition; `alone` if the file contains nothing else. Pictures of a site
    /// have no address yet, so the browser loads none. Returns nothing if the article cannot be loaded.
    pub fn article(&self, path: String, hash: String, bytes: u32, with_pictures: bool, alone: bool) -> Promise {
        self.table.article(path, (hash, bytes), with_pictures, alone)
    }

    /// Stores the content of a file, and returns a `fileOutcome` of `client/share/records.js`. `get` returns a file in it by its path; `paths` are
    /// those of the files named by their hashes.
    pub fn open(&self, get: Function, paths: Array) -> Promise {
        self.table.open(get, paths)
    }
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
