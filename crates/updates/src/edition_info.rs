//! Describes an edition without opening it: its head, its dates and its newspaper.

use model::{Date, Head, Language, Manifest};
use trust::Accepted;

/// An edition, and facts from its manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionInfo {
    /// The head.
    pub head: Accepted,
    /// The dates.
    pub dates: EditionDates,
    /// The newspaper's title in its main language; `None` if the manifest could not be read.
    pub title: Option<String>,
    /// The addresses of the newspaper.
    pub addresses: Vec<String>,
}

impl EditionInfo {
    /// Reads an edition's manifest.
    pub fn of(head: Accepted, manifest: &Manifest) -> Self {
        Self {
            head,
            dates: EditionDates::of(manifest),
            title: manifest.papers.first().map(|paper| paper.masthead.title.clone()),
            addresses: manifest.address.iter().chain(&manifest.mirrors).cloned().collect(),
        }
    }

    /// Returns an edition whose manifest could not be read.
    pub fn unread(head: Accepted) -> Self {
        Self { head, dates: EditionDates::default(), title: None, addresses: Vec::new() }
    }

    /// Returns whether another edition is of the same newspaper: it has the same title or shares an address.
    ///
    /// A newsroom moves from address to address, and its readers learn of the move from a file.
    pub fn is_same_paper(&self, other: &Self) -> bool {
        self.title == other.title || self.addresses.iter().any(|address| other.addresses.contains(address))
    }
}

/// The dates of an edition's newest articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionDates {
    /// The date of the newest article of all, in the main language.
    pub newest: Option<Date>,
    /// The date of the newest article in each language that has one.
    papers: Vec<(Language, Date)>,
}

impl EditionDates {
    /// Reads the dates out of a manifest.
    pub fn of(manifest: &Manifest) -> Self {
        let papers = manifest.papers.iter();
        let papers = papers.filter_map(|paper| Some((paper.masthead.language.clone(), paper.date.clone()?)));
        Self { newest: manifest.date.clone(), papers: papers.collect() }
    }

    /// Returns the date of the newest article in a language, or else that of the edition.
    pub fn in_language(&self, language: &Language) -> Option<&Date> {
        let paper = self.papers.iter().find(|(paper, _)| paper == language);
        paper.map(|(_, date)| date).or(self.newest.as_ref())
    }

    /// Returns the date that orders editions.
    fn iso(&self) -> Option<&str> {
        self.newest.as_ref().map(|date| date.iso.as_str())
    }
}

/// Returns whether an unsigned edition is older than another one.
///
/// Its number alone does not tell: a newsroom that builds into an empty folder starts again at 1. So an edition with a
/// smaller number is older only if its newest article is not newer.
pub fn is_older(head: &Head, dates: &EditionDates, than: &Head, than_dates: &EditionDates) -> bool {
    head.edition < than.edition && dates.iso() <= than_dates.iso()
}

/// Returns whether an unsigned edition that came as a file is older than another one.
///
/// Nothing proves its number, which is 1 unless the sender chose another. So the newest article counts first.
pub fn is_older_file(head: &Head, dates: &EditionDates, than: &Head, than_dates: &EditionDates) -> bool {
    (dates.iso(), head.edition) < (than_dates.iso(), than.edition)
}

#[cfg(test)]
mod tests {
    use model::{BundleReference, Hash};

    use super::*;

    fn edition(number: u64, day: &str) -> (Head, EditionDates) {
        let manifest = BundleReference { hash: Hash([number as u8; 32]), bytes: 1 };
        let newest = Some(Date { iso: format!("2026-11-{day}"), text: String::new() });
        (Head { edition: number, manifest, signed: None }, EditionDates { newest, papers: Vec::new() })
    }

    #[test]
    fn an_edition_is_older_by_its_number_and_its_newest_article() {
        let older = |one: (Head, EditionDates), than: (Head, EditionDates)| is_older(&one.0, &one.1, &than.0, &than.1);
        assert!(older(edition(5, "10"), edition(6, "10")));
        assert!(!older(edition(6, "09"), edition(5, "10")), "the newest article was withdrawn");
        assert!(!older(edition(1, "11"), edition(9, "10")), "the edition was built into an empty folder");

        let older_file =
            |one: (Head, EditionDates), than: (Head, EditionDates)| is_older_file(&one.0, &one.1, &than.0, &than.1);
        assert!(older_file(edition(999, "09"), edition(5, "10")), "anybody can choose the number of a file");
        assert!(older_file(edition(4, "10"), edition(5, "10")) && !older_file(edition(5, "10"), edition(5, "10")));
        assert!(!older_file(edition(1, "11"), edition(9, "10")));
    }
}
