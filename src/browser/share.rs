//! Answers the share script. The part `share` contains this code.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Function, Promise, Uint8Array};
use model::{Article, BundleReference, Hash, Head, Rendition};
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

use super::environment::Environment;
use super::network::Network;
use super::network::single_file::File;
use super::open_edition::{BundleCache, OpenEdition};
use super::{dom, take_over};
use crate::portable;
use edition::content::{Bundles, Edition, attachments, read};
use edition::error::ContentError;
use edition::page::{Content, Medium, Page, SingleFile};
use edition::routes::Route;
use updates::{BundleSource, DownloadError, ImportReport, OfflineItem, StoreError, head_text};

// Functions of `client/share/records.js`. Classes of wasm-bindgen would be part of the core.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = offprint, js_name = reader)]
    fn share_reader(
        state: JsValue,
        file: JsValue,
        is_kept: JsValue,
        hash: JsValue,
        app_file: JsValue,
        article: JsValue,
        open: JsValue,
    ) -> JsValue;

    #[wasm_bindgen(js_namespace = offprint, js_name = readerState)]
    fn reader_state(head: &str, root: &str, path: &str, month: &str, saved: Array, roots: Array) -> JsValue;

    #[wasm_bindgen(js_namespace = offprint, js_name = savedArticle)]
    fn saved_article(language: &str, slug: &str, hash: &str, bytes: u32) -> JsValue;

    #[wasm_bindgen(js_namespace = offprint, js_name = fileOutcome)]
    fn file_outcome(message: &str, detail: &str, read: JsValue) -> JsValue;
}

/// The functions of the tab that the part calls.
pub(super) trait ShareHost {
    /// Returns the data that this tab reads and writes.
    fn environment(&self) -> &Environment;
    /// Returns the open edition.
    fn site(&self) -> Rc<OpenEdition>;
    /// Returns the address of the site's root.
    fn root(&self) -> String;
    /// Returns the path of the open page below the root.
    fn path(&self) -> String;
    /// Returns the articles that the reader saved, and their bundles.
    fn saved(&self) -> Vec<(OfflineItem, BundleReference)>;
    /// Returns the texts of the accepted roots, oldest first.
    fn roots(&self) -> Vec<String>;
    /// Opens an edition in place of the open one.
    fn show(&self, edition: OpenEdition);
    /// Stores the content of a file. Returns the result, or `None` if nothing could store it.
    fn import(&self, file: Network) -> LocalBoxFuture<'static, Option<ImportReport>>;
}

/// Returns the object through which the share script asks the app. The script must be loaded.
pub(super) fn reader(host: Rc<dyn ShareHost>) -> JsValue {
    let reader = Rc::new(Reader { host });
    let [state, file, is_kept, app_file, article, open] = std::array::from_fn(|_| Rc::clone(&reader));
    share_reader(
        Closure::<dyn Fn() -> JsValue>::new(move || state.state()).into_js_value(),
        Closure::<dyn Fn(String, String, u32) -> Promise>::new(move |path, hash: String, bytes| {
            file.file(path, &hash, bytes)
        })
        .into_js_value(),
        Closure::<dyn Fn(String) -> Promise>::new(move |hash: String| is_kept.is_kept(&hash)).into_js_value(),
        Closure::<dyn Fn(Uint8Array) -> Uint8Array>::new(hash).into_js_value(),
        Closure::<dyn Fn(String) -> Promise>::new(move |name| app_file.app_file(name)).into_js_value(),
        Closure::<dyn Fn(String, String, u32, bool, bool) -> Promise>::new(
            move |path, hash: String, bytes, with_pictures, alone| {
                article.article(path, (&hash, bytes), with_pictures, alone)
            },
        )
        .into_js_value(),
        Closure::<dyn Fn(Function, Array) -> Promise>::new(move |get, paths| open.open(get, &paths)).into_js_value(),
    )
}

/// Hashes bytes with SHA-256, which browsers refuse on plain http.
fn hash(bytes: Uint8Array) -> Uint8Array {
    Uint8Array::from(&trust::hash(&bytes.to_vec()).0[..])
}

/// The app, for the share script.
struct Reader {
    host: Rc<dyn ShareHost>,
}

impl Reader {
    /// Returns the open page and edition, and the saved articles: a `readerState` of `client/share/records.js`.
    fn state(&self) -> JsValue {
        let host = &self.host;
        reader_state(
            &head_text(&host.site().head),
            &host.root(),
            &host.path(),
            &dom::month().unwrap_or_default(),
            host.saved().into_iter().filter_map(saved_item).collect(),
            host.roots().into_iter().map(JsValue::from).collect(),
        )
    }

