//! Where things lie in a portable edition: the last lines of the file, so that a reader which opens one of hundreds of
//! megabytes reads only what it needs.

use std::fmt::Write;
use std::ops::Range;

use model::Hash;

/// Where things lie in a portable edition, in bytes from its beginning. `tools/open.js` reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The archive of the edition, as base64 of gzip.
    pub edition: Range<u64>,
    /// The pictures by their hashes, each as base64.
    pub pictures: Vec<(Hash, Range<u64>)>,
}

const BEGIN: &str = "<!--offprint-index\n";
const END: &str = "-->\n";
const LAST: &str = "<!--offprint-end ";

impl Index {
    /// The last lines of a file which has so many bytes before them.
    pub fn text(&self, position: u64) -> String {
        let mut text = format!("{BEGIN}edition {} {}\n", self.edition.start, self.edition.end);
        for (hash, range) in &self.pictures {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "picture {hash} {} {}", range.start, range.end);
        }
        let _ = write!(text, "{END}{LAST}{position}{END}");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_last_line_says_where_it_begins() {
        let hash = trust::hash(b"a");
        let index = Index { edition: 10..20, pictures: vec![(hash, 30..34)] };
        let expected =
            format!("<!--offprint-index\nedition 10 20\npicture {hash} 30 34\n-->\n<!--offprint-end 100-->\n");
        assert_eq!(index.text(100), expected);
    }
}
