//! What scripts ask the verifier: answered with an edition is only what the site has signed.

use std::sync::LazyLock;

use model::Hash;

use crate::site::{Edition, NOW, Site};

// As source: it is the wasm's own, which is smaller when nothing can depend on it.
#[path = "../../../verifier/src/question.rs"]
mod asked;

struct Known {
    hash: Hash,
    site: Site,
    editions: Vec<Edition>,
}

static KNOWN: LazyLock<[Known; 2]> = LazyLock::new(|| {
    [10, 90].map(|number| {
        let site = Site::new(number);
        Known { hash: site.statement().site, editions: site.editions(), site }
    })
});

pub fn run(bytes: &[u8]) {
    let Ok(question) = str::from_utf8(bytes) else { return };
    let answer = asked::answered(question);
    let parts: Vec<&str> = answer.split('\0').collect();
    let mut words = parts[0].split(' ');
    match words.next() {
        Some("refused") => {}
        Some("edition") => {
            let asked = question.split('\0').next().unwrap_or_default();
            let signed = |known: &&Known| trust::fingerprint(&known.hash) == parts[2];
            let known = KNOWN.iter().find(signed).expect("a site that has signed");
            assert!(asked.is_empty() || asked == known.hash.to_string(), "another site than {asked}: {answer}");
            assert!(parts[1].parse::<trust::Floor>().is_ok(), "{answer}");
            let told: Vec<&str> = words.collect();
            let is_told = |edition: &Edition| {
                let (statement, manifest) = (&edition.statement, &edition.statement.manifest);
                let numbers = [statement.epoch, statement.edition].map(|number| number.to_string());
                let (bytes, issued) = (manifest.bytes.to_string(), edition.timestamp.issued.to_string());
                told[..5] == [&numbers[0], &numbers[1], &manifest.hash.to_string(), &bytes, &issued]
            };
            assert!(known.editions.iter().any(is_told), "an edition that nobody signed: {answer}");
            assert!(["fresh", "aging", "expired", "unknown"].contains(&told[5]), "{answer}");
            assert!(["newer", "same", "older", "fork"].contains(&told[7]) && told.len() == 8, "{answer}");
        }
        _ => panic!("{answer}"),
    }
}

pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for Known { hash, site, editions } in KNOWN.iter() {
        for Edition { statement, text, .. } in editions {
            let (first, second) = (site.root().text, site.root_text(&site.second_statement(), &[0, 2]));
            let manifest = statement.manifest;
            let head = format!("{}\0{}\0{}\0{text}", statement.edition, manifest.hash, manifest.bytes);
            let floor = format!("1 2 {} {NOW}", manifest.hash);
            seeds.extend([
                format!("{hash}\0\0{NOW}\0\0{head}\0{first}"),
                format!("{hash}\0{floor}\0{NOW}\0\0{head}\0{first}\0{second}\0{first}"),
                format!("\0{floor}\0{NOW}\0{first}\0{head}\0{second}"),
            ]);
        }
    }
    seeds.into_iter().map(String::into_bytes).collect()
}
