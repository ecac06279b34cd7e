//! Tests the same site below a path of a host.

use crate::harness::Setup;

#[test]
fn the_site_works_below_any_path() {
    Setup::new().under("/a/b/").run(async |tab| {
        tab.open("").await;
        tab.mark().await;
        tab.click("The ferry is back").await;
        tab.check_path("articles/ferry-is-back/").await;
        tab.check_heading("The ferry is back").await;
        tab.click_on(".translations a[hreflang=fa]").await;
        tab.check_path("fa/articles/ferry-is-back/").await;
        tab.click_on("nav.languages a[lang=en]").await;
        tab.check_path("articles/ferry-is-back/").await;
        tab.click("Notices").await;
        tab.check_heading("Notices").await;
        tab.click("Older").await;
        tab.check_path("sections/notices/page/1/").await;
        tab.check_marked().await;

        tab.open("articles/library-roof/").await;
        tab.check_heading("The library gets its roof back").await;
        tab.click("Culture").await;
        tab.check_heading("Culture").await;
        tab.check_console_is_empty("a site below a path").await;
        let requests = tab.server.take_requests();
        let outside: Vec<_> = requests.iter().filter(|path| path.starts_with('/')).collect();
        assert!(outside.is_empty(), "{outside:?} lie outside the site");
    });
}

#[test]
fn the_page_that_does_not_exist_finds_its_site() {
    Setup::new().under("/a/b/").run(async |tab| {
        tab.visit("articles/never/written/").await;
        tab.check_heading("There is no such page").await;
        tab.check_js(
            "the way home",
            "return document.querySelector('.masthead-title').href",
            tab.server.address("").into(),
        )
        .await;
        tab.click("The Quay").await;
        tab.check_title("The Quay").await;
    });
}
