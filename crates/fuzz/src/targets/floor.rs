//! Floors as devices keep them, where others may have written: read in one way, and joined and never lowered.

use trust::Floor;

use super::{seed, text};
use crate::site::Site;

pub fn run(bytes: &[u8]) {
    let Some((_, text)) = text(bytes) else { return };
    let floors: Vec<Floor> = text.split('\n').filter_map(read).collect();
    for pair in floors.windows(2) {
        let raised = pair[0].merge(&pair[1]);
        let (of, to) = ((pair[0].epoch, pair[0].edition), (pair[1].epoch, pair[1].edition));
        assert_eq!((raised.epoch, raised.edition), of.max(to));
        assert_eq!(raised.issued, pair[0].issued.max(pair[1].issued));
        assert_eq!(raised.merge(&pair[1]), raised);
    }
}

fn read(text: &str) -> Option<Floor> {
    let floor: Floor = text.parse().ok()?;
    assert_eq!(floor.to_string(), text, "the one way to write it");
    Some(floor)
}

pub fn seeds() -> Vec<Vec<u8>> {
    let (root, editions) = (Site::new(10).root(), Site::new(10).editions());
    let floors = editions.iter().filter_map(|edition| trust::Signed::check(&edition.head(&edition.text), &root).ok());
    let lines: Vec<String> = floors.map(|signed| signed.floor().to_string()).collect();
    assert_eq!(lines.len(), editions.len());
    vec![seed(0, &lines[0]), seed(0, &lines.join("\n"))]
}
