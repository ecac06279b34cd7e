//! Comparing a site with what the newsroom's own one has: whether it is behind, or says something else.

use anyhow::bail;
use model::Head;
use trust::floor::CLOCK;
use trust::{EditionOrder, Root, Signed, fingerprint};

use super::{Kind, Source, Verdict, believe, head, kind};

/// What the newsroom's own site has.
#[derive(Clone, Debug)]
pub struct Newest {
    /// Its newest root.
    pub root: Root,
    /// Its edition.
    pub signed: Signed,
}

/// Reads which edition a source has and who signs it, or says why that is not to be believed; its files are not read.
pub fn newest(source: &dyn Source) -> anyhow::Result<Newest> {
    let mut verdict = Verdict::default();
    if let Some(head) = head(source, &mut verdict)
        && let Some((root, signed)) = believe(source, &head, &mut verdict)
    {
        return Ok(Newest { root, signed });
    }
    match verdict.findings.first() {
        Some(finding) => bail!("{finding}"),
        None => bail!("it has no edition that is signed"),
    }
}

impl Newest {
    /// Adds what shows only beside the newsroom's own site.
    pub(super) fn compare(&self, found: &Head, root: &Root, signed: &Signed, verdict: &mut Verdict) {
        let (own, other) = (&self.root.statement, &root.statement);
        if own.site != other.site {
            let what = format!("it is signed for another site: {}", fingerprint(&other.site));
            return verdict.add(Kind::AnotherSite, Head::PATH, what);
        }
        if other.version < own.version {
            let what = "the newsroom has it and it is not here: keys that were given up go on until it is";
            verdict.add(Kind::Older, Root::path(other.version + 1), what);
            if let Err(refused) = Signed::check(found, &self.root) {
                verdict.add(kind(refused), Head::PATH, refused);
            }
        } else if other.version == own.version && other != own {
            let what = "it is another one than the newsroom has under this number, though the same people signed it";
            verdict.add(Kind::Forged, Root::path(own.version), what);
        }
        let (here, there) = (signed.statement.edition, self.signed.statement.edition);
        match signed.order(&self.signed.floor()) {
            EditionOrder::Older => {
                let what = format!("it is edition {here}, and the newsroom has edition {there}");
                verdict.add(Kind::Older, Head::PATH, what);
            }
            EditionOrder::Fork => {
                let manifests = [signed, &self.signed].map(|it| it.statement.manifest.hash);
                let what = format!(
                    "it is another edition {here} than the newsroom has, though the same keys signed it: its manifest is {}, and the newsroom's is {}",
                    manifests[0], manifests[1]
                );
                verdict.add(Kind::Forged, Head::PATH, what);
            }
            EditionOrder::Newer => {
                let what = format!("it is edition {here}, newer than edition {there} that it was compared with");
                verdict.advice.push((Head::PATH.to_owned(), what));
            }
            EditionOrder::Same => self.compare_dates(signed, verdict),
        }
    }

    /// A mirror that copies once a day is as far behind as that.
    fn compare_dates(&self, signed: &Signed, verdict: &mut Verdict) {
        let behind = self.signed.timestamp.issued.saturating_sub(signed.timestamp.issued);
        let what =
            format!("the newsroom has signed anew that this edition is the newest, {} hours later", behind / 3600);
        if behind > CLOCK {
            verdict.add(Kind::Older, Head::PATH, what);
        } else if behind > 0 {
            verdict.advice.push((Head::PATH.to_owned(), what));
        }
    }
}
