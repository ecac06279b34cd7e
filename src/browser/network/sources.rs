//! Asks sources for the newest edition: the site and its mirrors, or a file. What they answer is judged elsewhere.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::join_all;
use gloo_net::http::Request;
use js_sys::{RangeError, Uint8Array};
use model::Head;
use trust::edition::{MOST_BYTES, wanted_root};
use trust::root::{MOST_BYTES as MOST_ROOT_BYTES, MOST_STEPS};
use trust::{NoHead, Root, SourceAnswer, TrustState};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::{Network, PATIENCE_BESIDE_OTHERS, is_web_page, read_answer};
use crate::browser::dom;
use crate::browser::file::File;
use crate::content::read;

/// How long sources may take once one of them has sent an edition that is proven.
const PATIENCE_WITH_HEADS: Duration = Duration::from_secs(3);

/// Where an edition is asked for.
enum Source<'a> {
    /// An address, ending with a slash.
    Site(&'a str),
    File(&'a File),
}

impl Network {
    /// Asks the site and some of its mirrors for their heads, and for the roots that `trust` does not know yet. `now` is in
    /// seconds since 1970.
    ///
    /// Whoever takes longer than others that have proven an edition counts as silent.
    pub(in crate::browser) async fn ask(&self, trust: &TrustState, now: u64) -> Vec<SourceAnswer> {
        let addresses = self.addresses();
        let silent = |address: &String| SourceAnswer {
            source: address.clone(),
            is_own: *address == self.root,
            head: Err(NoHead::Silent),
            roots: Vec::new(),
        };
        let answers: RefCell<Vec<SourceAnswer>> = RefCell::new(addresses.iter().map(silent).collect());
        let has_proof = Cell::new(false);
        let asked = addresses.iter().enumerate().map(async |(position, address)| {
            let (head, roots) = ask(&Source::Site(address), trust).await;
            let mut answers = answers.borrow_mut();
            (answers[position].head, answers[position].roots) = (head, roots);
            if trust.judge(vec![answers[position].clone()], now).answered() > 0 {
                has_proof.set(true);
            }
        });
        let mut asked = pin!(join_all(asked));
        if dom::within(PATIENCE_WITH_HEADS, asked.as_mut()).await.is_none() {
            let mut is_enough = |context: &mut Context<'_>| asked.as_mut().poll(context).is_ready() || has_proof.get();
            poll_fn(|context| if is_enough(context) { Poll::Ready(()) } else { Poll::Pending }).await;
        }
        answers.take()
    }
}

/// Asks a file for its head, and for the roots that `trust` does not know yet.
pub(in crate::browser) async fn ask_file(file: &File, trust: &TrustState) -> SourceAnswer {
    let (head, roots) = ask(&Source::File(file), trust).await;
    SourceAnswer { source: String::new(), is_own: true, head, roots }
}

/// The head that a source has, and the texts of its roots.
async fn ask(source: &Source<'_>, trust: &TrustState) -> (Result<Head, NoHead>, Vec<String>) {
    let head = match get(source, Head::PATH, MOST_BYTES).await {
        Ok(bytes) if is_web_page(&bytes) => Err(NoHead::LoginPage),
        Ok(bytes) => read::<Head>(&bytes).map_err(|_| NoHead::Malformed),
        Err(reason) => Err(reason),
    };
    let wanted = head.as_ref().ok().and_then(|head| wanted_root(head).ok()).unwrap_or_default();
    let versions = (trust.roots().len() as u64 + 1..=wanted).take(MOST_STEPS as usize);
    let roots = join_all(versions.map(async |version| {
        // Others may have what this one lacks.
        String::from_utf8(get(source, &Root::path(version), MOST_ROOT_BYTES).await.ok()?).ok()
    }));
    (head, roots.await.into_iter().flatten().collect())
}

/// Gets a small file of a source.
async fn get(source: &Source<'_>, path: &str, most: usize) -> Result<Vec<u8>, NoHead> {
    match source {
        Source::Site(address) => fetch(&[address, path].concat(), most).await,
        Source::File(file) => {
            let bytes = file.get(path).await.map_err(|_| NoHead::Silent)?;
            if bytes.len() > most { Err(NoHead::TooLong) } else { Ok(bytes) }
        }
    }
}

/// Fetches a small file. Nothing of the reader goes along, and no more is read than there may be.
async fn fetch(address: &str, most: usize) -> Result<Vec<u8>, NoHead> {
    let controller = AbortController::new().ok();
    let signal = controller.as_ref().map(AbortController::signal);
    let request = Request::get(address)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        // A redirection can lead anywhere.
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(signal.as_ref());
    let fetched = async {
        let response = request.send().await.map_err(|_| NoHead::Silent)?;
        if !response.ok() {
            return Err(NoHead::Silent);
        }
        let bytes = read_answer(&response.into(), most as f64).await;
        let reason = |error: JsValue| {
            if error.is_instance_of::<RangeError>() { NoHead::TooLong } else { NoHead::Silent }
        };
        bytes.map(|bytes| bytes.unchecked_into::<Uint8Array>().to_vec()).map_err(reason)
    };
    match dom::within(PATIENCE_BESIDE_OTHERS, fetched).await {
        Some(fetched) => fetched,
        None => {
            controller.iter().for_each(AbortController::abort);
            Err(NoHead::Silent)
        }
    }
}
