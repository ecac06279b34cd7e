//! Recognises direct speech and its speakers in plain text, by rules for English, Russian, Ukrainian and Persian.
//!
//! The text of a paragraph never changes: speech is marked, and the speaker's name is only copied.

use std::ops::Range;
use std::sync::LazyLock;

use model::block::{Quotation, Speaker};
use model::inline::Speech;
use model::{Block, Inline};
use regex::Regex;

use crate::read::constant_regex;

/// Verbs of speech.
static VERB: LazyLock<Regex> = LazyLock::new(|| {
    constant_regex(concat!(
        r"(?i)(?:^|[^\p{L}])(",
        "says|said|say|tells|told|adds|added|explains|explained|recalls|recalled|notes|noted|claims|claimed|insists|insisted|",
        "writes|wrote|asks|asked|replies|replied|answers|answered|argues|argued|admits|admitted|remembers|complains|complained|",
        "сказала?|сказали|говорит|говорят|рассказывает|рассказывают|рассказала?|рассказали|заявила?|заявили|заявляет|отметила?|отмечает|",
        "добавила?|добавили|добавляет|сообщила?|сообщили|сообщает|пояснила?|поясняет|объяснила?|объясняет|уточнила?|уточняет|",
        "подчеркнула?|подчеркивает|считает|вспоминает|вспоминают|признается|признаётся|призналась?|признался|ответила?|отвечает|",
        "спросила?|спрашивает|утверждает|утверждают|написала?|написали|пишет|заключила?|продолжила?|продолжает|",
        "сказав|говорить|кажуть|каже|розповіла|розповів|розповіли|розповідає|заявив|зазначила|зазначив|зазначає|додала|додав|додає|",
        "повідомила|повідомив|повідомили|повідомляє|пояснив|пояснює|наголосила|наголосив|вважає|згадує|згадують|відповіла|відповів|",
        "запитала|запитав|стверджує|написав|пише|",
        "گفت|گفتند|گفته است|می‌گوید|می‌گویند|میگوید|افزود|نوشت|پرسید|توضیح داد|تاکید کرد|تأکید کرد|اظهار داشت",
        r")(?:[^\p{L}]|$)",
    ))
});

/// Pronouns that refer to a speaker named elsewhere.
const PRONOUNS: [&str; 20] = [
    "he", "she", "they", "i", "we", "it", "who", "you", "он", "она", "они", "я", "мы", "він", "вона", "вони", "ми",
    "او", "آنها", "وی",
];

/// The maximum number of words in a phrase that names a speaker.
const MAX_NAME_LENGTH: usize = 8;

/// Makes a paragraph of plain text with its speech marked.
pub(super) fn paragraph(text: &str) -> Block {
    if let Some(speaker) = whole_speech(text) {
        let content = vec![Block::Paragraph(vec![Inline::text(text)])];
        return Block::Quotation(Quotation { content, speaker, address: None });
    }
    Block::Paragraph(inlines(text))
}

/// Recognises a paragraph that is all speech. Returns its speaker if the text names one.
fn whole_speech(text: &str) -> Option<Option<Speaker>> {
    if text.starts_with(['—', '–']) || text.starts_with("- ") {
        return dialogue(text).map(Some);
    }
    let quoted = quotations(text);
    if quoted.first()?.start != 0 {
        return None;
    }
    let inside: usize = quoted.iter().map(|range| text[range.clone()].chars().count()).sum();
    let outside = between(text, &quoted);
    if outside.iter().all(|part| !part.chars().any(char::is_alphanumeric)) {
        // The speaker may still be named between dashes inside the marks: «Words, — says Anna. — More words».
        return Some(dialogue(text.trim_start_matches(['“', '«', '„', '"'])));
    }
    let length: usize = outside.iter().map(|part| part.chars().count()).sum();
    if length > 160 || length > inside.max(60) || inside < 12 {
        return None;
    }
    let attribution = outside.iter().find(|part| VERB.is_match(part))?;
    Some(name(attribution).map(|name| Speaker { name, role: None, in_text: true }))
}

/// Returns the speaker of a dialogue line: `— Words, — says Anna. — More words.`
fn dialogue(text: &str) -> Option<Speaker> {
    let rest = text.trim_start_matches(['—', '–', '-', ' ', '\u{a0}']);
    static TURN: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"[,.!?…][ \x{a0}][—–-][ \x{a0}]"));
    let turn = TURN.find(rest)?;
    let after = &rest[turn.end()..];
    let end = TURN.find(after).map_or(after.len(), |turn| turn.start());
    let attribution = &after[..end];
    let verb = VERB.captures(attribution)?.get(1)?;
    // The author's own words have the verb at or near their beginning.
    if attribution[..verb.start()].split_whitespace().count() > 3 {
        return None;
    }
    name(attribution).map(|name| Speaker { name, role: None, in_text: true })
}

