//! `offprint.toml` is read whole, and each mistake has its own message.

use site::compress::Encodings;

use super::*;

fn parse_text(text: &str) -> Result<Newsroom, Vec<Problem>> {
    Newsroom::parse(std::env::temp_dir().canonicalize().unwrap(), text)
}

fn check_errors(text: &str, expected: &[&str]) {
    let problems: Vec<String> = parse_text(text)
        .map(|_| Vec::new())
        .unwrap_or_else(|problems| problems)
        .iter()
        .map(Problem::to_string)
        .collect();
    assert_eq!(problems, expected, "{text}");
}

#[test]
fn everything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("about.md"), "We are here").unwrap();
    let newsroom = Newsroom::parse(
        folder.path().canonicalize().unwrap(),
        r#"
        title = { en = "The \u0001Lantern", ru = "Фонарь" }
        address = "HTTPS://lantern.example/the paper"
        languages = ["en", "ru", "en"]
        timezone = "Europe/Kyiv"
        about = "./articles/../about.md"
        leave = "https://weather.example"
        appeal = { ru = "Помогите\n\nнам", url = "https://lantern.example/help" }
        [[sections]]
        id = "news"
        name = { en = "News", ru = "Новости" }
        [[mirrors]]
        address = "https://mirror.example/lantern"
        [[mirrors]]
        address = "https://mirror.example/lantern/"
        [[follow]]
        name = "Telegram"
        url = "https://t.me/lantern"
        [[sources]]
        path = "articles/../wire"
        format = "text"
        encoding = "windows-1251"
        [app]
        neutral = true
        [rules]
        follow = ["^follow us"]
        "#,
    )
    .unwrap();
    assert_eq!(newsroom.title.get(&Language::new("ru-RU")), Some("Фонарь"));
    assert_eq!(newsroom.title.get(&Language::new("en")), Some("The Lantern"));
    assert_eq!(newsroom.address.as_deref(), Some("https://lantern.example/the%20paper/"));
    assert_eq!(newsroom.mirrors, ["https://mirror.example/lantern/"]);
    assert_eq!(newsroom.languages, [Language::new("en"), Language::new("ru")]);
    assert_eq!(newsroom.about.any.as_deref(), Some("about.md"));
    assert_eq!(newsroom.sources[0].path, Path::new("wire"));
    assert_eq!(newsroom.sources[0].format, Format::Text);
    assert_eq!(newsroom.appeal.unwrap().address.as_deref(), Some("https://lantern.example/help"));
    assert_eq!(newsroom.leave.as_deref(), Some("https://weather.example/"));
    assert_eq!(newsroom.app.name(), Some("Reader"));
    assert!(newsroom.rules.follow[0].is_match("Follow us!"));
    assert_eq!(newsroom.sections[0].name.get(&Language::new("en")), Some("News"));
}

#[test]
fn without_sources_articles_are_in_articles() {
    let newsroom = parse_text("title = 'A'").unwrap();
    assert_eq!(newsroom.sources[0].path, Path::new("articles"));
    assert_eq!(newsroom.language(), Language::new("en"));
}

#[test]
fn every_mistake_is_named_with_its_line() {
    check_errors("", &["offprint.toml:1: error: the paper has no title; add a line title = \"The name of the paper\""]);
    check_errors(
        "title = 'A'\ntimezonee = 'UTC'\nlanguage = 3\n",
        &[
            "offprint.toml:2: error: unknown key `timezonee`; did you mean `timezone`?",
            "offprint.toml:3: error: `language` is an integer, not a text in quotation marks; write a text in quotation marks",
        ],
    );
    check_errors(
        "title = 'A'\n[[sources]]\npath = '../other'\nfromat = 'text'\n",
        &[
            "offprint.toml:3: error: `../other` is outside the newsroom; name a path inside the newsroom's folder",
            "offprint.toml:4: error: unknown key `sources.fromat`; did you mean `format`?",
        ],
    );
    check_errors("title = ' '\n", &["offprint.toml:1: error: the title is empty; write the name of the paper"]);
    check_errors(
        "title = 'A'\naddress = 'https://lantern.example/?a'\n",
        &[
            "offprint.toml:2: error: `https://lantern.example/?a` contains ? or #, so no path of a page can follow it; write it like https://lantern.example/",
        ],
    );
    check_errors(
        "title = 'A'\nappeal = 5\n",
        &[
            "offprint.toml:2: error: `appeal` is an integer, not a text, or a table of texts by language: { en = \"...\" }; write a text, or a table of texts by language: { en = \"...\" }",
        ],
    );
    check_errors(
        "title = 'A'\n[appeal]\nulr = 'https://lantern.example/'\nur = 'x'\nckb = 'x'\n",
        &["offprint.toml:3: error: unknown key `appeal.ulr`; did you mean `url`?"],
    );
    check_errors(
        "title = 'A'\n[appeal]\nenglish = 'x'\n",
        &[
            "offprint.toml:3: error: `appeal.english` is not a language; use a language tag such as en, ru, uk, fa or zh-hant",
        ],
    );
    check_errors(
        "title = 'A'\nabout = 'no-such-page.md'\n",
        &["offprint.toml:2: error: the about page `no-such-page.md` does not exist; create it, or name another file"],
    );
    check_errors(
        "title = 'A\n",
        &["offprint.toml:1: error: is not valid TOML: invalid literal string, expected `'`; correct that line"],
    );
    check_errors(
        "title = 'A'\n[rules]\nappeal = ['(']\n",
        &[
            "offprint.toml:3: error: `(` is not a regular expression: unclosed group; correct it, or escape special characters with a backslash",
        ],
    );
}

