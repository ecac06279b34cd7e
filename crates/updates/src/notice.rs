//! Notifies the reader about editions and where they come from.

use model::Hash;
use trust::{Freshness, Judgement, SourceStatus};

use super::download::{Changes, DownloadError, Progress};
use super::edition_info::EditionDates;
use super::preferences::AttachmentKinds;

/// The content of the notice bar at the bottom of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// No notice: the bar is hidden.
    #[default]
    None,
    /// An edition is being downloaded.
    Downloading(Progress),
    /// Attachments are being downloaded. The progress counts them as articles.
    DownloadingAttachments(Progress, AttachmentKinds),
    /// A newer edition is available.
    UpdateAvailable(Changes),
    /// An edition can be stored, and nothing was downloaded unasked: its articles, and the size of the download.
    Offered(Changes),
    /// An edition was saved: the number of its articles on the device.
    Saved(u32),
    /// An edition could not be downloaded or stored.
    Failed(DownloadError),
    /// There was room for part of the edition: the number of its articles on the device.
    Shortened(u32),
    /// There was no room for all attachments.
    WithoutAttachments(AttachmentKinds),
    /// The site does not answer: the dates of the stored edition.
    Offline(EditionDates),
    /// The browser removed what was stored.
    Evicted,
    /// The reader wants nothing stored.
    Private,
    /// A part of the app that a button needs could not be loaded.
    Unreachable,
    /// A warning about the source of the newspaper.
    Warning(Warning),
}

/// A warning about the source of the newspaper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The edition was signed days ago, and the check found no newer one.
    Aging {
        /// Whole days since it was signed.
        days: u32,
        /// Number of addresses that sent a signed edition.
        answered: u32,
        /// Number of addresses asked.
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
    /// A web page came in place of the newspaper, as from a network that asks for a login.
    LoginPage,
    /// The newsroom signed none of the answers: each is unsigned, or failed its check with a [`trust::TrustError`].
    Altered,
    /// Every answer is older than an edition that this device already knows: the [`trust::Floor`], or the one that the page
    /// names.
    OlderThanSeen,
    /// Two signed editions have the same number: the hashes of their manifests. One of them may be the
    /// [`trust::Floor`].
    Conflict([Hash; 2]),
    /// The page differs from the signed one.
    PageAltered,
    /// No edition has the page.
    PageUnknown,
    /// The newsroom changed its keys: the site, whose fingerprint stays.
    KeysChanged(Hash),
    /// An address sent a version that the newsroom did not sign.
    SourceIgnored(String),
}

impl Notice {
    /// Returns the progress of a running download.
    pub fn progress(&self) -> Option<&Progress> {
        match self {
            Self::Downloading(progress) | Self::DownloadingAttachments(progress, _) => Some(progress),
            _ => None,
        }
    }

    /// Returns whether a warning may replace the notice.
    pub(super) fn can_be_replaced(&self) -> bool {
        matches!(self, Self::None | Self::Offline(_) | Self::Saved(_))
    }
}

impl Warning {
    /// Returns why no edition was accepted, or `None` if one was.
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

    /// Returns a warning that the newest edition was signed days ago.
    pub fn aging(judgement: &Judgement, days: u32) -> Self {
        Self::Aging { days, answered: judgement.answered() as u32, asked: judgement.sources.len() as u32 }
    }

    /// Returns the most urgent warning about an edition, or `None`. `keys_changed` is the site whose keys changed,
    /// until the reader has seen it.
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
