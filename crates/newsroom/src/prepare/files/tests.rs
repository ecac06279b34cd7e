//! Tests which files links publish, and under which addresses.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::prepare::tests::read_article;
use crate::read::Item;

/// A newsroom with files beside the article `articles/a.md`.
struct Fixture {
    folder: TempDir,
    config: &'static str,
    items: Vec<Item>,
}

impl Fixture {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, bytes) in files {
            let file = folder.path().join("newsroom").join(path);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, bytes).expect("written");
        }
        Self { folder, config: "title = 'A'", items: Vec::new() }
    }

    fn link(&self, from: &str, to: &str) {
        let newsroom = self.folder.path().join("newsroom");
        std::os::unix::fs::symlink(self.folder.path().join(to), newsroom.join(from)).expect("linked");
    }

    /// Resolves a link in the article. Returns its text, its address, the problem and the published files.
    fn resolve(&self, reference: &str) -> (String, Option<String>, String, Site) {
        let root = self.folder.path().join("newsroom").canonicalize().expect("a folder");
        let newsroom = Newsroom::parse(root, self.config).expect("a newsroom");
        let reading = Reading { items: self.items.clone(), ..Reading::default() };
        let mut files = Files::new(&newsroom, &reading);
        let mut article = read_article("a", "articles/a.md").article;
        let target = LinkTarget::Address(format!("{}{reference}", address::ARTICLE));
        let link = Inline::Link(Link { target, content: vec![Inline::text("there")] });
        article.body = vec![Block::Paragraph(vec![Inline::Strong(vec![link])])];
        let (language, lines) = (Language::new("en"), ReferenceLines::default());
        let page = LinkingPage {
            file: Path::new("articles/a.md"),
            language: &language,
            root: "../../".to_owned(),
            lines: &lines,
        };
        let problems = files.resolve(&page, &mut article);
        let text = model::text::of_blocks(&article.body).trim().to_owned();
        let Block::Paragraph(line) = &article.body[0] else { panic!("a paragraph") };
        let Inline::Strong(content) = &line[0] else { panic!("the mark around it stays") };
        let address = match &content[0] {
            Inline::Link(Link { target: LinkTarget::Address(address), .. }) => Some(address.clone()),
            _ => None,
        };
        (text, address, problems.iter().map(|problem| problem.message.clone()).collect(), files.into_files())
    }
}

#[test]
fn a_file_has_the_name_of_its_bytes_and_keeps_its_own_for_readers() {
    let fixture = Fixture::new(&[
        ("articles/report.pdf", b"%PDF"),
        ("articles/files/Май 2026.csv", b"a;b"),
        ("logo.svg", b"<svg/>"),
        ("static/song.mp3", b"ID3"),
    ]);
    for (reference, name, ending, text) in [
        ("report.pdf", "report.pdf", "pdf", "there (PDF, 1\u{a0}KB)"),
        ("./report.pdf?x#page=2", "report.pdf", "pdf", "there (PDF, 1\u{a0}KB)"),
        ("files/%D0%9C%D0%B0%D0%B9%202026.csv", "Май 2026.csv", "csv", "there (CSV, 1\u{a0}KB)"),
        ("../logo.svg", "logo.svg", "bin", "there (SVG, 1\u{a0}KB)"),
        ("/logo.svg", "logo.svg", "bin", "there (SVG, 1\u{a0}KB)"),
        ("/song.mp3", "song.mp3", "mp3", "there (MP3, 1\u{a0}KB)"),
    ] {
        let (found, address, problems, site) = fixture.resolve(reference);
        assert_eq!((found.as_str(), problems.as_str()), (text, ""), "{reference}");
        let (path, bytes) = site.first_key_value().expect("one file");
        assert_eq!(*path, format!("edition/files/{}.{ending}", trust::hash(bytes)), "{reference}");
        assert_eq!(address, Some(format!("../../{path}#{name}")), "{reference}");
    }
}

#[test]
fn a_file_is_found_in_every_spelling() {
    let fixture = Fixture::new(&[
        ("articles/Bericht/И\u{306}од 1.pdf", b"one"),
        ("articles/a b.csv", b"two"),
        ("articles/A_B.csv", b"three"),
    ]);
    for reference in
        ["Bericht/Йод 1.pdf", "bericht/%D0%B9%D0%BE%D0%B4%201.PDF", "Bericht\\Йод_1.pdf", "/articles/bericht/йод-1.pdf"]
    {
        let (_, address, problems, site) = fixture.resolve(reference);
        assert!(address.is_some() && problems.is_empty() && site.len() == 1, "{reference}: {problems}");
    }
    let (_, address, problems, _) = fixture.resolve("a%20b.csv");
    assert!(address.is_some_and(|address| address.ends_with("#a b.csv")) && problems.is_empty(), "{problems}");
    let (_, address, problems, _) = fixture.resolve("a-b.csv");
    assert!(address.is_some_and(|address| address.ends_with("#A_B.csv")));
    assert_eq!(
        problems,
        "the link to \"a-b.csv\" matches articles/A_B.csv and articles/a b.csv, and leads to the first"
    );
    let (_, _, problems, site) = fixture.resolve("bericht/йод-2.pdf");
    assert!(problems.contains("there is no such file") && site.is_empty(), "{problems}");
}

