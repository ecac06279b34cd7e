//! A file that contains an edition: the portable edition in which the app runs, or one that the reader opens.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::dom;
use edition::error::ContentError;
use edition::page::SingleFile;

/// The attribute of `html` that marks a portable edition, and contains the path of its first page.
const ATTRIBUTE: &str = "data-file";

/// A file that contains an edition.
pub(in crate::browser) struct File {
    /// A function that returns the bytes of a file of the edition by its path, or nothing.
    get: Function,
    /// The pictures in this document; empty for a file that the reader opens.
    pub carried: SingleFile,
    /// The paths of all files in it that are named by their hashes, if the reader opens it; empty for this document.
    pub paths: Vec<String>,
}

/// Returns the path of the first page, if this document is a portable edition.
pub(in crate::browser) fn first_page() -> Option<String> {
    dom::html()?.get_attribute(ATTRIBUTE)
}

impl File {
    /// Reads the contents of this document.
    pub(in crate::browser) fn of_document() -> Option<Self> {
        let mut carried = SingleFile::default();
        for picture in dom::elements("img[data-hash]") {
            let hash = picture.get_attribute("data-hash").and_then(|hash| hash.parse().ok());
            if let (Some(hash), Some(address)) = (hash, picture.get_attribute("src")) {
                carried.pictures.push((hash, address));
            }
        }
        Some(Self { get: getter_of_document()?, carried, paths: Vec::new() })
    }

    /// Describes a file that the reader opens; `paths` are those of all files in it that are named by their hashes.
    pub(in crate::browser) fn opened(get: Function, paths: Vec<String>) -> Self {
        Self { get, carried: SingleFile::default(), paths }
    }

    /// Returns the unchecked bytes of a file of the edition.
    pub(in crate::browser) async fn get(&self, path: &str) -> Result<Vec<u8>, ContentError> {
        let damaged = |_| ContentError::Damaged;
        let promise: Promise = self.get.call1(&JsValue::NULL, &path.into()).map_err(damaged)?.unchecked_into();
        let bytes = JsFuture::from(promise).await.map_err(damaged)?;
        bytes.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).ok_or(ContentError::Missing)
    }
}

/// Returns the function of `client/app.js` that reads files of the portable edition in which the app runs.
fn getter_of_document() -> Option<Function> {
    let tools = Reflect::get(&dom::window(), &"offprint".into()).ok()?;
    Reflect::get(&tools, &"get".into()).ok()?.dyn_into().ok()
}
