//! Judges the answers of sources for the script on other people's pages: `trust` over wasm-bindgen.
//!
//! The script fetches, parses JSON and renders; [`trust::judge`] makes every decision.

use model::{BundleReference, Hash, Head};
use trust::{NoHead, SourceStatus, TrustState};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// The fields are checked one by one, because the script passes on untrusted data.
#[wasm_bindgen]
extern "C" {
    /// The answer of a source: an object of the script.
    pub type Answer;

    /// Returns the number in the head, if a head came.
    #[wasm_bindgen(method, getter)]
    fn edition(this: &Answer) -> JsValue;

    /// Returns the hash of the manifest in the head.
    #[wasm_bindgen(method, getter)]
    fn manifest(this: &Answer) -> JsValue;

    /// Returns the length of the manifest in the head, in bytes.
    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Answer) -> JsValue;

    /// Returns the signed text in the head, if it is signed.
    #[wasm_bindgen(method, getter)]
    fn signed(this: &Answer) -> JsValue;

    /// Returns the texts of the roots that the source sent.
    #[wasm_bindgen(method, getter)]
    fn roots(this: &Answer) -> Vec<JsValue>;
}

/// The trust state of one site.
#[wasm_bindgen]
pub struct Verifier {
    state: TrustState,
}

/// The result of judging the answers of some sources.
#[wasm_bindgen]
pub struct Judgement {
    judgement: trust::Judgement,
}

/// The age of the newest edition.
#[wasm_bindgen]
pub enum Freshness {
    /// Signed less than two days ago.
    Fresh,
    /// Signed some days ago and still valid, or of unknown age.
    Aging,
    /// No longer valid.
    Expired,
}

#[wasm_bindgen]
impl Verifier {
    /// Starts with the site alone: its hash in 64 digits.
    #[wasm_bindgen(constructor)]
    pub fn new(site: &str) -> Self {
        // A text that is no hash names a site that does not exist.
        Self { state: TrustState::pinned(site.parse().unwrap_or(Hash([0; 32])), None) }
    }

    /// Returns the version of the root that this signed text names; 0 if it cannot be read.
    #[wasm_bindgen(js_name = wantedRoot)]
    pub fn wanted_root(&self, signed: &str) -> f64 {
        trust::edition::wanted_root_of(signed).unwrap_or_default() as f64
    }

    /// Judges the answers of sources at the time `now` of the device's clock, in seconds since 1970.
    pub fn judge(&self, answers: Vec<Answer>, now: f64) -> Judgement {
        let answers: Vec<_> = answers.iter().map(answer).collect();
        Judgement { judgement: self.state.judge_signed(&answers, now as u64) }
    }
}

#[wasm_bindgen]
impl Judgement {
    /// Returns whether the answer at a position contains the newest edition. If no edition is proven, none does.
    #[wasm_bindgen(js_name = hasNewest)]
    pub fn has_newest(&self, position: usize) -> bool {
        self.judgement.sources.get(position).is_some_and(|report| report.status == SourceStatus::Newest)
    }

    /// Returns the freshness of the newest edition, if one is proven.
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
}

fn answer(answer: &Answer) -> trust::SourceAnswer {
    trust::SourceAnswer {
        // The script knows its sources by their positions.
        source: String::new(),
        // The page says which site it is; no address is trusted to decide that.
        is_own: false,
        head: head(answer).ok_or(NoHead::Malformed),
        roots: answer.roots().iter().filter_map(JsValue::as_string).collect(),
    }
}

/// Returns the head in an answer, or `None` if a field has another type.
fn head(answer: &Answer) -> Option<Head> {
    let hash = answer.manifest().as_string()?.parse().ok()?;
    let (edition, bytes) = (whole(&answer.edition())?, u32::try_from(whole(&answer.bytes())?).ok()?);
    let signed = answer.signed();
    let signed = if signed.is_undefined() { None } else { Some(signed.as_string()?) };
    Some(Head { edition, manifest: BundleReference { hash, bytes }, signed })
}

/// Returns a whole number that is not negative.
fn whole(value: &JsValue) -> Option<u64> {
    let number = value.as_f64()?;
    let whole = number as u64;
    (whole as f64 == number).then_some(whole)
}
