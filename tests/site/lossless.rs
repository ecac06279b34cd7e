//! What goes in comes out: each word and link of a source, read by another parser, is on the page or in a problem.

use std::collections::BTreeSet;

use scraper::{Html, Node};

use crate::driver::SiteTest;

const ARTICLES: u64 = 120;

/// Pieces of a line. `$w` stands for a word, `$a` for an address; each occurs once in all sources.
const LINES: &[&str] = &[
    "$w",
    "*$w* $w",
    "[$w]($a)",
    "[$w]($a \"$w\")",
    "[$w](tg://resolve?domain=$w)",
    "[$w](javascript:$w)",
    "[$w](data:text/html,$w)",
    "<$w>",
    "<$w $w>",
    "to <$w-$w-here>",
    "$w</$w>",
    "$a",
    "$w@site.example",
    "www.site.example/$w",
    "`$w`",
    "[[$w]]",
    "[[$w|$w]]",
    "![$w](../pictures/hill.png \"$w\")",
    "![$w](../pictures/my hill.png)",
    "![[hill.png|$w]]",
    "![[$w]]",
    "<abbr title=\"$w\">$w</abbr>",
    "<span title=\"$w\">$w</span>",
    "<a href=\"$a\" aria-label=\"$w\"></a>",
    "<a href='$a' title='$w'>$w</a>",
    "<input value=\"$w\">",
    "<ruby>$w<rt>$w</rt></ruby>",
    "$w&#146;s $w\u{92}s",
    "<iframe src=\"$a\" title=\"$w\"></iframe>",
    "<iframe src=\"$w.html\" title=\"$w\"></iframe>",
    "<iframe srcdoc=\"<p>$w</p>\"></iframe>",
    "<kbd>$w</kbd>",
    "{{< $w >}}",
    "{% $w \"$w\" %}",
    "<q>$w</q> ~~$w~~",
    "<mark>$w",
    "<code><a href=\"$a\">$w</a></code>",
    "<video src=\"$a\" title=\"$w\">$w</video>",
    "<audio src=\"$w.mp3\"></audio>",
    "<object data=\"$a\">$w</object>",
    "<select><option>$w<option label=\"$w\"></select>",
    "<$w class=\"$w\">$w</$w>",
    "$w < $w > $w",
    "<map><area href=\"$a\" alt=\"$w\"></map>",
    "\\[$w\\] {$w}",
    "<b>$w",
    "<a href=\"$a\"><b>$w</a>",
    "<font color=red>$w</font>",
    "<svg><text>$w</text></svg>",
    "[video $w]",
    "$w<br>$w",
    "<a href=\"$a\"><img src=\"../pictures/hill.png\" alt=\"$w\"></a>",
    "<bdo>$w</bdo> <time>$w",
    "<img src=\"data:x\" alt=\"$w\">",
    "<button>$w</button><textarea>$w</textarea>",
    "</3 $w <!$w>",
];

/// Blocks. `$l` stands for a line.
const BLOCKS: &[&str] = &[
    "$l",
    "$l $l",
    "$l $l $l",
    "## $l",
    "## $l {$w $w}",
    "$l\nL",
    "- [ ] $l\n- [x] $l",
    "1. $l\n2. $l\n   - $l",
    "| $w |\n|---|\n| $l | $w | $w |",
    "<table><tr><th>$w<th>$w<tr><td rowspan=3>$w<td>$w<tr><td colspan=2>$w</table>",
    "> $l\n>\n> — $w, $w",
    "> [!NOTE] $l\n> $l",
    "> [!CONTEXT] $w\n> $l\n> - $l",
    "> [!FOLD] $l\n> $l",
    "> [!STRANGE] $l\n> $l",
    ":::note $w\nL\n:::",
    ":::$w $w\nL\n:::",
    "::: {.$w title=\"$w\"}\nL\n:::",
    "!!! note \"$w\"\n    $l\n\n    $l",
    "[caption id=\"1\"]![$w](../pictures/hill.png) $w[/caption]",
    "[gallery ids=\"$w\"]",
    "<pre>$w $w</pre>",
    "<details><summary>$w</summary>$w</details>",
    "<dl><dt>$w<dd>$w</dl>",
    "<figure><img src=\"../pictures/hill.png\" alt=\"$w\"><figcaption>$w <span class=\"credit\">$w</span></figcaption></figure>",
    "<frameset><frame src=\"$a\"></frameset><noframes>$w</noframes>",
    "> [!POST] $w\n> $l\n>\n> <$a>\n>\n> — $w (@$w), 2026-10-01",
    "> [!VIDEO] $w\n> [$w]($a)\n> $w",
    "> [!AUDIO] $w\n> $a\n> $l",
    "> [!TIMELINE]\n> - **$w** $l\n> - $l",
    "> [!LIVE] 2026-11-03 14:05 $l\n> $l",
    "> [!QA]\n> **$w**\n>\n> $l",
    "> [!KEYPOINTS] $l\n> - $l",
    "> [!GALLERY] $l\n> ![$w](../pictures/hill.png)",
    "> [!PULLQUOTE]\n> $l\n> — $w",
    "```\nW <$w>\n```",
    "    $w [$w]($a)",
    "Table: $w\n\n| $w |\n|---|\n| $w |",
    "<div class=\"x>\n\nL",
    "<blockquote cite=\"$a\">$w</blockquote>",
    "<a href=\"$a\"><ul><li>$w</ul></a>",
    "<table><tr><td>$l<table><tr><td>$w<td>$w</table><td>$w</table>",
    "<center>$l</center>",
    "<blockquote class=\"twitter-tweet\"><p>$w</p>— $w (@$w) <a href=\"$a\">$w</a></blockquote>",
    "$w[^1]\n\n[^1]: $l",
    "* * *",
    "![$w](../pictures/hill.png \"$w | $w\")",
];

