//! `404.html`: hosts show it at any address, so its script finds the site that it belongs to.

use model::Language;
use quick_xml::escape::escape;

use crate::page::Frame;
use crate::prerender;
use crate::site::Site;

/// Adds the page that says that there is no such page.
pub fn add(frame: &Frame<'_>, site: &mut Site) {
    let page = prerender::not_found(frame);
    let without_scripts = format!("<noscript><p>{}</p></noscript>", escape(advice(frame.main_language())));
    let html = frame.anywhere(&page, &frame.shell.not_found, &without_scripts);
    site.insert(page.route.file(), html.into_bytes());
}

/// The links above may lead nowhere when nothing mends them.
fn advice(language: &Language) -> &'static str {
    match language.primary() {
        "ru" => "Если ссылки на этой странице не работают, сократите адрес в строке браузера до начала сайта.",
        "uk" => "Якщо посилання на цій сторінці не працюють, скоротіть адресу в рядку браузера до початку сайту.",
        "fa" => "اگر پیوندهای این صفحه کار نمی‌کنند، نشانی را در نوار مرورگر تا آغاز سایت کوتاه کنید.",
        _ => "If the links on this page do not work, shorten the address in your browser to where the site begins.",
    }
}
