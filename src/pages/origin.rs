//! The page about where the newspaper comes from, and how to verify that.

use leptos::either::Either;
use leptos::prelude::*;
use trust::{Freshness, SourceReport, fingerprint};

use crate::components::provenance::{judgement_text, source_status_text, warning_text};
use crate::components::signals::use_device;
use crate::context::{PageContext, use_page};
use crate::view::view;
use updates::{DeviceView, EditionInfo, Warning};

/// The page about where the newspaper comes from.
#[component]
pub fn OriginPage() -> impl IntoView {
    let (page, device) = (use_page(), use_device());
    let messages = page.messages;
    view! {
        <h1 class="page-title">{messages.provenance()}</h1>
        <p class="page-intro">{messages.provenance_intro()}</p>
        <div class="device">{move || device.with(|device| content(&page, device).into_any())}</div>
    }
}

fn content(page: &PageContext, device: &DeviceView) -> impl IntoView {
    let messages = page.messages;
    let judgement = device.judgement.as_ref();
    let state = match judgement {
        None => Some(Either::Left(
            view! { <noscript><p class="stand-in">{messages.provenance_needs_scripts()}</p></noscript> },
        )),
        Some(judgement) => judgement_text(messages, judgement).map(stand_in).map(Either::Right),
    };
    let conflict = judgement.and_then(|judgement| judgement.conflict);
    let conflict = conflict.map(|manifests| stand_in(warning_text(messages, &Warning::Conflict(manifests))));
    // The app checks an unsigned edition at the site only.
    let signed = judgement.filter(|judgement| judgement.freshness != Some(Freshness::Unsigned));
    let sources = signed.map(|judgement| &judgement.sources[..]).unwrap_or_default();
    let addresses = (!sources.is_empty()).then(|| {
        let lines = sources.iter().map(|report| line(page, report)).collect_view();
        section(messages.sources_checked(), view! { <ul class="device-parts">{lines}</ul> })
    });
    let signers = signed.map(|judgement| &judgement.signers[..]).unwrap_or_default();
    let signers: String = signers.iter().map(|(role, key)| format!("{} {key}\n", role.name())).collect();
    let signers = (!signers.is_empty()).then(|| section(messages.signing_keys(), code(signers)));
    let site = device.site.filter(|_| signed.is_some());
    let site = site.map(|site| section(messages.fingerprint(), code(fingerprint(&site))));
    let command = sources.first().map(|report| code(["offprint verify ", &report.source].concat()));
    // Nothing about an unsigned newspaper can be checked.
    let is_unsigned = judgement.is_some() && signed.is_none();
    let by_hand = (!is_unsigned).then(|| {
        let text = view! { <p>{messages.check_yourself_explained()}</p>{command}<p>{messages.provenance_limits()}</p> };
        section(messages.check_yourself(), text)
    });
    view! {
        {device.open.as_ref().map(|open| edition(page, open))}
        {conflict}
        {state}
        {site}
        {signers}
        {addresses}
        {by_hand}
    }
}

fn edition(page: &PageContext, open: &EditionInfo) -> impl IntoView {
    let number = page.messages.edition(open.head.head().edition);
    let date = open.dates.in_language(&page.masthead().language).map(|date| date.text.clone());
    view! { <p class="meta"><span>{number}</span><span>{date.unwrap_or_default()}</span></p> }
}

fn stand_in(line: String) -> impl IntoView {
    view! { <p class="stand-in">{line}</p> }
}

fn section(title: &'static str, content: impl IntoView) -> impl IntoView {
    view! { <section><h2 class="device-title">{title}</h2>{content}</section> }
}

/// Renders keys and commands, which run from left to right in every language.
fn code(text: String) -> impl IntoView {
    view! { <p><code dir="ltr">{text}</code></p> }
}

fn line(page: &PageContext, report: &SourceReport) -> impl IntoView {
    let messages = page.messages;
    let edition = report.edition.map(|edition| view! { <span>{messages.edition(edition)}</span> });
    view! {
        <li>
            {code(report.source.clone())}
            <p class="meta"><span>{source_status_text(messages, report.status)}</span>{edition}</p>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use model::{BundleReference, Date, Hash, Head, Manifest};
    use trust::{Accepted, Judgement, SourceStatus, TrustState};

    use super::*;
    use crate::components::signals::DeviceSignals;
    use crate::context::bare_page;
    use crate::prerender::{render, render_with};
    use edition::page::Content;

    fn html(language: &str, device: DeviceView) -> String {
        let signals = DeviceSignals::new();
        signals.device.set(device);
        render_with(&bare_page(language, "origin/", Content::Origin), signals)
    }

    #[test]
    fn before_anybody_was_asked_it_says_how_to_check_by_hand() {
        let html = render(&bare_page("en", "origin/", Content::Origin));
        assert!(html.contains("<noscript>") && html.contains("cannot vouch for itself"), "{html}");
        assert!(!html.contains("offprint verify") && !html.contains("<ul class=\"device-parts\">"), "{html}");
    }

    #[test]
    fn it_says_what_each_address_has_and_who_signed() {
        let report = |source: &str, status, edition| SourceReport { source: source.to_owned(), status, edition };
        let date = Some(Date { iso: "2026-11-14".to_owned(), text: "۱۴ نوامبر".to_owned() });
        let manifest = Manifest { date, address: None, mirrors: Vec::new(), embed: None, papers: Vec::new() };
        let reference = BundleReference { hash: Hash([1; 32]), bytes: 1 };
        let head = Accepted::stored(Head { edition: 11, manifest: reference, signed: None });
        let judgement = Judgement {
            state: TrustState::unknown(),
            newest: Some(head.clone()),
            freshness: Some(Freshness::Expired { days: 12 }),
            sources: vec![
                report("https://lantern.example/", SourceStatus::Newest, Some(12)),
                report("https://mirror.example/", SourceStatus::Silent, None),
            ],
            conflict: Some([Hash([0x01; 32]), Hash([0xfe; 32])]),
            signers: Vec::new(),
            older: None,
        };
        let site = Hash([2; 32]);
        let device = DeviceView {
            open: Some(EditionInfo::of(head, &manifest)),
            judgement: Some(judgement),
            site: Some(site),
            ..DeviceView::default()
        };
        let html = html("fa", device);
        for words in [
            &format!("<code dir=\"ltr\">{}</code>", fingerprint(&site)),
            "<code dir=\"ltr\">https://mirror.example/</code>",
            "<code dir=\"ltr\">offprint verify https://lantern.example/</code>",
            "۱۲ روز",
            "0101010101010101 / fefefefefefefefe",
            "شمارهٔ ۱۲",
            "شمارهٔ ۱۱</span><span>۱۴ نوامبر</span>",
        ] {
            assert!(html.contains(words), "no {words} in {html}");
        }
        assert!(!html.contains("<noscript>"), "{html}");
    }
}
