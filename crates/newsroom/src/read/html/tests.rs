//! HTML becomes blocks.

use std::path::Path;

use model::{Language, text};

use super::*;
use crate::read::tests::newsroom;

fn converted(html: &str) -> Converted {
    let newsroom = newsroom("title = 'A'");
    convert(html, Context { newsroom: &newsroom, folder: Path::new("articles"), language: &Language::new("en") })
}

/// Compares blocks as JSON, which is shorter to write.
fn check(html: &str, expected: &str) {
    let blocks = serde_json::to_value(converted(html).blocks).unwrap();
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(blocks, expected, "{html}\n{blocks}");
}

#[test]
fn paragraphs_are_made_of_whatever_holds_text() {
    check(
        "One<p>Two</p>three <b>four</b><div>five</div>",
        r#"[{"paragraph":["One"]},{"paragraph":["Two"]},{"paragraph":["three ",{"strong":["four"]}]},{"paragraph":["five"]}]"#,
    );
    check(
        "<p>One<br><br>Two<br>three</p>",
        r#"[{"paragraph":["One"]},{"paragraph":["Two",{"line_break":null},"three"]}]"#,
    );
    check("<blink>One <unknown-element>two</unknown-element></blink>", r#"[{"paragraph":["One two"]}]"#);
    check("<p> One \n <em> two </em> three </p>", r#"[{"paragraph":["One ",{"emphasis":["two "]},"three"]}]"#);
    check(
        "<a href='https://a.example/'><h2>One</h2><p>two</p></a>",
        r#"[{"heading":{"level":2,"identifier":"one","content":[{"link":{"target":{"address":"https://a.example/"},"content":["One"]}}]}},
            {"paragraph":[{"link":{"target":{"address":"https://a.example/"},"content":["two"]}}]}]"#,
    );
    check(
        "<p><q>One</q> <span lang=ru>два</span></p>",
        r#"[{"paragraph":[{"speech":{"content":["“One”"]}}," ",{"foreign":{"language":"ru","content":["два"]}}]}]"#,
    );
}

#[test]
fn nothing_that_runs_is_left() {
    check("<script>alert(1)</script><style>a{}</style><p onclick=x>One<!-- two --></p>", r#"[{"paragraph":["One"]}]"#);
    check("<a href='javascript:alert(1)'>One</a> <a href='data:text/html,x'>two</a>", r#"[{"paragraph":["One two"]}]"#);
    check(
        "<iframe src='javascript:alert(1)'></iframe><iframe srcdoc='<p onclick=y>x'></iframe>",
        r#"[{"paragraph":["x"]}]"#,
    );
    check("<svg><script>alert(1)</script><text>One</text></svg>", r#"[{"paragraph":["One"]}]"#);
}

/// Compares the warnings without their remedies.
fn check_warnings(html: &str, expected: &[&str]) {
    let warnings = converted(html).warnings;
    assert_eq!(warnings.iter().map(|warning| warning.message.as_str()).collect::<Vec<_>>(), expected, "{html}");
}

#[test]
fn what_is_taken_away_is_named() {
    check_warnings(
        "<a href='javascript:x'>One</a> <a href='data:text/html,x'>two</a> <a href='#'>three</a> <a href='tg://x'>four</a>",
        &[
            "the link to `javascript:x` became plain text: links with `javascript:` are not published",
            "the link to `data:text/html,x` became plain text: links with `data:` are not published",
        ],
    );
    check_warnings(
        "<iframe src='javascript:x'></iframe><iframe src='map.html' title=Map></iframe>",
        &["the frame `javascript:x` is left out: only frames on the web become links"],
    );
    check_warnings(
        "<a href='https://a.example/' title='More words'>One</a> <a href='https://a.example/' title='one'>One</a>",
        &["the tooltip \"More words\" is left out: readers on phones cannot see tooltips"],
    );
    check_warnings(
        "<pre><a href='https://a.example/'>x</a></pre>",
        &["the link to `https://a.example/` became plain text: it is in code or in a credit"],
    );
    check_warnings("<p>a&#1;b</p>", &["left out characters that no page can hold (1), such as `&#1;`"]);
    let deep = format!("{}<a href='https://a.example/'>x</a>", "<blockquote>".repeat(40));
    check_warnings(&deep, &["the link to `https://a.example/` became plain text: it is nested too deeply"]);
}

#[test]
fn words_in_attributes_are_shown() {
    check(
        "<p>The <abbr title='World Health Organization'>WHO</abbr>, <abbr title='World Health Organization'>WHO</abbr></p>",
        r#"[{"paragraph":["The WHO (World Health Organization), WHO"]}]"#,
    );
    check("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", r#"[{"paragraph":["漢 (かん)"]}]"#);
    check(
        "<p><input type=checkbox checked> One <input type=checkbox> two <input type=submit value=Go></p>",
        r#"[{"paragraph":["☑ One ☐ two Go"]}]"#,
    );
    check(
        "<select><option label=One>One</option><option label=Two>2</option></select>",
        r#"[{"paragraph":["One Two 2"]}]"#,
    );
    check(
        "<a href='https://a.example/' aria-label='The quay'><svg></svg></a>",
        r#"[{"paragraph":[{"link":{"target":{"address":"https://a.example/"},"content":["The quay"]}}]}]"#,
    );
    check(
        "<a href='https://a.example/'><ul><li>One</li></ul></a>",
        r#"[{"list":{"items":[[{"paragraph":[{"link":{"target":{"address":"https://a.example/"},"content":["One"]}}]}]]}}]"#,
    );
}

#[test]
fn letters_of_windows_1252_are_read_as_browsers_do() {
    check("<p>It&#146;s &#x93;late&#148; \u{96} caf\u{e9}</p>", r#"[{"paragraph":["It’s “late” – café"]}]"#);
}

#[test]
fn what_is_never_closed_hides_nothing() {
    for opening in [
        "<iframe src='https://a.example/'>",
        "<script>",
        "<style>",
        "<textarea>",
        "<title>",
        "<!--",
        "<template>",
        "<plaintext>",
        "<xmp>",
        "<noframes>",
        "<select>",
        "<svg>",
        "<table>",
        "<![CDATA[",
    ] {
        let blocks = converted(&format!("<p>One</p>{opening}<p>two</p>")).blocks;
        assert!(text::of_blocks(&blocks).contains("two"), "{opening}: {blocks:?}");
    }
}

#[test]
fn deep_nesting_is_flattened() {
    // The parser searches all open elements at each of the last three.
    for (tag, times) in [("b", 10_000), ("span", 10_000), ("div", 2_000), ("blockquote", 2_000), ("ul><li", 1_000)] {
        let html = format!("{}<p>deep <i>down</i>", format!("<{tag}>").repeat(times));
        let blocks = converted(&html).blocks;
        assert_eq!(text::of_blocks(&blocks).split_whitespace().collect::<Vec<_>>(), ["deep", "down"], "{tag}");
    }
}

#[test]
fn the_bundle_of_the_deepest_article_can_be_parsed() {
    let nested = |tags: &str, inside: &str| format!("{}{inside}", tags.repeat(40));
    let framed = |tags: &str| {
        let frame = format!("<iframe srcdoc=\"{}\"></iframe>", nested(tags, "x"));
        format!("{}{frame}", tags.repeat(22))
    };
    for tags in [
        "<blockquote>",
        "<ul><li>",
        "<details><summary>x</summary>",
        "<aside>",
        "<q>",
        "<table><tr><td>y<td>",
        "<dl><dt>",
        "<video src='https://a.example/v.mp4'>",
        "<blockquote lang=ru><blockquote lang=fa>",
        "<q lang=ru><q lang=fa>",
        "<div lang=ru><div lang=fa>",
    ] {
        for html in [nested(tags, "x"), framed(tags)] {
            let converted = converted(&html);
            let article =
                model::Article { body: converted.blocks, ..model::Article::new("a", Language::new("en"), "A") };
            let bundle = serde_json::to_string(&article).unwrap();
            let parsed: Result<model::Article, _> = serde_json::from_str(&bundle);
            assert!(parsed.is_ok_and(|parsed| parsed == article), "{html}");
        }
    }
}

#[test]
fn lists_tables_and_code() {
    check(
        "<ol start=3><li>One</li><ul><li>two</li></ul></ol>",
        r#"[{"list":{"start":3,"items":[[{"paragraph":["One"]},{"list":{"items":[[{"paragraph":["two"]}]]}}]]}}]"#,
    );
    check(
        "<table><caption>C</caption><tr><th>A</th><th style='text-align: right'>B</th></tr><tr><td colspan=2>1<br>2</td></tr></table>",
        r#"[{"table":{"caption":["C"],"header":[["A"],["B"]],"rows":[[["1",{"line_break":null},"2"],[]]],"alignments":["start","end"]}}]"#,
    );
    check(
        "<table><tr><th>Ward</th><th>For</th><th>Against</th></tr><tr><td rowspan=2>Harbour</td><td>10</td><td>20</td></tr><tr><td>30</td><td>40</td></tr></table>",
        r#"[{"table":{"header":[["Ward"],["For"],["Against"]],"rows":[[["Harbour"],["10"],["20"]],[[],["30"],["40"]]]}}]"#,
    );
    check(
        "<table><tr><td>a</td><td rowspan=0 colspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr><tr><td>f</td></tr></table>",
        r#"[{"table":{"rows":[[["a"],["b"],[],["c"]],[["d"],[],[],["e"]],[["f"],[],[]]]}}]"#,
    );
    check(
        "<table><thead><tr><th rowspan=9>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        r#"[{"table":{"header":[["A"],["B"]],"rows":[[["1"],["2"]]]}}]"#,
    );
    check("<table><tr><td><p>Only a frame</p></td></tr></table>", r#"[{"paragraph":["Only a frame"]}]"#);
    check(
        "<pre><code class='x language-rust'>a\n  b\n</code></pre>",
        r#"[{"code":{"language":"rust","text":"a\n  b"}}]"#,
    );
}

#[test]
fn hostile_spans_are_bounded() {
    let rows = "<tr><td rowspan=60000 colspan=100>x</td></tr>".repeat(2000);
    let converted = converted(&format!("<table>{rows}</table>"));
    let Block::Table(table) = &converted.blocks[0] else { panic!("{:?}", converted.blocks) };
    assert_eq!(table.rows.len(), 2000);
    assert!(table.rows.iter().map(Vec::len).sum::<usize>() < 2000 * 10);
    assert_eq!(converted.warnings.len(), 1);
}

#[test]
fn pictures_leave_the_line() {
    check(
        "<p>One <img src='https://a.example/a.png' alt='A' title='B | C'> two</p>",
        r#"[{"paragraph":["One"]},{"picture":{"address":"https://a.example/a.png","alternative":"A","caption":["B"],"credit":"C"}},{"paragraph":["two"]}]"#,
    );
    check(
        "<figure><img src=/a.png><figcaption>One <span class=credit>Two</span></figcaption></figure>",
        r#"[{"picture":{"address":"offprint-file:a.png","caption":["One"],"credit":"Two"}}]"#,
    );
    check(
        "<figure><img src=a.png><img src=b.png><figcaption>One</figcaption></figure>",
        r#"[{"gallery":{"pictures":[{"address":"offprint-file:articles/a.png"},{"address":"offprint-file:articles/b.png"}],"caption":["One"]}}]"#,
    );
    check(
        "<a href='https://youtu.be/ab'><img src=a.png alt=A></a>",
        r#"[{"video":{"title":"A","provider":"YouTube","address":"https://www.youtube.com/watch?v=ab","poster":{"address":"offprint-file:articles/a.png","alternative":"A"}}}]"#,
    );
    let missing = converted("<img src='../../x.png' alt=A title='B | Anna Berg'>");
    assert_eq!(text::of_blocks(&missing.blocks), "A B (Anna Berg)\n");
    let outside = converted("<p>One <img src='../../etc/passwd' alt='two'> three</p>");
    assert_eq!(text::of_blocks(&outside.blocks), "One two three\n");
    assert!(outside.warnings[0].message.contains("`../../etc/passwd` is outside the newsroom"));
}

#[test]
fn a_picture_that_loads_late_or_in_several_sizes_is_found() {
    let picture = |address: &str| format!(r#"[{{"picture":{{"address":"offprint-file:articles/{address}"}}}}]"#);
    for (html, address) in [
        ("<img src='data:image/gif;base64,R0' data-src=a.png>", "a.png"),
        ("<img src=a.png data-src=b.png>", "a.png"),
        ("<img data-lazy-src=a.png>", "a.png"),
        ("<img data-original=a.png>", "a.png"),
        ("<img srcset='a.png 300w, b.png 600w'>", "b.png"),
        ("<img data-srcset='a.png 1x, b.png 2x'>", "b.png"),
        ("<amp-img src=a.png></amp-img>", "a.png"),
        ("<img data-src=a.png><noscript><img src=a.png></noscript>", "a.png"),
    ] {
        check(html, &picture(address));
    }
    check(
        "<amp-youtube data-videoid=ab></amp-youtube>",
        r#"[{"video":{"provider":"YouTube","address":"https://www.youtube.com/watch?v=ab"}}]"#,
    );
    check(
        "<amp-iframe src='https://player.vimeo.com/video/12' title=T></amp-iframe>",
        r#"[{"video":{"title":"T","provider":"Vimeo","address":"https://vimeo.com/12"}}]"#,
    );
}

#[test]
fn hostile_lines_are_not_read_again_for_each_piece() {
    // Each took seconds when every piece moved or copied the line.
    for (html, blocks) in [
        ("<img src=a.png> ".repeat(20_000), 1),
        (format!("{}x", "<br>".repeat(100_000)), 1),
        ("<img src=a.png alt=x> y".repeat(2_000), 4_000),
    ] {
        assert_eq!(converted(&html).blocks.len(), blocks, "{}", &html[..30]);
    }
}

#[test]
fn embeds_stand_for_what_they_embed() {
    check(
        "<iframe src='//player.vimeo.com/video/12' title=T></iframe>",
        r#"[{"video":{"title":"T","provider":"Vimeo","address":"https://vimeo.com/12"}}]"#,
    );
    check(
        "<iframe src='https://maps.example/x?y=1'></iframe>",
        r#"[{"paragraph":[{"link":{"target":{"address":"https://maps.example/x?y=1"},"content":["maps.example/x"]}}]}]"#,
    );
    check(
        "<blockquote class=twitter-tweet><p>One</p>— Anna P. (@anna) <a href='https://twitter.com/anna/status/1'>March 3, 2026</a></blockquote><script src=x></script>",
        r#"[{"post":{"provider":"Twitter","author":"Anna P.","handle":"@anna","date":{"iso":"2026-03-03","text":"March 3, 2026"},"content":[{"paragraph":["One"]}],"address":"https://twitter.com/anna/status/1"}}]"#,
    );
    check(
        "<script async data-telegram-post='lantern/5'></script>",
        r#"[{"post":{"provider":"Telegram","content":[],"address":"https://t.me/lantern/5"}}]"#,
    );
    check(
        "<video src='https://a.example/v.mp4' title=T>Old browser</video>",
        r#"[{"video":{"title":"T","provider":"a.example","address":"https://a.example/v.mp4","description":[{"paragraph":["Old browser"]}]}}]"#,
    );
    check(
        "<details><summary>S</summary><p>One</p></details>",
        r#"[{"fold_out":{"summary":["S"],"content":[{"paragraph":["One"]}]}}]"#,
    );
}

#[test]
fn every_name_in_a_page_leads_to_its_heading() {
    let html = "<p id=lead>Lead.</p><p><a name=before></a></p><h2 id='Old Name'>Part <span id=inside>One</span></h2>\
        <p>Text <span id=span>here</span>.</p><ul><li id=item>Item</li></ul><img src=a.png id=picture>\
        <h2>The end</h2><p>Text.</p><h2>The end</h2><a name='конец'></a>Text.<p id=last></p>\
        <iframe srcdoc='<h2>In a frame</h2><p id=framed>Text.'></iframe>";
    let Converted { blocks, anchors, .. } = converted(html);
    let anchors = anchors.within(&blocks);
    let place = |name: &str| anchors.find(name, false).map(|place| place.identifier.unwrap_or_default());
    for (name, expected) in [
        ("lead", Some("")),
        ("before", Some("old-name")),
        ("Old Name", Some("old-name")),
        ("part-one", Some("old-name")),
        ("inside", Some("old-name")),
        ("span", Some("old-name")),
        ("item", Some("old-name")),
        ("picture", Some("old-name")),
        ("the-end", Some("the-end")),
        ("the-end-1", Some("the-end-2")),
        ("the_end_1", Some("the-end-2")),
        ("the-end-2", Some("the-end-2")),
        ("%D0%BA%D0%BE%D0%BD%D0%B5%D1%86", Some("the-end-2")),
        ("last", Some("the-end-2")),
        ("in-a-frame", Some("in-a-frame")),
        ("framed", Some("in-a-frame")),
        ("nothing", None),
    ] {
        assert_eq!(place(name).as_deref(), expected, "{name}");
    }
}

/// Converts random tags and words: no word is lost.
#[test]
fn no_word_is_lost() {
    let tags = [
        "p",
        "div",
        "b",
        "em",
        "a href='https://a.example/'",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "blockquote",
        "h2",
        "pre",
        "code",
        "figure",
        "figcaption",
        "details",
        "summary",
        "section",
        "span",
        "aside",
        "dl",
        "dt",
        "dd",
        "sup",
        "center",
        "q",
        "address",
        "u",
        "font",
    ];
    // Our own generator makes failures reproducible.
    let mut state = 20_261_123_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for _ in 0..300 {
        let mut html = String::new();
        let mut words = Vec::new();
        for number in 0..40 {
            let tag = tags[random(tags.len())];
            match random(3) {
                0 => html.push_str(&format!("<{tag}>")),
                1 => html.push_str(&format!("</{}>", tag.split(' ').next().unwrap())),
                _ => {
                    let word = format!("word{number}");
                    html.push_str(&format!(" {word} "));
                    words.push(word);
                }
            }
        }
        let blocks = converted(&html).blocks;
        let shown = text::of_blocks(&blocks);
        let mut found: Vec<&str> = shown
            .split_whitespace()
            .map(|word| word.trim_matches(['“', '”']))
            // An element of HTML that is never closed may be text.
            .filter(|word| !word.is_empty() && !word.starts_with('<'))
            .collect();
        found.sort_unstable();
        words.sort_unstable();
        assert_eq!(found, words, "{html}\n{blocks:?}");
    }
}
