//! Tests the notices about the source of the newspaper, and what the reader can still read.

use std::sync::Arc;

use model::Head;

use super::{
    ALTERED, NEW, NOTICE, OLD, OLDER, check_reads, check_takes_newer, come_back_to, fork, signed_newer, signed_town,
    with_town_kept,
};
use crate::harness::signing::{DAY, Newsroom, Signing, with_head};
use crate::harness::{Setup, Site, in_tab, newer_site, town};

const AGING: &str =
    "This edition was signed 3 days ago, and no newer one was found. Addresses that sent a signed edition: 1 of 1.";
const CLOCK: &str = "This device’s clock cannot be right";

fn at(edition: u64, issued: i64) -> Signing {
    Signing { issued, ..Signing::now(edition) }
}

#[test]
fn a_signed_edition_is_stored_without_a_warning_and_names_its_signers() {
    with_town_kept(async |tab| {
        tab.open("origin/").await;
        tab.check_text(".device", "Signed by the newsroom. No newer edition was found.").await;
        let site = Newsroom::ours().site();
        for words in [&trust::fingerprint(&site), "desk ", "pulse ", "the newest edition", "Edition 1"] {
            tab.check_text(".device", words).await;
        }
        tab.check_text(".device", &format!("offprint verify {}", tab.server.address(""))).await;
        tab.check_no_notice().await;
        tab.check_console_is_empty("origin/").await;
    });
}

#[test]
fn an_unsigned_paper_says_so_on_its_page() {
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
fn the_next_signed_edition_is_downloaded() {
    with_town_kept(async |tab| {
        come_back_to(tab, signed_newer()).await;
        check_takes_newer(tab).await;
    });
}

/// Publishes a site after edition 1 was read. Checks the notice, and that the reader keeps edition 1.
fn check_refused(site: Arc<Site>, expected: &str) {
    with_town_kept(async |tab| {
        come_back_to(tab, site).await;
        tab.check_notice(expected).await;
        tab.check_title("The Quay").await;
        check_reads(tab, OLD).await;
    });
}

#[test]
fn unsigned_editions_are_refused() {
    check_refused(newer_site(), ALTERED);
}

#[test]
fn editions_signed_by_others_are_refused() {
    check_refused(Newsroom::others().sign(&newer_site(), Signing::now(2)), ALTERED);
}

#[test]
fn an_altered_head_is_refused() {
    check_refused(with_head(&signed_newer(), |head| Head { edition: 3, ..head }), ALTERED);
}

#[test]
fn two_editions_with_one_number_are_reported() {
    let both = fork([&signed_town(), &newer_site()]);
    check_refused(Newsroom::ours().sign(&newer_site(), Signing::now(1)), &both);
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
        tab.check_text(".device", "an edition older than one this device already knows").await;
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
    // The second has expired a second ago.
    for (issued, days) in [(-9 * DAY - 60, 9), (-7 * DAY - 1, 7)] {
        let expired = Newsroom::ours().sign(&town(), at(1, issued));
        Setup::new().keeping().with_site(expired).run(async |tab| {
            tab.open(NOTICE).await;
            tab.check_notice(&format!("This edition is {days} days old. There may be newer news")).await;
            tab.check_text("#content", OLD).await;
        });
    }
}

#[test]
fn a_clock_that_is_ten_years_slow_is_said_to_be_wrong() {
    with_town_kept(async |tab| {
        tab.move_clock(-3650 * DAY).await;
        come_back_to(tab, signed_town()).await;
        tab.check_notice(CLOCK).await;
        check_reads(tab, OLD).await;
    });
}

/// A fast clock looks like withheld editions; either way the reader keeps everything.
#[test]
fn with_a_clock_that_is_ten_years_fast_everything_is_read() {
    with_town_kept(async |tab| {
        tab.move_clock(3650 * DAY).await;
        come_back_to(tab, signed_newer()).await;
        check_reads(tab, OLD).await;
        tab.open("origin/").await;
        tab.check_text(".device", "days old").await;
    });
}

#[test]
fn new_keys_signed_by_the_former_ones_are_announced_once() {
    with_town_kept(async |tab| {
        come_back_to(tab, Newsroom::ours().sign(&town(), Signing { epoch: 2, ..Signing::now(2) })).await;
        let words = trust::fingerprint(&Newsroom::ours().site());
        tab.check_notice(&format!("Its fingerprint is still: {words}")).await;
        tab.press_button("Close").await;
        tab.open("").await;
        tab.server.wait_for_quiet_after(Head::PATH).await;
        tab.check_no_notice().await;
        // A thief of the former keys can sign nothing any more.
        come_back_to(tab, Newsroom::ours().sign(&newer_site(), Signing::now(9))).await;
        tab.check_notice(ALTERED).await;
        check_reads(tab, OLD).await;
    });
}

/// Nothing is stored that could be shown, and the keys are known.
#[test]
fn unproven_pages_are_not_shown_to_readers_who_know_the_keys() {
    with_town_kept(async |tab| {
        tab.open("device/").await;
        tab.tick("Keep the newest edition").await;
        tab.check_text(".device", "No edition is stored here yet").await;
        tab.server.publish(Newsroom::others().sign(&newer_site(), Signing::now(2)));
        tab.visit(&format!("{NOTICE}?fresh")).await;
        tab.check_text("#content", ALTERED).await;
        assert!(!tab.text("body").await.contains(NEW));
    });
}
