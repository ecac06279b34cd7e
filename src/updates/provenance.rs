//! Where an edition comes from: who signed it, how old it is, and what the addresses of the newspaper have.

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
    /// What each address answered.
    pub answers: Vec<Answer>,
    /// How the hashes of their manifests begin where two editions have one number; empty where none do.
    pub fork: String,
    /// Whether the newsroom's keys are others than before, and the reader has not been told.
    pub is_rotated: bool,
}

/// What an address answered when it was asked for the newest edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The address.
    pub address: String,
    /// What it has, as a position in [`ANSWERS`].
    pub kind: usize,
    /// The number of its edition; 0 when it has none that is signed.
    pub edition: u32,
}

/// Something that a reader has to know: how what they read stands, since how many days, and what else the words for it name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt(pub Standing, pub u32, pub String);

/// What an address can have, as the script says it that asks: the first three are signed editions, the last one is nothing.
pub const ANSWERS: [&str; 8] = ["newest", "behind", "older", "fork", "altered", "unsigned", "foreign", "silent"];

const OLDER: usize = 2;
const FORK: usize = 3;
const ALTERED: usize = 4;

impl Standing {
    /// The standing that the script names which asks for the newest edition.
    pub fn named(name: &str) -> Self {
        match name {
            "fresh" => Self::Fresh,
            "aging" => Self::Aging,
            "expired" => Self::Expired,
            "unknown" => Self::Clock,
            "unsigned" => Self::Unsigned,
            "foreign" => Self::Foreign,
            "altered" => Self::Altered,
            "older" => Self::Older,
            "fork" => Self::Fork,
            _ => Self::Silent,
        }
    }
}

impl Provenance {
    /// That of a newspaper that is not signed.
    pub fn unsigned() -> Self {
        Self { standing: Standing::Unsigned, ..Self::default() }
    }

    /// Why nothing of it is taken.
    pub fn refusal(&self) -> Doubt {
        Doubt(self.standing, self.days, self.fork.clone())
    }

    /// How many addresses sent a signed edition.
    pub fn answered(&self) -> u32 {
        self.answers.iter().filter(|answer| answer.kind <= OLDER).count() as u32
    }

    /// What of it a reader has to be told of the edition that they read; nothing when all is well.
    pub fn doubt(&self) -> Option<Doubt> {
        let sent = |kind| self.answers.iter().find(|answer| answer.kind == kind);
        let standing = match (sent(FORK), self.standing) {
            (Some(_), _) => Standing::Fork,
            (None, standing @ (Standing::Expired | Standing::Clock)) => standing,
            _ if self.is_rotated => Standing::Rotated,
            _ if sent(ALTERED).is_some() => Standing::Ignored,
            (None, standing @ Standing::Aging) => standing,
            _ => return None,
        };
        let named = match standing {
            Standing::Fork => self.fork.clone(),
            Standing::Rotated => self.fingerprint.clone(),
            Standing::Ignored => sent(ALTERED).map(|answer| answer.address.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Some(Doubt(standing, self.days, named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt(standing: Standing, kinds: &[&str], is_rotated: bool) -> Option<Standing> {
        let answer = |kind: &&str| Answer {
            address: format!("https://{kind}.example/"),
            kind: ANSWERS.iter().position(|known| known == kind).expect("a known kind"),
            edition: 1,
        };
        let answers = kinds.iter().map(answer).collect();
        let provenance = Provenance { standing, answers, is_rotated, ..Provenance::default() };
        provenance.doubt().map(|doubt| doubt.0)
    }

    #[test]
    fn all_is_well_as_long_as_one_address_has_the_newest() {
        assert_eq!(
            doubt(Standing::Fresh, &["newest", "behind", "older", "silent", "foreign", "unsigned"], false),
            None
        );
        assert_eq!(doubt(Standing::Unsigned, &[], false), None);
    }

    #[test]
    fn the_worst_is_said_first() {
        let all = ["newest", "altered", "fork"];
        assert_eq!(doubt(Standing::Expired, &all, true), Some(Standing::Fork));
        assert_eq!(doubt(Standing::Expired, &all[..2], true), Some(Standing::Expired));
        assert_eq!(doubt(Standing::Clock, &all[..2], true), Some(Standing::Clock));
        assert_eq!(doubt(Standing::Aging, &all[..2], true), Some(Standing::Rotated));
        assert_eq!(doubt(Standing::Aging, &all[..2], false), Some(Standing::Ignored));
        assert_eq!(doubt(Standing::Aging, &all[..1], false), Some(Standing::Aging));
    }

    #[test]
    fn it_names_who_sent_something_else_and_counts_who_answered() {
        let answers = ["newest", "altered", "behind", "silent"].map(|kind| Answer {
            address: format!("https://{kind}.example/"),
            kind: ANSWERS.iter().position(|known| *known == kind).expect("a known kind"),
            edition: 3,
        });
        let mut provenance = Provenance { standing: Standing::Fresh, answers: answers.into(), ..Provenance::default() };
        assert_eq!(provenance.doubt(), Some(Doubt(Standing::Ignored, 0, "https://altered.example/".to_owned())));
        assert_eq!(provenance.answered(), 2);

        provenance.fork = "01 / 02".to_owned();
        provenance.answers[2].kind = FORK;
        assert_eq!(provenance.doubt(), Some(Doubt(Standing::Fork, 0, "01 / 02".to_owned())));
    }
}
