//! An edition, everything published at one moment: the head that names the newest edition, and the list of its bundles.

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
    /// The signed text that proves it; `None` for an unsigned site. Only the crate `trust` reads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<String>,
}

/// `edition/m/<hash>.json`: the list of an edition's bundles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The date of the newest article, formatted in the main language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The address of the newsroom's own site, ending with a slash; only for canonical links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The addresses of the site's mirrors, each ending with a slash.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mirrors: Vec<String>,
    /// The script that embeds articles of the site in other pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embed: Option<EmbedScript>,
    /// The newspaper in each of its languages, the main one first.
    pub papers: Vec<Paper>,
}

/// The script that shows articles in other people's pages. It is the same on all sites of one version of Offprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmbedScript {
    /// The path from the root of the site.
    pub path: String,
    /// The digest for the attribute `integrity`.
    pub integrity: String,
}

impl Manifest {
    /// Returns the date of the newest article in a language, or else the edition's date.
    pub fn date_in(&self, language: &Language) -> Option<&Date> {
        let paper = self.papers.iter().find(|paper| paper.masthead.language == *language);
        paper.and_then(|paper| paper.date.as_ref()).or(self.date.as_ref())
    }

    /// Describes the newest months of all papers: returns the number of articles in the paper that has most, since the others mostly
    /// translate them, and the size of all texts in bytes, before compression. The months of each paper after its newest one take at most
    /// its share of `limit` bytes.
    pub fn size(&self, limit: u64) -> (u32, u64) {
        let (mut most_articles, mut bytes) = (0, 0);
        for paper in &self.papers {
            let mut articles = 0;
            let mut room = limit / self.papers.len() as u64;
            for (position, month) in paper.months.iter().enumerate() {
                let size = u64::from(month.bytes);
                if position > 0 {
                    let Some(left) = room.checked_sub(size) else { break };
                    room = left;
                }
                articles += month.articles;
                bytes += size;
            }
            most_articles = most_articles.max(articles);
        }
        (most_articles, bytes)
    }
}

impl Head {
    /// The path from the root of the site.
    pub const PATH: &'static str = "edition/head.json";
}
