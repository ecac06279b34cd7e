//! Tables.

use leptos::prelude::*;
use model::Inline;
use model::block::{Alignment, Table};

use super::inlines;
use crate::context::PageContext;

/// A table, in a box of its own that scrolls when the screen is too narrow, for the keyboard too.
pub(super) fn table(scene: PageContext<'_>, table: &Table) -> AnyView {
    let caption =
        (!table.caption.is_empty()).then(|| view! { <caption>{inlines(scene, &table.caption)}</caption> }.into_any());
    let header = (!table.header.is_empty()).then(|| {
        let cells: Vec<AnyView> = table
            .header
            .iter()
            .enumerate()
            .map(|(column, cell)| {
                let content = inlines(scene, cell);
                match class(table, column) {
                    // The corner of a table heads nothing.
                    _ if cell.is_empty() => view! { <td></td> }.into_any(),
                    Some(class) => view! { <th scope="col" class=class>{content}</th> }.into_any(),
                    None => view! { <th scope="col">{content}</th> }.into_any(),
                }
            })
            .collect();
        view! { <thead><tr>{cells}</tr></thead> }.into_any()
    });
    let name = model::text::of_inlines(&table.caption);
    let name = if name.is_empty() { scene.messages.table().to_owned() } else { name };
    let rows: Vec<AnyView> = table.rows.iter().map(|cells| row(scene, table, cells)).collect();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=name><table>{caption}{header}<tbody>{rows}</tbody></table></div>
    }
    .into_any()
}

fn row(scene: PageContext<'_>, table: &Table, cells: &[Vec<Inline>]) -> AnyView {
    let cells: Vec<AnyView> = cells
        .iter()
        .enumerate()
        .map(|(column, cell)| {
            let content = inlines(scene, cell);
            match class(table, column) {
                Some(class) => view! { <td class=class>{content}</td> }.into_any(),
                None => view! { <td>{content}</td> }.into_any(),
            }
        })
        .collect();
    view! { <tr>{cells}</tr> }.into_any()
}

fn class(table: &Table, column: usize) -> Option<&'static str> {
    match table.alignments.get(column).copied().unwrap_or_default() {
        Alignment::Start => None,
        Alignment::Center => Some("center"),
        Alignment::End => Some("end"),
    }
}
