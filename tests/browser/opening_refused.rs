//! Tests damaged, foreign and malicious files: each is refused with its reason, and the stored edition is unchanged.

use std::io::{Cursor, Seek, SeekFrom, Write};
use std::ops::Range;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use site::Site;
use tests::packing::{encode, index};
use zip::ZipArchive;

use crate::harness::{Fault, Setup, Tab, huge_site, newer_site, on_device, packing, part, sample, town, zipped};

const DAMAGED: &str = "This file was damaged or altered on its way. Ask for it again. Nothing was changed.";
const SHORT: &str = "This file is cut short: its end did not arrive. Ask for it again. Nothing was changed.";
const FOREIGN: &str = "This is not a newspaper file and not an edition.zip. Nothing was changed.";

/// Stores the town, and opens files that are all refused for this reason.
fn check_refused(files: Vec<(&str, Vec<u8>)>, reason: &str) {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        for (name, content) in files {
            tab.put_file(name, content);
            tab.drop_file(name).await;
            tab.check_message(reason).await;
            assert_eq!(tab.stored_content().await, before, "after {name}");
        }
        tab.server.stop().await;
        check_reads_town(tab).await;
    });
}

async fn check_reads_town(tab: &Tab) {
    tab.open("articles/notice-23/").await;
    tab.check_text("main", "for the 23th time").await;
    tab.click("The Quay").await;
    tab.check_title("The Quay").await;
}

fn newer() -> String {
    packing(&newer_site()).html()
}

/// Returns a text with another letter in the middle of a range.
fn flipped(mut html: String, range: Range<usize>) -> Vec<u8> {
    let at = (range.start + range.end) / 2;
    let letter = if html[at..].starts_with('A') { "B" } else { "A" };
    html.replace_range(at..=at, letter);
    html.into_bytes()
}

#[test]
fn files_that_are_cut_short() {
    let (html, zip) = (newer().into_bytes(), portable::zip(&newer_site(), false).expect("a zip"));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let files = vec![
        ("half.html", half(&html)),
        ("nearly.html", html[..html.len() - 8].to_vec()),
        ("half.zip", half(&zip)),
        ("nearly.zip", zip[..zip.len() - 8].to_vec()),
    ];
    check_refused(files, SHORT);
}

#[test]
fn files_in_which_a_byte_is_another() {
    let html = newer();
    let places = index(&html);
    let edition = places[0].1.clone();
    let picture = places.iter().find(|(name, _)| name.starts_with("picture ")).expect("a picture").1.clone();
    let mut zip = portable::zip(&newer_site(), false).expect("a zip");
    let article = data_of(&zip, &path_of_quay(&newer_site()));
    zip[usize::midpoint(article.start, article.end)] ^= 1;
    let files = vec![
        ("edition.html", flipped(html.clone(), edition)),
        ("picture.html", flipped(html, picture)),
        ("edition.zip", zip),
    ];
    check_refused(files, DAMAGED);
}

#[test]
fn edited_files() {
    let html = newer();
    let inserted = html.replacen("The quay is dry", "The quay is very dry", 1);
    // An attacker who packs the archive again can change anything except what the hashes protect.
    let mut site = (*newer_site()).clone();
    let path = path_of_quay(&site);
    let text = String::from_utf8(site[&path].clone()).expect("text");
    site.insert(path, text.replace("The quay is dry", "The quay is wet").into_bytes());
    let files = vec![
        ("inserted.html", inserted.into_bytes()),
        ("forged.html", with_archive(&html, &tests::packing::archive_of(&site))),
        ("forged.zip", portable::zip(&site, false).expect("a zip")),
    ];
    check_refused(files, DAMAGED);
}

/// Returns the path of the article with that text.
fn path_of_quay(site: &Site) -> String {
    let is_meant = |path: &str, bytes: &[u8]| path.starts_with("edition/b/") && contains(bytes, b"The quay is dry");
    site.iter().find(|(path, bytes)| is_meant(path, bytes)).expect("the article").0.clone()
}

