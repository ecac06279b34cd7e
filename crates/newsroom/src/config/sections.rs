//! `[[sections]]` in `offprint.toml`: the sections of the paper.

use crate::config::Localized;
use crate::config::table::Table;

/// A section of the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionConfig {
    /// Its name in addresses.
    pub id: String,
    /// Its name as readers see it.
    pub name: Localized,
}

pub(super) fn read_sections(table: &mut Table<'_, '_, '_>) -> Vec<SectionConfig> {
    let mut sections: Vec<SectionConfig> = Vec::new();
    for (entry, start) in table.tables("sections") {
        let mut entry = Table::new(entry, "sections", table.report);
        let id = entry.text_at("id");
        let name = entry.localized("name");
        match id {
            Some((id, offset)) if !is_identifier(&id) => {
                let message = format!("the section id `{id}` cannot be part of an address");
                entry.error(offset, message, "use lowercase letters, digits and hyphens, as in city-news");
            }
            Some((id, offset)) if sections.iter().any(|section| section.id == id) => {
                entry.error(offset, format!("the section `{id}` is defined twice"), "remove one of the two");
            }
            Some((id, _)) => {
                let name = if name.is_empty() { Localized { any: Some(id.clone()), ..name } } else { name };
                sections.push(SectionConfig { id, name });
            }
            None if entry.get("id").is_none() => {
                entry.error(start, "a section has no `id`", "add a line id = \"news\"");
            }
            None => {}
        }
        entry.finish();
    }
    sections
}

fn is_identifier(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with('-')
        && !id.ends_with('-')
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
