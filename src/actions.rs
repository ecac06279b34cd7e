//! The actions of buttons and their spelling in `data-do`; no other file spells an action.
//!
//! Views hold no event handlers, so they stay functions of their page and render natively. A button carries its action
//! in the attribute `data-do`, and `src/browser` listens to all buttons at once.

use updates::{Command, OfflineItem};

/// The action of a button or a check box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A command about the editions on this device.
    Command(Command),
    /// The dialog that shares articles.
    Share(Scope),
    /// The choice of a file to open.
    OpenFile,
    /// The dialog with the code that embeds the open article in other pages.
    Embed,
}

/// The articles to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The open article.
    Article,
    /// The articles that the reader saved.
    Saved,
    /// The articles of the edition that are on this device.
    Edition,
}

/// The actions without an item, with their names. A check box carries the action of its checked state.
const NAMES: [(&str, Action); 21] = [
    ("take", Action::Command(Command::Download)),
    ("stop", Action::Command(Command::Stop)),
    ("close", Action::Command(Command::Close)),
    ("keep", Action::Command(Command::SetKeep(true))),
    ("no-keep", Action::Command(Command::SetKeep(false))),
    ("pictures", Action::Command(Command::SetPictures(true))),
    ("no-pictures", Action::Command(Command::SetPictures(false))),
    ("files", Action::Command(Command::SetFiles(true))),
    ("no-files", Action::Command(Command::SetFiles(false))),
    ("automatic", Action::Command(Command::SetAutomatic(true))),
    ("no-automatic", Action::Command(Command::SetAutomatic(false))),
    ("escape", Action::Command(Command::SetEscape(true))),
    ("no-escape", Action::Command(Command::SetEscape(false))),
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
    /// Returns the name that the share script uses.
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
    /// Parses the value of `data-do`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(item) = text.strip_prefix(KEEP_ITEM) {
            return OfflineItem::parse(item).map(Command::Keep).map(Self::Command);
        }
        if let Some(item) = text.strip_prefix(DISCARD_ITEM) {
            return OfflineItem::parse(item).map(Command::Discard).map(Self::Command);
        }
        NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, action)| action)
    }

    /// Returns the value of `data-do` for the action.
    pub fn text(&self) -> String {
        match self {
            Self::Command(Command::Keep(item)) => format!("{KEEP_ITEM}{}", item.name()),
            Self::Command(Command::Discard(item)) => format!("{DISCARD_ITEM}{}", item.name()),
            plain => NAMES.iter().find(|(_, action)| action == plain).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// Returns the action of the same check box in its unchecked state.
    pub fn undone(self) -> Self {
        Self::Command(match self {
            Self::Command(Command::SetKeep(on)) => Command::SetKeep(!on),
            Self::Command(Command::SetPictures(on)) => Command::SetPictures(!on),
            Self::Command(Command::SetFiles(on)) => Command::SetFiles(!on),
            Self::Command(Command::SetAutomatic(on)) => Command::SetAutomatic(!on),
            Self::Command(Command::SetEscape(on)) => Command::SetEscape(!on),
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
        let item = OfflineItem::Section(Language::new("uk"), "long reads".to_owned());
        let with_items = [Command::Keep(item.clone()), Command::Discard(item)].map(Action::Command);
        for action in NAMES.into_iter().map(|(_, action)| action).chain(with_items) {
            assert_eq!(Action::parse(&action.text()), Some(action));
        }
        for wrong in ["", "keep month", "leave", "forget everything"] {
            assert_eq!(Action::parse(wrong), None, "{wrong}");
        }
    }
}
