//! Tests sharing articles: the files of the app are those of `offprint pack`, and everything else in the dialog works.

use std::sync::Arc;

use model::Language;
use portable::Selection;
use serde_json::{Value, json};
use tests::packing::{Packing, archive, decode, index, outline};

use crate::harness::signing::{Newsroom, Signing};
use crate::harness::{
    Setup, Site, Tab, every_block, in_tab, long_article, on_device, packing, sample, town, town_at, town_with,
    with_manifest,
};

/// Checks that two files differ only in their gzip and in how their markup is written.
fn check_is(made: &str, packing: &Packing<'_>) {
    let packed = packing.html();
    for element in ["head > title", "main"] {
        let (made, packed) = (outline(made, element), outline(&packed, element));
        let other = made.lines().zip(packed.lines()).find(|(made, packed)| made != packed);
        assert!(made == packed, "{element} differs: {other:#?}");
    }
    let (ours, theirs) = (frame(made), frame(&packed));
    assert!(ours == theirs, "the frames differ: {ours}\n\n{theirs}");
    let parts = |html: &str| -> Vec<String> {
        html.split("id=\"offprint-part-").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
    };
    assert_eq!(parts(made), parts(&packed), "the parts of the app");
    let (ours, theirs) = (archive(made), archive(&packed));
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    assert!(ours == theirs, "the archives differ");
    let names = |html: &str| index(html).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(made), names(&packed));
    for (name, range) in index(made).into_iter().skip(1) {
        assert_eq!(name, format!("picture {}", trust::hash(&decode(&made[range]))));
    }
    let policy = |html: &str| {
        html.split_once("Content-Security-Policy").map(|(_, rest)| rest.split('>').next().map(str::to_owned))
    };
    assert_eq!(policy(made), policy(&packed));
    let links = made.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let tracking: Vec<&str> = links.filter(|link| link.contains('?') || link.contains("utm")).collect();
    assert!(tracking.is_empty(), "{tracking:?}");
}

/// Returns a file up to its index, as templates and the app's scripts made it: without the articles, which only one
/// side renders in a browser, and without compressed parts.
fn frame(html: &str) -> String {
    let (mut frame, _) = html.rsplit_once("<!--offprint-index").expect("an index");
    let mut kept = String::new();
    let parts = [
        ("<article ", "</article>"),
        ("id=\"offprint-edition\">", "</script>"),
        ("id=\"offprint-wasm\">", "</script>"),
        ("id=\"offprint-part-", "</script>"),
    ];
    while let Some((start, end)) =
        parts.iter().filter_map(|(start, end)| Some((frame.find(start)?, *end))).min_by_key(|(start, _)| *start)
    {
        let (before, part) = frame.split_at(start);
        let (_, after) = part.split_once(end).expect("an end");
        kept.push_str(before);
        frame = after;
    }
    kept + frame
}

fn english(slugs: &[&str]) -> Selection {
    Selection::Articles(slugs.iter().map(|slug| (Language::new("en"), (*slug).to_owned())).collect())
}

/// Opens an article on a device that has the edition, and opens the dialog for sharing.
async fn offer(tab: &Tab, article: &str) {
    tab.open(&format!("articles/{article}/")).await;
    tab.check_all_kept().await;
    tab.press_button("Share").await;
    tab.find("dialog").await;
}

#[test]
fn one_article_becomes_a_file() {
    on_device(async |tab| {
        offer(tab, "ferry-is-back").await;
        tab.check_text("dialog", "The ferry is back").await;
        tab.server.take_requests();
        let (name, html) = tab.save_file().await;
        assert_eq!(name, "ferry-is-back.html");
        check_is(&html, &packing(&town()).article("ferry-is-back"));
        let asked = tab.server.take_requests();
        assert!(asked.iter().all(|path| !path.starts_with("edition/b/")), "the text is here: {asked:?}");
        tab.check_console_is_empty("articles/ferry-is-back/").await;

        tab.visit_file(&name).await;
        tab.check_heading("The ferry is back").await;
    });
}

#[test]
fn the_saved_articles_become_a_file() {
    on_device(async |tab| {
        for article in ["library-roof", "notice-23"] {
            tab.open(&format!("articles/{article}/")).await;
            tab.check_js("the worker", "return !!navigator.serviceWorker.controller", json!(true)).await;
            tab.press_button("Save").await;
            let pressed = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";
            tab.check_js("the button", pressed, json!("true")).await;
        }
        tab.open("device/").await;
        tab.check_text(".device", "48 of 48 articles").await;
        tab.server.stop().await;
        tab.click_on("[data-do=pass-on-saved]").await;
        tab.check_text("dialog", "Saved articles").await;
        let (name, html) = tab.save_file().await;
        check_is(&html, &packing(&town()).only(english(&["library-roof", "notice-23"])));
        tab.open_file(&name).await;
        tab.click("Notice 23").await;
        tab.check_text("main", "for the 23th time").await;
    });
}

