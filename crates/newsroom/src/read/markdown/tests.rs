//! Markdown, with the newsroom's own conventions, becomes blocks.

use std::path::Path;

use model::{Block, Language, text};

use super::*;

fn converted(source: &str) -> Converted {
    converted_in("en", source)
}

fn converted_in(language: &str, source: &str) -> Converted {
    let newsroom = crate::read::tests::newsroom("title = 'A'");
    let language = Language::new(language);
    let mut converted =
        convert(source, Context { newsroom: &newsroom, folder: Path::new("articles"), language: &language });
    footnotes::number(&mut converted.blocks, &language);
    converted
}

fn check(source: &str, expected: &str) {
    let blocks = serde_json::to_value(converted(source).blocks).unwrap();
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(blocks, expected, "{source}\n{blocks}");
}

#[test]
fn quotations_name_their_speakers() {
    check(
        "> One\n> two\n> — Anna Petrova, a nurse\n",
        r#"[{"quotation":{"content":[{"paragraph":["One two"]}],"speaker":{"name":"Anna Petrova","role":"a nurse"}}}]"#,
    );
    check(
        "> One\n>\n> — [Anna](https://a.example/)\n",
        r#"[{"quotation":{"content":[{"paragraph":["One"]}],"speaker":{"name":"Anna"},"address":"https://a.example/"}}]"#,
    );
    check(
        "> — One?\n>\n> — Two.\n",
        r#"[{"quotation":{"content":[{"paragraph":["— One?"]},{"paragraph":["— Two."]}]}}]"#,
    );
    check("> One\n", r#"[{"quotation":{"content":[{"paragraph":["One"]}]}}]"#);
}

/// The summary of a fold-out is one line, made of its first block if it has no title.
#[test]
fn the_title_of_a_note_is_kept_where_only_a_line_fits() {
    check(
        "> [!FOLD]\n> > [!CONTEXT] The bridge\n> > One\n>\n> Two\n",
        r#"[{"fold_out":{"summary":[{"strong":["The bridge"]},{"line_break":null},"One"],"content":[{"paragraph":["Two"]}]}}]"#,
    );
}

#[test]
fn an_alert_without_a_title_is_headed_in_the_language_of_the_article() {
    let heading = |language, source| match converted_in(language, source).blocks.remove(0) {
        Block::Note(aside) => aside.title,
        block => panic!("{block:?}"),
    };
    assert_eq!(heading("uk", "> [!WARNING]\n> Обережно з цим.\n").as_deref(), Some("Увага"));
    assert_eq!(heading("fa", "> [!TIP]\n> یک\n").as_deref(), Some("نکته"));
    assert_eq!(heading("uk", "> [!WARNING] Міст закрито\n> До п’ятниці.\n").as_deref(), Some("Міст закрито"));
    assert_eq!(heading("de", "> [!CAUTION]\n> Eins\n").as_deref(), Some("Caution"), "no German messages yet");
}

#[test]
fn callouts_are_what_their_kind_says() {
    check(
        "> [!PULLQUOTE]\n> One *two*\n> — Anna\n",
        r#"[{"pull_quote":{"content":["One ",{"emphasis":["two"]}],"speaker":{"name":"Anna"}}}]"#,
    );
    check(
        "> [!CONTEXT] The *bridge*\n> One\n>\n> Two\n",
        r#"[{"context":{"title":"The bridge","content":[{"paragraph":["One"]},{"paragraph":["Two"]}]}}]"#,
    );
    check("> [!NOTE]\n> One\n", r#"[{"note":{"content":[{"paragraph":["One"]}]}}]"#);
    check("> [!TIP]\n> One\n", r#"[{"note":{"title":"Tip","content":[{"paragraph":["One"]}]}}]"#);
    check("> [!FOLD] More\n> One\n", r#"[{"fold_out":{"summary":["More"],"content":[{"paragraph":["One"]}]}}]"#);
    check(
        "> [!KEYPOINTS]\n> - One\n> - Two\n",
        r#"[{"key_points":{"points":[[{"paragraph":["One"]}],[{"paragraph":["Two"]}]]}}]"#,
    );
    check(
        "> [!QA]\n> **Why?**\n>\n> One\n>\n> Two\n>\n> **How?**\n>\n> Three\n",
        r#"[{"questions_and_answers":[{"question":["Why?"],"answer":[{"paragraph":["One"]},{"paragraph":["Two"]}]},{"question":["How?"],"answer":[{"paragraph":["Three"]}]}]}]"#,
    );
    check(
        "> [!TIMELINE]\n> - **1931:** One\n> - **Spring** — two\n",
        r#"[{"timeline":[{"when":["1931"],"content":[{"paragraph":["One"]}]},{"when":["Spring"],"content":[{"paragraph":["two"]}]}]}]"#,
    );
    check(
        "> [!LIVE] 2026-11-03 14:05 The bridge opens\n> One\n",
        r#"[{"live_entry":{"date":{"iso":"2026-11-03T14:05:00+00:00","text":"2026-11-03 14:05"},"title":"The bridge opens","content":[{"paragraph":["One"]}]}}]"#,
    );
    check(
        "> [!POST] Telegram\n> One\n> two\n> — Anna P. (@anna), 3 March 2026\n> <https://t.me/anna/1>\n",
        r#"[{"post":{"provider":"Telegram","author":"Anna P.","handle":"@anna","date":{"iso":"2026-03-03","text":"3 March 2026"},"content":[{"paragraph":["One"]},{"paragraph":["two"]}],"address":"https://t.me/anna/1"}}]"#,
    );
    check(
        "> [!POST] X\n> <https://a.example/>\n> <https://b.example/>\n",
        r#"[{"post":{"provider":"X","content":[{"paragraph":[{"link":{"target":{"address":"https://b.example/"},"content":["https://b.example/"]}}]}],"address":"https://a.example/"}}]"#,
    );
    check(
        "> [!POST] X\n> <https://a.example/>\n> One\n> — Anna (@anna), [3 March 2026](https://x.example/1)\n",
        r#"[{"post":{"provider":"X","author":"Anna","handle":"@anna","date":{"iso":"2026-03-03","text":"3 March 2026"},"content":[{"paragraph":[{"link":{"target":{"address":"https://a.example/"},"content":["https://a.example/"]}}]},{"paragraph":["One"]}],"address":"https://x.example/1"}}]"#,
    );
    check(
        "> [!VIDEO] The opening\n> <https://youtu.be/ab>\n> Duration: 3:20\n> ![A](a.png)\n> Boats pass.\n",
        r#"[{"video":{"title":"The opening","provider":"YouTube","address":"https://www.youtube.com/watch?v=ab","seconds":200,"poster":{"address":"offprint-file:articles/a.png","alternative":"A"},"description":[{"paragraph":["Boats pass."]}]}}]"#,
    );
    check(
        "> [!AUDIO] Talk\n> Provider: Radio\n> <https://a.example/a.mp3>\n",
        r#"[{"audio":{"title":"Talk","provider":"Radio","address":"https://a.example/a.mp3"}}]"#,
    );
    check(
        "> [!GALLERY] The day\n> ![A](a.png)\n> ![B](b.png \"One | Two\")\n",
        r#"[{"gallery":{"pictures":[{"address":"offprint-file:articles/a.png","alternative":"A"},{"address":"offprint-file:articles/b.png","alternative":"B","caption":["One"],"credit":"Two"}],"caption":["The day"]}}]"#,
    );
    check("> [!STRANGE] One\n", r#"[{"quotation":{"content":[{"paragraph":["[!STRANGE] One"]}]}}]"#);
}

#[test]
fn footnotes_are_paired_and_stand_at_the_end() {
    check(
        "One[^b] two[^a] three[^none].\n\n[^a]: First\n[^b]: Second\n\nEnd.\n",
        r#"[{"paragraph":["One",{"footnote_reference":"1"}," two",{"footnote_reference":"2"}," three[^none]."]},{"paragraph":["End."]},
            {"footnote":{"label":"1","content":[{"paragraph":["Second"]}]}},{"footnote":{"label":"2","content":[{"paragraph":["First"]}]}}]"#,
    );
}

#[test]
fn tables_have_captions() {
    check(
        "Table: Ships *by* year\n\n| A | B |\n|---|--:|\n| 1 | 2 |\n",
        r#"[{"table":{"caption":["Ships ",{"emphasis":["by"]}," year"],"header":[["A"],["B"]],"rows":[[["1"],["2"]]],"alignments":["start","end"]}}]"#,
    );
}

#[test]
fn markup_that_is_never_closed_hides_no_word() {
    for source in [
        "One\n\n<div class=\"x>\n\ntwo three\n",
        "One <a href=\"x>two</a> three\n",
        "<table>\n\nOne two three\n",
        "One <script> two three\n",
    ] {
        let words = text::of_blocks(&converted(source).blocks);
        for word in ["two", "three"] {
            assert!(words.contains(word), "{source}: {words}");
        }
    }
}

#[test]
fn the_first_heading_is_the_headline() {
    let take = |source: &str, title: Option<&str>| {
        let mut blocks = converted(source).blocks;
        (take_headline(&mut blocks, title), text::of_blocks(&blocks))
    };
    assert_eq!(take("# A\n\nb", None), (Some("A".to_owned()), "b\n".to_owned()));
    assert_eq!(take("# A\n\nb", Some("A")), (Some("A".to_owned()), "b\n".to_owned()));
    assert_eq!(take("# A\n\nb", Some("C")), (None, "A\nb\n".to_owned()));
    assert_eq!(take("## A\n\nb", None), (None, "A\nb\n".to_owned()));
    let mut blocks = converted("# A\n\n# B\n\n## C\n").blocks;
    take_headline(&mut blocks, None);
    let levels: Vec<u8> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.level),
            _ => None,
        })
        .collect();
    assert_eq!(levels, [2, 3]);
}

#[test]
fn each_unknown_tag_is_reported_once() {
    let warnings = converted("{% one %} {{< two >}} `{% three %}` {% one %}").warnings;
    let messages: Vec<&str> = warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(messages, ["left out the unknown tag `{% one %}`", "left out the unknown tag `{{< two >}}`"]);
}

#[test]
fn what_markdown_writes_otherwise_is_kept() {
    check("Send it to <your-name-here> or <Otto>.\n", r#"[{"paragraph":["Send it to <your-name-here> or <Otto>."]}]"#);
    check("- [x] One\n- [ ] two\n", r#"[{"list":{"items":[[{"paragraph":["☑ One"]}],[{"paragraph":["☐ two"]}]]}}]"#);
    check("It&#146;s late\n", r#"[{"paragraph":["It’s late"]}]"#);
    check(
        "See www.a.example or <b>desk@a.example</b>.\n",
        r#"[{"paragraph":["See ",{"link":{"target":{"address":"http://www.a.example"},"content":["www.a.example"]}}," or ",
            {"strong":[{"link":{"target":{"address":"mailto:desk@a.example"},"content":["desk@a.example"]}}]},"."]}]"#,
    );
    check("| A |\n|---|\n| 1 | 2 |\n", r#"[{"table":{"header":[["A"],[]],"rows":[[["1"],["2"]]]}}]"#);
    check(
        "## The set {1, 2}\n",
        r#"[{"heading":{"level":2,"identifier":"the-set-1-2","content":["The set {1, 2}"]}}]"#,
    );
    check(":::note Mind\nthis\n:::\n", r#"[{"note":{"title":"Mind","content":[{"paragraph":["this"]}]}}]"#);
    check(
        "[caption id='a'](x) ![](my photo.png)\n",
        r#"[{"paragraph":[{"link":{"target":{"address":"offprint-article:x"},"content":["caption id='a'"]}}]},
            {"picture":{"address":"offprint-file:articles/my photo.png"}}]"#,
    );
    check(
        "[caption id='a']![A](a.png) The quay[/caption]\n",
        r#"[{"picture":{"address":"offprint-file:articles/a.png","alternative":"A","caption":["The quay"]}}]"#,
    );
}

/// Marks beside punctuation were once counted as lost words, and the end of a callout as HTML of the author.
#[test]
fn a_callout_ends_where_it_ends() {
    check(
        "> [!NOTE]\n> One\n\n*Two*, *three*, **four**. H<sub>2</sub>\n\nFive\n",
        r#"[{"note":{"content":[{"paragraph":["One"]}]}},
            {"paragraph":[{"emphasis":["Two"]},", ",{"emphasis":["three"]},", ",{"strong":["four"]},". H",{"subscript":["2"]}]},
            {"paragraph":["Five"]}]"#,
    );
    check(
        "One\n\n<div class=\"x>\n\n> [!NOTE] Two\n> three\n\nfour\n",
        r#"[{"paragraph":["One"]},{"note":{"title":"Two","content":[{"paragraph":["three"]}]}},{"paragraph":["four"]}]"#,
    );
}
