//! The newsroom of the fixture: its articles, its keys, and the editions that it signs.

use std::path::Path;

use model::Head;
use offprint::{Options, Sign};
use signing::keys::Passphrase;
use tests::released::PASSPHRASE;
use tests::{Fixture, shell};

use crate::harness::Site;

/// An edition that the newsroom signs.
#[derive(Clone, Copy)]
pub struct Edition {
    number: u64,
    issued: &'static str,
}

/// The only edition with the article "The fair".
pub const FIRST: Edition = Edition { number: 1, issued: "2026-10-29T06:00:00Z" };
/// The same, signed again after the newsroom has changed its keys.
pub const FIRST_AGAIN: Edition = Edition { number: 1, issued: "2026-10-30T12:00:00Z" };
/// The edition that adds "The lamp".
pub const SECOND: Edition = Edition { number: 2, issued: "2026-10-31T06:00:00Z" };
/// The edition that adds "The bridge".
pub const THIRD: Edition = Edition { number: 3, issued: "2026-11-01T05:00:00Z" };
/// The edition that adds "The bell". It is not in the fixture: the tests build it.
pub const FOURTH: Edition = Edition { number: 4, issued: "2026-11-01T06:00:00Z" };

const CONFIG: &str = "\
title = \"The Quay\"
language = \"en\"
[[sections]]
id = \"news\"
name = \"News\"
[[sections]]
id = \"notices\"
name = \"Notices\"
";

/// Builds an edition and signs it. Signing writes into the folder of keys.
pub fn sign(edition: Edition, keys: &Path, previous: Option<Head>) -> Site {
    let Edition { number, issued } = edition;
    let newsroom = newsroom(number);
    newsroom.write("offprint.toml", format!("{CONFIG}[signing]\nkeys = {keys:?}\n"));
    let options = Options {
        previous,
        now: issued.parse().expect("a moment"),
        sign: Some(Sign::With(Box::new(|| Ok(passphrase())))),
        ..newsroom.options(shell())
    };
    let built = offprint::build(&options).unwrap_or_else(|error| panic!("{error:#}"));
    assert_eq!(built.counts().0, 0, "{:#?}", built.problems);
    let site = built.site.expect("a site");
    assert_eq!(head(&site).edition, number);
    site
}

fn newsroom(edition: u64) -> Fixture {
    let newsroom = Fixture::bare();
    let write = |slug: &str, section: &str, day: u64, text: &str| {
        let article = format!("---\ntitle: The {slug}\ndate: 2026-10-{day}\nsection: {section}\n---\n\n{text}\n");
        newsroom.write(&format!("articles/{slug}.md"), article);
    };
    let mut picture = std::io::Cursor::new(Vec::new());
    // At this width the builder makes two renditions, of which the app stores one.
    let pixels = image::RgbImage::from_fn(800, 60, |x, _| image::Rgb([(x / 100) as u8 * 30, 60, 90]));
    pixels.write_to(&mut picture, image::ImageFormat::Png).expect("a picture");
    newsroom.write("articles/quay.png", picture.into_inner());
    write("ferry", "news", 12, "Forty people went across.\n\n![The quay](quay.png)");
    write("tide", "notices", 13, "High water is at four.");
    if edition == 1 {
        write("fair", "news", 14, "It rained, and the band played on.");
    }
    let later =
        [("lamp", 15, "It burns again."), ("bridge", 16, "It was painted green."), ("bell", 17, "It has a new rope.")];
    // Each edition adds one.
    for (slug, day, text) in later.into_iter().take(edition as usize - 1) {
        write(slug, "news", day, text);
    }
    newsroom
}

/// Returns the passphrase of the private keys.
pub fn passphrase() -> Passphrase {
    Passphrase::typed(PASSPHRASE.to_owned()).expect("a passphrase")
}

/// Reads the head of a site.
pub fn head(site: &Site) -> Head {
    serde_json::from_slice(&site[Head::PATH]).expect("a head")
}
