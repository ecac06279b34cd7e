//! Writes the fingerprint of a site as words to read aloud: proquints (Daniel Wilkerson,
//! <https://arxiv.org/html/0901.4016>), five letters for sixteen bits, which need no list of words on the device.

use model::Hash;

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 4] = b"aiou";

/// Writes the first half of a site's hash, 128 bits, as eight words: `lusab babad gutih tugad kikof bonag dufor mozat`.
pub fn fingerprint(site: &Hash) -> String {
    let mut words = String::new();
    for pair in site.0.chunks_exact(2).take(8) {
        if !words.is_empty() {
            words.push(' ');
        }
        let bits = pair.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
        for (letters, shift) in
            [(&CONSONANTS[..], 12), (&VOWELS[..], 10), (&CONSONANTS[..], 6), (&VOWELS[..], 4), (&CONSONANTS[..], 0)]
        {
            words.push(letters.get(bits >> shift & (letters.len() - 1)).map_or('?', |letter| char::from(*letter)));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paper's own examples: the addresses 127.0.0.1, 63.84.220.193, 63.118.7.35 and 140.98.193.141.
    #[test]
    fn says_what_the_paper_says() {
        let mut hash = [0; 32];
        hash[..16].copy_from_slice(&[127, 0, 0, 1, 63, 84, 220, 193, 63, 118, 7, 35, 140, 98, 193, 141]);
        assert_eq!(fingerprint(&Hash(hash)), "lusab babad gutih tugad gutuk bisog mudof sakat");
    }
}
