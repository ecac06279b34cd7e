//! Handing articles over: the app's side of the share script, which is loaded when a reader wants it.
//!
//! The script makes files, codes and dialogs, and reads files that others made. The app gives it checked bytes and rendered
//! articles, and keeps what it reads.

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

// What `client/app.js` offers; it loads the script first.
#[wasm_bindgen]
extern "C" {
    /// Opens the dialog that passes something on.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn offer(reader: ReaderHandle, scope: &str) -> Result<JsValue, JsValue>;

    /// Opens a file, or asks for one.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn open(reader: ReaderHandle, file: Option<web_sys::File>) -> Result<JsValue, JsValue>;

    /// Opens the dialog that says how to embed the open article.
    #[wasm_bindgen(js_namespace = offprint, catch)]
    async fn embed(reader: ReaderHandle) -> Result<JsValue, JsValue>;
}

/// What a reader wants of the share script.
pub(super) enum Wish {
    /// To pass on the article, the saved articles, or the edition.
    Offer(&'static str),
    /// To open a file, which was dropped on the page or is yet to be chosen.
    Open(Option<web_sys::File>),
    /// To embed the open article.
    Embed,
}

/// Does what the reader wants; false when the script is not to be had.
pub(super) async fn fulfil(wish: Wish, navigation: Rc<Navigation>) -> bool {
    let reader = ReaderHandle { navigation };
    let done = match wish {
        Wish::Offer(scope) => offer(reader, scope).await,
        Wish::Open(file) => open(reader, file).await,
        Wish::Embed => embed(reader).await,
    };
    done.is_ok()
}

/// What the share script may ask of the app.
#[wasm_bindgen]
pub struct ReaderHandle {
    navigation: Rc<Navigation>,
}

/// Where the reader is, and of which edition.
#[wasm_bindgen(getter_with_clone)]
pub struct ReaderState {
    /// The head of the edition that is open, as JSON.
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
    /// The roots of the site's keys, the first one first.
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
    /// Describes a saved item; nothing when it is no article.
    fn of((item, bundle): (OfflineItem, BundleReference)) -> Option<Self> {
        let OfflineItem::Article(language, slug) = item else { return None };
        Some(Self { language: language.to_string(), slug, hash: bundle.hash.to_string(), bytes: bundle.bytes })
    }
}

/// What came of a file that was opened.
#[wasm_bindgen(getter_with_clone)]
pub struct FileOutcome {
    /// The name of the message that says so.
    #[wasm_bindgen(readonly)]
    pub message: String,
    /// What the message is about.
    #[wasm_bindgen(readonly)]
    pub detail: String,
}

/// Starts what a promise stands for. One function for all futures: each that wasm-bindgen made a promise of by itself would
/// add a kilobyte to the app (`cargo xtask size`).
fn promise(future: impl Future<Output = Option<JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Option<JsValue>>>> = Box::pin(future);
    future_to_promise(async move { Ok(future.await.unwrap_or(JsValue::UNDEFINED)) })
}

#[wasm_bindgen]
impl ReaderHandle {
    /// Tells where the reader is.
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

    /// Gets a file of the edition as bytes, checked against its hash and its length; nothing when it is not to be had.
    pub fn file(&self, path: String, hash: String, bytes: u32) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes };
            let bytes = navigation.environment().bundle_cache().get(&path, &reference).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Tells whether a bundle is kept on the device.
    #[wasm_bindgen(js_name = isKept)]
    pub fn is_kept(&self, hash: String) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes: 0 };
            Some(navigation.environment().bundle_cache().is_kept(&reference).await.into())
        })
    }

    /// Hashes bytes with SHA-256, which browsers do not on plain http.
    pub fn hash(&self, bytes: Uint8Array) -> Uint8Array {
        Uint8Array::from(&trust::hash(&bytes.to_vec()).0[..])
    }

    /// Gets a file of the app as bytes, by its name; nothing when it is not to be had.
    #[wasm_bindgen(js_name = appFile)]
    pub fn app_file(&self, name: String) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let bytes = navigation.environment().network.own_file(&name).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Renders an article as a portable edition shows it: `alone` if nothing else is in the file. Pictures of a site have no
    /// address yet, so that none is asked for. Gives HTML, or nothing when the article is not to be had.
    pub fn article(&self, path: String, hash: String, bytes: u32, with_pictures: bool, alone: bool) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let reference = BundleReference { hash: hash.parse().ok()?, bytes };
            navigation.portable_article(&path, &reference, with_pictures, alone).await.map(JsValue::from)
        })
    }

    /// Keeps what a file has; gives a [`FileOutcome`]. `get` gives its files by their paths; `paths` has those that are named
    /// by their hashes.
    pub fn open(&self, get: Function, paths: Array) -> Promise {
        let navigation = Rc::clone(&self.navigation);
        promise(async move {
            let paths: Vec<String> = paths.iter().filter_map(|path| path.as_string()).collect();
            let report = navigation.part().import(Network::of_file(File::opened(get, paths))).await?;
            let (message, detail) = told(report);
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
            // A portable edition has them as they are to be written.
            let address = |hash: &Hash| network.file().and_then(|file| file.carried.picture(hash));
            let smallest = renditions.iter().filter_map(|them| them.last());
            let picture = |it: &Rendition| (it.hash, address(&it.hash).unwrap_or_default().to_owned());
            carried.pictures = smallest.map(picture).collect();
        }
        let mastheads = Arc::clone(site.edition.mastheads());
        let medium = Medium::SingleFile(Arc::new(carried));
        let page = Arc::new(Page { route, mastheads, content: Content::NotFound, medium });
        // It may be in another language than the page that is open.
        environment.network.words(&page.masthead().language).await.ok()?;
        take_over::html(move || portable::article(page, &article))
    }
}

/// What came of a file: the name of the words that say it, and what stands behind them.
fn told(report: ImportReport) -> (&'static str, String) {
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
        ImportReport::Conflict => plain("fork"),
        ImportReport::Failed(DownloadError::Content(ContentError::Unproven)) => plain("unproven"),
        ImportReport::Failed(DownloadError::Content(ContentError::Missing | ContentError::Foreign)) => plain("foreign"),
        ImportReport::Failed(DownloadError::Content(_)) => plain("damaged"),
        ImportReport::Failed(DownloadError::Store(StoreError::Full)) => plain("full"),
        ImportReport::Failed(DownloadError::Store(StoreError::Denied)) => plain("denied"),
        ImportReport::Failed(DownloadError::Stopped) => plain("stopped"),
        ImportReport::Failed(DownloadError::Superseded) => plain("busy"),
    }
}

/// A file that was dropped on the page.
pub(super) fn dropped(event: &web_sys::Event) -> Option<web_sys::File> {
    let event: &web_sys::DragEvent = event.dyn_ref()?;
    let file = event.data_transfer()?.files()?.get(0)?;
    event.prevent_default();
    Some(file)
}