#[test]
fn mistakes_about_the_app_are_named() {
    check_errors(
        "title = 'A'\nleave = 'elsewhere'\n[app]\nneutral = 'yes'\nname = ''\nicon = '../icon.png'\nnaem = 'B'\n",
        &[
            "offprint.toml:2: error: `elsewhere` is not the address of a web page; write it like https://lantern.example/",
            "offprint.toml:4: error: `app.neutral` is a string, not true or false; write true or false",
            "offprint.toml:5: error: the name of the app is empty; write one, or remove the line",
            "offprint.toml:6: error: `../icon.png` is outside the newsroom; name a path inside the newsroom's folder",
            "offprint.toml:7: error: unknown key `app.naem`; did you mean `name`?",
        ],
    );
    check_errors(
        "title = 'A'\n[[mirrors]]\n[[mirrors]]\naddress = 'mirror.example'\n[[mirrors]]\naddress = 'https://m.example/?a'\nurl = 'b'\n",
        &[
            "offprint.toml:2: error: a mirror has no `address`; add a line address = \"https://mirror.example/\"",
            "offprint.toml:4: error: `mirror.example` is not the address of a web page; write it like https://lantern.example/",
            "offprint.toml:6: error: `https://m.example/?a` contains ? or #, so no path of a page can follow it; write it like https://lantern.example/",
            "offprint.toml:7: error: unknown key `mirrors.url`; the known keys are `address`",
        ],
    );
}

#[test]
fn files_have_a_largest_size() {
    let max_bytes = |text: &str| parse_text(text).unwrap().linked_files.max_bytes;
    assert_eq!(max_bytes("title = 'A'"), 25_000_000);
    assert_eq!(max_bytes("title = 'A'\n[files]\nmax_megabytes = 100"), 100_000_000);
    assert_eq!(max_bytes("title = 'A'\n[files]\nmax_megabytes = 0"), 0);
    check_errors(
        "title = 'A'\n[files]\nmax_megabytes = 5000\n",
        &["offprint.toml:3: error: a file cannot have at most 5000 megabytes; write 0 to 4000; 0 publishes no files"],
    );
}

#[test]
fn the_newsroom_chooses_the_compressed_copies() {
    let encodings = |text: &str| parse_text(text).unwrap().output.encodings;
    assert_eq!(encodings("title = 'A'"), Encodings::ALL);
    assert_eq!(encodings("title = 'A'\n[output]\ncompressed_copies = []"), Encodings::NONE);
    let only_gzip = Encodings { brotli: false, gzip: true };
    assert_eq!(encodings("title = 'A'\n[output]\ncompressed_copies = ['gz']"), only_gzip);
    check_errors(
        "title = 'A'\n[output]\ncompressed_copies = ['zip']\n",
        &["offprint.toml:3: error: there are no compressed copies `zip`; write \"br\" or \"gz\""],
    );
}

#[test]
fn the_newsroom_chooses_how_many_editions_stay() {
    let keep_editions = |text: &str| parse_text(text).unwrap().output.keep_editions;
    assert_eq!(keep_editions("title = 'A'"), 3);
    assert_eq!(keep_editions("title = 'A'\n[output]\nkeep_editions = 0"), 0);
    check_errors(
        "title = 'A'\n[output]\nkeep_editions = -1\n",
        &["offprint.toml:3: error: a site cannot keep -1 earlier editions; write 0 to 1008"],
    );
}

#[test]
fn feeds_have_ids_of_one_kind() {
    let feeds = parse_text("title = 'A'\n[feeds]\nid = 'The Heron'").unwrap().feeds;
    assert_eq!(feeds, FeedsConfig { id: Some("The Heron".to_owned()), old_ids: false });
    assert!(parse_text("title = 'A'\n[feeds]\nold_ids = true").unwrap().feeds.old_ids);
    check_errors(
        "title = 'A'\n[feeds]\nid = ''\n",
        &["offprint.toml:3: error: the id of the feeds is empty; write the paper's name, or remove the line"],
    );
    check_errors(
        "title = 'A'\n[feeds]\nid = 'B'\nold_ids = true\n",
        &["offprint.toml:3: error: `id` has no effect with `old_ids`; remove one of the two lines"],
    );
}

#[test]
fn an_app_has_the_name_that_is_written() {
    let name = |text: &str| parse_text(text).unwrap().app.name().map(str::to_owned);
    assert_eq!(name("title = 'A'"), None);
    assert_eq!(name("title = 'A'\n[app]\nname = 'Notes'").as_deref(), Some("Notes"));
    assert_eq!(name("title = 'A'\n[app]\nneutral = true").as_deref(), Some("Reader"));
    assert_eq!(name("title = 'A'\n[app]\nneutral = true\nname = 'Notes'").as_deref(), Some("Notes"));
}
