//! Tests signed editions with mirrors: the newest wins, and mirrors that lie or sleep do no harm.

use std::sync::Arc;

use model::Head;

use super::{OLD, check_reads, check_takes_newer, fork, mirrored, signed_newer};
use crate::harness::signing::{Newsroom, Signing, with_head};
use crate::harness::{Fault, Server, Setup, Site, Tab, newer_site, town};

/// Starts with a signed site that has a mirror.
fn with_mirror(test: impl AsyncFnOnce(&Tab, &Server)) {
    with_mirrors(async |tab, [mirror]| test(tab, &mirror).await);
}

/// Starts with a signed site that has mirrors.
fn with_mirrors<const COUNT: usize>(test: impl AsyncFnOnce(&Tab, [Server; COUNT])) {
    Setup::new().keeping().run(async |tab| {
        let mut mirrors = Vec::new();
        for _ in 0..COUNT {
            mirrors.push(Server::start(Arc::default(), "127.0.0.1", "/kept/").await);
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
        // The site itself has the edition already read, which is not newer.
        tab.open("origin/").await;
        tab.check_text(".device", "an edition older than one this device already knows").await;
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
fn files_come_from_any_source_that_has_them_whole() {
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
        // One forbids browsers to read it, one has another edition than its head says, and the site itself is behind.
        closed.publish(Arc::clone(&newer));
        closed.fail("", Fault::Without("access-control-allow-origin"));
        forging.publish(with_head(&newer, |head| Head { edition: 9, ..head }));
        honest.publish(newer);
        tab.open("").await;
        check_takes_newer(tab).await;
        tab.open("origin/").await;
        for answer in [
            "an edition older than one this device already knows",
            "no answer",
            "a version that the newsroom did not sign",
            "the newest edition",
        ] {
            tab.check_text(".device", answer).await;
        }
    });
}

#[test]
fn a_mirror_that_lies_is_named_and_does_no_harm() {
    let check = |lie: &dyn Fn(&Server)| {
        with_mirror(async |tab, mirror| {
            lie(mirror);
            tab.open("").await;
            tab.check_notice(&format!("{} sent a version that the newsroom did not sign", mirror.address(""))).await;
            check_reads(tab, OLD).await;
        });
    };
    check(&|mirror| mirror.publish(with_head(&signed_newer(), |head| Head { edition: 7, ..head })));
    check(&|mirror| mirror.fail(Head::PATH, Fault::Endless));
}

/// A late answer is awaited only until another one arrives, and is not called a lie.
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
            assert!(!tab.text(".device").await.contains("a version that the newsroom did not sign"));
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

/// Only the newsroom can say which of them is genuine.
#[test]
fn of_two_new_editions_with_one_number_none_is_downloaded() {
    // With no other edition 1, and with one.
    for third in [town(), newer_site()] {
        with_mirrors(async |tab, [one, other, behind]| {
            let all = [&one, &other, &behind];
            let sign = |site: &Site, edition| Newsroom::ours().sign(&mirrored(site, &all), Signing::now(edition));
            let (newer, another) = (sign(&newer_site(), 2), sign(&town(), 2));
            one.publish(Arc::clone(&newer));
            other.publish(Arc::clone(&another));
            behind.publish(sign(&third, 1));
            tab.open("").await;
            tab.check_notice("Two signed editions have the same number").await;
            check_reads(tab, OLD).await;
            tab.open("origin/").await;
            tab.check_text(".device", "Edition 1").await;
            tab.check_text(".device", "another edition with the same number").await;
        });
    }
}

#[test]
fn a_mirror_with_another_edition_of_one_number_is_named() {
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
