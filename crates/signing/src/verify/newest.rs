//! Compares a site with the newsroom's own one: it may be behind, or contradict it.

use anyhow::bail;
use model::Head;
use trust::floor::CLOCK_TOLERANCE;
use trust::{Root, Signed, SourceStatus, TrustState, fingerprint};

use super::{FindingKind, Found, Source, Verdict, judged, kind};

/// The edition of the newsroom's own site.
#[derive(Clone, Debug)]
pub struct Newest {
    /// The trust state that the site proves.
    pub state: TrustState,
    /// The signed edition.
    pub signed: Signed,
}

/// Verifies the head and the roots of a source, but not its files. `now` is in seconds since 1970.
pub fn newest(source: &dyn Source, now: u64) -> anyhow::Result<Newest> {
    let mut verdict = Verdict::default();
    if let Some(Found { state, signed, .. }) = judged(source, now, &mut verdict) {
        return Ok(Newest { state, signed });
    }
    match verdict.findings.first() {
        Some(finding) => bail!("{finding}"),
        None => bail!("it has no signed edition"),
    }
}

impl Newest {
    /// Adds findings from the comparison: the newsroom's trust state judges the answer of the other site.
    pub(super) fn compare(&self, found: &Found, now: u64, verdict: &mut Verdict) {
        let (Some(own), Some(other)) = (self.state.root(), found.state.root()) else { return };
        let (own, other) = (&own.statement, &other.statement);
        if own.site != other.site {
            let message = format!("it is signed for another site: {}", fingerprint(&other.site));
            return verdict.add(FindingKind::AnotherSite, Head::PATH, message);
        }
        if other.version < own.version {
            let message =
                "the newsroom has this root, but it is missing here, so keys that it replaced are still accepted";
            verdict.add(FindingKind::Older, Root::path(other.version + 1), message);
        } else if other.version == own.version && other != own {
            let message = "it differs from the newsroom's root of this number, though the same keys signed both";
            verdict.add(FindingKind::Forged, Root::path(own.version), message);
        }
        let (here, newest) = (found.signed.floor(), self.signed.floor());
        if here.number() < newest.number() {
            let message = format!("it is edition {}, and the newsroom has edition {}", here.edition, newest.edition);
            verdict.add(FindingKind::Older, Head::PATH, message);
        }
        let judgement = self.state.judge(vec![found.answer.clone()], now);
        match judgement.fault() {
            Some(SourceStatus::Altered(error)) => verdict.add(kind(error), Head::PATH, error),
            Some(SourceStatus::Conflict) => {
                let message = format!(
                    "it differs from the newsroom's edition {}, though the same keys signed both: its manifest is {}, \
                     the newsroom's is {}",
                    here.edition, here.manifest, newest.manifest
                );
                verdict.add(FindingKind::Forged, Head::PATH, message);
            }
            None if here.number() > newest.number() => {
                let message = format!(
                    "it is edition {}, newer than edition {} that it was compared with",
                    here.edition, newest.edition
                );
                verdict.advice.push((Head::PATH.to_owned(), message));
            }
            None => self.compare_dates(&found.signed, verdict),
            Some(_) => {}
        }
    }

    /// Compares the dates. A mirror that copies once a day may be a day behind.
    fn compare_dates(&self, signed: &Signed, verdict: &mut Verdict) {
        let behind = self.signed.timestamp.issued.saturating_sub(signed.timestamp.issued);
        let message =
            format!("the newsroom renewed the date of this edition {} hours after the date here", behind / 3600);
        if behind > CLOCK_TOLERANCE {
            verdict.add(FindingKind::Older, Head::PATH, message);
        } else if behind > 0 {
            verdict.advice.push((Head::PATH.to_owned(), message));
        }
    }
}