/// Checks that the edition is shared from the device when the site is gone.
fn check_edition(site: impl Fn() -> Arc<Site>, change: impl AsyncFn(&Tab), packing: impl Fn(&Site) -> Packing<'_>) {
    Setup::new().keeping().with_site(site()).run(async |tab| {
        tab.open("device/").await;
        tab.check_all_kept().await;
        tab.server.stop().await;
        tab.click_on("[data-do=pass-on-edition]").await;
        change(tab).await;
        let (name, html) = tab.save_file().await;
        check_is(&html, &packing(&site()));
        tab.open_file(&name).await;
        tab.click("Archive").await;
        tab.check_heading("Archive").await;
        tab.check_console_is_empty(&name).await;
    });
}

#[test]
fn the_edition_becomes_a_file_without_the_site() {
    check_edition(town, async |_| {}, packing);
}

/// The file has the roots that prove the edition.
#[test]
fn a_signed_edition_is_passed_on_with_its_proof() {
    let site = Newsroom::ours().sign(&town(), Signing { epoch: 2, ..Signing::now(3) });
    check_edition(|| Arc::clone(&site), async |_| {}, packing);
}

#[test]
fn pictures_of_the_edition_come_from_the_device() {
    check_edition(sample, async |_| {}, packing);
}

#[test]
fn pictures_can_stay_out() {
    check_edition(sample, async |tab| tab.tick("With pictures").await, |site| packing(site).text_only());
}

#[test]
fn a_neutral_file_tells_nothing_by_its_name() {
    let neutral = "Give the file a name and a title that reveal nothing";
    on_device(async |tab| {
        offer(tab, "library-roof").await;
        tab.tick(neutral).await;
        let (name, html) = tab.save_file().await;
        assert_eq!(name, "pages-1.html");
        check_is(&html, &packing(&town()).article("library-roof").neutral());
    });
    // The newsroom may ask for it.
    let site = town_with("[sharing]\nneutral = true");
    Setup::new().keeping().with_site(Arc::clone(&site)).run(async |tab| {
        offer(tab, "library-roof").await;
        let (name, html) = tab.save_file().await;
        assert_eq!(name, "pages-1.html");
        check_is(&html, &packing(&site).article("library-roof").neutral());
    });
}

#[test]
fn the_newsrooms_warning_comes_before_sharing_and_giving() {
    let warning = "Passing this on is punished where the harbour office rules.";
    let site = town_with(&format!("[sharing.warning]\nen = \"{warning}\"\nru = \"За это наказывают.\""));
    Setup::new().with_site(site).run(async |tab| {
        tab.visit("articles/library-roof/").await;
        tab.check_text(".appeal", warning).await;
        tab.wait_for_app().await;
        tab.press_button("Share").await;
        tab.check_text("dialog .warning", warning).await;
        let is_before = "const [warning, button] = document.querySelectorAll('dialog .warning, dialog .button'); \
                         return warning.className + ', ' + button.className";
        tab.check_js("the order", is_before, json!("warning, button")).await;
        tab.open("ru/articles/ferry-is-back/").await;
        tab.check_text(".appeal", "За это наказывают.").await;
    });
}

#[test]
fn an_article_is_copied_as_text_with_its_link() {
    in_tab(async |tab| {
        let permissions =
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": tab.server.origin() });
        tab.devtools("Browser.grantPermissions", permissions).await;
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.press_button("Copy as text").await;
        tab.check_text("dialog [role=status]", "Copied.").await;
        let text = tab.ask("return navigator.clipboard.readText()").await;
        let text = text.as_str().expect("text");
        let paragraphs: Vec<&str> = text.split("\n\n").collect();
        assert!(paragraphs.contains(&"The ferry is back"), "{text}");
        assert!(paragraphs.contains(&"What was broken"), "{text}");
        assert!(
            paragraphs.contains(&"After eleven weeks in dry dock, the Dora carries people and goats again."),
            "{text}"
        );
        assert!(text.contains("forty people, nine bicycles and two goats on board."), "{text}");
        assert!(text.contains("06:00 · North Pier · 7"), "a line for each row of a table: {text}");
        assert_eq!(paragraphs.last(), Some(&tab.server.address("articles/ferry-is-back/").as_str()));
        assert!(!text.contains("Share") && !text.contains('<'), "{text}");

        tab.tick("Give the file a name and a title that reveal nothing").await;
        tab.press_button("Copy as text").await;
        until_copied(tab, |text| !text.contains("http")).await;
    });
}

