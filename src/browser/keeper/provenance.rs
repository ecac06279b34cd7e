//! Which edition is the newest, and whether the newsroom signed it: asked of the site and of its mirrors, or of a file.

use std::sync::Arc;

use model::{Hash, Head};
use trust::{Floor, Judgement, SourceAnswer, TrustState};

use super::Keeper;
use crate::app::CONTENT;
use crate::browser::file::File;
use crate::browser::network::sources::ask_file;
use crate::browser::{dom, quota};
use crate::components::notice::Notice;
use crate::content::{ContentError, Doubt, Provenance, Standing, restored_trust, trust_facts};
use crate::messages::Messages;
use crate::preferences::Facts;

/// The fact that says that the reader is to be told of other keys.
const ROTATED: &str = "rotated";

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
        let answers = self.network.ask(&self.trust(), quota::seconds()).await;
        let judgement = self.judge(answers).await;
        for report in &judgement.sources {
            self.network.note(&report.source, report.status);
        }
        let mut provenance = Provenance::of(&judgement);
        if provenance.standing == Standing::Unsigned {
            // The newspaper is signed, and what came is not.
            provenance.standing = Standing::Altered;
        }
        let standing = provenance.standing;
        *self.provenance.borrow_mut() = provenance.into();
        self.tell(super::Change::State);
        match judgement.newest {
            Some(newest) => {
                let head = newest.into_head();
                if self.is_newest(&head) {
                    *self.proven.borrow_mut() = Some(head.clone());
                }
                Ok(head)
            }
            None => Err(match standing {
                Standing::Silent => ContentError::Unreachable,
                Standing::Foreign => ContentError::Foreign,
                _ => ContentError::Unproven,
            }),
        }
    }

    /// Whether this site is known to be signed, so that nothing else is to be believed.
    pub(in crate::browser) fn is_signed(&self) -> bool {
        self.knows_keys() || dom::attribute("data-key").is_some()
    }

    /// Whether the newsroom's keys have been seen before.
    fn knows_keys(&self) -> bool {
        self.trust.borrow().has_roots()
    }

    /// What is believed of the newsroom's signatures, by the device and by this tab; where they know nothing, what the page names.
    pub(in crate::browser) fn trust(&self) -> TrustState {
        if self.knows_keys() { self.trust.borrow().clone() } else { trust_of_page() }
    }

    /// Joins what the device has stored with what this tab believes.
    pub(super) fn join_stored_trust(&self) {
        let facts = self.facts.borrow();
        let mut trust = self.trust.borrow_mut();
        let is_known = |(name, value): &(&str, String)| facts.get(name).unwrap_or_default() == value;
        // Checking the signatures of the roots anew takes time.
        if !trust_facts(&trust).iter().all(is_known) {
            *trust = restored_trust(&facts).merge(&trust);
        }
    }

    /// Whether nothing newer than an edition was proven. Of what is not signed nobody can say.
    pub(super) fn is_newest(&self, head: &Head) -> bool {
        head.signed.is_none() || self.trust.borrow().is_newest(&head.manifest.hash)
    }

    /// Where the newspaper comes from.
    pub(in crate::browser) fn provenance(&self) -> Arc<Provenance> {
        Arc::clone(&self.provenance.borrow())
    }

    /// What a file proves.
    pub(super) async fn judge_file(&self, file: &File) -> Judgement {
        let answer = ask_file(file, &self.trust()).await;
        self.trust().judge(vec![answer], quota::seconds())
    }

    /// What some sources prove; that is remembered.
    async fn judge(&self, answers: Vec<SourceAnswer>) -> Judgement {
        let judgement = self.trust().judge(answers, quota::seconds());
        self.remember(&judgement.state).await;
        judgement
    }

    /// Remembers what was proven, beside what other tabs have proven meanwhile.
    pub(super) async fn remember(&self, seen: &TrustState) {
        let before = self.trust.borrow().clone();
        let known = before.merge(seen);
        if !seen.has_roots() || known == before {
            return;
        }
        let is_rotated = known.has_other_keys(&before);
        *self.trust.borrow_mut() = known;
        if let Some(store) = self.store() {
            let merged = |facts: &Facts| {
                let rotated = is_rotated.then(|| (ROTATED, Some(String::new())));
                let trust = trust_facts(&restored_trust(facts).merge(seen));
                trust.map(|(name, value)| (name, Some(value))).into_iter().chain(rotated).collect()
            };
            // Where there is no room for it, this tab knows it all the same.
            let _ = store.change_facts(merged).await;
        }
        self.read_facts().await;
    }

    /// Says why no edition can be opened. Where this device knows the newsroom's keys, what stands on a page that cannot be
    /// proven is not shown as theirs.
    pub(in crate::browser) fn cannot_open(&self, error: ContentError) {
        if !self.is_signed() {
            return;
        }
        let refusal = self.provenance().refusal();
        let words = Messages::of(&dom::language()).doubt(&refusal);
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
            doubt.2 = Messages::of(&dom::language()).answered(&provenance);
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

/// What the page names: by which keys the site is signed, and which edition is the newest.
fn trust_of_page() -> TrustState {
    let Some(site) = dom::attribute("data-key") else { return TrustState::unknown() };
    let floor = dom::attribute("data-floor").and_then(|floor| floor.parse::<Floor>().ok());
    // What is no key is that of no site.
    TrustState::pinned(site.parse().unwrap_or(Hash([0; 32])), floor)
}
