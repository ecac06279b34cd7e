//! What articles are about: topics, places, people, organisations.

use serde::{Deserialize, Serialize};

/// A topic that articles share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Topic {
    /// Its name in addresses: `topics/<slug>/`.
    pub slug: String,
    /// Its name as readers see it.
    pub name: String,
}

/// A place that an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Its name in addresses: `places/<slug>/`.
    pub slug: String,
    /// Its name as readers see it.
    pub name: String,
    /// The region it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The country it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where it is on the globe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
}

/// A point on the globe (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Coordinates {
    /// North is positive, from -90 000 000 to 90 000 000.
    pub latitude: i32,
    /// East is positive, from -180 000 000 to 180 000 000.
    pub longitude: i32,
}

/// A person whom an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the person is in this story: `mayor of Serpukhov`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// An organisation that an article speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The name.
    pub name: String,
    /// What it is: `movement of relatives`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
