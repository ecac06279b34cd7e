//! Tests hostile text, which must stay text.

use std::sync::Arc;

use super::host::{Host, element, snippets};
use crate::harness::{Setup, Site};

const HOSTILE: &str = "---\ntitle: '<img src=x onerror=\"window.broken = 1\"></iframe><script>window.broken = 2</script>'\n\
    date: 2026-11-02\nlead: '\"><svg onload=\"window.broken = 3\">'\noutdated: '</p><script>window.broken = 4</script>'\n\
    author: '<b onclick=\"window.broken = 5\">B</b>'\n---\n\n\
    Text with `<script>window.broken = 6</script>` and [a link](javascript:window.broken=7) and <https://example.org/\">.\n\n\
    > [!NOTE] <img src=x onerror=window.broken=8>\n> \\<iframe srcdoc=\"x\"\\>\n\n\
    ![\"><script>window.broken = 9</script>](https://example.org/a.png)\n";

fn hostile() -> Arc<Site> {
    let newsroom = tests::Fixture::bare();
    newsroom.write("articles/hostile.md", HOSTILE);
    Arc::new(newsroom.build(tests::shell()).site.expect("a site"))
}

#[test]
fn hostile_text_stays_text_in_every_grade() {
    let site = hostile();
    Setup::new().with_site(Arc::clone(&site)).run(async |tab| {
        let roots = [tab.server.address("")];
        let all = snippets(&site, "articles/hostile/", &roots);
        let page = format!("{}{}", element(&site, "articles/hostile/", &roots), all.card);
        let _host = Host::open(tab, "", &page).await;
        tab.check_state("shown").await;
        let made = "return [inside().querySelectorAll('script, iframe, svg, [onerror], [onload], [onclick]').length,
            [...inside().querySelectorAll('a')].filter(it => !/^(https?:|#)/.test(it.getAttribute('href'))).length,
            document.querySelectorAll('blockquote :is(script, img, svg, b)').length, window.broken ?? null]";
        assert_eq!(tab.js(made).await, serde_json::json!([0, 0, 0, null]));
        assert!(tab.shown().await.contains("<img src=x onerror="));
        tab.enter_frame("iframe").await;
        tab.check_text(".embed-card-headline", "<img src=x onerror=").await;
        let made = "return [document.querySelectorAll('script, img, svg, b').length, window.broken ?? null]";
        assert_eq!(tab.js(made).await, serde_json::json!([0, null]));
    });
}
