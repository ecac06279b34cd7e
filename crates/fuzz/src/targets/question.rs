//! What the script in other people's pages asks the verifier: answered with an edition is only what the site has signed.

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
    let mut words = answer.split(' ');
    match words.next() {
        Some("refused") => {}
        Some("edition") => {
            let site = question.split('\0').next().unwrap_or_default();
            let known = KNOWN.iter().find(|known| known.hash.to_string() == site).expect("a site that has signed");
            let told: Vec<&str> = words.collect();
            let is_told = |edition: &Edition| {
                let (statement, manifest) = (&edition.statement, &edition.statement.manifest);
                let numbers = [statement.epoch, statement.edition].map(|number| number.to_string());
                let (bytes, issued) = (manifest.bytes.to_string(), edition.dated.issued.to_string());
                told[..5] == [&numbers[0], &numbers[1], &manifest.hash.to_string(), &bytes, &issued]
            };
            assert!(known.editions.iter().any(is_told), "an edition that nobody signed: {answer}");
            assert!(told.len() == 6 && ["fresh", "aging", "expired", "unknown"].contains(&told[5]), "{answer}");
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
            let head = format!("{hash}\0{NOW}\0{}\0{}\0{}\0{text}", statement.edition, manifest.hash, manifest.bytes);
            seeds.extend([format!("{head}\0{first}"), format!("{head}\0{first}\0{second}\0{first}")]);
        }
    }
    seeds.into_iter().map(String::into_bytes).collect()
}
