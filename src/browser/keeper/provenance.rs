//! Which edition is the newest, and whether the newsroom signed it: asked of the site and of its mirrors, or of a file.
//!
//! The script that proves it is loaded where a site is signed; see `builder::proof`.

use std::sync::Arc;

use js_sys::Array;
use messages::Messages;
use model::Head;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::Keeper;
use crate::app::CONTENT;
use crate::browser::dom;
use crate::components::notice::Notice;
use crate::components::provenance::{doubt_text, sources_answered};
use crate::content::{ContentError, Trusted, read};
use crate::updates::{ANSWERS, Answer, Doubt, Metadata, Provenance, Standing};

/// The fact that says that the reader is to be told of other keys.
const ROTATED: &str = "rotated";

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
    pub trusted: Trusted,
}

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
            self.network.note(&answer.address, ANSWERS[answer.kind]);
        }
        let standing = proof.provenance.standing;
        *self.provenance.borrow_mut() = proof.provenance.into();
        self.tell(super::Change::State);
        match (proof.head, standing) {
            (_, Standing::Silent) => Err(ContentError::Unreachable),
            (_, Standing::Foreign) => Err(ContentError::Foreign),
            (None, _) | (_, Standing::Older) => Err(ContentError::Unproven),
            (Some(head), _) => {
                self.remember(proof.trusted).await;
                if self.is_newest(&head) {
                    *self.proven.borrow_mut() = Some(head.clone());
                }
                Ok(head)
            }
        }
    }

    /// Whether this site is known to be signed, so that nothing else is to be believed.
    pub(in crate::browser) fn is_signed(&self) -> bool {
        self.knows_keys() || dom::attribute("data-key").is_some()
    }

    /// Whether the newsroom's keys have been seen before.
    fn knows_keys(&self) -> bool {
        !self.trusted().roots.is_empty()
    }

    /// What is believed of the newsroom's signatures, by the device and by this tab.
    pub(in crate::browser) fn trusted(&self) -> Trusted {
        Trusted::of(&self.facts.borrow()).raised(&self.trusted.borrow())
    }

    /// Whether nothing newer than an edition was proven. Of what is not signed nobody can say.
    pub(super) fn is_newest(&self, head: &Head) -> bool {
        head.signed.is_none() || self.trusted().is_newest(&head.manifest.hash)
    }

    /// Where the newspaper comes from.
    pub(in crate::browser) fn provenance(&self) -> Arc<Provenance> {
        Arc::clone(&self.provenance.borrow())
    }

    /// The newest edition that some sources can prove.
    pub(super) async fn prove(&self, sources: &Array) -> Result<Proof, ContentError> {
        let Trusted { roots, floor } = self.trusted();
        // The page tells what this device has forgotten.
        let told = |name| dom::attribute(name).unwrap_or_default();
        let (floor, site) = (if floor.is_empty() { told("data-floor") } else { floor }, told("data-key"));
        let proof = prove(sources, &roots, &floor, &site).await.map_err(|_| ContentError::Unreachable)?;
        let proof: Array = proof.unchecked_into();
        let text = |position| proof.get(position).as_string().unwrap_or_default();
        let answers = proof.get(7).unchecked_into::<Array>();
        let provenance = Provenance {
            standing: Standing::named(&text(1)),
            days: number(&proof.get(2)),
            fingerprint: text(5),
            signers: text(6),
            answers: answers.iter().map(|it| answer(&it.unchecked_into())).collect(),
            fork: text(8),
            ..Provenance::default()
        };
        let trusted = Trusted { roots: text(3), floor: text(4) };
        Ok(Proof { head: read(text(0).as_bytes()).ok(), provenance, trusted })
    }

    /// Remembers what was proven, beside what other tabs have proven meanwhile.
    pub(super) async fn remember(&self, seen: Trusted) {
        let before = self.trusted();
        let is_rotated = seen.has_other_keys(&before);
        if before.clone().raised(&seen) == before {
            return;
        }
        if let Some(store) = self.store() {
            let raised = |facts: &Metadata| {
                let rotated = is_rotated.then(|| (ROTATED, Some(String::new())));
                Trusted::of(facts).raised(&seen).facts().into_iter().chain(rotated).collect()
            };
            // Where there is no room for it, this tab knows it all the same.
            let _ = store.change_facts(raised).await;
        }
        let known = self.trusted.take().raised(&seen);
        *self.trusted.borrow_mut() = known;
        self.read_facts().await;
    }

    /// Says why no edition can be opened. Where this device knows the newsroom's keys, what stands on a page that cannot be
    /// proven is not shown as theirs.
    pub(in crate::browser) fn cannot_open(&self, error: ContentError) {
        if !self.is_signed() {
            return;
        }
        let refusal = self.provenance().refusal();
        let words = doubt_text(Messages::of(&dom::language()), &refusal);
        if error == ContentError::Unproven
            && self.knows_keys()
            && let Some(content) = dom::element(CONTENT).filter(|_| !words.is_empty())
        {
            content.set_text_content(Some(&words));
        }
        if !words.is_empty() {
            self.doubt(refusal);
        }
    }

    /// Says what has to be known of the edition that is read, once, and only where nothing else is said.
    pub(super) async fn say_doubt(&self) {
        let mut provenance = Provenance::clone(&self.provenance());
        provenance.is_rotated = self.facts.borrow().get(ROTATED).is_some();
        let Some(mut doubt) = provenance.doubt() else { return };
        if doubt.0 == Standing::Aging {
            doubt.2 = sources_answered(Messages::of(&dom::language()), &provenance);
        }
        let is_of_keys = doubt.0 == Standing::Rotated;
        if self.doubt(doubt) && is_of_keys {
            // Once is enough; where that cannot be kept it comes again.
            let _ = self.set_facts(&[(ROTATED, None)]).await;
        }
    }

    /// Says what has to be known, once in this tab; says whether it did.
    pub(in crate::browser) fn doubt(&self, doubt: Doubt) -> bool {
        if self.doubted.borrow().contains(&doubt)
            || !matches!(self.notice.get(), Notice::None | Notice::Offline(_) | Notice::Kept(_))
        {
            return false;
        }
        self.doubted.borrow_mut().push(doubt.clone());
        self.say(Notice::Doubt(doubt));
        true
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
