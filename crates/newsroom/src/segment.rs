//! Counts and cuts texts in any script, also where words have no blanks between them.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, WordSegmenter, WordSegmenterBorrowed};

static GRAPHEMES: LazyLock<GraphemeClusterSegmenterBorrowed<'static>> = LazyLock::new(GraphemeClusterSegmenter::new);

/// Knows the words of Chinese, Japanese, Thai, Lao, Khmer and Burmese by dictionaries and models.
static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_auto(WordBreakInvariantOptions::default()));

/// The letters of a script without blanks that take as long to read as a word with blanks: at 200 words a minute, people read
/// 400 letters of Chinese or Japanese, and 800 letters and vowel signs of Thai.
const IDEOGRAPHS_PER_WORD: u32 = 2;
const LETTERS_PER_WORD: u32 = 4;

/// The blocks of Unicode with ideographs and syllables that need no blanks, and with their marks: Chinese, Japanese, Yi.
const IDEOGRAPHS: &[RangeInclusive<char>] = &[
    '\u{2e80}'..='\u{2fdf}',
    '\u{3001}'..='\u{303f}',
    '\u{3041}'..='\u{30ff}',
    '\u{3105}'..='\u{312f}',
    '\u{31a0}'..='\u{31bf}',
    '\u{31f0}'..='\u{31ff}',
    '\u{3400}'..='\u{4dbf}',
    '\u{4e00}'..='\u{9fff}',
    '\u{a000}'..='\u{a48c}',
    '\u{f900}'..='\u{faff}',
    '\u{ff01}'..='\u{ff9f}',
    '\u{1b000}'..='\u{1b16f}',
    '\u{20000}'..='\u{3fffd}',
];

/// The blocks of Unicode with alphabets that put no blanks between words: Thai, Lao, Tibetan, Burmese, Khmer, Tai, Balinese,
/// Javanese.
const UNSPACED: &[RangeInclusive<char>] = &[
    '\u{e00}'..='\u{eff}',
    '\u{f00}'..='\u{fff}',
    '\u{1000}'..='\u{109f}',
    '\u{1780}'..='\u{17ff}',
    '\u{1950}'..='\u{19ff}',
    '\u{1a20}'..='\u{1aaf}',
    '\u{1b00}'..='\u{1b7f}',
    '\u{a980}'..='\u{a9ff}',
    '\u{aa60}'..='\u{aadf}',
];

fn is_in(blocks: &[RangeInclusive<char>], letter: char) -> bool {
    letter >= '\u{e00}' && blocks.iter().any(|block| block.contains(&letter))
}

/// Counts words: runs of characters without white space that contain a letter or digit. In scripts without blanks, some letters
/// count as a word, so that the count is a measure of reading time.
pub fn words(text: &str) -> u32 {
    let (mut words, mut ideographs, mut letters) = (0_u32, 0_u32, 0_u32);
    let mut is_in_word = false;
    for letter in text.chars() {
        if is_in(IDEOGRAPHS, letter) {
            ideographs = ideographs.saturating_add(1);
            is_in_word = false;
        } else if is_in(UNSPACED, letter) {
            letters = letters.saturating_add(1);
            is_in_word = false;
        } else if letter.is_whitespace() {
            is_in_word = false;
        } else if letter.is_alphanumeric() && !is_in_word {
            words = words.saturating_add(1);
            is_in_word = true;
        }
    }
    words.saturating_add(ideographs.div_ceil(IDEOGRAPHS_PER_WORD)).saturating_add(letters.div_ceil(LETTERS_PER_WORD))
}

/// Returns the beginning of a text in one line, cut between words, at most `width` Latin letters wide.
pub fn beginning(text: &str, width: usize) -> String {
    let mut line = String::new();
    let mut used = 0;
    for (number, word) in text.split_whitespace().enumerate() {
        let space = usize::from(number > 0);
        let needed = width_of(word, width - used) + space;
        if used + needed > width {
            let part = part_of_word(word, width.saturating_sub(used + space));
            // A word of a script with blanks is cut only if nothing stands before it.
            if let Some(part) = part.or_else(|| line.is_empty().then(|| cut_at_grapheme(word, width))) {
                line.extend((space > 0).then_some(' '));
                line.push_str(part);
            }
            // A dash or a comma before the ellipsis would look wrong.
            let end = |letter: char| letter.is_whitespace() || "—–-,:;،、，：；・".contains(letter);
            line.truncate(line.trim_end_matches(end).len());
            line.push('…');
            return line;
        }
        line.extend((space > 0).then_some(' '));
        line.push_str(word);
        used += needed;
    }
    line
}

