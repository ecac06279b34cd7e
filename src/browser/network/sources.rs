//! Asks sources for the newest edition: the site and its mirrors.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use gloo_net::http::Request;
use js_sys::{RangeError, Uint8Array};
use model::Head;
use trust::edition::{MAX_BYTES, wanted_root};
use trust::root::{MAX_BYTES as MAX_ROOT_BYTES, MAX_STEPS};
use trust::{Judgement, NoHead, Root, SourceAnswer, TrustState};
use wasm_bindgen::JsCast;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::{FALLBACK_HEAD_TIMEOUT, Network, is_web_page, read_answer};
use crate::browser::device::estimate;
use crate::browser::dom;
use edition::content::read;
use edition::error::ContentError;

/// How long sources may take once one of them has sent an edition that is proven.
const OTHER_SOURCES_TIMEOUT: Duration = Duration::from_secs(3);

impl Network {
    /// Asks for the newest edition, and judges what is answered.
    pub(in crate::browser) async fn judge(&self, trust: &TrustState) -> Judgement {
        let now = estimate::seconds();
        if trust.site().is_none() {
            let head = self.head().await;
            // As long as nothing is known to be signed, the site alone is believed.
            if head.as_ref().map_or(true, |head| head.signed.is_none()) {
                let head = head.map_err(reason);
                let answer = SourceAnswer { source: self.root.clone(), is_own: true, head, roots: Vec::new() };
                return trust.judge(vec![answer], now);
            }
        }
        let judgement = trust.judge(self.ask(trust, now).await, now);
        for report in &judgement.sources {
            self.note(&report.source, report.status);
        }
        judgement
    }

    /// Asks the site and some of its mirrors for their heads, and for the roots that `trust` does not know yet. `now` is in
    /// seconds since 1970.
    ///
    /// Whoever takes longer than others that have proven an edition counts as silent.
    async fn ask(&self, trust: &TrustState, now: u64) -> Vec<SourceAnswer> {
        let addresses = self.addresses();
        let is_own = |address: &str| address == self.root;
        let silent = |address: &String| SourceAnswer {
            source: address.clone(),
            is_own: is_own(address),
            head: Err(NoHead::Silent),
            roots: Vec::new(),
        };
        let mut answers: Vec<SourceAnswer> = addresses.iter().map(silent).collect();
        let ask = async |position: usize, address: &String| {
            let get = async |path: &str, most| get(&[address, path].concat(), most).await;
            (position, answer(address.clone(), is_own(address), trust, get).await)
        };
        let asked = addresses.iter().enumerate().map(|(position, address)| ask(position, address));
        let mut asked: FuturesUnordered<_> = asked.collect();
        let mut has_proof = false;
        let mut add = |(position, answer): (usize, SourceAnswer), has_proof: &mut bool| {
            *has_proof |= trust.judge(vec![answer.clone()], now).answered() > 0;
            answers[position] = answer;
        };
        let all = async {
            while let Some(answer) = asked.next().await {
                add(answer, &mut has_proof);
            }
        };
        let is_complete = dom::within(OTHER_SOURCES_TIMEOUT, all).await.is_some();
        while !is_complete && !has_proof {
            let Some(answer) = asked.next().await else { break };
            add(answer, &mut has_proof);
        }
        answers
    }
}

/// What it means for a head that a file could not be had.
fn reason(error: ContentError) -> NoHead {
    match error {
        ContentError::Unreachable | ContentError::Missing => NoHead::Silent,
        ContentError::Foreign => NoHead::LoginPage,
        ContentError::Damaged | ContentError::Unproven | ContentError::Unreadable => NoHead::Malformed,
    }
}

/// Puts together what a source answers, whose files `get` gives.
async fn answer(
    source: String,
    is_own: bool,
    trust: &TrustState,
    get: impl AsyncFn(&str, usize) -> Result<Vec<u8>, NoHead>,
) -> SourceAnswer {
    let head = match get(Head::PATH, MAX_BYTES).await {
        Ok(bytes) if is_web_page(&bytes) => Err(NoHead::LoginPage),
        Ok(bytes) => read::<Head>(&bytes).map_err(|_| NoHead::Malformed),
        Err(reason) => Err(reason),
    };
    let wanted = head.as_ref().ok().and_then(|head| wanted_root(head).ok()).unwrap_or_default();
    let known = trust.roots().len() as u64;
    let versions = (known + 1..=wanted).take(MAX_STEPS as usize);
    let roots = join_all(versions.map(|version| {
        let path = Root::path(version);
        let get = &get;
        // Others may have what this one lacks.
        async move { String::from_utf8(get(&path, MAX_ROOT_BYTES).await.ok()?).ok() }
    }));
    SourceAnswer { source, is_own, head, roots: roots.await.into_iter().flatten().collect() }
}

/// Gets a small file. Nothing of the reader goes along, and no more is read than there may be.
async fn get(address: &str, most: usize) -> Result<Vec<u8>, NoHead> {
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
        let reason = |error: wasm_bindgen::JsValue| {
            if error.is_instance_of::<RangeError>() { NoHead::TooLong } else { NoHead::Silent }
        };
        bytes.map(|bytes| bytes.unchecked_into::<Uint8Array>().to_vec()).map_err(reason)
    };
    match dom::within(FALLBACK_HEAD_TIMEOUT, fetched).await {
        Some(fetched) => fetched,
        None => {
            controller.iter().for_each(AbortController::abort);
            Err(NoHead::Silent)
        }
    }
}
