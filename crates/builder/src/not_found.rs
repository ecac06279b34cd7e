//! Writes `404.html`. Hosts show it at any address, so its script finds the site that it belongs to.

use maud::html;
use messages::Messages;

use crate::page::Frame;
use crate::prerender;
use site::Site;

/// Adds the page "not found".
pub fn add(frame: &Frame<'_>, site: &mut Site) {
    let page = prerender::not_found(frame);
    // Without the script that mends them, the links of the page may lead nowhere.
    let advice = Messages::of(frame.main_language()).links_may_not_work();
    let without_scripts = html! { noscript { p { (advice) } } };
    let html = frame.anywhere(&page, &frame.shell.not_found, &without_scripts);
    site.insert(page.route.file(), html.into_bytes());
}
