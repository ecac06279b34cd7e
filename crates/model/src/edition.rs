//! Everything published at one moment: the small file that says which edition is newest, and the list of its bundles.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::language::Language;
use crate::paper::Paper;
use crate::reference::BundleReference;

/// `edition/head.json`: which edition is newest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The edition's number, from 1.
    pub edition: u64,
    /// Its manifest, at `edition/m/<hash>.json`.
    pub manifest: BundleReference,
    /// What proves that; none on a site that is not signed. Read by the crate `trust` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
}

/// `edition/m/<hash>.json`: what an edition holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The newest date among its articles, formatted in the main language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Where the newsroom's own site is, ending with a slash; for canonical links only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where the same site is hosted too, each ending with a slash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<String>,
    /// The script with which articles of the site are embedded elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embed: Option<EmbedScript>,
    /// The newspaper in each of its languages, the main one first.
    pub papers: Vec<Paper>,
}

/// The script that shows articles in other people's pages. All sites of one version of Offprint have the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedScript {
    /// Where it lies, from the root of the site.
    pub path: String,
    /// Its bytes, as in the attribute `integrity`.
    pub integrity: String,
}

impl Manifest {
    /// The date of the newest article in a language; without one that of the edition.
    pub fn date_in(&self, language: &Language) -> Option<&Date> {
        let paper = self.papers.iter().find(|paper| paper.masthead.language == *language);
        paper.and_then(|paper| paper.date.as_ref()).or(self.date.as_ref())
    }
}

impl Head {
    /// Where it lies, from the root of the site.
    pub const PATH: &'static str = "edition/head.json";
}
