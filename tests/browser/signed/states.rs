//! What a reader is told of where the newspaper comes from, and what they go on reading.

use std::sync::Arc;

use model::Head;
use serde_json::json;

use super::{NEW, NOTICE, OLD, check_reads, come_back_to, mirrored, signed_newer, signed_town, with_town_kept};
use crate::harness::signing::{DAY, Newsroom, Signing, with_head};
use crate::harness::{Fault, Server, Setup, Site, Tab, in_tab, newer_site, packing, town, town_bundle};

const AGING: &str =
    "This edition was signed 3 days ago, and no newer one was found. Signed editions came from 1 of 1 addresses.";
const PAGE: &str = "The page that came is not that of the newest edition";
const CLOCK: &str = "This device’s clock cannot be right";
const ALTERED: &str = "What came is not what the newsroom signed";
const OLDER: &str = "Only older editions than you have read came";

fn at(edition: u64, issued: i64) -> Signing {
    Signing { issued, ..Signing::now(edition) }
}

/// The device's clock says that it is this many seconds later, or earlier, than it is.
async fn set_clock(tab: &Tab, seconds: i64) {
    tab.before_each_page(&format!("const now = Date.now; Date.now = () => now() + {}", seconds * 1000)).await;
}

/// The next edition is offered, taken and read.
async fn check_takes_newer(tab: &Tab) {
    tab.check_notice("1 new article").await;
    tab.press_button("Get").await;
    tab.check_kept().await;
    check_reads(tab, NEW).await;
}

#[test]
fn what_is_signed_is_kept_without_a_word_and_says_who_signed_it() {
    with_town_kept(async |tab| {
        tab.open("origin/").await;
        tab.check_text(".device", "Signed by the newsroom, and the newest edition that was found.").await;
        let site = Newsroom::ours().site();
        for words in [&trust::words::words(&site), "desk ", "pulse ", "the newest edition", "Edition 1"] {
            tab.check_text(".device", words).await;
        }
        tab.check_text(".device", &format!("offprint verify {}", tab.server.address(""))).await;
        tab.check_no_notice().await;
        tab.check_console_is_empty("origin/").await;
    });
}

#[test]
fn what_is_not_signed_says_so_where_it_is_asked() {
    in_tab(async |tab| {
        tab.open("").await;
        tab.check_no_notice().await;
        tab.click("Where this comes from").await;
        tab.check_heading("Where this comes from").await;
        tab.check_text(".device", "This newspaper is not signed").await;
        tab.check_console_is_empty("origin/").await;
    });
}

#[test]
fn the_next_signed_edition_is_taken() {
    with_town_kept(async |tab| {
        come_back_to(tab, signed_newer()).await;
        check_takes_newer(tab).await;
    });
}

/// What comes after edition 1 was read, what the reader is told, and that they read on what they have.
fn check_refused(site: Arc<Site>, said: &str) {
    with_town_kept(async |tab| {
        come_back_to(tab, site).await;
        tab.check_notice(said).await;
        tab.check_title("The Quay").await;
        check_reads(tab, OLD).await;
    });
}

#[test]
fn what_nobody_signed_is_refused() {
    check_refused(newer_site(), ALTERED);
}

#[test]
fn what_others_signed_is_refused() {
    check_refused(Newsroom::others().sign(&newer_site(), Signing::now(2)), ALTERED);
}

#[test]
fn an_altered_head_is_refused() {
    check_refused(with_head(&signed_newer(), |head| Head { edition: 3, ..head }), ALTERED);
}

#[test]
fn two_editions_with_one_number_are_told_apart() {
    let both = fork([&signed_town(), &newer_site()]);
    check_refused(Newsroom::ours().sign(&newer_site(), Signing::now(1)), &both);
}

/// What is said of two editions with one number.
fn fork(sites: [&Site; 2]) -> String {
    let manifest = |site: &Site| {
        let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
        head.manifest.hash.to_string()[..16].to_owned()
    };
    format!("Two signed editions have one number: {}.", sites.map(manifest).join(" / "))
}

#[test]
fn an_older_edition_never_takes_the_place_of_a_newer_one() {
    Setup::new().keeping().with_site(signed_newer()).run(async |tab| {
        tab.open("").await;
        tab.check_all_kept().await;
        come_back_to(tab, Newsroom::ours().sign(&town(), Signing::now(1))).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
        tab.open("origin/").await;
        tab.check_text(".device", "an edition older than you have read").await;
    });
}