/// A pseudo-random sequence of numbers, the same each time, and the words and addresses given out so far.
struct Chance {
    state: u64,
    given: u64,
}

impl Chance {
    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        choices[usize::try_from((self.state >> 33) % choices.len() as u64).expect("a small number")]
    }

    /// Fills in a block: lines, then words and addresses that occur nowhere else.
    fn block(&mut self) -> String {
        let mut block = self.one_of(BLOCKS).to_owned();
        while let Some(at) = block.find("$l") {
            let line = self.one_of(LINES);
            block.replace_range(at..at + 2, line);
        }
        let mut filled = String::new();
        let mut pieces = block.split('$');
        filled.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let word = self.word();
            let address = if piece.starts_with('a') { "https://site.example/" } else { "" };
            filled.push_str(&format!("{address}{word}{}", &piece[1..]));
        }
        filled
    }

    fn word(&mut self) -> String {
        self.given += 1;
        format!("word{:05}", self.given)
    }
}

fn article(chance: &mut Chance, number: u64) -> String {
    let mut source = format!("---\ntitle: Article {number}\ndate: 2026-10-05\n---\n\nIt begins here.\n\n");
    for _ in 0..12 {
        source.push_str(&chance.block());
        source.push_str("\n\n");
    }
    source
}

/// Returns the generated words of a text.
fn words(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("word").map(|(at, _)| &text[at..]);
    starts
        .filter_map(|rest| rest.get(..9))
        .filter(|word| word[4..].bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The words and addresses that a reader of the source sees, by CommonMark without extensions and a browser's parser.
struct Source {
    words: BTreeSet<String>,
    addresses: BTreeSet<String>,
    /// The descriptions of pictures in the newsroom.
    pictures: BTreeSet<String>,
}

fn read(source: &str) -> Source {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(source));
    let mut read = Source { words: BTreeSet::new(), addresses: BTreeSet::new(), pictures: BTreeSet::new() };
    for node in Html::parse_fragment(&html).tree.values() {
        match node {
            Node::Text(text) => read.words.append(&mut words(text)),
            Node::Element(element) => {
                read.words.append(&mut words(element.name()));
                if element.attr("src").is_some_and(|source| source.starts_with("../pictures/")) {
                    read.pictures.append(&mut words(element.attr("alt").unwrap_or_default()));
                }
                for (name, value) in element.attrs() {
                    match name {
                        "href" | "src" | "cite" | "data" => _ = read.addresses.insert(value.to_owned()),
                        "alt" | "title" | "label" | "aria-label" | "value" | "srcdoc" => {
                            read.words.append(&mut words(value))
                        }
                        // The names of attributes of elements that HTML does not know are words of the text.
                        _ => read.words.append(&mut words(name)),
                    }
                }
            }
            _ => {}
        }
    }
    read.addresses.retain(|address| !words(address).is_empty());
    read
}

#[test]
fn what_goes_in_comes_out_or_is_named() {
    let mut chance = Chance { state: 20_261_130, given: 0 };
    let test = SiteTest::from_fixture("every-block");
    std::fs::remove_dir_all(test.newsroom.folder().join("articles")).expect("a folder of articles");
    let hill = std::fs::read(test.newsroom.folder().join("pictures/hill.png")).expect("a picture");
    let test = test.with("pictures/my hill.png", hill);
    let sources: Vec<String> = (0..ARTICLES).map(|number| article(&mut chance, number)).collect();
    for (number, source) in sources.iter().enumerate() {
        test.newsroom.write(&format!("articles/a{number:03}.md"), source);
    }
    let site = test.build();
    let problems = site.problems();
    let mut lost = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let page = site.file(&format!("articles/a{number:03}/index.html"));
        let main = &page[page.find("<main").expect("a main element")..page.find("</main>").expect("its end")];
        let file = format!("articles/a{number:03}.md:");
        let named: String = problems.lines().filter(|problem| problem.starts_with(&file)).collect();
        let (shown, named) = (words(main), words(&named));
        let Source { words: written, addresses, pictures } = read(source);
        let expected = written.into_iter().chain(addresses.iter().flat_map(|address| words(address)));
        let is_shown = |word: &String| main.contains(&format!("alt=\"{word}\"")) || named.contains(word);
        let line_of = |word: &str| source.lines().find(|line| line.contains(word)).unwrap_or_default();
        let unseen = pictures.iter().filter(|word| !is_shown(word));
        lost.extend(unseen.map(|word| format!("a{number:03} the picture {word}: {}", line_of(word))));
        for word in expected.filter(|word| !shown.contains(word) && !named.contains(word)) {
            lost.push(format!("a{number:03} {}", line_of(&word).replace(&word, &format!("«{word}»"))));
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}", lost.len(), lost.join("\n"));
}
