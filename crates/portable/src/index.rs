//! Writes and reads the index of a portable edition: the last lines of the file, so that the app reads only what it
//! needs of hundreds of megabytes.

use std::fmt::Write;
use std::ops::Range;

use model::Hash;

/// The ranges of archive and pictures in a portable edition, in bytes from its beginning. `share/open.js` reads the
/// index.
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
    /// Returns the last lines of a file; `position` is the number of bytes before them.
    pub fn text(&self, position: u64) -> String {
        let mut text = format!("{BEGIN}edition {} {}\n", self.edition.start, self.edition.end);
        for (hash, range) in &self.pictures {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "picture {hash} {} {}", range.start, range.end);
        }
        let _ = write!(text, "{END}{LAST}{position}{END}");
        text
    }

    /// Reads the index in the last lines of a file.
    pub fn read(html: &str) -> Option<Self> {
        let (_, last) = html.trim_end().rsplit_once(LAST)?;
        let position: usize = last.strip_suffix(END.trim_end())?.parse().ok()?;
        let lines = html.get(position..)?.strip_prefix(BEGIN)?;
        let mut index = None;
        for line in lines.lines().take_while(|line| *line != END.trim_end()) {
            let mut words = line.split(' ');
            let name = words.next()?;
            let hash = if name == "picture" { Some(words.next()?.parse().ok()?) } else { None };
            let range = words.next()?.parse().ok()?..words.next()?.parse().ok()?;
            match (hash, &mut index) {
                (None, None) => index = Some(Self { edition: range, pictures: Vec::new() }),
                (Some(hash), Some(index)) => index.pictures.push((hash, range)),
                _ => return None,
            }
        }
        index
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
        let file = format!("{}{expected}", " ".repeat(100));
        assert_eq!(Index::read(&file), Some(index));
        assert_eq!(Index::read(&file[..file.len() - 5]), None);
        assert_eq!(Index::read(&file[1..]), None);
    }
}