#[test]
fn an_edition_of_some_days_ago_says_that_nothing_newer_was_found() {
    with_town_kept(async |tab| {
        come_back_to(tab, Newsroom::ours().sign(&town(), at(1, -3 * DAY - 60))).await;
        tab.check_notice(AGING).await;
        check_reads(tab, OLD).await;
    });
}

#[test]
fn an_expired_edition_is_shown_with_its_age() {
    // The second is over for a second.
    for (issued, days) in [(-9 * DAY - 60, 9), (-7 * DAY - 1, 7)] {
        let expired = Newsroom::ours().sign(&town(), at(1, issued));
        Setup::new().keeping().with_site(expired).run(async |tab| {
            tab.open(NOTICE).await;
            tab.check_notice(&format!("This edition is {days} days old. Newer news may exist")).await;
            tab.check_text("#content", OLD).await;
        });
    }
}

#[test]
fn a_clock_that_is_ten_years_slow_is_said_to_be_wrong() {
    with_town_kept(async |tab| {
        set_clock(tab, -3650 * DAY).await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(CLOCK).await;
        check_reads(tab, OLD).await;
    });
}

/// A clock that is fast cannot be told from news that are held back; either way nothing is taken away.
#[test]
fn with_a_clock_that_is_ten_years_fast_everything_is_read() {
    with_town_kept(async |tab| {
        set_clock(tab, 3650 * DAY).await;
        come_back_to(tab, signed_newer()).await;
        check_reads(tab, OLD).await;
        tab.open("origin/").await;
        tab.check_text(".device", "days old").await;
    });
}

#[test]
fn new_keys_that_the_former_ones_signed_are_told_once() {
    with_town_kept(async |tab| {
        come_back_to(tab, Newsroom::ours().sign(&town(), Signing { epoch: 2, ..Signing::now(2) })).await;
        let words = trust::words::words(&Newsroom::ours().site());
        tab.check_notice(&format!("Its fingerprint is still: {words}")).await;
        tab.press_button("Close").await;
        tab.open("").await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        tab.check_no_notice().await;
        // Whoever has stolen the former keys can sign nothing any more.
        come_back_to(tab, Newsroom::ours().sign(&newer_site(), Signing::now(9))).await;
        tab.check_notice(ALTERED).await;
        check_reads(tab, OLD).await;
    });
}

/// Starts with a signed site that has a mirror.
fn with_mirror(test: impl AsyncFnOnce(&Tab, &Server)) {
    with_mirrors(async |tab, [mirror]| test(tab, &mirror).await);
}

/// Starts with a signed site that has mirrors.
fn with_mirrors<const COUNT: usize>(test: impl AsyncFnOnce(&Tab, [Server; COUNT])) {
    Setup::new().keeping().run(async |tab| {
        let start = async |_| Server::start(signed_newer(), "127.0.0.1", "/kept/").await;
        let mut mirrors = Vec::new();
        for number in 0..COUNT {
            mirrors.push(start(number).await);
        }
        let own = Newsroom::ours().sign(&mirrored(&town(), &mirrors.iter().collect::<Vec<_>>()), Signing::now(1));
        for server in mirrors.iter().chain([&tab.server]) {
            server.publish(Arc::clone(&own));
        }
        tab.open("").await;
        tab.check_all_kept().await;
        test(tab, mirrors.try_into().ok().expect("as many as were started")).await;
    });
}

#[test]
fn the_newest_wins_wherever_it_is() {
    with_mirror(async |tab, mirror| {
        mirror.publish(signed_newer());
        tab.open("").await;
        check_takes_newer(tab).await;
        // The site itself has what was read before, which is no news.
        tab.open("origin/").await;
        tab.check_text(".device", "an edition older than you have read").await;
    });
}

#[test]
fn a_mirror_goes_on_where_the_site_is_gone() {
    with_mirror(async |tab, mirror| {
        tab.server.stop().await;
        mirror.publish(signed_newer());
        tab.open("").await;
        check_takes_newer(tab).await;
        tab.open("origin/").await;
        tab.check_text(".device", "no answer").await;
    });
}

