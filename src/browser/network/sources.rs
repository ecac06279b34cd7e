//! Asks the sources, the site and its mirrors, for the newest edition.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use gloo_net::http::Request;
use model::Head;
use trust::edition::{MAX_BYTES, wanted_root};
use trust::root::{MAX_BYTES as MAX_ROOT_BYTES, MAX_STEPS};
use trust::{Judgement, NoHead, Root, SourceAnswer, TrustState};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::fetch::{FetchError, fetch, is_web_page};
use super::{FALLBACK_HEAD_TIMEOUT, Network};
use crate::browser::device::estimate;
use crate::browser::dom;
use edition::content::read;
use edition::error::ContentError;

/// The time for all sources to answer. After it, one proven edition is enough.
const OTHER_SOURCES_TIMEOUT: Duration = Duration::from_secs(3);

impl Network {
    /// Asks the sources for the newest edition, and judges their answers.
    pub(in crate::browser) async fn judge(&self, trust: &TrustState) -> Judgement {
        let now = estimate::seconds();
        if trust.site().is_none() {
            let head = self.head().await;
            // As long as no signature is known, the app trusts the site alone.
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

    /// Asks the site and some of its mirrors for their heads, and for the roots that `trust` does not know yet. `now`
    /// is in seconds since 1970.
    ///
    /// A source counts as silent if it is slower than others that have proven an edition.
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
            let get = async |path: &str, max_bytes| get(&[address, path].concat(), max_bytes).await;
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

/// Returns the reason why there is no head, from the error of its file.
fn reason(error: ContentError) -> NoHead {
    match error {
        ContentError::Unreachable | ContentError::Missing => NoHead::Silent,
        ContentError::Foreign => NoHead::LoginPage,
        ContentError::Damaged | ContentError::Unproven | ContentError::Unreadable => NoHead::Malformed,
    }
}

/// Collects the answer of a source; `get` fetches its files.
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
        // Other sources may have a root that this one lacks.
        async move { String::from_utf8(get(&path, MAX_ROOT_BYTES).await.ok()?).ok() }
    }));
    SourceAnswer { source, is_own, head, roots: roots.await.into_iter().flatten().collect() }
}

/// Fetches a small file of at most `max_bytes`, without credentials or referrer.
async fn get(address: &str, max_bytes: usize) -> Result<Vec<u8>, NoHead> {
    let request = Request::get(address)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        // A redirection can lead anywhere.
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    let fetched = fetch(request, max_bytes, FALLBACK_HEAD_TIMEOUT);
    let fetched = dom::within(FALLBACK_HEAD_TIMEOUT, fetched).await;
    fetched.unwrap_or(Err(FetchError::Unreachable)).map_err(NoHead::from)
}
