//! The button of an action.

use leptos::prelude::*;

use crate::actions::Action;
use crate::view::view;

/// A button with an action, for the running app. It carries the action in `data-do`, so it also works on a page that
/// the app has not taken over.
#[component]
pub fn ActionButton(
    /// The action of the button.
    action: Action,
    /// The words on the button.
    name: &'static str,
    /// The class of the button: `button` or `plain`.
    class: &'static str,
    /// The name for screen readers, needed where a list has many buttons with the same words.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    view! { <button type="button" class=class data-do=action.text() aria-label=label>{name}</button> }
}
