//! Tables.

use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;
use model::Inline;
use model::block::{Alignment, Table};

use super::inlines;
use crate::context::PageContext;
use crate::view::view;

/// Renders a table. On a narrow screen its box scrolls, with the keyboard too.
pub(super) fn table(page: &PageContext, table: &Table) -> impl IntoView {
    let caption = (!table.caption.is_empty()).then(|| view! { <caption>{inlines(page, &table.caption)}</caption> });
    let header = (!table.header.is_empty()).then(|| {
        let cell = |(column, cell): (usize, &Vec<Inline>)| {
            if cell.is_empty() {
                // An empty cell is no header of a column.
                return EitherOf3::A(view! { <td></td> });
            }
            // Leptos writes an empty attribute for a class of `None`.
            match class(table, column) {
                Some(class) => EitherOf3::B(view! { <th scope="col" class=class>{inlines(page, cell)}</th> }),
                None => EitherOf3::C(view! { <th scope="col">{inlines(page, cell)}</th> }),
            }
        };
        let cells = table.header.iter().enumerate().map(cell).map(IntoMaybeErased::into_maybe_erased).collect_view();
        view! { <thead><tr>{cells}</tr></thead> }
    });
    let name = model::text::of_inlines(&table.caption);
    let name = if name.is_empty() { page.messages.table().to_owned() } else { name };
    let rows = table.rows.iter().map(|cells| row(page, table, cells)).collect_view();
    view! {
        <div class="table" tabindex="0" role="region" aria-label=name><table>{caption}{header}<tbody>{rows}</tbody></table></div>
    }
}

fn row(page: &PageContext, table: &Table, cells: &[Vec<Inline>]) -> impl IntoView {
    let cell = |(column, cell): (usize, &Vec<Inline>)| match class(table, column) {
        Some(class) => Either::Left(view! { <td class=class>{inlines(page, cell)}</td> }),
        None => Either::Right(view! { <td>{inlines(page, cell)}</td> }),
    };
    let cells = cells.iter().enumerate().map(cell).map(IntoMaybeErased::into_maybe_erased).collect_view();
    view! { <tr>{cells}</tr> }
}

fn class(table: &Table, column: usize) -> Option<&'static str> {
    match table.alignments.get(column).copied().unwrap_or_default() {
        Alignment::Start => None,
        Alignment::Center => Some("center"),
        Alignment::End => Some("end"),
    }
}