#[test]
fn files_come_from_whoever_has_them_whole() {
    for fault in [Fault::Half, Fault::Cut, Fault::Endless, Fault::Bomb, Fault::AnotherPage, Fault::Status(404)] {
        with_mirror(async |tab, mirror| {
            let newer = signed_newer();
            mirror.publish(Arc::clone(&newer));
            tab.server.publish(newer);
            tab.server.fail("edition/b/", fault);
            tab.server.fail("edition/m/", fault);
            tab.open("").await;
            check_takes_newer(tab).await;
        });
    }
}

#[test]
fn one_honest_mirror_of_three_is_enough() {
    with_mirrors(async |tab, [closed, forging, honest]| {
        let newer = mirrored(&newer_site(), &[&closed, &forging, &honest]);
        let newer = Newsroom::ours().sign(&newer, Signing::now(2));
        // One tells browsers not to read it, one has another edition than the head says, and the site itself is behind.
        closed.publish(Arc::clone(&newer));
        closed.fail("", Fault::Without("access-control-allow-origin"));
        forging.publish(with_head(&newer, |head| Head { edition: 9, ..head }));
        honest.publish(newer);
        tab.open("").await;
        check_takes_newer(tab).await;
        tab.open("origin/").await;
        for answer in ["an edition older than you have read", "no answer", "something else", "the newest edition"] {
            tab.check_text(".device", answer).await;
        }
    });
}

/// A tab that was told of an edition takes nothing older than what another one has taken since.
#[test]
fn what_another_tab_has_taken_is_not_given_up_for_older_news() {
    with_town_kept(async |tab| {
        tab.server.publish(signed_newer());
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.server.publish(Newsroom::ours().sign(&mirrored(&newer_site(), &[&tab.server]), Signing::now(3)));
        tab.open_in_new_tab("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Get").await;
        tab.check_kept().await;
        let newest = tab.kept().await;
        tab.server.publish(signed_newer());
        tab.switch_to_tab(0).await;
        tab.press_button("Get").await;
        tab.check_notice(OLDER).await;
        assert_eq!(tab.kept().await, newest);
    });
}

#[test]
fn a_mirror_that_lies_is_named_and_does_no_harm() {
    let check = |lie: &dyn Fn(&Server)| {
        with_mirror(async |tab, mirror| {
            lie(mirror);
            tab.open("").await;
            tab.check_notice(&format!("came from {} and was ignored", mirror.address(""))).await;
            check_reads(tab, OLD).await;
        });
    };
    check(&|mirror| mirror.publish(with_head(&signed_newer(), |head| Head { edition: 7, ..head })));
    check(&|mirror| mirror.fail(Head::PATH, Fault::Endless));
}

/// Who answers late is waited for only as long as nobody else has answered, and is no liar.
#[test]
fn slow_mirrors_hold_nothing_up_and_are_not_called_liars() {
    for fault in [Fault::Held, Fault::Slow] {
        with_mirror(async |tab, mirror| {
            tab.server.publish(Newsroom::ours().sign(&mirrored(&newer_site(), &[mirror]), Signing::now(2)));
            mirror.fail("edition/", fault);
            tab.open("").await;
            check_takes_newer(tab).await;
            tab.open("origin/").await;
            tab.check_text(".device", "no answer").await;
            assert!(!tab.text(".device").await.contains("something else"));
        });
    }
}

#[test]
fn a_slow_site_does_not_hold_up_what_a_mirror_has() {
    with_mirror(async |tab, mirror| {
        mirror.publish(signed_newer());
        tab.server.fail("edition/", Fault::Held);
        tab.open("").await;
        check_takes_newer(tab).await;
    });
}

/// Nobody but the newsroom can say which of them is theirs.
#[test]
fn of_two_new_editions_with_one_number_none_is_taken() {
    // With no other of edition 1, and with one.
    for third in [town(), newer_site()] {
        with_mirrors(async |tab, [one, other, behind]| {
            let all = [&one, &other, &behind];
            let sign = |site: &Site, edition| Newsroom::ours().sign(&mirrored(site, &all), Signing::now(edition));
            let (newer, another) = (sign(&newer_site(), 2), sign(&town(), 2));
            one.publish(Arc::clone(&newer));
            other.publish(Arc::clone(&another));
            behind.publish(sign(&third, 1));
            tab.open("").await;
            tab.check_notice("Two signed editions have one number").await;
            check_reads(tab, OLD).await;
            tab.open("origin/").await;
            tab.check_text(".device", "Edition 1").await;
            tab.check_text(".device", "another edition with the same number").await;
        });
    }
}

