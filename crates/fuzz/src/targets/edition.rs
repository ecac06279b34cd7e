//! Signed editions: only signed ones are accepted, and each has exactly one text.

use std::sync::LazyLock;

use trust::edition::{claimed_site, desk_part, listed, wanted_root};
use trust::{Root, Signed, sign};

use super::{seed, text};
use crate::site::{Edition, Site};

struct Known {
    site: Site,
    root: Root,
    editions: Vec<Edition>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let site = Site::new(10);
    let (root, editions) = (site.root(), site.editions());
    Known { site, root, editions }
});

/// The mark of text that anyone may write.
const UNSIGNED: u8 = b's';
/// The mark of text that the holders of the keys would write: the desk's and the pulse's, separated by a zero byte.
const SIGNED: u8 = b'o';

pub fn run(bytes: &[u8]) {
    let Some((kind, text)) = text(bytes) else { return };
    let Known { site, root, editions } = &*KNOWN;
    if kind == SIGNED {
        let Some((desk, pulse)) = text.split_once('\0') else { return };
        return own(desk, pulse, &site.sign_edition(desk, pulse));
    }
    for edition in editions {
        if let Ok(signed) = Signed::check(&edition.head(text), root) {
            assert!(edition.matches(&signed), "an edition that the keys did not sign");
        }
    }
    if let Ok(part) = desk_part(text) {
        // Signing the same date again gives the same text.
        let again = sign::head(part, &editions[0].timestamp, &[]);
        assert!(text.starts_with(part) && desk_part(&again) == Ok(part));
    }
}

/// Checks that signed text stays the same when it is written again, however odd it is.
fn own(desk: &str, pulse: &str, text: &str) {
    let Known { root, editions, .. } = &*KNOWN;
    let mut head = editions[0].head(text);
    let Ok(files) = listed(&head) else { return };
    // The head around it names the same values, as far as they can be read.
    let number = |line: &str| desk.lines().find_map(|found| found.strip_prefix(line));
    head.edition = number("edition ").and_then(|edition| edition.parse().ok()).expect("a number");
    let (hash, length) = number("manifest ").and_then(|manifest| manifest.split_once(' ')).expect("a reference");
    head.manifest.hash = hash.parse().expect("a hash");
    head.manifest.bytes = length.parse().expect("a length");
    if let Ok(signed) = Signed::check(&head, root) {
        let again = (signed.statement.text(), signed.timestamp.text());
        // Signatures inside the text are not part of the statement.
        assert!(desk.starts_with(&again.0) && pulse.starts_with(&again.1), "{again:?}");
        assert_eq!((signed.statement.edition, signed.statement.manifest), (head.edition, head.manifest));
        assert_eq!((claimed_site(&head), wanted_root(&head)), (Ok(root.statement.site), Ok(signed.timestamp.root)));
        assert_eq!(files, signed.statement.files);
        assert!(signed.timestamp.root <= root.statement.version && signed.timestamp.issued < signed.timestamp.expires);
        assert!(signed.statement.edition >= root.statement.minimum);
        assert!(signed.statement.epoch == root.statement.epoch);
        assert_eq!(signed.floor().to_string().parse(), Ok(signed.floor()));
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let editions = &KNOWN.editions;
    let strange = editions.iter().map(|edition| seed(UNSIGNED, &edition.text));
    let own = editions.iter().map(|edition| {
        let (desk, pulse) = (edition.statement.text(), edition.timestamp.text());
        seed(SIGNED, &format!("{desk}\0{pulse}"))
    });
    strange.chain(own).collect()
}
