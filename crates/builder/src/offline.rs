//! Writes `offline.html`, the page that a device keeps to start the app at any address, without content of an edition.

use edition::routes::{FRESH, OFFLINE};
use maud::{PreEscaped, html};
use messages::Messages;

use crate::page::{Frame, no_index};
use site::Site;

/// The style that shows the message after four seconds, or once the app gives up. No other page has this style.
const STYLE: &str = "\
    .not-started{visibility:hidden;animation:not-started 0s 4s forwards}\
    @keyframes not-started{to{visibility:visible}}\
    [data-app=started] .not-started{animation:none}\
    [data-app=failed] .not-started{visibility:visible}";

/// The style that shows the message at once where scripts are off.
const STYLE_WITHOUT_SCRIPTS: &str = ".not-started{visibility:visible;animation:none}";

/// Adds the page. A change in it makes a new version of the app, so nothing in it may come from an edition.
pub fn add(frame: &Frame<'_>, site: &mut Site) {
    let messages = Messages::of(frame.main_language());
    let head = html! {
        title { (frame.mastheads[0].title) }
        (no_index())
        style { (PreEscaped(STYLE)) }
        noscript { style { (PreEscaped(STYLE_WITHOUT_SCRIPTS)) } }
    };
    let body = html! {
        main class="not-started" {
            h1 class="page-title" { (messages.app_not_started()) }
            p { (messages.app_not_started_reason()) " " a href={ "?" (FRESH) } { (messages.ask_the_site()) } }
        }
    };
    let html = frame.offline(body, &head, &[STYLE, STYLE_WITHOUT_SCRIPTS]);
    site.insert(OFFLINE.to_owned(), html.into_bytes());
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::page::tests::{frame, masthead};
    use site::shell;

    #[test]
    fn all_its_addresses_begin_with_a_dot() {
        let shell = crate::fixtures::shell();
        let mut site = Site::new();
        add(&frame(&shell, Some("https://lantern.example/"), Arc::new([masthead()])), &mut site);
        let html = String::from_utf8_lossy(&site[OFFLINE]).into_owned();
        let addresses = ["href", "src", "data-root"].map(|name| format!(" {name}=\""));
        for address in addresses.iter().flat_map(|name| html.split(name).skip(1)) {
            assert!(address.starts_with("./") || address.starts_with("?fresh\""), "{address}");
        }
        assert!(html.contains("<title>The &lt;Lantern&gt;</title>") && !html.contains("lantern.example"), "{html}");
        for style in [STYLE, STYLE_WITHOUT_SCRIPTS] {
            assert!(html.contains(&shell::source_of(style)) && html.contains(&format!("<style>{style}</style>")));
        }
    }
}
