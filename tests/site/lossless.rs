//! Tests that each word, link, place and field of a source, read by another parser, is on the page or in a problem.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Node};

use crate::driver::{SiteResult, SiteTest};
use crate::html::selector;

const ARTICLES: u64 = 120;

/// Pieces of a line. `$w` stands for a word, `$a` for an address; each occurs once in all sources. `$p` repeats the last word.
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
    "[here](#$w) <span id=\"$p\">$w</span>",
    "<a name=\"$w\"></a>$l\n\n[here](#$p)",
    "## A place {#$w}\n\n[here](#$p)",
    "### $w\n\n[here](#$p)",
    "> [!FOLD] More\n> #### A place {#$w}\n\n[here](#$p)",
    "[here](#$w)",
];

/// Fields of front matter.
const FIELDS: &[&str] = &[
    "author: $w $w",
    "authors: [$w, $w]",
    "tags: [$w, $w]",
    "categories: $w",
    "topics: [\"$w\"]",
    "places: [$w]",
    "subtitle: $w $w",
    "lead: $w <$w> $w",
    "description: $w",
    "summary: $w $w",
    "source: $w",
    "image: $a",
    "image: {src: ../pictures/hill.png, alt: $w, caption: $w, credit: $w}",
    "caption: $w",
    "$w: $w",
    "params: {$w: $w}",
    "aliases: [/old/$w/]",
];

/// Lines of plain text.
const PLAIN: &[&str] =
    &["$w $w", "<$w> & $w", "$a", "$w@site.example", "- $w", "# $w", "*$w* [$w]($a)", "", "> $w", "$w:"];

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
        self.filled(&block)
    }

    fn filled(&mut self, pattern: &str) -> String {
        let mut filled = String::new();
        let mut pieces = pattern.split('$');
        filled.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.given += u64::from(!piece.starts_with('p'));
            let address = if piece.starts_with('a') { "https://site.example/" } else { "" };
            filled.push_str(&format!("{address}word{:05}{}", self.given, &piece[1..]));
        }
        filled
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

/// Returns the places to which a source has links.
fn places(source: &str) -> impl Iterator<Item = &str> {
    source.match_indices("[here](#").map(|(at, mark)| &source[at + mark.len()..][..9])
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
    for place in places(source) {
        // The page may have another name for it.
        read.words.remove(place);
        read.addresses.remove(&format!("#{place}"));
    }
    read
}

/// Returns a newsroom without articles, with the pictures of the pieces.
fn newsroom() -> SiteTest {
    let test = SiteTest::from_fixture("every-block");
    std::fs::remove_dir_all(test.newsroom.folder().join("articles")).expect("a folder of articles");
    let hill = std::fs::read(test.newsroom.folder().join("pictures/hill.png")).expect("a picture");
    test.with("pictures/my hill.png", hill)
}

/// Returns the main element of a page.
fn main_of(page: &str) -> &str {
    &page[page.find("<main").expect("a main element")..page.find("</main>").expect("its end")]
}

/// Returns the lines of problems that name a file.
fn named_in(problems: &str, file: &str) -> String {
    problems.lines().filter(|problem| problem.starts_with(file)).collect()
}

#[test]
fn links_to_places_lead_to_a_place_or_are_named() {
    let (sources, site) = articles(newsroom(), 20_261_201);
    let problems = site.problems();
    let mut lost = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let page = Html::parse_fragment(main_of(site.file(&format!("articles/a{number:03}/index.html"))));
        let named = words(&named_in(&problems, &format!("articles/a{number:03}.md:")));
        let link = selector("a");
        let links = page.select(&link).filter(|link| link.text().collect::<String>() == "here");
        let has = |place: &str| page.select(&selector("[id]")).any(|it| it.attr("id") == Some(place));
        // A place above all headings is the beginning of the article.
        let leads = |link: &ElementRef<'_>| {
            let href = link.attr("href").unwrap_or_default();
            href.split_once('#').map_or_else(|| href.ends_with(&format!("/a{number:03}/")), |(_, place)| has(place))
        };
        let leading = links.filter(leads).count();
        let unnamed = places(source).filter(|place| !named.contains(*place)).count();
        if leading < unnamed {
            lost.push(format!("a{number:03}: {leading} of {unnamed} links lead to a place:\n{source}"));
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn fields_are_on_the_page_or_named() {
    let mut chance = Chance { state: 20_261_202, given: 0 };
    let test = newsroom();
    let fields: Vec<String> =
        (0..FIELDS.len() * 4).map(|number| chance.filled(FIELDS[number % FIELDS.len()])).collect();
    for (number, field) in fields.iter().enumerate() {
        let source = format!("---\ntitle: Article {number}\ndate: 2026-10-05\n{field}\n---\n\nIt begins here.\n");
        test.newsroom.write(&format!("articles/a{number:03}.md"), &source);
    }
    let site = test.build();
    let problems = site.problems();
    let mut lost = Vec::new();
    for (number, field) in fields.iter().enumerate() {
        let shown = words(site.file(&format!("articles/a{number:03}/index.html")));
        let is_alias = |word: &String| site.files().contains_key(&format!("old/{word}/index.html"));
        // A field that is not used is named once, whatever its values are.
        let name = field.split(':').next().unwrap_or_default();
        let is_named = |word: &String| problems.contains(word) || problems.contains(&format!("`{name}"));
        for word in words(field).into_iter().filter(|word| !shown.contains(word) && !is_named(word) && !is_alias(word))
        {
            lost.push(format!("a{number:03} {}", field.replace(&word, &format!("«{word}»"))));
        }
    }
    assert!(lost.is_empty(), "{} lost:\n{}\n{problems}", lost.len(), lost.join("\n"));
}

#[test]
fn plain_text_comes_out() {
    let mut chance = Chance { state: 20_261_203, given: 0 };
    let test = newsroom();
    let sources: Vec<String> = (0..30)
        .map(|number| {
            let lines: Vec<String> = (0..20)
                .map(|_| {
                    let line = chance.one_of(PLAIN);
                    chance.filled(line)
                })
                .collect();
            format!("Article {number}\n\n{}\n", lines.join("\n"))
        })
        .collect();
    for (number, source) in sources.iter().enumerate() {
        test.newsroom.write(&format!("articles/2026-10-05-a{number:03}.txt"), source);
    }
    let site = test.build();
    let problems = site.problems();
    let mut lost = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let shown = words(main_of(site.file(&format!("articles/a{number:03}/index.html"))));
        let named = words(&named_in(&problems, &format!("articles/2026-10-05-a{number:03}.txt:")));
        lost.extend(words(source).into_iter().filter(|word| !shown.contains(word) && !named.contains(word)));
    }
    assert!(lost.is_empty(), "{} lost: {lost:?}", lost.len());
}

/// Builds random articles. Returns their sources, and the site.
fn articles(test: SiteTest, state: u64) -> (Vec<String>, SiteResult) {
    let mut chance = Chance { state, given: 0 };
    let sources: Vec<String> = (0..ARTICLES).map(|number| article(&mut chance, number)).collect();
    for (number, source) in sources.iter().enumerate() {
        test.newsroom.write(&format!("articles/a{number:03}.md"), source);
    }
    (sources, test.build())
}

#[test]
fn what_goes_in_comes_out_or_is_named() {
    let (sources, site) = articles(newsroom(), 20_261_130);
    let problems = site.problems();
    let mut lost = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let main = main_of(site.file(&format!("articles/a{number:03}/index.html")));
        let named = named_in(&problems, &format!("articles/a{number:03}.md:"));
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
