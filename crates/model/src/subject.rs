//! Subjects of articles: topics, places, people, organisations.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

/// A topic that articles share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Topic {
    /// Its name in addresses: `topics/<slug>/`.
    pub slug: String,
    /// Its name as readers see it.
    pub name: String,
}

/// A place that an article mentions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Its name in addresses: `places/<slug>/`.
    pub slug: String,
    /// Its name as readers see it.
    pub name: String,
    /// Its region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Its country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its coordinates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<Coordinates>,
}

/// A point on the globe (WGS 84), in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Coordinates {
    /// The latitude, from -90 000 000 to 90 000 000; north is positive.
    pub latitude: i32,
    /// The longitude, from -180 000 000 to 180 000 000; east is positive.
    pub longitude: i32,
}

/// Writes degrees as in a `geo` URI (RFC 5870): `54.92,37.41`.
impl fmt::Display for Coordinates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let degrees = |millionths: i32| {
            let sign = if millionths < 0 { "-" } else { "" };
            let (whole, rest) = (millionths.unsigned_abs() / 1_000_000, millionths.unsigned_abs() % 1_000_000);
            format!("{sign}{whole}.{rest:06}").trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        write!(formatter, "{},{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// A person whom an article mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The person's role in this story: `mayor of Serpukhov`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// An organisation that an article mentions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The name.
    pub name: String,
    /// Its kind: `movement of relatives`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_written_as_degrees() {
        let check = |latitude, longitude, expected: &str| {
            assert_eq!(Coordinates { latitude, longitude }.to_string(), expected);
        };
        check(54_920_000, 37_410_000, "54.92,37.41");
        check(-500_000, 0, "-0.5,0");
        check(90_000_000, -180_000_000, "90,-180");
        check(1, -1_000_001, "0.000001,-1.000001");
    }
}
