//! Where the newspaper comes from, and how anybody can find out whether it is the newsroom's.

use leptos::prelude::*;
use trust::{SourceReport, SourceStatus};

use crate::app::Scene;
use crate::content::{Doubt, Provenance, Standing};

/// The page about where the newspaper comes from.
pub fn origin(scene: Scene<'_>, provenance: &Provenance) -> AnyView {
    let messages = scene.messages;
    let words = &messages.origin;
    let edition = (provenance.edition > 0).then(|| {
        let number = [messages.keeping.edition, &messages.digits(&provenance.edition.to_string())].join(" ");
        view! { <p class="meta"><span>{number}</span><span>{provenance.date.clone()}</span></p> }.into_any()
    });
    let stand_in = |line: String| view! { <p class="stand-in">{line}</p> }.into_any();
    let state = match provenance.standing {
        Standing::Unknown => view! { <noscript><p class="stand-in">{words.needs_app}</p></noscript> }.into_any(),
        Standing::Fork => ().into_any(),
        _ => stand_in(messages.standing(provenance)),
    };
    let fork = provenance.fork.clone();
    let fork = (!fork.is_empty()).then(|| stand_in(messages.doubt(&Doubt(Standing::Fork, 0, fork))));
    let lines: Vec<AnyView> = provenance.sources.iter().map(|report| line(scene, report)).collect();
    let addresses = (!lines.is_empty()).then(|| {
        let lines = view! { <ul class="device-parts">{lines}</ul> }.into_any();
        section(words.addresses, lines)
    });
    let told = |title, text: &String| (!text.is_empty()).then(|| section(title, code(text.clone())));
    let command = provenance.sources.first().map(|report| code(["offprint verify ", &report.source].concat()));
    let by_hand = view! { <p>{words.by_hand_text}</p>{command}<p>{words.honesty}</p> }.into_any();
    view! {
        <h1 class="page-title">{words.title}</h1>
        <p class="page-intro">{words.intro}</p>
        <div class="device">
            {edition}
            {fork}
            {state}
            {told(words.fingerprint, &provenance.fingerprint)}
            {told(words.keys, &provenance.signers)}
            {addresses}
            {section(words.by_hand, by_hand)}
        </div>
    }
    .into_any()
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

/// The position of the words for what an address sent.
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
    use super::*;
    use crate::page::{Content, Page};
    use crate::prerender::render;

    fn html(language: &str, provenance: Provenance) -> String {
        render(&Page::bare(language, "origin/", Content::Origin(provenance.into())))
    }

    #[test]
    fn before_anybody_was_asked_it_says_how_to_check_by_hand() {
        let html = html("en", Provenance::default());
        assert!(html.contains("<noscript>") && html.contains("cannot vouch for itself"), "{html}");
        assert!(!html.contains("offprint verify") && !html.contains("<ul class=\"device-parts\">"), "{html}");
    }

    #[test]
    fn it_says_what_each_address_has_and_who_signed() {
        let report = |source: &str, status, edition| SourceReport { source: source.to_owned(), status, edition };
        let provenance = Provenance {
            edition: 11,
            date: "۱۴ نوامبر".to_owned(),
            standing: Standing::Expired,
            days: 12,
            fingerprint: "lusab babad gutih".to_owned(),
            signers: "desk 01\npulse 02\n".to_owned(),
            sources: vec![
                report("https://lantern.example/", SourceStatus::Newest, Some(12)),
                report("https://mirror.example/", SourceStatus::Silent, None),
            ],
            fork: "0123456789abcdef / fedcba9876543210".to_owned(),
            is_rotated: false,
        };
        let html = html("fa", provenance);
        for words in [
            "<code dir=\"ltr\">lusab babad gutih</code>",
            "<code dir=\"ltr\">desk 01\npulse 02\n</code>",
            "<code dir=\"ltr\">https://mirror.example/</code>",
            "<code dir=\"ltr\">offprint verify https://lantern.example/</code>",
            "۱۲ روز",
            "0123456789abcdef / fedcba9876543210",
            "شمارهٔ ۱۲",
            "شمارهٔ ۱۱</span><span>۱۴ نوامبر</span>",
        ] {
            assert!(html.contains(words), "no {words} in {html}");
        }
        assert!(!html.contains("<noscript>"), "{html}");
    }
}
