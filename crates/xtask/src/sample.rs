//! Writes a newsroom for measurements. Its articles are the same each time, and about as hard to compress as real news.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::paths;

/// Common words, the most common first.
const WORDS: &str = include_str!("words.txt");
const SYLLABLES: &[&str] = &[
    "ba", "chy", "dor", "el", "fen", "gra", "hol", "iv", "ka", "lin", "mar", "nov", "os", "pet", "rych", "sa", "tur",
    "us", "vel", "ya", "zem", "ko", "ni", "sk",
];
/// The number of words that are equally common at the top; otherwise the first would be every ninth word.
const FIRST_OCTAVE: usize = 4;
/// The rank from which words are nouns and verbs, which get endings.
const INFLECTED_FROM: usize = 128;
const ENDINGS: &[&str] = &["", "", "", "s", "ed", "ing", "er", "ly", "ment", "’s"];
const WORDS_PER_PARAGRAPH: usize = 50;

/// The letters of a newsroom's articles.
#[derive(Clone, Copy)]
pub enum Letters {
    /// Latin letters, as in the list of words.
    Latin,
    /// A Cyrillic letter, of two bytes, for each Latin one.
    Cyrillic,
}

impl Letters {
    fn write(self, text: &str) -> String {
        match self {
            Self::Latin => text.to_owned(),
            Self::Cyrillic => text.chars().map(cyrillic).collect(),
        }
    }

    fn language(self) -> &'static str {
        match self {
            Self::Latin => "en",
            Self::Cyrillic => "ru",
        }
    }
}

fn cyrillic(letter: char) -> char {
    let latin = "abcdefghijklmnopqrstuvwxyz";
    let counterpart = |letter: char| "абцдефгхийклмнопярстувщьыз".chars().nth(latin.find(letter)?);
    let lower = letter.to_ascii_lowercase();
    match counterpart(lower) {
        Some(found) if letter == lower => found,
        Some(found) => found.to_uppercase().next().unwrap_or(found),
        None => letter,
    }
}

/// Writes a newsroom with `articles` articles, each with a body of exactly `words` words.
pub fn write_newsroom(folder: &Path, articles: usize, words: usize, letters: Letters) -> Result<()> {
    paths::remove_folder(folder)?;
    let sources = folder.join("articles");
    fs::create_dir_all(&sources).with_context(|| format!("cannot create {}", sources.display()))?;
    fs::write(
        folder.join("offprint.toml"),
        format!(
            "title = \"The Measure\"\nlanguage = \"{}\"\n\n[[sections]]\nid = \"news\"\nname = \"News\"\n\n\
             [[sections]]\nid = \"features\"\nname = \"Features\"\n",
            letters.language()
        ),
    )?;
    for number in 0..articles {
        let article = article(number, words, letters);
        fs::write(sources.join(format!("story-{:03}.md", number + 1)), article)?;
    }
    Ok(())
}

fn article(number: usize, words: usize, letters: Letters) -> String {
    let mut text = Text::new(number);
    let section = if number.is_multiple_of(4) { "features" } else { "news" };
    let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
    let mut article = format!(
        "---\ntitle: {}\ndescription: {}\ndate: 2025-{month:02}-{day:02}\nauthors: [{}]\nsection: {section}\n---\n",
        letters.write(&text.words(8)),
        letters.write(&text.words(20)),
        letters.write(&text.name())
    );
    let mut remaining = words;
    while remaining > 0 {
        let paragraph = remaining.min(WORDS_PER_PARAGRAPH);
        article.push('\n');
        article.push_str(&letters.write(&text.paragraph(paragraph)));
        article.push('\n');
        remaining -= paragraph;
    }
    article
}

/// A stream of words from a fixed seed.
struct Text {
    common: Vec<&'static str>,
    state: u64,
}

impl Text {
    fn new(seed: usize) -> Self {
        let mut text = Self { common: WORDS.split_whitespace().collect(), state: seed as u64 };
        text.below(1);
        text
    }

    /// Returns a number below `end`, by a linear congruential generator.
    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) as usize % end
    }

    /// Returns a word: the one of rank n is 1/n as frequent as the first, as in every language. One in nine is a name
    /// or a number.
    fn word(&mut self) -> String {
        match self.below(27) {
            0 => (2 + self.below(1990)).to_string(),
            1 | 2 => self.name(),
            _ => {
                // If the logarithm of the rank is uniform, the frequency of a rank is one over the rank.
                let octave = FIRST_OCTAVE << self.below((self.common.len() / FIRST_OCTAVE).ilog2() as usize);
                let index = octave - FIRST_OCTAVE + self.below(octave);
                let ending = if index >= INFLECTED_FROM { ENDINGS[self.below(ENDINGS.len())] } else { "" };
                format!("{}{ending}", self.common[index])
            }
        }
    }

    fn name(&mut self) -> String {
        let syllables = 2 + self.below(3);
        capitalised(&(0..syllables).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect::<String>())
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        capitalised(&words.join(" "))
    }

    fn paragraph(&mut self, count: usize) -> String {
        let mut sentences = Vec::new();
        let mut remaining = count;
        while remaining > 0 {
            let length = (8 + self.below(14)).min(remaining);
            sentences.push(format!("{}.", self.words(length)));
            remaining -= length;
        }
        sentences.join(" ")
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(article: &str) -> String {
        article.rsplit_once("---\n").unwrap().1.trim().to_owned()
    }

    #[test]
    fn an_article_has_its_words_and_is_the_same_each_time() {
        let text = body(&article(7, 600, Letters::Latin));
        assert_eq!(text.split_whitespace().count(), 600);
        assert_eq!(text, body(&article(7, 600, Letters::Latin)));
        assert_ne!(text, body(&article(8, 600, Letters::Latin)));
    }

    #[test]
    fn cyrillic_articles_are_the_same_letter_by_letter() {
        let (latin, cyrillic) = (article(7, 60, Letters::Latin), article(7, 60, Letters::Cyrillic));
        assert_eq!(latin.chars().count(), cyrillic.chars().count());
        assert!(!body(&cyrillic).contains(|letter: char| letter.is_ascii_alphabetic()), "{cyrillic}");
    }

    /// 600 words of real news are about 4,000 bytes, and 1,900 after gzip. Easier text would flatter the measurements.
    #[test]
    fn the_text_is_about_as_hard_to_compress_as_news() {
        for number in 0..20 {
            let text = body(&article(number, 600, Letters::Latin));
            let packed = crate::size::gzip(text.as_bytes()).unwrap().len();
            assert!((3300..4300).contains(&text.len()), "{} bytes", text.len());
            assert!((1750..2200).contains(&packed), "{packed} bytes packed");
        }
    }
}
