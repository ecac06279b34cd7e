//! Languages and the direction in which they are written.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

/// A BCP 47 language tag in lower case, as in `lang` attributes: `en`, `uk`, `zh-hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

/// The direction of a line of text, as in `dir` attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// Primary subtags of living languages that are written from right to left by default (CLDR `characterOrder`).
pub const RIGHT_TO_LEFT: [&str; 14] =
    ["ar", "arc", "ckb", "dv", "fa", "glk", "he", "lrc", "mzn", "ps", "sd", "ug", "ur", "yi"];

/// Script subtags that are written from right to left.
pub const RIGHT_TO_LEFT_SCRIPTS: [&str; 6] = ["adlm", "arab", "hebr", "rohg", "syrc", "thaa"];

impl Language {
    /// Normalises a tag: lower case, hyphens for underscores.
    pub fn new(tag: &str) -> Self {
        Self(tag.trim().replace('_', "-").to_ascii_lowercase())
    }

    /// Returns the tag for a `lang` attribute.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the language without script and region: `en` of `en-gb`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Returns the direction of the script that the tag names, or else of the language's default script.
    pub fn direction(&self) -> Direction {
        let script = self.0.split('-').skip(1).find(|subtag| subtag.len() == 4);
        let right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
            None => RIGHT_TO_LEFT.contains(&self.primary()),
        };
        if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
    }
}

impl Direction {
    /// Returns the value for a `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script() {
        for (tag, direction) in [
            ("en", "ltr"),
            ("ru-RU", "ltr"),
            ("fa", "rtl"),
            ("fa_IR", "rtl"),
            ("ar-EG", "rtl"),
            ("az-Arab", "rtl"),
            ("ur-Latn", "ltr"),
            ("he", "rtl"),
        ] {
            assert_eq!(Language::new(tag).direction().as_str(), direction, "{tag}");
        }
    }
}
