//! Which form of a word goes with a number.

/// The forms of a sentence with a number, for one, a few and many.
pub(super) type Forms = [&'static str; 3];

/// The rule by which a language chooses among the forms, for whole numbers as CLDR has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// One has a form of its own; few are many.
    OneOther,
    /// Russian and Ukrainian: the last digits decide.
    Slavic,
}

impl Plural {
    /// The position of a number's form.
    pub(super) fn form(self, number: u32) -> usize {
        match self {
            Self::OneOther => usize::from(number != 1) * 2,
            Self::Slavic => match (number % 10, number % 100) {
                (_, 11..=14) => 2,
                (1, _) => 0,
                (2..=4, _) => 1,
                _ => 2,
            },
        }
    }
}
