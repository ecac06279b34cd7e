//! The button of an action.

use leptos::prelude::*;

use crate::actions::Action;
use crate::view::view;

/// A button that does something once the app runs. It carries its action in `data-do`, so that it also works on a page that
/// the app has not taken over.
#[component]
pub fn ActionButton(
    /// What the button does.
    action: Action,
    /// The words on the button.
    name: &'static str,
    /// How the button looks: `button`, or `plain`.
    class: &'static str,
    /// What screen readers say in place of the name, where a list has many buttons of that name.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    view! { <button type="button" class=class data-do=action.text() aria-label=label>{name}</button> }
}
