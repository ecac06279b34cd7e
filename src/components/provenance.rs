//! What is known of where an edition comes from, as sentences.

use messages::Messages;

use crate::updates::{Doubt, Provenance, Standing};

/// What a reader has to know.
pub fn doubt_text(messages: &Messages, Doubt(standing, days, named): &Doubt) -> String {
    let plain = match standing {
        Standing::Aging => return messages.provenance_aging(*days, named),
        Standing::Expired => return messages.provenance_expired(*days),
        Standing::Fork => return messages.provenance_conflict(named),
        Standing::Rotated => return messages.provenance_new_keys(named),
        Standing::Ignored => return messages.provenance_ignored(named),
        Standing::Unknown => messages.provenance_unknown(),
        Standing::Unsigned => messages.provenance_unsigned(),
        Standing::Fresh => messages.provenance_fresh(),
        Standing::Clock => messages.provenance_clock(),
        Standing::Silent => messages.provenance_silent(),
        Standing::Foreign => messages.provenance_foreign(),
        Standing::Altered => messages.provenance_altered(),
        Standing::Older => messages.provenance_older(),
        Standing::Page => messages.provenance_page(),
        Standing::Stray => messages.provenance_stray(),
    };
    plain.to_owned()
}

/// How many addresses sent a signed edition, out of how many that were asked.
pub fn sources_answered(messages: &Messages, provenance: &Provenance) -> String {
    messages.sources_answered(provenance.answered(), provenance.answers.len() as u32)
}
