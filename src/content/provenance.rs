//! Where an edition comes from: who signed it, how old it is, and what the addresses of the newspaper have.

use trust::{Freshness, Judgement, SourceReport, SourceStatus, fingerprint};

/// How what is read stands to what the newsroom signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has asked yet.
    #[default]
    Unknown,
    /// The newspaper is not signed.
    Unsigned,
    /// Signed lately.
    Fresh,
    /// Signed days ago, and still valid.
    Aging,
    /// No longer valid.
    Expired,
    /// The device's clock is wrong, so that nobody can say how old it is.
    Clock,
    /// No address answered.
    Silent,
    /// Another page came in its place, as from a network that wants a login first.
    Foreign,
    /// All that came is something else than was signed.
    Altered,
    /// Only editions came that are older than what was read before.
    Older,
    /// Two editions have one number.
    Fork,
    /// The page that came is not the one that was signed.
    Page,
    /// The page that came is in no edition.
    Stray,
    /// The newsroom has changed its keys.
    Rotated,
    /// One address sent something else than was signed, and others did not.
    Ignored,
}

/// What is known of where the newspaper comes from, as its page tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The number of the edition that is read; 0 where none is.
    pub edition: u64,
    /// Its date, as it is written.
    pub date: String,
    /// How the newest edition stands that was to be had.
    pub standing: Standing,
    /// How many whole days ago it was signed.
    pub days: u32,
    /// The newsroom's fingerprint, as words; empty when nothing is signed.
    pub fingerprint: String,
    /// The keys that signed the edition, a line for each; empty when nothing is signed.
    pub signers: String,
    /// What each address sent.
    pub sources: Vec<SourceReport>,
    /// How the hashes of their manifests begin where two editions have one number; empty where none do.
    pub fork: String,
    /// Whether the newsroom's keys are others than before, and the reader has not been told.
    pub is_rotated: bool,
}

/// Something that a reader has to know: how what they read stands, since how many days, and what else the words for it name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt(pub Standing, pub u32, pub String);

/// How many digits of a manifest's hash readers compare.
const DIGITS: usize = 16;

impl Standing {
    /// Says how what is read stands by what sources have answered.
    pub fn of(judgement: &Judgement) -> Self {
        match (judgement.freshness, judgement.fault()) {
            (Some(Freshness::Unsigned), _) => Self::Unsigned,
            (Some(Freshness::Fresh), _) => Self::Fresh,
            (Some(Freshness::Aging { .. }), _) => Self::Aging,
            (Some(Freshness::Expired { .. }), _) => Self::Expired,
            (Some(Freshness::ClockWrong), _) => Self::Clock,
            (None, Some(SourceStatus::Conflict)) => Self::Fork,
            (None, Some(SourceStatus::Altered(_))) => Self::Altered,
            (None, Some(SourceStatus::OlderThanSeen)) => Self::Older,
            (None, Some(SourceStatus::Unsigned)) => Self::Unsigned,
            (None, Some(SourceStatus::LoginPage)) => Self::Foreign,
            (None, None | Some(SourceStatus::Silent | SourceStatus::Newest | SourceStatus::Behind)) => Self::Silent,
        }
    }
}

impl Provenance {
    /// That of a newspaper that is not signed.
    pub fn unsigned() -> Self {
        Self { standing: Standing::Unsigned, ..Self::default() }
    }

    /// That of the newest edition that sources have.
    pub fn of(judgement: &Judgement) -> Self {
        let days = match judgement.freshness {
            Some(Freshness::Aging { days } | Freshness::Expired { days }) => days,
            _ => 0,
        };
        let signers = judgement.signers.iter().map(|(role, key)| format!("{role} {key}\n"));
        let is_signed = !judgement.signers.is_empty();
        let fork = judgement.conflict.iter().flatten();
        let fork: Vec<String> = fork.map(|manifest| manifest.to_string().chars().take(DIGITS).collect()).collect();
        Self {
            standing: Standing::of(judgement),
            days,
            fingerprint: judgement
                .state
                .site()
                .filter(|_| is_signed)
                .map(|site| fingerprint(&site))
                .unwrap_or_default(),
            signers: signers.collect(),
            sources: judgement.sources.clone(),
            fork: fork.join(" / "),
            ..Self::default()
        }
    }