/// Copies an article, and returns the copied text.
async fn copied(tab: &Tab, article: &str) -> String {
    let permissions =
        json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": tab.server.origin() });
    tab.devtools("Browser.grantPermissions", permissions).await;
    tab.open(&format!("articles/{article}/")).await;
    tab.press_button("Share").await;
    tab.press_button("Copy as text").await;
    tab.check_text("dialog [role=status]", "Copied.").await;
    tab.ask("return navigator.clipboard.readText()").await.as_str().expect("text").to_owned()
}

#[test]
fn copying_loses_no_text_of_any_kind_of_block() {
    let site = every_block();
    let article = site.values().find_map(|bytes| {
        serde_json::from_slice::<model::Article>(bytes).ok().filter(|article| article.slug == "every-block")
    });
    let article = article.expect("the article");
    Setup::new().with_site(site).run(async |tab| {
        let text = copied(tab, "every-block").await;
        for word in model::text::of_blocks(&article.body).split(|letter: char| !letter.is_alphanumeric()) {
            assert!(text.contains(word), "{word:?} is missing in {text}");
        }
    });
}

#[test]
fn a_made_up_language_stays_text() {
    let forged = "en\"><script>window.forged = true</script><p lang=\"";
    let site = with_manifest(&town(), |manifest| {
        manifest.replace("\"language\":\"fa\"", json!({ "language": forged }).to_string()[1..].trim_end_matches('}'))
    });
    Setup::new().with_site(site).keeping().run(async |tab| {
        tab.open("device/").await;
        tab.check_all_kept().await;
        tab.click_on("[data-do=pass-on-edition]").await;
        let (name, html) = tab.save_file().await;
        assert!(!html.contains("<script>window.forged"), "the language became markup");
        tab.open_file(&name).await;
        tab.check_js("the forged script", "return window.forged ?? null", Value::Null).await;
    });
}

#[test]
fn saved_articles_are_shared_though_no_edition_is_stored() {
    on_device(async |tab| {
        tab.open("articles/notice-23/").await;
        tab.check_all_kept().await;
        tab.press_button("Save").await;
        let pressed = "return document.querySelector('.article-actions button').getAttribute('aria-pressed')";
        tab.check_js("the button", pressed, json!("true")).await;
        tab.click("On this device").await;
        tab.tick("Keep the newest edition").await;
        tab.check_text(".device", "No edition is stored here yet").await;
        tab.click_on("[data-do=pass-on-saved]").await;
        let (name, html) = tab.save_file().await;
        assert!(html.contains("for the 23th time") && !html.contains("offprint-wasm"), "the file has no app");
        tab.visit_file(&name).await;
        tab.click("Notice 23").await;
        tab.check_text("main", "for the 23th time").await;
    });
}

#[test]
fn a_neutral_file_tells_nothing_when_its_app_has_started() {
    on_device(async |tab| {
        tab.open("device/").await;
        tab.check_all_kept().await;
        tab.click_on("[data-do=pass-on-edition]").await;
        tab.tick("Give the file a name and a title that reveal nothing").await;
        let (name, _) = tab.save_file().await;
        tab.open_file(&name).await;
        tab.check_title("Pages").await;
        tab.click("Archive").await;
        tab.check_heading("Archive").await;
        tab.check_title("Pages").await;
    });
}

#[test]
fn on_plain_http_files_are_made_and_text_is_copied() {
    Setup::new().on_plain_http().run(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.check_js("a secure context", "return isSecureContext", json!(false)).await;
        tab.press_button("Share").await;
        tab.press_button("Copy as text").await;
        tab.check_text("dialog [role=status]", "Copied.").await;
        let (_, html) = tab.save_file().await;
        check_is(&html, &packing(&town()).article("library-roof"));
    });
}

#[test]
fn a_system_that_shares_too_late_shares_at_the_next_press() {
    in_tab(async |tab| {
        tab.before_each_page(
            "navigator.canShare = () => true; window.shares = 0; \
             navigator.share = async () => { window.shares += 1; \
               if (window.shares === 1) throw new DOMException('', 'NotAllowedError'); }",
        )
        .await;
        tab.open("articles/library-roof/").await;
        tab.press_button("Share").await;
        tab.press_button("Share the file").await;
        tab.check_text("dialog [role=status]", "The file is ready:").await;
        tab.press_button("Share the file").await;
        tab.check_js("how often", "return window.shares", json!(2)).await;
        tab.check_text("dialog [role=status]", "The file is ready:").await;
    });
}

