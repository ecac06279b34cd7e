//! Judges what sources answer, for the script on other people's pages: `trust` over wasm-bindgen.
//!
//! The script fetches, parses JSON and shows; every decision is made in [`trust::judge`].

use model::{BundleReference, Hash, Head};
use trust::lines::push_digits;
use trust::{NoHead, SourceStatus, TrustState};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// Its fields are checked one by one: the script passes on what strangers wrote.
#[wasm_bindgen]
extern "C" {
    /// What a source answered: an object of the script.
    pub type Answer;

    /// The address that was asked.
    #[wasm_bindgen(method, getter)]
    fn source(this: &Answer) -> JsValue;

    /// The number in the head; none where no head came.
    #[wasm_bindgen(method, getter)]
    fn edition(this: &Answer) -> JsValue;

    /// The hash of the manifest in the head.
    #[wasm_bindgen(method, getter)]
    fn manifest(this: &Answer) -> JsValue;

    /// The length of the manifest in the head, in bytes.
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Answer) -> JsValue;

    /// The signed text in the head; none where it is not signed.
    #[wasm_bindgen(method, getter)]
    fn signed(this: &Answer) -> JsValue;

    /// The texts of the roots that it sent.
    #[wasm_bindgen(method, getter)]
    fn roots(this: &Answer) -> Vec<JsValue>;
}

/// What is believed of one site.
#[wasm_bindgen]
pub struct Verifier {
    state: TrustState,
}

/// What the answers of some sources prove.
#[wasm_bindgen]
pub struct Judgement {
    judgement: trust::Judgement,
}

/// How old the newest edition is.
#[wasm_bindgen]
pub enum Freshness {
    /// It was signed less than two days ago.
    Fresh,
    /// It was signed some days ago, and is still valid; or its age is not known.
    Aging,
    /// It is no longer valid.
    Expired,
}

#[wasm_bindgen]
impl Verifier {
    /// Begins with nothing but the site: its hash in 64 digits.
    #[wasm_bindgen(constructor)]
    pub fn new(site: &str) -> Self {
        // What is no hash is that of no site.
        Self { state: TrustState::pinned(site.parse().unwrap_or(Hash([0; 32])), None) }
    }

    /// Returns the version of the root that a head with this signed text wants; 0 where that cannot be read.
    #[wasm_bindgen(js_name = wantedRoot)]
    pub fn wanted_root(&self, signed: &str) -> f64 {
        trust::edition::wanted_root_of(signed).unwrap_or_default() as f64
    }

    /// Judges what sources answered when the clock of the device shows `now`, in seconds since 1970.
    pub fn judge(&self, answers: Vec<Answer>, now: f64) -> Judgement {
        let answers = answers.iter().map(answer).collect();
        Judgement { judgement: self.state.judge(answers, now as u64) }
    }
}

#[wasm_bindgen]
impl Judgement {
    /// The number of the newest edition; none where none is proven.
    #[wasm_bindgen(getter)]
    pub fn edition(&self) -> Option<f64> {
        Some(self.newest()?.edition as f64)
    }

    /// The hash of its manifest.
    #[wasm_bindgen(getter)]
    pub fn manifest(&self) -> Option<String> {
        let mut digits = String::new();
        push_digits(&mut digits, &self.newest()?.manifest.hash.0);
        Some(digits)
    }

    /// The length of its manifest, in bytes.
    #[wasm_bindgen(getter)]
    pub fn bytes(&self) -> Option<u32> {
        Some(self.newest()?.manifest.bytes)
    }

    /// How old it is.
    #[wasm_bindgen(getter)]
    pub fn freshness(&self) -> Option<Freshness> {
        Some(match self.judgement.freshness? {
            trust::Freshness::Fresh => Freshness::Fresh,
            trust::Freshness::Expired { .. } => Freshness::Expired,
            trust::Freshness::Unsigned | trust::Freshness::Aging { .. } | trust::Freshness::ClockWrong => {
                Freshness::Aging
            }
        })
    }

    /// The addresses that have it.
    #[wasm_bindgen(getter)]
    pub fn sources(&self) -> Vec<String> {
        let newest = self.judgement.sources.iter().filter(|report| report.status == SourceStatus::Newest);
        newest.map(|report| report.source.clone()).collect()
    }
}

impl Judgement {
    fn newest(&self) -> Option<&Head> {
        Some(self.judgement.newest.as_ref()?.head())
    }
}

fn answer(answer: &Answer) -> trust::SourceAnswer {
    trust::SourceAnswer {
        source: answer.source().as_string().unwrap_or_default(),
        // Which site it is, the page says: no address is believed as to that.
        is_own: false,
        head: head(answer).ok_or(NoHead::Malformed),
        roots: answer.roots().iter().filter_map(JsValue::as_string).collect(),
    }
}

/// The head in an answer; none where something in it is of another kind.
fn head(answer: &Answer) -> Option<Head> {
    let hash = answer.manifest().as_string()?.parse().ok()?;
    let (edition, bytes) = (whole(&answer.edition())?, u32::try_from(whole(&answer.bytes())?).ok()?);
    let signed = answer.signed();
    let signed = if signed.is_undefined() { None } else { Some(signed.as_string()?) };
    Some(Head { edition, manifest: BundleReference { hash, bytes }, signed })
}

/// A whole number that is not negative.
fn whole(value: &JsValue) -> Option<u64> {
    let number = value.as_f64()?;
    let whole = number as u64;
    (whole as f64 == number).then_some(whole)
}