/// Returns the range of a file's packed bytes in a zip.
fn data_of(zip: &[u8], path: &str) -> Range<usize> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).expect("a zip");
    let file = archive.by_name(path).expect("a file of the zip");
    let start = usize::try_from(file.data_start().expect("a place")).expect("a short zip");
    start..start + usize::try_from(file.compressed_size()).expect("a short file")
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

/// Returns a file with another archive and a correct index.
fn with_archive(html: &str, archive: &[u8]) -> Vec<u8> {
    let edition = index(html)[0].1.clone();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(archive).expect("gzip");
    let packed = encode(&encoder.finish().expect("gzip"));
    let (before, last) = html.rsplit_once("<!--offprint-index\n").expect("an index");
    let position = before.len() - edition.len() + packed.len();
    let (_, lines) = last.split_once('\n').expect("a line");
    let (lines, _) = lines.rsplit_once("<!--offprint-end ").expect("a last line");
    let index = format!("<!--offprint-index\nedition {} {}\n{lines}", edition.start, edition.start + packed.len());
    format!("{}{packed}{}{index}<!--offprint-end {position}-->\n", &html[..edition.start], &before[edition.end..])
        .into_bytes()
}

#[test]
fn files_that_are_none_of_ours() {
    let picture = image::RgbImage::from_pixel(40, 40, image::Rgb([9, 90, 200]));
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    let other = [("word/document.xml".to_owned(), b"<w:document/>".to_vec())].into_iter().collect();
    let page = town()["articles/library-roof/index.html"].clone();
    let files = vec![
        ("foreign.html", b"<!doctype html><title>A recipe</title><p>Take two eggs.".to_vec()),
        ("letter.docx", zipped(&other)),
        ("picture.jpeg", png.into_inner()),
        ("empty.html", Vec::new()),
        ("saved-by-the-browser.html", page),
    ];
    check_refused(files, FOREIGN);
}

/// A few hundred kilobytes that would unpack to gigabytes.
#[test]
fn a_file_that_would_grow_without_end() {
    on_device(async |tab| {
        tab.put_file("bomb.html", with_archive(&newer(), &vec![0; 300 << 20]));
        tab.open("").await;
        tab.check_all_kept().await;
        let before = tab.stored_content().await;
        tab.drop_file("bomb.html").await;
        tab.check_message(DAMAGED).await;
        assert_eq!(tab.stored_content().await, before);
        tab.server.stop().await;
        check_reads_town(tab).await;
    });
}

#[test]
fn zips_whose_list_lies() {
    let zip = portable::zip(&newer_site(), false).expect("a zip");
    // The fields of each entry of the list: its packed length, its length, and its start.
    let lying = |field: usize, value: u32| {
        let mut zip = zip.clone();
        let entries: Vec<usize> = (0..zip.len() - 4).filter(|at| zip[*at..].starts_with(b"PK\x01\x02")).collect();
        for at in entries {
            zip[at + field..at + field + 4].copy_from_slice(&value.to_le_bytes());
        }
        zip
    };
    let files = vec![
        ("packed.zip", lying(20, u32::MAX)),
        ("short.zip", lying(24, 1)),
        ("long.zip", lying(24, u32::MAX)),
        ("elsewhere.zip", lying(42, 7)),
        ("beyond.zip", lying(42, u32::MAX)),
    ];
    check_refused(files, DAMAGED);
}

/// A zip without a list of files has no edition.
#[test]
fn a_zip_whose_list_is_elsewhere() {
    let mut zip = portable::zip(&newer_site(), false).expect("a zip");
    let end = zip.len() - 22;
    zip[end + 16..end + 20].copy_from_slice(&7_u32.to_le_bytes());
    check_refused(vec![("edition.zip", zip)], FOREIGN);
}

