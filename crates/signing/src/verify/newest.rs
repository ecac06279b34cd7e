//! Comparing a site with what the newsroom's own one has: whether it is behind, or says something else.

use anyhow::bail;
use model::Head;
use trust::floor::CLOCK;
use trust::{Root, Signed, SourceStatus, TrustState, fingerprint};

use super::{FindingKind, Found, Source, Verdict, judged, kind};

/// What the newsroom's own site has.
#[derive(Clone, Debug)]
pub struct Newest {
    /// What is believed with it.
    pub state: TrustState,
    /// Its edition.
    pub signed: Signed,
}

/// Reads which edition a source has and who signs it, or says why that is not to be believed; its files are not read. `now` is in
/// seconds since 1970.
pub fn newest(source: &dyn Source, now: u64) -> anyhow::Result<Newest> {
    let mut verdict = Verdict::default();
    if let Some(Found { state, signed, .. }) = judged(source, now, &mut verdict) {
        return Ok(Newest { state, signed });
    }
    match verdict.findings.first() {
        Some(finding) => bail!("{finding}"),
        None => bail!("it has no edition that is signed"),
    }
}

impl Newest {
    /// Adds what shows only beside the newsroom's own site: its state judges what the other one answered.
    pub(super) fn compare(&self, found: &Found, now: u64, verdict: &mut Verdict) {
        let (Some(own), Some(other)) = (self.state.root(), found.state.root()) else { return };
        let (own, other) = (&own.statement, &other.statement);
        if own.site != other.site {
            let what = format!("it is signed for another site: {}", fingerprint(&other.site));
            return verdict.add(FindingKind::AnotherSite, Head::PATH, what);
        }
        if other.version < own.version {
            let what = "the newsroom has it and it is not here: keys that were given up go on until it is";
            verdict.add(FindingKind::Older, Root::path(other.version + 1), what);
        } else if other.version == own.version && other != own {
            let what = "it is another one than the newsroom has under this number, though the same people signed it";
            verdict.add(FindingKind::Forged, Root::path(own.version), what);
        }
        let (here, there) = (found.signed.floor(), self.signed.floor());
        if here.number() < there.number() {
            let what = format!("it is edition {}, and the newsroom has edition {}", here.edition, there.edition);
            verdict.add(FindingKind::Older, Head::PATH, what);
        }
        let judgement = self.state.judge(vec![found.answer.clone()], now);
        match judgement.fault() {
            Some(SourceStatus::Altered(refused)) => verdict.add(kind(refused), Head::PATH, refused),
            Some(SourceStatus::Conflict) => {
                let what = format!(
                    "it is another edition {} than the newsroom has, though the same keys signed it: its manifest is {}, and the newsroom's is {}",
                    here.edition, here.manifest, there.manifest
                );
                verdict.add(FindingKind::Forged, Head::PATH, what);
            }
            None if here.number() > there.number() => {
                let what = format!(
                    "it is edition {}, newer than edition {} that it was compared with",
                    here.edition, there.edition
                );
                verdict.advice.push((Head::PATH.to_owned(), what));
            }
            None => self.compare_dates(&found.signed, verdict),
            Some(_) => {}
        }
    }

    /// A mirror that copies once a day is as far behind as that.
    fn compare_dates(&self, signed: &Signed, verdict: &mut Verdict) {
        let behind = self.signed.timestamp.issued.saturating_sub(signed.timestamp.issued);
        let what =
            format!("the newsroom has signed anew that this edition is the newest, {} hours later", behind / 3600);
        if behind > CLOCK {
            verdict.add(FindingKind::Older, Head::PATH, what);
        } else if behind > 0 {
            verdict.advice.push((Head::PATH.to_owned(), what));
        }
    }
}
