//! Where the newspaper comes from, and how anybody can find out whether it is the newsroom's.

use leptos::prelude::*;
use trust::{Freshness, Judgement, SourceReport, SourceStatus, fingerprint};

use crate::app::Scene;
use crate::components::notice::warning_text;
use crate::components::signals::use_device;
use crate::messages::Standing;
use crate::updates::{DeviceView, EditionInfo, Warning};

/// The page about where the newspaper comes from.
pub fn origin(scene: Scene<'_>) -> AnyView {
    let words = &scene.messages.origin;
    let (page, device) = (scene.page.clone(), use_device());
    view! {
        <h1 class="page-title">{words.title}</h1>
        <p class="page-intro">{words.intro}</p>
        <div class="device">{move || device.with(|device| content(Scene::new(&page), device))}</div>
    }
    .into_any()
}

fn content(scene: Scene<'_>, device: &DeviceView) -> AnyView {
    let messages = scene.messages;
    let words = &messages.origin;
    let judgement = device.judgement.as_ref();
    let state = match judgement {
        None => Some(view! { <noscript><p class="stand-in">{words.needs_app}</p></noscript> }.into_any()),
        Some(judgement) => state(scene, judgement).map(stand_in),
    };
    let conflict = judgement.and_then(|judgement| judgement.conflict);
    let conflict = conflict.map(|manifests| stand_in(warning_text(messages, &Warning::Conflict(manifests))));
    // Of what is not signed nobody but the site itself is asked.
    let signed = judgement.filter(|judgement| judgement.freshness != Some(Freshness::Unsigned));
    let sources = signed.map(|judgement| &judgement.sources[..]).unwrap_or_default();
    let lines: Vec<AnyView> = sources.iter().map(|report| line(scene, report)).collect();
    let addresses = (!lines.is_empty()).then(|| {
        let lines = view! { <ul class="device-parts">{lines}</ul> }.into_any();
        section(words.addresses, lines)
    });
    let signers = signed.map(|judgement| &judgement.signers[..]).unwrap_or_default();
    let signers: String = signers.iter().map(|(role, key)| format!("{} {key}\n", role.name())).collect();
    let signers = (!signers.is_empty()).then(|| section(words.keys, code(signers)));
    let site = device.site.filter(|_| signed.is_some());
    let site = site.map(|site| section(words.fingerprint, code(fingerprint(&site))));
    let command = sources.first().map(|report| code(["offprint verify ", &report.source].concat()));
    let by_hand = view! { <p>{words.by_hand_text}</p>{command}<p>{words.honesty}</p> }.into_any();
    view! {
        {device.open.as_ref().map(|open| edition(scene, open))}
        {conflict}
        {state}
        {site}
        {signers}
        {addresses}
        {section(words.by_hand, by_hand)}
    }
    .into_any()
}

fn edition(scene: Scene<'_>, open: &EditionInfo) -> AnyView {
    let messages = scene.messages;
    let number = [messages.keeping.edition, &messages.digits(&open.head.head().edition.to_string())].join(" ");
    let date =
        open.dates.in_language(&scene.page.masthead().language).map(|date| date.text.clone()).unwrap_or_default();
    view! { <p class="meta"><span>{number}</span><span>{date}</span></p> }.into_any()
}

/// Says how the newest edition compares with what the newsroom signed; nothing where a conflict says it.
fn state(scene: Scene<'_>, judgement: &Judgement) -> Option<String> {
    let messages = scene.messages;
    let answered = messages
        .part_of(&messages.number(judgement.answered() as u32), &messages.number(judgement.sources.len() as u32));
    Some(match judgement.freshness {
        Some(Freshness::Unsigned) => messages.standing(Standing::Unsigned, 0, ""),
        Some(Freshness::Fresh) => messages.standing(Standing::Fresh, 0, ""),
        Some(Freshness::Aging { days }) => messages.standing(Standing::Aging, days, &answered),
        Some(Freshness::Expired { days }) => messages.standing(Standing::Expired, days, ""),
        Some(Freshness::ClockWrong) => messages.standing(Standing::Clock, 0, ""),
        None => match Warning::refusal(judgement)? {
            Warning::Conflict(_) => return None,
            warning => warning_text(messages, &warning),
        },
    })
}

fn stand_in(line: String) -> AnyView {
    view! { <p class="stand-in">{line}</p> }.into_any()
}

fn section(title: &'static str, content: AnyView) -> AnyView {
    view! { <section><h2 class="device-title">{title}</h2>{content}</section> }.into_any()
}

/// Text for machines, which runs from left to right in every language.
fn code(text: String) -> AnyView {
    view! { <p><code dir="ltr">{text}</code></p> }.into_any()
}

fn line(scene: Scene<'_>, report: &SourceReport) -> AnyView {
    let messages = scene.messages;
    let edition = report.edition.map(|edition| {
        let line = [messages.keeping.edition, &messages.digits(&edition.to_string())].join(" ");
        view! { <span>{line}</span> }.into_any()
    });
    view! {
        <li>
            {code(report.source.clone())}
            <p class="meta"><span>{messages.origin.answers[position(report.status)]}</span>{edition}</p>
        </li>
    }
    .into_any()
}

/// Returns the position of the words for what an address sent.
fn position(status: SourceStatus) -> usize {
    match status {
        SourceStatus::Newest => 0,
        SourceStatus::Behind => 1,
        SourceStatus::OlderThanSeen => 2,
        SourceStatus::Conflict => 3,
        SourceStatus::Altered(_) => 4,
        SourceStatus::Unsigned => 5,
        SourceStatus::LoginPage => 6,
        SourceStatus::Silent => 7,
    }
}

#[cfg(test)]
mod tests {
    use model::{BundleReference, Date, Hash, Head, Manifest};
    use trust::{Accepted, TrustState};

    use super::*;
    use crate::components::signals::DeviceSignals;
    use crate::page::{Content, Page};
    use crate::prerender::{render, render_with};

    fn html(language: &str, device: DeviceView) -> String {
        let signals = DeviceSignals::new();
        signals.device.set(device);
        render_with(&Page::bare(language, "origin/", Content::Origin), signals)
    }

    #[test]
    fn before_anybody_was_asked_it_says_how_to_check_by_hand() {
        let html = render(&Page::bare("en", "origin/", Content::Origin));
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
