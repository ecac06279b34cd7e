//! The app's side of the share script, which the app loads on demand.
//!
//! The script makes files, codes and dialogs, and reads files from other readers. The app gives it checked bytes and
//! rendered articles, and stores the content of files.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Array, Function, Promise, Uint8Array};
use model::{Article, BundleReference, Hash, Rendition};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

use super::Navigation;
use crate::browser::network::Network;
use crate::browser::network::single_file::File;
use crate::browser::{dom, take_over};
use crate::portable;
use edition::content::{Bundles, pictures, read};
use edition::error::ContentError;
use edition::page::{Content, Medium, Page, SingleFile};
use edition::routes::Route;
use updates::{DownloadError, ImportReport, OfflineItem, StoreError, head_text};

// Functions of `client/app.js`, which load the script first.
#[wasm_bindgen]
extern "C" {
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

/// Performs a request. Returns `false` if the script cannot be loaded.
pub(super) async fn perform(request: ShareRequest, navigation: Rc<Navigation>) -> bool {
    let reader = ReaderHandle { navigation };
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
    navigation: Rc<Navigation>,
}

/// The open page and edition, and the saved articles.
#[wasm_bindgen(getter_with_clone)]
pub struct ReaderState {
    /// The head of the open edition, as JSON.
    #[wasm_bindgen(readonly)]
    pub head: String,
    /// The address of the site's root.
    #[wasm_bindgen(readonly)]
    pub root: String,
    /// The path of the open page.
    #[wasm_bindgen(readonly)]
    pub path: String,
    /// The month of the open article; empty on other pages.
    #[wasm_bindgen(readonly)]
    pub month: String,
    /// The articles that the reader saved, each a [`SavedArticle`].
    #[wasm_bindgen(readonly)]
    pub saved: Array,
    /// The roots of the site's keys, oldest first.
    #[wasm_bindgen(readonly)]
    pub roots: Array,
}

/// An article that the reader saved.
#[wasm_bindgen(getter_with_clone)]
pub struct SavedArticle {
    /// Its language.
    #[wasm_bindgen(readonly)]
    pub language: String,
    /// Its slug.
    #[wasm_bindgen(readonly)]
    pub slug: String,
    /// The SHA-256 of its bundle.
    #[wasm_bindgen(readonly)]
    pub hash: String,
    /// The length of its bundle.
    #[wasm_bindgen(readonly)]
    pub bytes: u32,
}

impl SavedArticle {
    /// Describes a saved item; `None` if it is no article.
    fn of((item, bundle): (OfflineItem, BundleReference)) -> Option<Self> {
        let OfflineItem::Article(language, slug) = item else { return None };
        Some(Self { language: language.to_string(), slug, hash: bundle.hash.to_string(), bytes: bundle.bytes })
    }
}

/// The outcome of opening a file.
#[wasm_bindgen(getter_with_clone)]
pub struct FileOutcome {
    /// The name of the message.
    #[wasm_bindgen(readonly)]
    pub message: String,
    /// The value in the message, such as a title or a number.
    #[wasm_bindgen(readonly)]
    pub detail: String,
}

/// Makes a promise of a future. All futures share this function: wasm-bindgen's own conversion would add a kilobyte to
/// the app for each (`cargo xtask size`).
fn promise(future: impl Future<Output = Option<JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Option<JsValue>>>> = Box::pin(future);
    future_to_promise(async move { Ok(future.await.unwrap_or(JsValue::UNDEFINED)) })
}

#[wasm_bindgen]
impl ReaderHandle {
    /// Returns the open page and edition, and the saved articles.
    pub fn state(&self) -> ReaderState {
        let part = self.navigation.part();
        let saved = part.saved().into_iter().filter_map(SavedArticle::of);
        ReaderState {
            head: head_text(&self.navigation.site().head),
            root: self.navigation.root(),
            path: self.navigation.path(),
            month: dom::month().unwrap_or_default(),
            saved: saved.map(JsValue::from).collect(),
            roots: part.roots().into_iter().map(JsValue::from).collect(),
        }
    }

    /// Returns the bytes of a file of the edition, checked against hash and length; nothing if it cannot be loaded.
    pub fn file(&self, path: String, hash: String, bytes: u32) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes };
            let bytes = navigation.environment().bundle_cache().get(&path, &reference).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Returns whether a bundle is stored on the device.
    #[wasm_bindgen(js_name = isKept)]
    pub fn is_kept(&self, hash: String) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes: 0 };
            Some(navigation.environment().bundle_cache().is_kept(&reference).await.into())
        })
    }

    /// Hashes bytes with SHA-256, which browsers refuse on plain http.
    pub fn hash(&self, bytes: Uint8Array) -> Uint8Array {
        Uint8Array::from(&trust::hash(&bytes.to_vec()).0[..])
    }

    /// Returns the bytes of a file of the app, by its name; nothing if it cannot be loaded.
    #[wasm_bindgen(js_name = appFile)]
    pub fn app_file(&self, name: String) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let bytes = navigation.environment().network.own_file(&name).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Renders an article to HTML for a portable edition; `alone` if the file contains nothing else. Pictures of a site
    /// have no address yet, so the browser loads none. Returns nothing if the article cannot be loaded.
    pub fn article(&self, path: String, hash: String, bytes: u32, with_pictures: bool, alone: bool) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes };
            navigation.portable_article(&path, &reference, with_pictures, alone).await.map(JsValue::from)
        })
    }

    /// Stores the content of a file, and returns a [`FileOutcome`]. `get` returns a file in it by its path; `paths` are
    /// those of the files named by their hashes.
    pub fn open(&self, get: Function, paths: Array) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let paths: Vec<String> = paths.iter().filter_map(|path| path.as_string()).collect();
            let report = navigation.part().import(Network::of_file(File::opened(get, paths))).await?;
            let (message, detail) = import_message(report);
            Some(FileOutcome { message: message.to_owned(), detail }.into())
        })
    }
}

