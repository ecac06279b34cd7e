//! Tests the service worker, and an app that is updated while a reader has it open.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::harness::{Fault, NEWER_APP, Site, Tab, newer_app, on_device, town, until};

const APP: &str = "return window.app ?? 'older'";

/// Returns the number of generations of the app on the device.
async fn generations(tab: &Tab) -> Value {
    tab.ask("return (await caches.keys()).filter(it => it.includes(' app ')).length").await
}

/// Reloads the page until the newer app is stored and active.
async fn check_becomes_newer(tab: &Tab) {
    let installed = "const registration = await navigator.serviceWorker.getRegistration(); \
                     const apps = (await caches.keys()).filter(it => it.includes(' app ')); \
                     return !registration.installing && apps.length === 2";
    until("a newer worker", async || match tab.ask(installed).await {
        Value::Bool(true) => Ok(()),
        other => Err(other.to_string()),
    })
    .await;
    tab.reload().await;
    until("the newer worker", async || {
        match tab.ask("return !!(await navigator.serviceWorker.getRegistration()).waiting").await {
            Value::Bool(false) => Ok(()),
            waits => Err(waits.to_string()),
        }
    })
    .await;
    tab.reload().await;
    tab.check_js("the app", APP, json!("newer")).await;
}

#[test]
fn an_app_that_is_deployed_anew_breaks_no_open_tab() {
    on_device(async |tab| {
        tab.open("archive/2025-05/").await;
        tab.check_kept().await;
        tab.mark().await;
        tab.server.publish(newer_app());
        for notice in ["Notice 23", "Notice 24"] {
            tab.click(notice).await;
            tab.check_heading(notice).await;
            tab.back().await;
            tab.check_heading("May 2025").await;
        }
        tab.check_marked().await;

        // The older app continues until the newer one is complete.
        tab.reload().await;
        tab.check_heading("May 2025").await;
        check_becomes_newer(tab).await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("Notice 23").await;
        tab.check_js("the app", APP, json!("newer")).await;
        tab.check_console_says_only_that_the_site_is_gone("articles/notice-23/").await;

        // The older app is kept for one more generation.
        assert_eq!(generations(tab).await, json!(2));
    });
}

#[test]
fn the_newer_app_can_always_be_reached() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        // The worker's script is withheld, so that the older app would stay forever.
        tab.server.fail("service-worker.js", Fault::Status(404));
        tab.server.publish(newer_app());
        tab.reload().await;
        tab.check_js("the app", APP, json!("older")).await;
        tab.open("articles/library-roof/?fresh").await;
        tab.check_heading("The library gets its roof back").await;
        tab.check_js("the app", APP, json!("newer")).await;
    });
}

#[test]
fn without_its_script_there_is_no_worker_and_all_else_works() {
    on_device(async |tab| {
        for fault in [Fault::Status(404), Fault::AnotherPage, Fault::Status(500)] {
            tab.server.fail("service-worker.js", fault);
            tab.open("archive/2025-05/").await;
            tab.check_heading("May 2025").await;
            tab.click("Notice 23").await;
            tab.check_heading("Notice 23").await;
        }
        tab.check_js("no worker", "return navigator.serviceWorker.controller === null", json!(true)).await;
        tab.server.mend();
        tab.open("").await;
        tab.check_js("the worker", "return !!navigator.serviceWorker.controller", json!(true)).await;
    });
}

#[test]
fn a_script_that_is_gone_takes_no_worker_away() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.fail("service-worker.js", Fault::Status(404));
        tab.reload().await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("Notice 23").await;
    });
}

#[test]
fn an_old_script_beside_a_newer_app_does_no_harm() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        let mut site = Site::clone(&newer_app());
        site.insert("service-worker.js".to_owned(), town()["service-worker.js"].clone());
        tab.server.publish(Arc::new(site));
        for page in ["", "articles/library-roof/", "archive/"] {
            tab.open(page).await;
            tab.check_console_is_empty(page).await;
        }
        tab.check_js("the app", APP, json!("older")).await;
    });
}

#[test]
fn an_install_that_fails_leaves_the_older_app() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        tab.server.publish(newer_app());
        let script = format!("{NEWER_APP}.js");
        for fault in [Fault::Half, Fault::AnotherPage, Fault::Status(404)] {
            tab.server.fail(&script, fault);
            tab.reload().await;
            tab.check_js("the app", APP, json!("older")).await;
        }
        tab.server.mend();
        tab.reload().await;
        check_becomes_newer(tab).await;
    });
}

#[test]
fn a_stored_file_of_the_app_that_is_damaged_is_fetched_again() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        let damage = "
            const name = (await caches.keys()).find(it => it.includes(' app '));
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
                if (/(wasm|offline.html)$/.test(request.url)) await cache.put(request, new Response('damaged'));
            }
            return 'done'";
        assert_eq!(tab.ask(damage).await, json!("done"));
        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        tab.server.stop().await;
        tab.open("articles/notice-23/").await;
        tab.check_heading("Notice 23").await;
    });
}

#[test]
fn a_file_that_the_edition_does_not_know_is_asked_of_the_site() {
    on_device(async |tab| {
        tab.open("").await;
        tab.check_kept().await;
        let mut site = Site::clone(&town());
        site.insert("articles/of-the-host/index.html".to_owned(), b"<!doctype html><h1>Of the host</h1>".to_vec());
        tab.server.publish(Arc::new(site));
        tab.visit("articles/of-the-host/").await;
        tab.check_js("the heading", "return document.querySelector('h1')?.textContent", json!("Of the host")).await;
        tab.server.stop().await;
        tab.visit("articles/of-the-host/").await;
        tab.check_heading("There is no such page").await;
    });
}
