//! Makes newsrooms of random articles with everything that a body may hold.

use std::fmt::Write;

use crate::Fixture;

/// The languages of generated articles; the first is the main one.
const LANGUAGES: [&str; 4] = ["en", "fa", "ru", "uk"];

/// A picture that every article can show.
const PICTURE: &str = "pictures/hill.png";

/// A pseudo-random sequence of numbers, the same each time.
struct Chance {
    state: u64,
}

impl Chance {
    /// Returns a number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % end
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// Makes a newsroom of this many articles. The same count gives the same articles.
pub fn newsroom(articles: u64) -> Fixture {
    let fixture = Fixture::named("every-block");
    fixture.write("offprint.toml", "title = \"The Test\"\nlanguages = [\"en\", \"fa\", \"ru\", \"uk\"]\n");
    std::fs::remove_dir_all(fixture.folder().join("articles")).expect("a folder of articles");
    for number in 1..=articles {
        let mut chance = Chance { state: number };
        chance.below(2);
        let language = chance.one_of(&LANGUAGES);
        let text = article(&mut chance, number, language);
        fixture.write(&format!("articles/generated-{number:03}.md"), text);
    }
    fixture
}

fn article(chance: &mut Chance, number: u64, language: &str) -> String {
    let day = 1 + number % 28;
    let mut text =
        format!("---\ntitle: Generated {number}\nlang: {language}\ndate: 2026-10-{day:02}\n---\n\nIt begins here.\n\n");
    let mut footnotes = 0;
    for _ in 0..4 + chance.below(8) {
        text.push_str(&block(chance, 2, &mut footnotes));
        text.push_str("\n\n");
    }
    for footnote in 1..=footnotes {
        let _ = write!(text, "[^{footnote}]: {}\n\n", line(chance));
    }
    text
}

/// Returns some words with marks.
fn line(chance: &mut Chance) -> String {
    let mut line = String::new();
    for _ in 0..1 + chance.below(5) {
        let word = word(chance);
        let _ = match chance.below(12) {
            0 => write!(line, "*{word}* "),
            1 => write!(line, "**{word} and *more* of it** "),
            2 => write!(line, "~~{word}~~ "),
            3 => write!(line, "`{word}` "),
            4 => write!(line, "[{word}](https://www.example.org/{}) ", chance.below(9)),
            5 => write!(line, "[{word}](generated-{:03}.md) ", 1 + chance.below(9)),
            6 => write!(line, "H<sub>2</sub>O and 3<sup>rd</sup> "),
            7 => write!(line, "<span lang=\"{}\">{word}</span> ", chance.one_of(&["fr", "ar", "he", "de"])),
            8 => write!(line, "{word}<br>{word} "),
            9 => write!(line, "“{word},” said Vane, "),
            _ => write!(line, "{word} "),
        };
    }
    line.push_str("at last.");
    line
}

fn word<'a>(chance: &mut Chance) -> &'a str {
    chance.one_of(&[
        "ferry",
        "quay & wind",
        "a < b",
        "Ліхтар",
        "«паром»",
        "قایق",
        "мост",
        "naïve",
        "12 345",
        "kite \"one\"",
        "ship’s",
    ])
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}\n")).collect::<String>().trim_end().to_owned()
}

/// Returns a block. Blocks that hold others are nested at most `depth` levels deep.
fn block(chance: &mut Chance, depth: u32, footnotes: &mut u32) -> String {
    let kinds = if depth == 0 { 9 } else { 18 };
    match chance.below(kinds) {
        0 => format!("{} {}", "#".repeat(2 + chance.below(3) as usize), line(chance)),
        1 => format!("```rust\nlet {} = \"<b>\";\n```", chance.one_of(&["a", "b"])),
        2 => format!(
            "| {} | B |\n|{}|---:|\n| {} | 2 |\n| 3 | {} |",
            line(chance),
            chance.one_of(&["---", ":---:"]),
            word(chance),
            word(chance)
        ),
        3 => format!("![{}]({}{PICTURE} \"{} | Ada Reed\")", "A hill", "../", word(chance).replace('"', "")),
        4 => format!("> [!GALLERY] {}\n> ![One](../{PICTURE})\n> ![Two](../pictures/kite.png)", word(chance)),
        5 => format!("> [!PULLQUOTE]\n> {}", line(chance)),
        6 => "---".to_owned(),
        7 => {
            *footnotes += 1;
            format!("{}[^{footnotes}]", line(chance))
        }
        8 => line(chance),
        9 => quoted(&format!("{}\n\n— Cora Vane, kite maker", line(chance))),
        10 => list(chance, depth, footnotes),
        11 => {
            let kind = chance.one_of(&["CONTEXT", "NOTE", "FOLD"]);
            let inside = block(chance, depth - 1, footnotes);
            quoted(&format!("[!{kind}] {}\n{inside}", word(chance)))
        }
        12 => quoted(&format!("[!KEYPOINTS] In short\n- {}\n- {}", line(chance), line(chance))),
        13 => quoted(&format!("[!QA]\n**{}**\n\n{}", word(chance), line(chance))),
        14 => quoted(&format!(
            "[!TIMELINE]\n- **09:{:02}** {}\n- **10:00** {}",
            chance.below(60),
            line(chance),
            line(chance)
        )),
        15 => quoted(&format!("[!LIVE] 2026-10-02 09:{:02} {}\n{}", chance.below(60), word(chance), line(chance))),
        16 => {
            let (kind, seconds) = (chance.one_of(&["VIDEO", "AUDIO"]), chance.below(60));
            let length = format!("{}:{seconds:02}", 1 + chance.below(90));
            quoted(&format!(
                "[!{kind}] {}\n<https://video.example/1>\nDuration: {length}\n\n{}",
                word(chance),
                line(chance)
            ))
        }
        _ => quoted(&format!(
            "[!POST] Telegram\n{}\n\n<https://t.example/{}>\n\n— Kite Club (@kite), 2026-10-01 18:40",
            line(chance),
            chance.below(9)
        )),
    }
}

fn list(chance: &mut Chance, depth: u32, footnotes: &mut u32) -> String {
    let start = chance.below(4);
    let items = (0..1 + chance.below(3)).map(|item| {
        let marker = if start == 0 { "-".to_owned() } else { format!("{}.", start + item) };
        let inner = block(chance, depth - 1, footnotes);
        let indent = " ".repeat(marker.len() + 1);
        let inner: Vec<String> = inner.lines().map(|line| format!("{indent}{line}")).collect();
        format!("{marker} {}\n\n{}", word(chance), inner.join("\n"))
    });
    items.collect::<Vec<_>>().join("\n")
}
