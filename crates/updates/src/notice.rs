//! What the reader is told while editions come and go.

use model::Hash;
use trust::{Freshness, Judgement, SourceStatus};

use super::download::{Changes, DownloadError, Progress};
use super::edition_info::EditionDates;

/// What the line at the bottom of the window says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing: it is not there.
    #[default]
    None,
    /// An edition is being downloaded.
    Downloading(Progress),
    /// Pictures are being downloaded; the articles of the progress are pictures.
    DownloadingPictures(Progress),
    /// There is a newer edition.
    UpdateAvailable(Changes),
    /// An edition was saved: how many articles of it are on the device.
    Saved(u32),
    /// An edition could not be downloaded or stored.
    Failed(DownloadError),
    /// There was room for a part of the edition: how many articles of it are on the device.
    Shortened(u32),
    /// There was no room for the pictures.
    WithoutPictures,
    /// The site does not answer; the dates of the edition that is on the device.
    Offline(EditionDates),
    /// The browser has removed what was stored.
    Evicted,
    /// The reader wants nothing stored.
    Private,
    /// Something that a button needs is not here, and the site does not answer.
    Unreachable,
    /// Something has to be known of where the newspaper comes from.
    Warning(Warning),
}

/// Something that the reader has to know of where the newspaper comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The edition was signed days ago, and no newer one was found.
    Aging {
        /// Whole days since it was signed.
        days: u32,
        /// How many addresses sent a signed edition.
        answered: u32,
        /// How many were asked.
        asked: u32,
    },
    /// The edition is no longer valid.
    Expired {
        /// Whole days since it was signed.
        days: u32,
    },
    /// The device's clock is wrong.
    ClockWrong,
    /// No address answered.
    NoAnswer,
    /// A web page came in place of the newspaper, as from a network that wants a login first.
    LoginPage,
    /// All that came is something else than the newsroom signed.
    Altered,
    /// Only editions came that are older than one that was read before.
    OlderThanSeen,
    /// Two signed editions have one number: the hashes of their manifests.
    Conflict([Hash; 2]),
    /// The page that came is not the one that was signed.
    PageAltered,
    /// The page that came is in no edition.
    PageUnknown,
    /// The newsroom has changed its keys: the site, whose fingerprint stays.
    KeysChanged(Hash),
    /// One address sent something that the newsroom did not sign.
    SourceIgnored(String),
}

impl Notice {
    /// Returns how far a download is, while there is one.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Self::Downloading(progress) | Self::DownloadingPictures(progress) => Some(progress),
            _ => None,
        }
    }

    /// Returns whether the notice may give way to a warning.
    pub(super) fn gives_way(&self) -> bool {
        matches!(self, Self::None | Self::Offline(_) | Self::Saved(_))
    }
}

impl Warning {
    /// Returns why no edition was accepted; none where one was.
    pub fn refusal(judgement: &Judgement) -> Option<Self> {
        Some(match judgement.fault()? {
            SourceStatus::Silent => Self::NoAnswer,
            SourceStatus::LoginPage => Self::LoginPage,
            SourceStatus::OlderThanSeen => Self::OlderThanSeen,
            SourceStatus::Conflict => judgement.conflict.map_or(Self::Altered, Self::Conflict),
            SourceStatus::Altered(_) | SourceStatus::Unsigned | SourceStatus::Newest | SourceStatus::Behind => {
                Self::Altered
            }
        })
    }

    /// Returns that the newest edition was signed days ago.
    pub fn aging(judgement: &Judgement, days: u32) -> Self {
        Self::Aging { days, answered: judgement.answered() as u32, asked: judgement.sources.len() as u32 }
    }

    /// Returns the worst that has to be known of the edition that is read; none when all is well. `keys_changed` is the site
    /// whose keys are others than before, as long as the reader was not told.
    pub fn of(judgement: &Judgement, keys_changed: Option<Hash>) -> Option<Self> {
        let ignored = judgement.sources.iter().find(|report| matches!(report.status, SourceStatus::Altered(_)));
        if let Some(manifests) = judgement.conflict {
            return Some(Self::Conflict(manifests));
        }
        match judgement.freshness {
            Some(Freshness::Expired { days }) => return Some(Self::Expired { days }),
            Some(Freshness::ClockWrong) => return Some(Self::ClockWrong),
            _ => {}
        }
        if let Some(site) = keys_changed {
            return Some(Self::KeysChanged(site));
        }
        if let Some(report) = ignored {
            return Some(Self::SourceIgnored(report.source.clone()));
        }
        match judgement.freshness {
            Some(Freshness::Aging { days }) => Some(Self::aging(judgement, days)),
            _ => None,
        }
    }
}
