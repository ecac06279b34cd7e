//! Where the newspaper comes from, and how anybody can find out whether it is the newsroom's.

use leptos::prelude::*;
use messages::Messages;

use crate::components::provenance::{doubt_text, sources_answered};
use crate::context::PageContext;
use crate::updates::{ANSWERS, Answer, Doubt, Provenance, Standing};

/// The page about where the newspaper comes from.
pub fn origin(scene: PageContext<'_>, provenance: &Provenance) -> AnyView {
    let messages = scene.messages;
    let edition = (provenance.edition > 0).then(|| {
        let number = messages.edition(provenance.edition);
        view! { <p class="meta"><span>{number}</span><span>{provenance.date.clone()}</span></p> }.into_any()
    });
    let stand_in = |line: String| view! { <p class="stand-in">{line}</p> }.into_any();
    let state = match provenance.standing {
        Standing::Unknown => {
            view! { <noscript><p class="stand-in">{messages.provenance_needs_scripts()}</p></noscript> }.into_any()
        }
        Standing::Fork => ().into_any(),
        _ => {
            let named = sources_answered(messages, provenance);
            stand_in(doubt_text(messages, &Doubt(provenance.standing, provenance.days, named)))
        }
    };
    let fork = provenance.fork.clone();
    let fork = (!fork.is_empty()).then(|| stand_in(messages.provenance_conflict(&fork)));
    let lines: Vec<AnyView> = provenance.answers.iter().map(|answer| line(scene, answer)).collect();
    let addresses = (!lines.is_empty()).then(|| {
        let lines = view! { <ul class="device-parts">{lines}</ul> }.into_any();
        section(messages.sources_checked(), lines)
    });
    let told = |title, text: &String| (!text.is_empty()).then(|| section(title, code(text.clone())));
    let command = provenance.answers.first().map(|answer| code(["offprint verify ", &answer.address].concat()));
    let by_hand =
        view! { <p>{messages.check_yourself_explained()}</p>{command}<p>{messages.provenance_limits()}</p> }.into_any();
    view! {
        <h1 class="page-title">{messages.provenance()}</h1>
        <p class="page-intro">{messages.provenance_intro()}</p>
        <div class="device">
            {edition}
            {fork}
            {state}
            {told(messages.fingerprint(), &provenance.fingerprint)}
            {told(messages.signing_keys(), &provenance.signers)}
            {addresses}
            {section(messages.check_yourself(), by_hand)}
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

fn line(scene: PageContext<'_>, answer: &Answer) -> AnyView {
    let messages = scene.messages;
    let edition = (answer.edition > 0).then(|| {
        let line = messages.edition(answer.edition);
        view! { <span>{line}</span> }.into_any()
    });
    view! {
        <li>
            {code(answer.address.clone())}
            <p class="meta"><span>{source_status(messages, answer)}</span>{edition}</p>
        </li>
    }
    .into_any()
}

/// What an address has.
fn source_status(messages: &Messages, answer: &Answer) -> &'static str {
    match ANSWERS[answer.kind] {
        "newest" => messages.source_status_newest(),
        "behind" => messages.source_status_behind(),
        "older" => messages.source_status_older(),
        "fork" => messages.source_status_conflict(),
        "altered" => messages.source_status_altered(),
        "unsigned" => messages.source_status_unsigned(),
        "foreign" => messages.source_status_foreign(),
        _ => messages.source_status_silent(),
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
        let answer = |address: &str, kind, edition| Answer { address: address.to_owned(), kind, edition };
        let provenance = Provenance {
            edition: 11,
            date: "۱۴ نوامبر".to_owned(),
            standing: Standing::Expired,
            days: 12,
            fingerprint: "lusab babad gutih".to_owned(),
            signers: "desk 01\npulse 02\n".to_owned(),
            answers: vec![answer("https://lantern.example/", 0, 12), answer("https://mirror.example/", 7, 0)],
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