/// Returns the speaker in words such as `one soldier says` and `сказал Иван Петров, врач`.
fn name(attribution: &str) -> Option<String> {
    let captures = VERB.captures(attribution)?;
    let verb = captures.get(1)?;
    let trim = |part: &str| {
        part.trim_matches([',', '.', ':', ';', ' ', '\u{a0}', '—', '–', '-', '!', '?', '…', '،']).to_owned()
    };
    let before = attribution[..verb.start()].rsplit(['.', ';', ':', '!', '?']).next().map(trim).unwrap_or_default();
    // An aside between the name and the verb is not the name: `Anna, a nurse, says`.
    let before = before.split([',', '،']).next().map(trim).unwrap_or_default();
    let after = attribution[verb.end()..]
        .split([',', '.', ';', ':', '—', '–', '!', '?', '(', '،'])
        .next()
        .map(trim)
        .unwrap_or_default();
    let after = cut_circumstances(&after);
    [before, after].into_iter().find(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let Some(first) = words.first() else { return false };
    words.len() <= MAX_NAME_LENGTH
        && name.chars().any(char::is_alphabetic)
        && !PRONOUNS.contains(&first.as_str())
        && !matches!(
            first.as_str(),
            "and"
                | "but"
                | "that"
                | "as"
                | "и"
                | "а"
                | "но"
                | "что"
                | "как"
                | "та"
                | "й"
                | "що"
                | "як"
                | "و"
                | "که"
        )
}

/// Cuts off the circumstances after a name: `Ivan in an interview` becomes `Ivan`.
fn cut_circumstances(phrase: &str) -> String {
    const CIRCUMSTANCES: [&str; 24] = [
        "to",
        "in",
        "on",
        "at",
        "when",
        "as",
        "after",
        "before",
        "during",
        "while",
        "about",
        "в",
        "во",
        "на",
        "после",
        "о",
        "об",
        "корреспонденту",
        "журналистам",
        "у",
        "під",
        "після",
        "про",
        "журналістам",
    ];
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let end =
        words.iter().position(|word| CIRCUMSTANCES.contains(&word.to_lowercase().as_str())).unwrap_or(words.len());
    words[..end].join(" ")
}

/// Returns the texts in quotation marks, including the marks. Nested quotations are part of the outer one.
fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut position = 0;
    while let Some((start, open)) =
        text[position..].char_indices().find(|(_, character)| matches!(character, '“' | '«' | '„' | '"'))
    {
        let start = position + start;
        match closing(&text[start..], open) {
            Some(length) => {
                found.push(start..start + length);
                position = start + length;
            }
            None => position = start + open.len_utf8(),
        }
    }
    found
}

/// Returns the length of the quotation at the beginning of a text.
fn closing(text: &str, open: char) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, character) in text.char_indices() {
        match (open, character) {
            ('"', '"') if at > 0 => return Some(at + 1),
            ('"', _) => {}
            ('„', '“' | '”') => return Some(at + character.len_utf8()),
            ('“', '“') | ('«', '«') => depth += 1,
            ('“', '”') | ('«', '»') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + character.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

fn between<'a>(text: &'a str, quoted: &[Range<usize>]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut position = 0;
    for range in quoted {
        parts.push(&text[position..range.start]);
        position = range.end;
    }
    parts.push(&text[position..]);
    parts
}

/// Marks the speech in a text. A single quoted word is a name or ironic, not speech.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut position = 0;
    for range in quotations(text) {
        let quoted = &text[range.clone()];
        if quoted.split_whitespace().count() < 2 {
            continue;
        }
        if position < range.start {
            inlines.push(Inline::text(&text[position..range.start]));
        }
        inlines.push(Inline::Speech(Speech { speaker: None, content: vec![Inline::text(quoted)] }));
        position = range.end;
    }
    if position < text.len() {
        inlines.push(Inline::text(&text[position..]));
    }
    inlines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Some("")` is a quotation without a speaker.
    fn check(text: &str, expected: Option<&str>) {
        let block = paragraph(text);
        assert_eq!(model::text::of_blocks(std::slice::from_ref(&block)).trim_end_matches('\n'), text);
        let speaker = match block {
            Block::Quotation(quotation) => Some(quotation.speaker.map(|speaker| speaker.name).unwrap_or_default()),
            _ => None,
        };
        assert_eq!(speaker.as_deref(), expected, "{text}");
    }

    #[test]
    fn speakers_are_found() {
        check("“They brought us here. There is no glass in the windows,” one soldier says.", Some("one soldier"));
        check(
            "“We waited for a year,” said Maria Petrenko, a nurse. “Nobody came to look at the bridge.”",
            Some("Maria Petrenko"),
        );
        check("“We waited for a year,” Maria, a nurse, told the Lantern.", Some("Maria"));
        check("“We waited for a year,” she said.", Some(""));
        check("“We waited for a year, and nobody came.”", Some(""));
        check("\"We waited for a whole year,\" said the ferryman in an interview.", Some("the ferryman"));
        check(
            "«Мы ждали целый год, и никто не пришёл», — рассказала Мария Петренко, медсестра.",
            Some("Мария Петренко"),
        );
        check("— Мы ждали целый год, — говорит паромщик. — Никто не пришёл.", Some("паромщик"));
        check("«Мы ждали целый год, — сказал мэр Иво Лунд. — Никто не пришёл».", Some("мэр Иво Лунд"));
        check("«Ми чекали цілий рік, і ніхто не прийшов», — каже поромник.", Some("поромник"));
        check("«یک سال تمام منتظر ماندیم و کسی نیامد»، ماریا گفت.", Some("ماریا"));
    }

    #[test]
    fn other_paragraphs_stay_paragraphs() {
        check("The men said they were given “armor used for games” and helmets.", None);
        check(
            "“Lantern” is the name of the paper that the town has read every morning since the bridge was built.",
            None,
        );
        check("— молоко", None);
        check("- milk and honey", None);
        check("“An open mark without an end, said the man.", None);
        check("He said: \"We waited.\"", None);
    }

    #[test]
    fn quoted_runs_are_speech() {
        let speech = |text: &str| Inline::Speech(Speech { speaker: None, content: vec![Inline::text(text)] });
        assert_eq!(
            inlines("A “normal unit” of the “Lantern” «с „внутренними кавычками“ внутри» end"),
            [
                Inline::text("A "),
                speech("“normal unit”"),
                Inline::text(" of the “Lantern” "),
                speech("«с „внутренними кавычками“ внутри»"),
                Inline::text(" end"),
            ]
        );
    }
}
