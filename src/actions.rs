//! What buttons do, and how that is written on them: the only place where an action is spelt.
//!
//! Views hold no event handlers, so that they stay functions of their page and render natively. A button carries its
//! action in the attribute `data-do`, and the browser's part listens to them all at once.

use updates::{Command, OfflineItem};

/// What a button or a check box does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Changes what is on this device.
    Command(Command),
    /// Offers to share something.
    Share(Scope),
    /// Asks for a file to open.
    OpenFile,
    /// Offers what others put into their pages to show the open article.
    Embed,
}

/// What is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The open article.
    Article,
    /// The articles that the reader saved.
    Saved,
    /// The edition, as far as it is here.
    Edition,
}

/// The actions without an item, by their names. A check box has the name of what it does when it is checked.
const NAMES: [(&str, Action); 17] = [
    ("take", Action::Command(Command::Download)),
    ("stop", Action::Command(Command::Stop)),
    ("close", Action::Command(Command::Close)),
    ("keep", Action::Command(Command::SetKeep(true))),
    ("no-keep", Action::Command(Command::SetKeep(false))),
    ("pictures", Action::Command(Command::SetPictures(true))),
    ("no-pictures", Action::Command(Command::SetPictures(false))),
    ("automatic", Action::Command(Command::SetAutomatic(true))),
    ("no-automatic", Action::Command(Command::SetAutomatic(false))),
    ("persist", Action::Command(Command::Persist)),
    ("private", Action::Command(Command::GoPrivate)),
    ("forget", Action::Command(Command::EraseAll)),
    ("pass-on", Action::Share(Scope::Article)),
    ("pass-on-saved", Action::Share(Scope::Saved)),
    ("pass-on-edition", Action::Share(Scope::Edition)),
    ("open", Action::OpenFile),
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
            return OfflineItem::parse(part).map(Command::Keep).map(Self::Command);
        }
        if let Some(part) = text.strip_prefix(DISCARD_ITEM) {
            return OfflineItem::parse(part).map(Command::Discard).map(Self::Command);
        }
        NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, action)| action)
    }

    /// The value of `data-do` on its button.
    pub fn text(&self) -> String {
        match self {
            Self::Command(Command::Keep(part)) => format!("{KEEP_ITEM}{}", part.name()),
            Self::Command(Command::Discard(part)) => format!("{DISCARD_ITEM}{}", part.name()),
            plain => NAMES.iter().find(|(_, action)| action == plain).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// What the check box of an action does when it is unchecked.
    pub fn undone(self) -> Self {
        Self::Command(match self {
            Self::Command(Command::SetKeep(on)) => Command::SetKeep(!on),
            Self::Command(Command::SetPictures(on)) => Command::SetPictures(!on),
            Self::Command(Command::SetAutomatic(on)) => Command::SetAutomatic(!on),
            other => return other,
        })
    }
}

#[cfg(test)]
mod tests {
    use model::Language;

    use super::*;

    #[test]
    fn actions_are_read_as_they_are_written() {
        let part = OfflineItem::Section(Language::new("uk"), "long reads".to_owned());
        let parts = [Command::Keep(part.clone()), Command::Discard(part)].map(Action::Command);
        for action in NAMES.into_iter().map(|(_, action)| action).chain(parts) {
            assert_eq!(Action::parse(&action.text()), Some(action));
        }
        for wrong in ["", "keep month", "leave", "forget everything"] {
            assert_eq!(Action::parse(wrong), None, "{wrong}");
        }
    }
}