    /// Why nothing of it is taken.
    pub fn refusal(&self) -> Doubt {
        Doubt(self.standing, self.days, self.fork.clone())
    }

    /// How many addresses sent a signed edition.
    pub fn answered(&self) -> u32 {
        self.sources.iter().filter(|report| report.is_proven()).count() as u32
    }

    /// What of it a reader has to be told of the edition that they read; nothing when all is well.
    pub fn doubt(&self) -> Option<Doubt> {
        let is_conflict = self.sources.iter().any(|report| report.status == SourceStatus::Conflict);
        let altered = self.sources.iter().find(|report| matches!(report.status, SourceStatus::Altered(_)));
        let standing = match self.standing {
            _ if is_conflict => Standing::Fork,
            standing @ (Standing::Expired | Standing::Clock) => standing,
            _ if self.is_rotated => Standing::Rotated,
            _ if altered.is_some() => Standing::Ignored,
            standing @ Standing::Aging => standing,
            _ => return None,
        };
        let named = match standing {
            Standing::Fork => self.fork.clone(),
            Standing::Rotated => self.fingerprint.clone(),
            Standing::Ignored => altered.map(|report| report.source.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Some(Doubt(standing, self.days, named))
    }
}

#[cfg(test)]
mod tests {
    use trust::TrustError;

    use super::*;

    const ALTERED: SourceStatus = SourceStatus::Altered(TrustError::Mismatch);

    fn report(name: &str, status: SourceStatus) -> SourceReport {
        SourceReport { source: format!("https://{name}.example/"), status, edition: None }
    }

    fn doubt(standing: Standing, statuses: &[SourceStatus], is_rotated: bool) -> Option<Standing> {
        let sources = statuses.iter().map(|status| report("lantern", *status)).collect();
        let provenance = Provenance { standing, sources, is_rotated, ..Provenance::default() };
        provenance.doubt().map(|doubt| doubt.0)
    }

    #[test]
    fn all_is_well_as_long_as_one_address_has_the_newest() {
        use SourceStatus::{Behind, LoginPage, Newest, OlderThanSeen, Silent, Unsigned};
        let harmless = [Newest, Behind, OlderThanSeen, Silent, LoginPage, Unsigned];
        assert_eq!(doubt(Standing::Fresh, &harmless, false), None);
        assert_eq!(doubt(Standing::Unsigned, &[], false), None);
    }

    #[test]
    fn the_worst_is_said_first() {
        let all = [SourceStatus::Newest, ALTERED, SourceStatus::Conflict];
        assert_eq!(doubt(Standing::Expired, &all, true), Some(Standing::Fork));
        assert_eq!(doubt(Standing::Expired, &all[..2], true), Some(Standing::Expired));
        assert_eq!(doubt(Standing::Clock, &all[..2], true), Some(Standing::Clock));
        assert_eq!(doubt(Standing::Aging, &all[..2], true), Some(Standing::Rotated));
        assert_eq!(doubt(Standing::Aging, &all[..2], false), Some(Standing::Ignored));
        assert_eq!(doubt(Standing::Aging, &all[..1], false), Some(Standing::Aging));
    }

    #[test]
    fn it_names_who_sent_something_else_and_counts_who_answered() {
        let sources = [
            report("newest", SourceStatus::Newest),
            report("altered", ALTERED),
            report("behind", SourceStatus::Behind),
            report("silent", SourceStatus::Silent),
        ];
        let mut provenance = Provenance { standing: Standing::Fresh, sources: sources.into(), ..Provenance::default() };
        assert_eq!(provenance.doubt(), Some(Doubt(Standing::Ignored, 0, "https://altered.example/".to_owned())));
        assert_eq!(provenance.answered(), 2);

        provenance.fork = "01 / 02".to_owned();
        provenance.sources[2].status = SourceStatus::Conflict;
        assert_eq!(provenance.doubt(), Some(Doubt(Standing::Fork, 0, "01 / 02".to_owned())));
    }
}
