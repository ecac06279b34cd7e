//! Which edition is the newest, and whether the newsroom signed it: asked of the site and of its mirrors, or of a file.
//!
//! The script that proves it is loaded where a site is signed; see `builder::proof`.

use std::sync::Arc;

use js_sys::Array;
use model::Head;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::Keeper;
use crate::app::CONTENT;
use crate::browser::dom;
use crate::components::notice::Notice;
use crate::content::{ANSWERS, Answer, ContentError, Doubt, Provenance, Standing, read};
use crate::messages::Messages;

/// The fact that holds the roots that were believed, the first one first.
pub(super) const ROOTS: &str = "roots";

/// The fact that holds the newest edition that was proven, as [`trust::Floor`] is written.
const FLOOR: &str = "floor";

#[wasm_bindgen]
extern "C" {
    /// The newest edition of some sources, by the roots and the floor that are known.
    #[wasm_bindgen(js_namespace = offprint, js_name = "newest", catch)]
    async fn prove(sources: &Array, roots: &str, floor: &str, site: &str) -> Result<JsValue, JsValue>;
}

/// What some sources have of editions.
pub(super) struct Proof {
    /// The newest that is proven; where all are older than what was read before, the newest of those.
    pub head: Option<Head>,
    /// What each source has.
    pub provenance: Provenance,
    /// What is to be remembered of that edition once it is believed.
    pub facts: Changes,
}

/// Names of facts, what they were, and what they are to be.
type Changes = [(&'static str, String, String); 2];

impl Keeper {
    /// The newest edition that is to be had. Of a site that is signed, one that is not proven is none.
    pub(in crate::browser) async fn newest_head(&self) -> Result<Head, ContentError> {
        if self.network.file().is_some() {
            return self.network.head().await;
        }
        if !self.is_signed() {
            let head = self.network.head().await?;
            if head.signed.is_none() {
                *self.provenance.borrow_mut() = Arc::new(Provenance::unsigned());
                return Ok(head);
            }
        }
        let addresses: Array = self.network.addresses().iter().map(|address| JsValue::from_str(address)).collect();
        let mut proof = self.prove(&addresses).await?;
        if proof.provenance.standing == Standing::Unsigned {
            // The newspaper is signed, and what came is not.
            proof.provenance.standing = Standing::Altered;
        }
        for answer in &proof.provenance.answers {
            self.network.note(&answer.address, ANSWERS[answer.kind] == "silent");
        }
        let standing = proof.provenance.standing;
        *self.provenance.borrow_mut() = proof.provenance.into();
        self.tell(super::Change::State);
        match (proof.head, standing) {
            (_, Standing::Silent) => Err(ContentError::Unreachable),
            (_, Standing::Foreign) => Err(ContentError::Foreign),
            (None, _) | (_, Standing::Older) => Err(ContentError::Unproven),
            (Some(head), _) => {
                self.remember(proof.facts).await;
                Ok(head)
            }
        }
    }

    /// Whether this site is known to be signed, so that nothing else is to be believed.
    pub(in crate::browser) fn is_signed(&self) -> bool {
        self.facts.borrow().get(ROOTS).is_some() || dom::attribute("data-key").is_some()
    }

    /// The roots that were believed, the first one first, with a zero between them.
    pub(in crate::browser) fn roots(&self) -> String {
        self.facts.borrow().get(ROOTS).unwrap_or_default().to_owned()
    }

    /// Where the newspaper comes from.
    pub(in crate::browser) fn provenance(&self) -> Arc<Provenance> {
        Arc::clone(&self.provenance.borrow())
    }

    /// The newest edition that some sources can prove.
    pub(super) async fn prove(&self, sources: &Array) -> Result<Proof, ContentError> {
        let fact = |name| self.facts.borrow().get(name).map(str::to_owned).unwrap_or_default();
        let (roots, floor) = (fact(ROOTS), fact(FLOOR));
        // The page tells what this device has forgotten.
        let told = |name| dom::attribute(name).unwrap_or_default();
        let (known, site) = (if floor.is_empty() { told("data-floor") } else { floor.clone() }, told("data-key"));
        let proof = prove(sources, &roots, &known, &site).await.map_err(|_| ContentError::Unreachable)?;
        let proof: Array = proof.unchecked_into();
        let text = |position| proof.get(position).as_string().unwrap_or_default();
        let answers = proof.get(7).unchecked_into::<Array>();
        let provenance = Provenance {
            standing: Standing::named(&text(1)),
            days: number(&proof.get(2)),
            fingerprint: text(5),
            signers: text(6),
            answers: answers.iter().map(|it| answer(&it.unchecked_into())).collect(),
            is_rotated: !roots.is_empty() && roots != text(3),
        };
        let facts = [(ROOTS, roots, text(3)), (FLOOR, floor, text(4))];
        Ok(Proof { head: read(text(0).as_bytes()).ok(), provenance, facts })
    }

    /// Remembers what was proven, on the device as long as no other tab has proven more since.
    pub(super) async fn remember(&self, changes: Changes) {
        let is_new = changes.iter().any(|(_, before, now)| before != now);
        self.read_facts().await;
        let is_as_before =
            changes.iter().all(|(name, before, _)| self.facts.borrow().get(name).unwrap_or("") == before);
        if is_new && is_as_before {
            let facts = changes.map(|(name, _, now)| (name, Some(now)));
            if self.set_facts(&facts).await.is_err() {
                // There is no room, or nothing is to be kept: this tab knows it all the same.
                facts.into_iter().for_each(|(name, now)| self.facts.borrow_mut().set(name, now));
            }
        }
    }

    /// Says why no edition can be opened. Where this device knows the newsroom's keys, what stands on the page that was sent
    /// is not shown as theirs.
    pub(in crate::browser) fn cannot_open(&self, error: ContentError) {
        if error != ContentError::Unproven {
            return;
        }
        let refusal = self.provenance().refusal();
        if let Some(content) = dom::element(CONTENT).filter(|_| self.facts.borrow().get(ROOTS).is_some()) {
            content.set_text_content(Some(&Messages::of(&dom::language()).doubt(refusal.0, refusal.1, "")));
        }
        self.doubt(refusal);
    }

    /// Says what has to be known of the edition that is read, once, and only where nothing else is said.
    pub(super) fn say_doubt(&self) {
        let provenance = self.provenance();
        if let Some(mut doubt) = provenance.doubt() {
            if doubt.0 == Standing::Aging {
                doubt.2 = Messages::of(&dom::language()).answered(&provenance);
            }
            self.doubt(doubt);
        }
    }

    /// Says what has to be known, once in this tab.
    pub(in crate::browser) fn doubt(&self, doubt: Doubt) {
        if self.doubted.borrow().contains(&doubt)
            || !matches!(self.notice.get(), Notice::None | Notice::Offline(_) | Notice::Kept(_))
        {
            return;
        }
        self.doubted.borrow_mut().push(doubt.clone());
        self.say(Notice::Doubt(doubt));
    }
}

fn answer(it: &Array) -> Answer {
    let text = |position| it.get(position).as_string().unwrap_or_default();
    let kind = ANSWERS.iter().position(|kind| *kind == text(1)).unwrap_or(ANSWERS.len() - 1);
    Answer { address: text(0), kind, edition: number(&it.get(2)) }
}

/// A number as the script gives it.
fn number(value: &JsValue) -> u32 {
    value.as_f64().unwrap_or_default() as u32
}
