//! Handing articles over: what the tools, a script of their own that is loaded when it is needed, ask of the app.
//!
//! They make files, codes and dialogs, and read files that others made. The app gives them checked bytes and rendered
//! articles, and keeps what they read.

use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use model::{Article, BundleReference, Hash, Rendition};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::future_to_promise;

use super::file::File;
use super::navigation::Navigation;
use super::network::Network;
use super::{dom, take_over};
use crate::content::{Bundles, ContentError, pictures, read};
use crate::page::{Carried, Content, Form, Page};
use crate::portable;
use crate::routes::Route;
use crate::updates::{DownloadError, ImportReport, OfflineItem, StoreError, head_text, saved_value};

// What the builder writes at the end of the app's script; see `builder::pack::share`.
#[wasm_bindgen]
extern "C" {
    /// Calls a tool by its name.
    #[wasm_bindgen(js_namespace = offprint, js_name = "use", catch)]
    async fn call(tool: &str, argument: &JsValue) -> Result<JsValue, JsValue>;
}

/// Lets the tools ask this app.
pub(super) fn answer(navigation: &Rc<Navigation>) {
    let navigation = Rc::clone(navigation);
    let ask = Closure::<dyn Fn(String, Array) -> Promise>::new(move |question: String, given: Array| {
        let navigation = Rc::clone(&navigation);
        future_to_promise(async move { Ok(navigation.answer(&question, &given).await.unwrap_or(JsValue::NULL)) })
    });
    if let Ok(tools) = Reflect::get(&dom::window(), &"offprint".into()) {
        // Without it no tool works, and the app all the same.
        let _ = Reflect::set(&tools, &"ask".into(), ask.as_ref());
    }
    ask.forget();
}

/// Calls a tool; false when it is not to be had.
pub(super) async fn use_tool(tool: &str, argument: &JsValue) -> bool {
    call(tool, argument).await.is_ok()
}

/// What gives the files of the portable edition that the app runs in.
pub(super) fn carried() -> Option<Function> {
    let tools = Reflect::get(&dom::window(), &"offprint".into()).ok()?;
    Reflect::get(&tools, &"get".into()).ok()?.dyn_into().ok()
}

impl Navigation {
    /// The answer to a question of the tools.
    async fn answer(&self, question: &str, given: &Array) -> Option<JsValue> {
        let word = |position: u32| given.get(position).as_string();
        let site = Rc::clone(&self.site());
        match question {
            "state" => Some(self.state().into()),
            // A file of the edition, checked against its hash and its length.
            "file" => {
                let bytes = given.get(2).as_f64()? as u32;
                let reference = BundleReference { hash: word(1)?.parse().ok()?, bytes };
                let bytes = self.environment().shelf().get(&word(0)?, &reference).await.ok()?;
                Some(Uint8Array::from(&bytes[..]).into())
            }
            "kept" => {
                let reference = BundleReference { hash: word(0)?.parse().ok()?, bytes: 0 };
                Some(self.environment().shelf().is_kept(&reference).await.into())
            }
            "hash" => {
                let bytes = given.get(0).dyn_into::<Uint8Array>().ok()?.to_vec();
                Some(Uint8Array::from(&trust::hash(&bytes).0[..]).into())
            }
            // A file of the app.
            "app" => Some(Uint8Array::from(&self.environment().network.own_file(&word(0)?).await.ok()?[..]).into()),
            // An article as a portable edition shows it; pictures of a site have no address yet, so that none is asked for.
            "article" => {
                let route = Route::from_path(&word(0)?);
                let bundle = BundleReference { hash: word(1)?.parse().ok()?, bytes: given.get(2).as_f64()? as u32 };
                let bytes = self.environment().shelf().bundle(&bundle).await.ok()?;
                let article: Article = read(&bytes).ok()?;
                let mut carried = Carried {
                    home: site.edition.manifest().address.clone(),
                    pages: given.get(4).is_truthy().then(|| vec![route.clone()]),
                    ..Carried::default()
                };
                if given.get(3).is_truthy() {
                    let renditions = pictures(&bytes).unwrap_or_default();
                    let network = Rc::clone(&self.environment().network);
                    // A portable edition has them as they are to be written.
                    let address = |hash: &Hash| network.file().and_then(|file| file.carried.picture(hash));
                    let smallest = renditions.iter().filter_map(|them| them.last());
                    let picture = |it: &Rendition| (it.hash, address(&it.hash).unwrap_or_default().to_owned());
                    carried.pictures = smallest.map(picture).collect();
                }
                let mastheads = Arc::clone(site.edition.mastheads());
                let form = Form::File(Arc::new(carried));
                let page = Page { route, mastheads, content: Content::NotFound, form };
                // It may be in another language than the page that is open.
                self.environment().network.words(&page.masthead().language).await.ok()?;
                Some(take_over::html(move || portable::article(&page, &article))?.into())
            }
            "open" => {
                let (get, paths) = (given.get(0).dyn_into().ok()?, given.get(1).dyn_into().ok()?);
                let paths: Array = paths;
                let paths = paths.iter().filter_map(|path| path.as_string()).collect();
                let report = self.part().import(Network::of_file(File::opened(get, paths))).await?;
                let (name, detail) = told(report);
                Some(Array::of2(&name.into(), &detail.into()).into())
            }
            _ => None,
        }
    }

    /// What is open: the head of its edition, and where the reader is.
    fn state(&self) -> Object {
        let site = self.site();
        let state = Object::new();
        let line = |(item, bundle): (OfflineItem, BundleReference)| [item.name(), saved_value(&bundle)].join(" ");
        let saved: Array = self.part().saved().into_iter().map(|saved| JsValue::from_str(&line(saved))).collect();
        let values: [(&str, JsValue); 6] = [
            ("head", head_text(&site.head).into()),
            ("root", self.root().into()),
            ("path", self.path().into()),
            ("month", dom::month().unwrap_or_default().into()),
            ("saved", saved.into()),
            ("roots", self.part().roots().into()),
        ];
        for (name, value) in values {
            // A plain object takes what it is given.
            let _ = Reflect::set(&state, &name.into(), &value);
        }
        state
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
pub(super) fn dropped(event: &web_sys::Event) -> Option<JsValue> {
    let event: &web_sys::DragEvent = event.dyn_ref()?;
    let file = event.data_transfer()?.files()?.get(0)?;
    event.prevent_default();
    Some(file.into())
}