impl Navigation {
    async fn portable_article(
        &self,
        path: &str,
        reference: &BundleReference,
        with_pictures: bool,
        alone: bool,
    ) -> Option<String> {
        let (environment, site) = (self.environment(), self.site());
        let route = Route::from_path(path);
        let bytes = environment.bundle_cache().bundle(reference).await.ok()?;
        let article: Article = read(&bytes).ok()?;
        let mut carried = SingleFile {
            home: site.edition.manifest().address.clone(),
            pages: alone.then(|| vec![route.clone()]),
            ..SingleFile::default()
        };
        if with_pictures {
            let renditions = pictures(&bytes).unwrap_or_default();
            let network = &environment.network;
            // A portable edition already has the final addresses of its pictures.
            let address = |hash: &Hash| network.file().and_then(|file| file.carried.picture(hash));
            let smallest = renditions.iter().filter_map(|them| them.last());
            let picture = |it: &Rendition| (it.hash, address(&it.hash).unwrap_or_default().to_owned());
            carried.pictures = smallest.map(picture).collect();
        }
        let mastheads = Arc::clone(site.edition.mastheads());
        let medium = Medium::SingleFile(Arc::new(carried));
        let page = Arc::new(Page { route, mastheads, content: Content::NotFound, medium });
        // The article may be in another language than the open page.
        environment.network.load_messages(&page.masthead().language).await.ok()?;
        take_over::html(move || portable::article(page, &article))
    }
}

/// Returns the name of the message about an import, and the value in the message.
fn import_message(report: ImportReport) -> (&'static str, String) {
    let plain = |name| (name, String::new());
    match report {
        ImportReport::Same => plain("same"),
        ImportReport::Edition(number, date) => ("opened", format!("{number} · {date}")),
        ImportReport::Articles(count) => ("opened_articles", count.to_string()),
        ImportReport::Older(date) => ("older", date),
        ImportReport::OtherPaper(title) => ("other", title),
        ImportReport::Off => plain("off"),
        ImportReport::Forged => plain("forged"),
        ImportReport::Unsigned => plain("unsigned"),
        ImportReport::Conflict => plain("conflict"),
        ImportReport::Failed(DownloadError::Content(ContentError::Unproven)) => plain("unproven"),
        ImportReport::Failed(DownloadError::Content(ContentError::Missing | ContentError::Foreign)) => plain("foreign"),
        ImportReport::Failed(DownloadError::Content(_)) => plain("damaged"),
        ImportReport::Failed(DownloadError::Store(StoreError::Full)) => plain("full"),
        ImportReport::Failed(DownloadError::Store(StoreError::Denied)) => plain("denied"),
        ImportReport::Failed(DownloadError::Stopped) => plain("stopped"),
        ImportReport::Failed(DownloadError::Superseded) => plain("busy"),
    }
}

/// Returns a file that the reader dropped on the page.
pub(super) fn dropped(event: &web_sys::Event) -> Option<web_sys::File> {
    let event: &web_sys::DragEvent = event.dyn_ref()?;
    let file = event.data_transfer()?.files()?.get(0)?;
    event.prevent_default();
    Some(file)
}