#[test]
fn what_must_not_be_published_is_not() {
    let key = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA";
    let mut fixture = Fixture::new(&[
        ("articles/secret.pdf", key),
        ("articles/.hidden.pdf", b"x"),
        ("articles/.drafts/a.pdf", b"x"),
        ("articles/desk.key", b"x"),
        ("offprint.toml", b"title = 'A'"),
        ("keys/root.1.txt", b"x"),
        ("articles/large.pdf", &[0; 1_000_001]),
        ("articles/draft.txt", b"x"),
        ("articles/other.md", b"x"),
        ("../outside.pdf", b"x"),
    ]);
    fixture.config = "title = 'A'\n[files]\nmax_megabytes = 1\n[signing]\nkeys = 'keys'";
    fixture.link("articles/link.pdf", "outside.pdf");
    fixture.link("articles/key.pdf", "newsroom/articles/secret.pdf");
    fixture.link("articles/drawer.pdf", "newsroom/articles/.drafts/a.pdf");
    fixture.link("articles/draft.pdf", "newsroom/articles/draft.txt");
    let outcome = Outcome::Skipped { reason: "it is a draft".to_owned() };
    fixture.items = vec![Item { source: "articles/draft.txt".into(), item: String::new(), outcome }];
    for (reference, reason) in [
        ("secret.pdf", "private key"),
        ("key.pdf", "private key"),
        (".hidden.pdf", "hidden files"),
        (".drafts/a.pdf", "hidden files"),
        ("drawer.pdf", "hidden files"),
        ("desk.key", "files of keys"),
        ("../keys/root.1.txt", "files of keys"),
        ("../offprint.toml", "configuration"),
        ("large.pdf", "max_megabytes under [files] allows"),
        ("../../outside.pdf", "outside the newsroom"),
        ("link.pdf", "outside the newsroom"),
        ("missing.pdf", "no such file"),
        // These are left to the links between articles.
        ("other.md", ""),
        ("draft.txt", ""),
        ("draft.pdf", ""),
        ("missing", ""),
        ("../../2024/covid-19.5/", ""),
        ("missing.html", ""),
        ("files/", ""),
        ("", ""),
    ] {
        let (text, _, problems, site) = fixture.resolve(reference);
        assert!(problems.contains(reason) && problems.is_empty() == reason.is_empty(), "{reference}: {problems}");
        assert!(site.is_empty() && text == "there", "{reference}: {:?}", site.keys());
    }
}

#[test]
fn no_megabytes_publish_no_file_not_even_an_empty_one() {
    let mut fixture = Fixture::new(&[("articles/empty.csv", b"")]);
    fixture.config = "title = 'A'\n[files]\nmax_megabytes = 0";
    let (_, address, problems, site) = fixture.resolve("empty.csv");
    assert!(address.is_none() && site.is_empty() && problems.contains("allows 0"), "{problems}");
}

#[test]
fn a_picture_is_published_without_its_metadata() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
    let fixture = Fixture::new(&[("articles/chart.png", bytes.get_ref()), ("articles/words.png", b"words")]);
    let (text, address, problems, site) = fixture.resolve("chart.png");
    assert!(text.starts_with("there (PNG, ") && problems.is_empty(), "{text} {problems}");
    let path = site.keys().next().expect("one file");
    assert!(path.starts_with("edition/media/"), "{path}");
    assert_eq!(address, Some(format!("../../{path}#chart.png")));
    assert!(fixture.resolve("words.png").2.contains("not a JPEG"));
}

#[test]
fn a_picture_with_another_ending_loses_its_metadata_too() {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("encodes");
    let described = [bytes.get_ref().as_slice(), b"Old Quay"].concat();
    let names = ["articles/a.jfif", "articles/a.jpe", "articles/a.jpg_large", "articles/a.pdf"];
    let fixture = Fixture::new(&names.map(|name| (name, described.as_slice())));
    for name in names {
        let (_, _, problems, site) = fixture.resolve(name.trim_start_matches("articles/"));
        assert_eq!(problems, "", "{name}");
        let (path, content) = site.first_key_value().expect("one file");
        assert!(path.starts_with("edition/media/") && !content.ends_with(b"Quay"), "{name}: {path}");
    }
}

#[test]
fn a_file_that_names_the_place_where_it_was_taken_is_published_with_a_warning() {
    let fixture = Fixture::new(&[
        ("articles/plain.heic", b"\0\0\0\x18ftypheicExif"),
        ("articles/placed.heic", b"\0\0\0\x18ftypheicExif\x25\x88\x04\0\x01\0\0\0"),
        ("articles/placed.tif", b"MM\0\x2a\x88\x25\0\x04\0\0\0\x01"),
        ("articles/placed.mp4", b"\0\0\0\x18ftypisom\xa9xyz\0\x12"),
    ]);
    assert_eq!(fixture.resolve("plain.heic").2, "");
    for name in ["placed.heic", "placed.tif", "placed.mp4"] {
        let (_, address, problems, site) = fixture.resolve(name);
        assert_eq!(problems, format!("the file \"{name}\" is published with the place where it was taken"));
        assert!(address.is_some() && site.len() == 1, "{name}");
    }
}

#[test]
fn a_file_in_public_is_linked_where_it_is() {
    let fixture =
        Fixture::new(&[("public/files/report.pdf", b"x"), ("public/tool.html", b"x"), ("public/a b.pdf", b"x")]);
    for (reference, address, text) in [
        ("/files/report.pdf", "../../files/report.pdf", "there (PDF, 1\u{a0}KB)"),
        ("../public/files/report.pdf", "../../files/report.pdf", "there (PDF, 1\u{a0}KB)"),
        ("/tool.html", "../../tool.html", "there"),
    ] {
        let (found, target, _, site) = fixture.resolve(reference);
        assert_eq!((found.as_str(), target.as_deref()), (text, Some(address)), "{reference}");
        assert!(site.is_empty());
    }
    // The site has no file of such a name.
    assert_eq!(fixture.resolve("/a b.pdf").3.len(), 1);
}
