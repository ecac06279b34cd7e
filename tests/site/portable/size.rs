//! Tests the limit for the size of a file, and what is left out first.

use scraper::Html;
use tests::packing::{archive, index};

use super::{all, check_links, check_requests_nothing, packing, town};
use crate::driver::{SiteResult, SiteTest};

/// Builds a newsroom whose articles each have a picture.
fn pictured() -> SiteResult {
    let mut test = SiteTest::bare();
    for number in 1..=6_u32 {
        let picture = image::RgbImage::from_fn(60, 40, |x, y| {
            image::Rgb([(x * number) as u8, (y * 5) as u8, (x * y * number) as u8])
        });
        let mut png = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture");
        let article = format!(
            "---\ntitle: Story {number}\ndate: 2026-0{number}-01\nimage: {{src: ../pictures/{number}.png, alt: Picture {number}}}\n---\n\n\
             {}\n",
            format!("This is what story {number} says. ").repeat(40)
        );
        test = test
            .with(&format!("pictures/{number}.png"), png.into_inner())
            .with(&format!("articles/{number}.md"), article);
    }
    test.build()
}

fn headlines(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    all(&page, "main > article h1").iter().map(|headline| headline.text().collect()).collect()
}

#[test]
fn pictures_go_first_then_the_app_then_the_oldest_articles() {
    let site = pictured();
    let whole = packing(&site).make();
    assert_eq!((whole.articles, whole.pictures, whole.left_out), (6, 6, 0));
    assert!(!whole.without_app && !whole.without_pictures);

    let mut last = (6, 6, true);
    for room in (10_000..whole.html.len()).rev().step_by(2_500) {
        let Ok(packed) = packing(&site).at_most(room as u64).attempt() else { break };
        assert!(packed.html.len() <= room, "{} bytes where there is room for {room}", packed.html.len());
        let now = (packed.articles, packed.pictures, !packed.without_app);
        assert!(now.0 <= last.0, "{now:?} after {last:?}");
        // The file names what is left out.
        assert_eq!(packed.left_out, 6 - packed.articles);
        assert_eq!(packed.without_pictures, packed.pictures < 6);
        assert_eq!(all(&Html::parse_document(&packed.html), "script[type=module]").is_empty(), packed.without_app);
        if packed.articles < 6 {
            assert_eq!((packed.pictures, packed.without_app), (0, true), "articles go last");
            check_links(&packed.html, false);
        }
        let newest: Vec<String> = (0..packed.articles).map(|at| format!("Story {}", 6 - at)).collect();
        assert_eq!(headlines(&packed.html), newest, "the oldest go");
        assert_eq!(index(&packed.html).len(), 1 + packed.pictures);
        check_requests_nothing(&packed.html);
        last = now;
    }
    assert!(last.0 < 6, "{last:?}");
}

#[test]
fn the_newest_pictures_are_kept_longest() {
    let site = pictured();
    let whole = packing(&site).make();
    let packed = packing(&site).at_most(whole.html.len() as u64 - 1).make();
    assert_eq!((packed.articles, packed.without_app), (6, false));
    assert!((1..6).contains(&packed.pictures), "{} pictures", packed.pictures);
    let page = Html::parse_document(&packed.html);
    let alternatives: Vec<_> =
        all(&page, "article img").iter().filter_map(|picture| picture.value().attr("alt")).collect();
    let expected: Vec<String> = (0..packed.pictures).map(|at| format!("Picture {}", 6 - at)).collect();
    assert_eq!(alternatives, expected);
}

#[test]
fn a_room_for_nothing_says_how_much_the_newest_article_takes() {
    let site = town();
    let error =
        packing(&site).at_most(2_000).attempt().map(|packed| packed.html.len()).expect_err("the limit is too small");
    assert!(error.starts_with("even its newest article alone takes "), "{error}");
    assert!(error.ends_with(" bytes, but --max-size allows 2000"), "{error}");
    let needed: u64 = error.split(' ').find_map(|word| word.parse().ok()).expect("a number");
    assert_eq!(packing(&site).at_most(needed).make().articles, 1);
}

#[test]
fn a_part_that_was_left_out_is_in_no_list() {
    let site = town();
    let whole = packing(&site).text_only().make();
    let plain = packing(&site).text_only().at_most(whole.html.len() as u64 - 1).make();
    let packed = packing(&site).text_only().at_most(plain.html.len() as u64 / 2).make();
    assert!(packed.left_out > 0 && packed.articles > 1, "{} and {}", packed.left_out, packed.articles);
    let page = Html::parse_document(&packed.html);
    assert_eq!(all(&page, ".carried-list li").len(), packed.articles);
    let bundles = archive(&packed.html).keys().filter(|path| path.starts_with("edition/b/")).count();
    assert!(bundles < archive(&whole.html).len(), "{bundles}");
}

#[test]
fn the_oldest_go_first_whatever_their_language() {
    let site = town();
    let plain = packing(&site).text_only().at_most(packing(&site).text_only().make().html.len() as u64 - 1).make();
    let packed = packing(&site).text_only().at_most(plain.html.len() as u64 / 2).make();
    let page = Html::parse_document(&packed.html);
    // The translations of the newest article are as new as it is.
    let languages: Vec<_> = all(&page, "article").iter().filter_map(|article| article.value().attr("lang")).collect();
    assert!(languages.contains(&"fa") && languages.contains(&"ru"), "{languages:?}");
    assert!(packed.left_out > 0);
}