    /// Returns the bytes of a file of the edition, checked against hash and length; nothing if it cannot be loaded.
    fn file(&self, path: String, hash: &str, bytes: u32) -> Promise {
        let (host, hash) = (Rc::clone(&self.host), hash.parse());
        promise(async move {
            let reference = BundleReference { hash: hash.ok()?, bytes };
            let bytes = host.environment().bundle_cache().get(&path, &reference).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Returns whether a bundle is stored on the device.
    fn is_kept(&self, hash: &str) -> Promise {
        let (host, hash) = (Rc::clone(&self.host), hash.parse());
        promise(async move {
            let reference = BundleReference { hash: hash.ok()?, bytes: 0 };
            Some(host.environment().bundle_cache().is_kept(&reference).await.into())
        })
    }

    /// Returns the bytes of a file of the app, by its name; nothing if it cannot be loaded.
    fn app_file(&self, name: String) -> Promise {
        let host = Rc::clone(&self.host);
        promise(async move {
            let bytes = host.environment().network.own_file(&name).await.ok()?;
            Some(Uint8Array::from(&bytes[..]).into())
        })
    }

    /// Renders an article to HTML for a portable edition; `alone` if the file contains nothing else. Pictures of a site
    /// have no address yet, so the browser loads none. Returns nothing if the article cannot be loaded.
    fn article(&self, path: String, (hash, bytes): (&str, u32), with_pictures: bool, alone: bool) -> Promise {
        let (host, hash) = (Rc::clone(&self.host), hash.parse());
        promise(async move {
            let reference = BundleReference { hash: hash.ok()?, bytes };
            portable_article(&*host, &path, &reference, with_pictures, alone).await.map(JsValue::from)
        })
    }

    /// Stores the content of a file, and returns a `fileOutcome` of `client/share/records.js`. `get` returns a file in it by
    /// its path; `paths` are those of the files named by their hashes.
    fn open(&self, get: Function, paths: &Array) -> Promise {
        let host = Rc::clone(&self.host);
        let paths: Vec<String> = paths.iter().filter_map(|path| path.as_string()).collect();
        promise(async move {
            let report = host.import(Network::of_file(File::opened(get.clone(), paths))).await;
            let report = report.unwrap_or(ImportReport::Failed(DownloadError::PartMissing));
            let edition = match &report {
                ImportReport::Older { edition: Some(head), .. } => in_file(head.clone(), get).await,
                _ => None,
            };
            let read = edition.map_or(JsValue::UNDEFINED, |edition| Closure::once_into_js(move || host.show(edition)));
            let (message, detail) = import_message(report);
            Some(file_outcome(message, &detail, read))
        })
    }
}

/// Opens the edition of a file to read it, without storing it.
async fn in_file(head: Head, get: Function) -> Option<OpenEdition> {
    let network = Rc::new(Network::of_file(File::opened(get, Vec::new())));
    let manifest = network.fetch(&head.manifest.manifest_path(), &head.manifest).await.ok()?;
    let edition = Edition::new(read(&manifest).ok()?, BundleCache { store: None, network })?;
    Some(OpenEdition { head, edition })
}

/// Makes a promise of a future. All futures share this function: wasm-bindgen's own conversion would add a kilobyte to
/// the app for each (`cargo xtask size`).
fn promise(future: impl Future<Output = Option<JsValue>> + 'static) -> Promise {
    let future: Pin<Box<dyn Future<Output = Option<JsValue>>>> = Box::pin(future);
    future_to_promise(async move { Ok(future.await.unwrap_or(JsValue::UNDEFINED)) })
}

/// Describes a saved item; `None` if it is no article.
fn saved_item((item, bundle): (OfflineItem, BundleReference)) -> Option<JsValue> {
    let OfflineItem::Article(language, slug) = item else { return None };
    Some(saved_article(language.as_str(), &slug, &bundle.hash.to_string(), bundle.bytes))
}

/// Renders an article for a portable edition; see [`Reader::article`].
async fn portable_article(
    host: &dyn ShareHost,
    path: &str,
    reference: &BundleReference,
    with_pictures: bool,
    alone: bool,
) -> Option<String> {
    let (environment, site) = (host.environment(), host.site());
    let route = Route::from_path(path);
    let bytes = environment.bundle_cache().bundle(reference).await.ok()?;
    let article: Article = read(&bytes).ok()?;
    let mut carried = SingleFile {
        home: site.edition.manifest().address.clone(),
        pages: alone.then(|| vec![route.clone()]),
        ..SingleFile::default()
    };
    if with_pictures {
        let renditions = attachments(&bytes).unwrap_or_default().pictures;
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

/// Returns the name of the message about an import, and the value in the message.
fn import_message(report: ImportReport) -> (&'static str, String) {
    let plain = |name| (name, String::new());
    match report {
        ImportReport::Same => plain("same"),
        ImportReport::Edition(number, date) => ("opened", format!("{number} · {date}")),
        ImportReport::Articles(count) => ("opened_articles", count.to_string()),
        ImportReport::Older { date, .. } => ("older", date),
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
        ImportReport::Failed(DownloadError::PartMissing) => plain("part_missing"),
        ImportReport::Failed(DownloadError::Stopped) => plain("stopped"),
        ImportReport::Failed(DownloadError::Superseded) => plain("busy"),
    }
}