/// The app reads only the needed parts of a file: one of 300 megabytes opens on a device with less memory.
#[test]
fn a_file_of_300_megabytes() {
    const SIZE: u64 = 300 << 20;
    on_device(async |tab| {
        let nothing = tab.put_file("nothing.html", "");
        std::fs::File::options().write(true).open(nothing).and_then(|file| file.set_len(SIZE)).expect("a large file");
        // Pages of zeros between the parts that are read.
        let html = newer();
        let at = html.find("</main>").expect("an end") as u64;
        let moved = |line: &str| -> String {
            let words = line.split(' ').map(|word| match word.parse::<u64>() {
                Ok(number) if number > at => (number + SIZE).to_string(),
                _ => word.to_owned(),
            });
            words.collect::<Vec<_>>().join(" ")
        };
        let (text, lines) = html.rsplit_once("<!--offprint-index\n").expect("an index");
        let lines: Vec<String> =
            lines.lines().map(|line| moved(&line.replace("-->", " -->")).replace(" -->", "-->")).collect();
        let path = tab.put_file("large.html", &text[..at as usize]);
        let mut file = std::fs::File::options().write(true).open(path).expect("a file");
        file.seek(SeekFrom::Start(at + SIZE)).expect("a place");
        write!(file, "{}<!--offprint-index\n{}\n", &text[at as usize..], lines.join("\n")).expect("the rest");

        tab.open("").await;
        tab.check_kept().await;
        tab.drop_file("nothing.html").await;
        tab.check_message(FOREIGN).await;
        tab.drop_file("large.html").await;
        tab.check_message("Saved from the file: edition 2").await;
        let used = tab.devtools("Runtime.getHeapUsage", json!({})).await;
        let used = [&used["usedSize"], &used["backingStorageSize"]].map(|bytes| bytes.as_f64().unwrap_or_default());
        assert!(used.iter().sum::<f64>() < 100e6, "{used:?} bytes are in use");
        tab.server.stop().await;
        tab.open("articles/extra/").await;
        tab.check_heading("Extra").await;
    });
}

#[test]
fn a_file_is_not_called_damaged_because_a_part_of_the_app_is_missing() {
    on_device(async |tab| {
        tab.put_file("newer.html", newer());
        tab.server.fail(&part(&town(), "downloads"), Fault::Status(404));
        tab.open("").await;
        tab.drop_file("newer.html").await;
        tab.check_message("A part of the app did not load").await;
        tab.server.mend();
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;
    });
}

#[test]
fn a_private_tab_says_that_it_stores_nothing() {
    Setup::new().run(async |tab| {
        tab.put_file("newer.html", newer());
        tab.open("").await;
        tab.drop_file("newer.html").await;
        tab.check_message("Nothing can be stored in this tab. To read the file, open it by itself.").await;
        assert_eq!(tab.ask("return (await indexedDB.databases()).length").await, json!(0));
    });
}

#[test]
fn a_full_disk_leaves_what_was_kept() {
    on_device(async |tab| {
        tab.put_file("huge.html", packing(&huge_site()).html());
        tab.put_file("newer.html", newer());
        let quota = |size| json!({ "origin": tab.server.origin(), "quotaSize": size });
        tab.devtools("Storage.overrideQuotaForOrigin", quota(3_000_000)).await;
        tab.open("").await;
        tab.check_all_kept().await;
        tab.drop_file("huge.html").await;
        tab.check_message("There is no room on this device for what is in the file. Nothing was changed.").await;
        tab.check_no_notice().await;
        tab.server.stop().await;
        check_reads_town(tab).await;
        tab.drop_file("newer.html").await;
        tab.check_message("Saved from the file: edition 2").await;
    });
}

#[test]
fn a_damaged_file_is_no_first_edition_either() {
    Setup::new().keeping().run(async |tab| {
        let html = newer();
        let edition = index(&html)[0].1.clone();
        tab.put_file("damaged.html", flipped(html, edition));
        tab.put_file("sample.html", packing(&sample()).text_only().html());
        tab.server.fail("edition/b/", crate::harness::Fault::Status(500));
        tab.open("articles/library-roof/").await;
        tab.check_notice("The site stopped answering").await;
        let before = tab.stored_content().await;
        tab.drop_file("damaged.html").await;
        tab.check_message(DAMAGED).await;
        tab.drop_file("sample.html").await;
        tab.check_message("This file is from another newspaper").await;
        assert_eq!(tab.stored_content().await, before);
    });
}