#[test]
fn a_mirror_with_another_edition_of_one_number_is_told() {
    with_mirror(async |tab, mirror| {
        let both = fork([&mirrored(&town(), &[mirror]), &newer_site()]);
        mirror.publish(Newsroom::ours().sign(&newer_site(), Signing::now(1)));
        tab.open("").await;
        tab.check_notice(&both).await;
        check_reads(tab, OLD).await;
        tab.open("origin/").await;
        tab.check_text(".device", &both).await;
        tab.check_text(".device", "another edition with the same number").await;
    });
}

/// What the page of notice 23 says that somebody altered on its way.
const MADE_UP: &str = "for the last time";

/// The signed town with that page altered, and nothing else.
fn with_altered_page() -> Arc<Site> {
    let mut altered = Site::clone(&signed_town());
    let page = altered.get_mut(&format!("{NOTICE}index.html")).expect("a page");
    *page = String::from_utf8_lossy(page).replace(OLD, MADE_UP).into_bytes();
    altered.retain(|path, _| !path.starts_with(NOTICE) || path.ends_with("index.html"));
    Arc::new(altered)
}

#[test]
fn a_page_that_is_not_the_signed_one_gives_way_to_it() {
    Setup::new().with_site(with_altered_page()).run(async |tab| {
        tab.open(NOTICE).await;
        tab.check_notice(PAGE).await;
        tab.check_text("#content", OLD).await;
    });
}

/// Whoever alters a page may hold back what would show it.
#[test]
fn an_altered_page_gives_way_where_the_head_is_withheld_too() {
    with_town_kept(async |tab| {
        tab.server.publish(with_altered_page());
        tab.server.fail("edition/", Fault::Status(404));
        // The site is asked for the page, not the device.
        tab.open(&format!("{NOTICE}?fresh")).await;
        tab.check_notice(PAGE).await;
        tab.check_text("#content", OLD).await;
    });
}

#[test]
fn an_altered_page_does_not_stay_where_its_article_is_withheld() {
    let mut site = Site::clone(&with_altered_page());
    site.remove(&town_bundle("notice-23")).expect("the article");
    Setup::new().with_site(Arc::new(site)).run(async |tab| {
        tab.visit(NOTICE).await;
        tab.check_notice(PAGE).await;
        assert!(!tab.text("#content").await.contains(MADE_UP));
    });
}

#[test]
fn a_page_that_is_in_no_edition_is_not_shown_as_the_newsrooms() {
    Setup::new().with_site(signed_town()).run(async |tab| {
        let mut made_up = Site::clone(&signed_town());
        let page = made_up[&format!("{NOTICE}index.html")].clone();
        made_up.insert("articles/made-up/index.html".to_owned(), page);
        tab.server.publish(Arc::new(made_up));
        tab.open("articles/made-up/").await;
        tab.check_notice("The page that came is not in the newest edition").await;
        tab.check_heading("There is no such page").await;
    });
}

/// Extensions and translations change pages, and that is the reader's own matter.
#[test]
fn what_the_reader_has_done_to_a_page_is_no_alarm() {
    Setup::new().with_site(signed_town()).run(async |tab| {
        let extension =
            "document.addEventListener('DOMContentLoaded', () => document.querySelector('main h1').append('!'))";
        tab.before_each_page(extension).await;
        tab.open(NOTICE).await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        tab.check_no_notice().await;
        tab.check_heading("Notice 23!").await;
    });
}

/// Where nothing is kept that could be shown, and the keys are known.
#[test]
fn what_cannot_be_proven_is_not_shown_to_who_knows_the_keys() {
    with_town_kept(async |tab| {
        tab.open("device/").await;
        tab.tick("Keep the newest edition").await;
        tab.check_text(".device", "Nothing is kept here yet").await;
        tab.server.publish(Newsroom::others().sign(&newer_site(), Signing::now(2)));
        tab.visit(&format!("{NOTICE}?fresh")).await;
        tab.check_text("#content", ALTERED).await;
        assert!(!tab.text("body").await.contains(NEW));
    });
}

