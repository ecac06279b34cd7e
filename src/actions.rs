//! What buttons do, and how that is written on them: the only place where an action is spelt.
//!
//! Views hold no event handlers, so that they stay functions of their page and render natively. A button carries its
//! action in the attribute `data-do`, and the browser's part listens to them all at once.

use crate::updates::OfflineItem;

/// What a button or a check box does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Takes the newest edition, or what is missing of the one that is here.
    Take,
    /// Stops taking.
    Stop,
    /// Closes the notice.
    Close,
    /// Keeps editions from now on, or keeps them no more and removes what is kept.
    Keep(bool),
    /// Keeps pictures, or removes them.
    Pictures(bool),
    /// Takes newer editions without asking, or asks.
    Automatic(bool),
    /// Keeps a part of the paper.
    KeepItem(OfflineItem),
    /// Removes a part of the paper.
    DiscardItem(OfflineItem),
    /// Asks the browser never to throw away by itself what is kept.
    Persist,
    /// Reads on without leaving anything on the device.
    Private,
    /// Removes everything from the device.
    Forget,
    /// Offers to pass something on.
    PassOn(Scope),
    /// Asks for a file to open.
    Open,
    /// Offers what others put into their pages to show the open article.
    Embed,
}

/// What is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The open article.
    Article,
    /// The articles that the reader saved.
    Saved,
    /// The edition, as far as it is here.
    Edition,
}

/// The actions without a part, by their names. A check box has the name of what it does when it is checked.
const NAMES: [(&str, Action); 17] = [
    ("take", Action::Take),
    ("stop", Action::Stop),
    ("close", Action::Close),
    ("keep", Action::Keep(true)),
    ("no-keep", Action::Keep(false)),
    ("pictures", Action::Pictures(true)),
    ("no-pictures", Action::Pictures(false)),
    ("automatic", Action::Automatic(true)),
    ("no-automatic", Action::Automatic(false)),
    ("persist", Action::Persist),
    ("private", Action::Private),
    ("forget", Action::Forget),
    ("pass-on", Action::PassOn(Scope::Article)),
    ("pass-on-saved", Action::PassOn(Scope::Saved)),
    ("pass-on-edition", Action::PassOn(Scope::Edition)),
    ("open", Action::Open),
    ("embed", Action::Embed),
];

impl Scope {
    /// Its name, as the tools know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Saved => "saved",
            Self::Edition => "edition",
        }
    }
}

const KEEP_ITEM: &str = "keep ";
const DISCARD_ITEM: &str = "leave ";

impl Action {
    /// The action of a button with that value of `data-do`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(part) = text.strip_prefix(KEEP_ITEM) {
            return OfflineItem::parse(part).map(Self::KeepItem);
        }
        if let Some(part) = text.strip_prefix(DISCARD_ITEM) {
            return OfflineItem::parse(part).map(Self::DiscardItem);
        }
        NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, action)| action)
    }

    /// The value of `data-do` on its button.
    pub fn text(&self) -> String {
        match self {
            Self::KeepItem(part) => format!("{KEEP_ITEM}{}", part.name()),
            Self::DiscardItem(part) => format!("{DISCARD_ITEM}{}", part.name()),
            plain => NAMES.iter().find(|(_, action)| action == plain).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// What the check box of an action does when it is unchecked.
    pub fn undone(self) -> Self {
        match self {
            Self::Keep(on) => Self::Keep(!on),
            Self::Pictures(on) => Self::Pictures(!on),
            Self::Automatic(on) => Self::Automatic(!on),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Language;

    use super::*;

    #[test]
    fn actions_are_read_as_they_are_written() {
        let part = OfflineItem::Section(Language::new("uk"), "long reads".to_owned());
        let parts = [Action::KeepItem(part.clone()), Action::DiscardItem(part)];
        for action in NAMES.into_iter().map(|(_, action)| action).chain(parts) {
            assert_eq!(Action::parse(&action.text()), Some(action));
        }
        for wrong in ["", "keep month", "leave", "forget everything"] {
            assert_eq!(Action::parse(wrong), None, "{wrong}");
        }
    }
}