async fn until_copied(tab: &Tab, is_right: impl Fn(&str) -> bool) {
    crate::harness::until("the text to be copied", async || {
        let text = tab.ask("return navigator.clipboard.readText()").await;
        let text = text.as_str().unwrap_or_default();
        if is_right(text) { Ok(()) } else { Err(text.to_owned()) }
    })
    .await;
}

#[test]
fn the_code_on_the_screen_is_the_link() {
    in_tab(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.click_on("dialog summary").await;
        let address = tab.server.address("articles/ferry-is-back/");
        tab.check_text(".dialog-link", &address).await;
        assert_eq!(read_code(tab).await, address);
        let requests = tab.all_requests().await;
        let ours = |address: &String| address.starts_with("data:") || address.starts_with(&tab.server.origin());
        assert!(requests.iter().all(ours), "{requests:?}");
    });
    // If the newsroom names an address, the link has that address wherever the article was read.
    Setup::new().with_site(town_at("https://quay.example/")).run(async |tab| {
        tab.open("articles/ferry-is-back/").await;
        tab.press_button("Share").await;
        tab.find("canvas.code").await;
        assert_eq!(read_code(tab).await, "https://quay.example/articles/ferry-is-back/");
    });
}

/// Returns the content of the dialog's QR code.
async fn read_code(tab: &Tab) -> String {
    let dots = tab
        .js("const { width, height } = document.querySelector('canvas.code');
             const { data } = document.querySelector('canvas.code').getContext('2d').getImageData(0, 0, width, height);
             return [width, height, [...data].filter((_, at) => at % 4 === 0)]")
        .await;
    let number = |value: &Value| value.as_u64().expect("a number") as usize;
    let (width, height) = (number(&dots[0]), number(&dots[1]));
    let dots: Vec<usize> = dots[2].as_array().expect("dots").iter().map(number).collect();
    // A camera sees each dot as several, with light around them.
    let (scale, margin) = (6, 24);
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(width * scale + 2 * margin, height * scale + 2 * margin, |x, y| {
            let dot = |at: usize, all: usize| at.checked_sub(margin).map(|at| at / scale).filter(|at| *at < all);
            dot(x, width).zip(dot(y, height)).map_or(255, |(x, y)| dots[y * width + x] as u8)
        });
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1, "codes");
    codes[0].decode().expect("a code").1
}

#[test]
fn a_system_that_shares_files_is_given_the_file() {
    in_tab(async |tab| {
        tab.before_each_page(
            "navigator.canShare = ({ files }) => files[0].type === 'text/html'; \
             navigator.share = async ({ files, ...others }) => { \
               window.shared = [files[0].name, (await files[0].text()).length, Object.keys(others)]; \
               if (window.closes) throw new DOMException('', 'AbortError'); \
             }",
        )
        .await;
        tab.open("articles/library-roof/").await;
        tab.press_button("Share").await;
        tab.press_button("Share the file").await;
        tab.check_text("dialog [role=status]", "The file is ready:").await;
        let length = packing(&town()).article("library-roof").html().chars().count();
        tab.check_js("what is shared", "return [window.shared[0], window.shared[2]]", json!(["library-roof.html", []]))
            .await;
        let shared = tab.js("return window.shared[1]").await.as_u64().expect("a length") as usize;
        assert!(shared.abs_diff(length) < length / 20, "{shared} and {length} characters");
        // A reader who closes the system's dialog has changed their mind.
        tab.js("window.closes = true").await;
        tab.press_button("Share the file").await;
        tab.check_js("what is said", "return document.querySelector('dialog [role=status]').textContent", json!(""))
            .await;
    });
}

#[test]
fn missing_content_cannot_be_shared() {
    // A private tab stores nothing, and an article of this length is not remembered.
    Setup::new().with_site(long_article()).run(async |tab| {
        tab.open("articles/long/").await;
        tab.press_button("Share").await;
        tab.find("dialog").await;
        tab.server.stop().await;
        tab.press_button("Save the file").await;
        tab.check_message("The file could not be made").await;
    });
    in_tab(async |tab| {
        tab.open("articles/library-roof/").await;
        tab.server.stop().await;
        tab.press_button("Share").await;
        tab.check_notice("A part of the app did not load").await;
        tab.check_js("the dialog", "return document.querySelector('dialog')", Value::Null).await;
    });
}