#[test]
fn a_file_is_taken_when_the_newsroom_signed_it() {
    with_town_kept(async |tab| {
        let lies = [
            ("unsigned.html", packing(&newer_site()).html(), "This newspaper is signed, and the file is not."),
            (
                "forged.html",
                packing(&Newsroom::others().sign(&newer_site(), Signing::now(2))).html(),
                "has not signed what is in this file",
            ),
            (
                "fork.html",
                packing(&Newsroom::ours().sign(&newer_site(), Signing::now(1))).html(),
                "Ask the newsroom which is theirs",
            ),
        ];
        tab.server.stop().await;
        for (name, content, said) in lies {
            tab.put_file(name, content);
            tab.open("device/").await;
            tab.drop_file(name).await;
            tab.check_said(said).await;
            check_reads(tab, OLD).await;
        }
        tab.put_file("newer.html", packing(&signed_newer()).html());
        tab.open("device/").await;
        tab.drop_file("newer.html").await;
        tab.check_said("Kept from the file: edition 2").await;
        check_reads(tab, NEW).await;
    });
}

#[test]
fn an_edition_that_came_by_file_is_what_the_site_may_not_go_below() {
    with_town_kept(async |tab| {
        tab.put_file("newer.html", packing(&signed_newer()).html());
        tab.open("device/").await;
        tab.drop_file("newer.html").await;
        tab.check_said("Kept from the file: edition 2").await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
    });
}

/// A tab with an older edition open stays readable while another one takes the next.
#[test]
fn two_tabs_read_on_across_an_edition() {
    with_town_kept(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.server.publish(signed_newer());
        tab.open_in_new_tab("").await;
        tab.check_notice("1 new article").await;
        tab.press_button("Get").await;
        tab.check_kept().await;
        tab.switch_to_tab(0).await;
        tab.click("Notice 23").await;
        tab.check_text("#content", NEW).await;
        // An old edition moves neither of them.
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
        tab.switch_to_tab(1).await;
        check_reads(tab, NEW).await;
    });
}

#[test]
fn without_a_service_worker_everything_is_proven_too() {
    Setup::new().keeping().on_plain_http().with_site(signed_newer()).run(async |tab| {
        tab.open("").await;
        tab.check_notice("Kept on this device").await;
        tab.press_button("Close").await;
        let lies = [
            (signed_town(), OLDER),
            (town(), ALTERED),
            (Newsroom::others().sign(&town(), Signing::now(3)), ALTERED),
            (with_head(&signed_town(), |head| Head { edition: 3, ..head }), ALTERED),
        ];
        for (lie, said) in lies {
            tab.server.publish(lie);
            tab.open("origin/").await;
            tab.check_notice(said).await;
            check_reads(tab, NEW).await;
        }
        tab.open("").await;
        tab.click("Extra").await;
        tab.check_heading("Extra").await;
    });
}

/// Browsers throw away what sites keep. The front page says which edition it is of, and an older one does not take its place.
#[test]
fn a_device_that_forgot_everything_is_told_by_the_page() {
    let site = signed_newer();
    let head: Head = serde_json::from_slice(&site[Head::PATH]).expect("a head");
    let floor = format!("1 2 {} 0", head.manifest.hash);
    let key = Newsroom::ours().site();
    let mut lie = Site::clone(&signed_town());
    let page = String::from_utf8_lossy(&site["index.html"]).into_owned();
    let told = page.replacen("<html", &format!("<html data-key=\"{key}\" data-floor=\"{floor}\""), 1);
    lie.insert("index.html".to_owned(), told.into_bytes());
    lie.retain(|path, _| !path.starts_with("index.html."));
    Setup::new().with_site(Arc::new(lie)).run(async |tab| {
        tab.visit("").await;
        tab.check_notice(OLDER).await;
        tab.check_js("the page", "return document.documentElement.dataset.app", json!("failed")).await;
        assert!(tab.headlines().await.contains(&"Extra".to_owned()), "the page is still there");
    });
}

#[test]
fn a_full_disk_takes_nothing_away_and_lets_nothing_older_in() {
    let full = "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') }";
    with_town_kept(async |tab| {
        tab.server.publish(signed_newer());
        tab.open("").await;
        tab.check_notice("1 new article").await;
        tab.js(full).await;
        tab.press_button("Get").await;
        tab.check_notice("There is no room on this device for the new edition. What you have is still here").await;
        check_reads(tab, OLD).await;
        check_takes_newer(tab).await;
        tab.before_each_page(full).await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(OLDER).await;
        check_reads(tab, NEW).await;
    });
}
