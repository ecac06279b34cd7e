//! `[feeds]` in `offprint.toml`: the ids by which feed readers recognise feeds and articles.

use crate::config::table::Table;

/// The ids of feeds and articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedsConfig {
    /// The name from which ids are made, whatever the title and the keys are.
    pub id: Option<String>,
    /// `true` for the ids of version 0.1, which several newspapers may share.
    pub old_ids: bool,
}

pub(super) fn read_feeds(table: &mut Table<'_, '_, '_>) -> FeedsConfig {
    let Some((entry, _)) = table.table("feeds") else { return FeedsConfig::default() };
    let mut entry = Table::new(entry, "feeds", table.report);
    let id = entry.text_at("id");
    let old_ids = entry.flag("old_ids");
    if let Some((id, offset)) = &id {
        if id.is_empty() {
            entry.error(*offset, "the id of the feeds is empty", "write the paper's name, or remove the line");
        } else if old_ids {
            entry.error(*offset, "`id` has no effect with `old_ids`", "remove one of the two lines");
        }
    }
    entry.finish();
    FeedsConfig { id: id.map(|(id, _)| id), old_ids }
}