/// Returns the words at the beginning of a run of letters without blanks that fit into a width; `None` if not even one does, or
/// if its script has blanks.
fn part_of_word(run: &str, width: usize) -> Option<&str> {
    if !run.chars().take(width + 1).any(|letter| is_in(IDEOGRAPHS, letter) || is_in(UNSPACED, letter)) {
        return None;
    }
    // The segmenter needs what follows the last word, but not a whole article.
    let window = cut_at_grapheme(run, 2 * width + 40);
    let ends = WORDS.segment_str(window).filter(|end| *end > 0 && width_of(&window[..*end], width) <= width);
    // No line begins with a mark that closes something.
    let is_closing = |end: usize| {
        window[end..].starts_with(|next: char| "。．.、，,！!？?：:；;）)」』】》〉”’ー々ๆฯ".contains(next))
    };
    ends.filter(|end| !is_closing(*end)).last().map(|end| &window[..end])
}

/// Returns the width of a text in Latin letters, counted up to one more than `most`: ideographs are twice as wide.
fn width_of(text: &str, most: usize) -> usize {
    let mut width = 0;
    for letter in text.chars() {
        width += if is_in(IDEOGRAPHS, letter) || ('\u{ac00}'..='\u{d7a3}').contains(&letter) { 2 } else { 1 };
        if width > most {
            break;
        }
    }
    width
}

/// Returns the text, or its beginning and an ellipsis if it has more than `most` letters as readers see them.
pub fn shortened(text: &str, most: usize) -> String {
    let short = cut_at_grapheme(text, most);
    if short.len() == text.len() {
        text.to_owned()
    } else {
        format!("{}…", cut_at_grapheme(text, most.saturating_sub(1)))
    }
}

/// Returns the first letters of a text as readers see them: a letter with its accents, a flag, a family of faces.
pub fn cut_at_grapheme(text: &str, most: usize) -> &str {
    // Each of them has at least one byte.
    if text.len() <= most {
        return text;
    }
    let mut ends = GRAPHEMES.segment_str(text);
    match ends.nth(most) {
        Some(end) => &text[..end],
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(words("Один — два, three. «چهار» ۵"), 5);
        assert_eq!(words("don't stop-gap e.g."), 3);
        assert_eq!(words(""), 0);
        assert_eq!(words("— … !"), 0);
        // 200 of them take a minute.
        assert_eq!(words(&"渡轮今天恢复运行。".repeat(50)), 50 * 9 / 2);
        assert_eq!(words(&"เรือข้ามฟาก".repeat(50)), 50 * 11 / 4 + 1);
        assert_eq!(words("iPhone 15を買う"), 2 + 2);
        assert_eq!(words("배가 다시 다닌다"), 3);
    }

    #[test]
    fn a_beginning_is_cut_between_words() {
        assert_eq!(beginning("  two\n words ", 20), "two words");
        assert_eq!(beginning("слово слово слово", 12), "слово слово…");
        assert_eq!(beginning("слово — слово", 8), "слово…");
        assert_eq!(beginning("", 10), "");
        // The dictionary knows these words.
        assert_eq!(beginning("人民日报记者在港口看到渡轮", 12), "人民日报记者…");
        assert_eq!(beginning("เรือข้ามฟากกลับมาให้บริการ", 13), "เรือข้ามฟาก…");
        assert_eq!(beginning("See 人民日报记者在港口", 13), "See 人民日报…");
        assert_eq!(beginning("港では、今日から", 8), "港では…");
    }

    #[test]
    fn a_beginning_is_short_in_every_script() {
        for text in [
            "渡轮今天恢复运行。",
            "港では今日からフェリーが運航を再開しました。",
            "เรือข้ามฟากกลับมาให้บริการ",
            "ເຮືອຂ້າມຟາກກັບມາ",
            "သင်္ဘောပြန်လည်",
            "សាឡាងត្រឡប់",
            "ཡིག་འབྲུ་",
        ] {
            let long = text.repeat(300);
            let short = beginning(&long, 240);
            let letters = short.chars().count();
            assert!((100..=241).contains(&letters) && short.ends_with('…'), "{letters}: {short}");
            assert!(long.starts_with(short.trim_end_matches('…')), "{short}");
        }
        let long = beginning(&"a".repeat(1000), 240);
        assert_eq!(long.chars().count(), 241);
    }

    #[test]
    fn no_letter_is_cut() {
        for letter in ["é", "e\u{301}", "🇺🇦", "👨‍👩‍👧", "กำ", "क्षि", "한", "க்", "\r\n"]
        {
            let text = letter.repeat(5);
            assert_eq!(cut_at_grapheme(&text, 3), letter.repeat(3), "{letter}");
            assert_eq!(shortened(&text, 3), format!("{}…", letter.repeat(2)), "{letter}");
            assert_eq!(shortened(&text, 5), text, "{letter}");
            let run = beginning(&letter.trim().repeat(500), 100);
            assert!(letter.trim().is_empty() || letter.repeat(500).starts_with(run.trim_end_matches('…')), "{run}");
        }
        assert_eq!(shortened("", 3), "");
    }
}
