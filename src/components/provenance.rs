//! The sentences about where an edition comes from.

use messages::Messages;
use trust::{Freshness, Judgement, SourceStatus, fingerprint};

use updates::Warning;

/// Returns the text of a warning.
pub fn warning_text(messages: &Messages, warning: &Warning) -> String {
    let plain = match warning {
        Warning::Aging { days, answered, asked } => {
            return messages.provenance_aging(*days, &messages.sources_answered(*answered, *asked));
        }
        Warning::Expired { days } => return messages.provenance_expired(*days),
        Warning::Conflict(manifests) => {
            // Sixteen digits are enough for people to compare.
            let manifests = manifests.map(|manifest| manifest.to_string()[..16].to_owned());
            return messages.provenance_conflict(&manifests.join(" / "));
        }
        Warning::KeysChanged(site) => return messages.provenance_keys_changed(&fingerprint(site)),
        Warning::SourceIgnored(address) => return messages.provenance_source_ignored(address),
        Warning::ClockWrong => messages.provenance_clock_wrong(),
        Warning::NoAnswer => messages.provenance_no_answer(),
        Warning::LoginPage => messages.provenance_login_page(),
        Warning::Altered => messages.provenance_altered(),
        Warning::OlderThanSeen => messages.provenance_older_than_seen(),
        Warning::PageAltered => messages.provenance_page_altered(),
        Warning::PageUnknown => messages.provenance_page_unknown(),
    };
    plain.to_owned()
}

/// Returns the text of a judgement about the newest edition; `None` for a conflict, which the page shows as a separate
/// warning.
pub fn judgement_text(messages: &Messages, judgement: &Judgement) -> Option<String> {
    let warning = match judgement.freshness {
        Some(Freshness::Unsigned) => return Some(messages.provenance_unsigned().to_owned()),
        Some(Freshness::Fresh) => return Some(messages.provenance_fresh().to_owned()),
        Some(Freshness::Aging { days }) => Warning::aging(judgement, days),
        Some(Freshness::Expired { days }) => Warning::Expired { days },
        Some(Freshness::ClockWrong) => Warning::ClockWrong,
        None => Warning::refusal(judgement)?,
    };
    (!matches!(warning, Warning::Conflict(_))).then(|| warning_text(messages, &warning))
}

/// Returns the text about the result of checking a source.
pub fn source_status_text(messages: &Messages, status: SourceStatus) -> &'static str {
    match status {
        SourceStatus::Newest => messages.source_status_newest(),
        SourceStatus::Behind => messages.source_status_behind(),
        SourceStatus::OlderThanSeen => messages.source_status_older_than_seen(),
        SourceStatus::Conflict => messages.source_status_conflict(),
        SourceStatus::Altered(_) => messages.source_status_altered(),
        SourceStatus::Unsigned => messages.source_status_unsigned(),
        SourceStatus::LoginPage => messages.source_status_login_page(),
        SourceStatus::Silent => messages.source_status_silent(),
    }
}
