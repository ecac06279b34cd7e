//! `[app]` in `offprint.toml`: the name and icon of the installed app.

use std::path::{Path, PathBuf};

use crate::config::path::check_inside;
use crate::config::table::Table;

/// The default name of a neutral app.
const NEUTRAL_NAME: &str = "Reader";

/// The name and icon of the installed app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppConfig {
    /// `true` if the app does not reveal the newspaper.
    pub neutral: bool,
    /// Its name.
    pub name: Option<String>,
    /// The picture for its icons.
    pub icon: Option<IconConfig>,
}

/// The picture for the app's icons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IconConfig {
    /// Its path, relative to the newsroom.
    pub path: PathBuf,
    /// Its line in `offprint.toml`.
    pub line: Option<u32>,
}

impl AppConfig {
    /// Returns the name of the app; `None` for the newspaper's name.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref().or(self.neutral.then_some(NEUTRAL_NAME))
    }
}

pub(super) fn read_app(table: &mut Table<'_, '_, '_>, root: &Path) -> AppConfig {
    let Some((entry, _)) = table.table("app") else { return AppConfig::default() };
    let mut entry = Table::new(entry, "app", table.report);
    let neutral = entry.flag("neutral");
    let name = entry.text_at("name").and_then(|(name, offset)| {
        if name.is_empty() {
            entry.error(offset, "the name of the app is empty", "write one, or remove the line");
            return None;
        }
        Some(name)
    });
    let app = AppConfig { neutral, name, icon: read_icon(&mut entry, root) };
    entry.finish();
    app
}

fn read_icon(table: &mut Table<'_, '_, '_>, root: &Path) -> Option<IconConfig> {
    let (file, offset) = table.text_at("icon")?;
    let path = check_inside(table, root, &file, offset)?;
    Some(IconConfig { path, line: table.line(offset) })
}
