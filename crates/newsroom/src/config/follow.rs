//! `[[follow]]` in `offprint.toml`: the channels where readers can follow the paper.

use crate::config::Localized;
use crate::config::address::read_address;
use crate::config::table::Table;

/// A channel where readers can follow the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowConfig {
    /// The service.
    pub name: Localized,
    /// The address.
    pub address: String,
}

pub(super) fn read_follow(table: &mut Table<'_, '_, '_>) -> Vec<FollowConfig> {
    let mut follow = Vec::new();
    for (entry, start) in table.tables("follow") {
        let mut entry = Table::new(entry, "follow", table.report);
        let name = entry.localized("name");
        let address = read_address(&mut entry, "url");
        if entry.get("url").is_none() {
            entry.error(start, "a follow link has no `url`", "add a line url = \"https://...\"");
        }
        if name.is_empty() && entry.get("name").is_none() {
            entry.error(start, "a follow link has no `name`", "add a line name = \"Telegram\"");
        }
        entry.finish();
        follow.extend(address.map(|address| FollowConfig { name, address }));
    }
    follow
}
