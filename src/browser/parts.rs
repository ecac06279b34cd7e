//! The only interface between the core of the app, which shows pages, and its parts, which the app loads on demand.
//!
//! A part is a WebAssembly file of its own, in the memory of the core. `crates/shrink` moves the code into it that only
//! the functions declared with [`part!`] reach. Such a function returns a table or a future, through which the core
//! calls the part: one direct call would move the code back into the core.

mod updates;

use std::rc::Rc;

use futures_util::future::{FutureExt, LocalBoxFuture};
use model::Language;
use wasm_bindgen::JsValue;

use super::downloads::{DownloadTable, Downloads};
use super::environment::Environment;
use super::share::{ShareHost, reader};
use super::updates::{Opening, PartResult, UpdateRunner, UpdateTable};
use crate::pages::deferred::{DeferredViews, LOADED_VIEWS, VIEWS};
use ::updates::{Counted, Snapshot};
pub(super) use updates::UpdatePart;

/// A part that could not be loaded.
#[derive(Debug)]
pub(super) struct PartMissing;

impl From<wasm_split_helpers::SplitLoaderError> for PartMissing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Declares the function that loads a part and through which the core reaches it. With `--cfg whole` it is an ordinary
/// function, and the app is one file.
macro_rules! part {
    (
        $(#[$documentation:meta])*
        $part:ident, fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty $body:block
    ) => {
        $(#[$documentation])*
        #[cfg(not(whole))]
        #[wasm_split_helpers::wasm_split($part, fallible)]
        fn $name($($argument: $type),*) -> Result<$output, PartMissing> {
            Ok($body)
        }

        $(#[$documentation])*
        #[cfg(whole)]
        async fn $name($($argument: $type),*) -> Result<$output, PartMissing> {
            Ok($body)
        }
    };
}

part! {
    /// Starts the part that keeps editions on this device: it contains the update machine, its runner and the
    /// verification of signatures.
    updates,
    fn start_updates(opening: Box<Opening>) -> LocalBoxFuture<'static, Rc<dyn UpdateTable>> {
        async { UpdateRunner::start(*opening).await as Rc<dyn UpdateTable> }.boxed_local()
    }
}

part! {
    /// Returns the views of the pages that few visits open.
    pages,
    fn deferred_views() -> DeferredViews {
        VIEWS
    }
}

part! {
    /// Counts what is stored, for the page about this device.
    pages,
    fn count_stored(
        environment: Rc<Environment>,
        snapshot: Option<Snapshot>,
        language: Language
    ) -> LocalBoxFuture<'static, Counted> {
        async move { environment.count(snapshot, &language).await }.boxed_local()
    }
}

part! {
    /// Returns the function that makes the object through which the share script asks the app.
    share,
    fn reader_maker() -> fn(Rc<dyn ShareHost>) -> JsValue {
        reader
    }
}

part! {
    /// Returns the functions that bring editions onto this device, from the site or from a file.
    downloads,
    fn download_table(environment: Rc<Environment>) -> Rc<dyn DownloadTable> {
        Rc::new(Downloads::new(environment)) as Rc<dyn DownloadTable>
    }
}

/// Loads the views of the pages that few visits open. Fails if the part cannot be loaded.
pub(super) async fn load_deferred_views() -> Result<(), PartMissing> {
    if LOADED_VIEWS.get().is_none() {
        LOADED_VIEWS.provide(deferred_views().await?);
    }
    Ok(())
}

/// Loads the function that makes the object through which the share script asks the app.
pub(super) async fn load_reader() -> Result<fn(Rc<dyn ShareHost>) -> JsValue, PartMissing> {
    reader_maker().await
}

/// Counts what is stored; nothing if the part cannot be loaded.
fn count(environment: Rc<Environment>, snapshot: Option<Snapshot>, language: Language) -> PartResult<Counted> {
    async move { Some(count_stored(environment, snapshot, language).await.ok()?.await) }.boxed_local()
}

/// Returns the functions that bring editions onto this device; nothing if the part cannot be loaded.
fn downloads(environment: Rc<Environment>) -> PartResult<Rc<dyn DownloadTable>> {
    async move { download_table(environment).await.ok() }.boxed_local()
}
