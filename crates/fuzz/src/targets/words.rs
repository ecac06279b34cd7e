//! Fingerprints as words: eight words, from which the first half of the hash can be read again.

use model::Hash;

const CONSONANTS: &str = "bdfghjklmnprstvz";
const VOWELS: &str = "aiou";

pub fn run(bytes: &[u8]) {
    let Some(hash) = bytes.first_chunk::<32>() else { return };
    let words = trust::fingerprint(&Hash(*hash));
    let read: Vec<u8> = words.split(' ').flat_map(|word| bits(word).to_be_bytes()).collect();
    assert_eq!(read, hash[..16], "{words}");
}

/// Returns the sixteen bits of a word.
fn bits(word: &str) -> u16 {
    assert_eq!(word.len(), 5, "{word}");
    word.chars().enumerate().fold(0, |bits, (position, letter)| {
        let (letters, width) = if position % 2 == 0 { (CONSONANTS, 4) } else { (VOWELS, 2) };
        bits << width | letters.find(letter).expect("a letter of its alphabet") as u16
    })
}

pub fn seeds() -> Vec<Vec<u8>> {
    vec![vec![0; 32], vec![0xff; 32], trust::hash(b"a").0.to_vec()]
}
