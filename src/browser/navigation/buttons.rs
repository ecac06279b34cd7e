//! Carries out the actions of buttons and check boxes.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement};

use super::Navigation;
use super::share::{self, ShareRequest};
use crate::actions::Action;
use crate::browser::dom;
use updates::{Command, PageEvent};

impl Navigation {
    /// Marks each button that saves an article as pressed if the article is saved.
    pub(super) fn mark_saved(&self) {
        let saved = self.part.saved();
        for (button, action) in dom::actions("button[aria-pressed]") {
            if let Some(Action::Command(Command::Keep(item))) = Action::parse(&action) {
                let is_saved = saved.iter().any(|(saved, _)| *saved == item);
                // The name is valid, and nothing else can fail.
                let _ = button.set_attribute("aria-pressed", if is_saved { "true" } else { "false" });
            }
        }
    }

    /// Carries out the action of a check box that the reader changed.
    pub(super) fn checked(self: &Rc<Self>, event: &Event) {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(action) = input.get_attribute("data-do").as_deref().and_then(Action::parse) {
            self.act(if input.checked() { action } else { action.undone() });
        }
    }

    /// Carries out the action of a pressed button. Returns whether it was a button of this app.
    pub(super) fn pressed(self: &Rc<Self>, event: &Event) -> bool {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(Ok(Some(button))) = element.map(|element| element.closest("button[data-do]")) else { return false };
        let Some(action) = button.get_attribute("data-do").as_deref().and_then(Action::parse) else { return false };
        self.act(match action {
            // A button that is already pressed undoes its action.
            Action::Command(Command::Keep(item)) if button.get_attribute("aria-pressed").as_deref() == Some("true") => {
                Action::Command(Command::Discard(item))
            }
            action => action,
        });
        true
    }

    pub(super) fn act(self: &Rc<Self>, action: Action) {
        match action {
            Action::Share(scope) => self.perform(ShareRequest::Offer(scope.name())),
            Action::OpenFile => self.perform(ShareRequest::Open(None)),
            Action::Embed => self.perform(ShareRequest::Embed),
            Action::Command(command) => self.part.command(command),
        }
    }

    /// Performs a request with the share script, and reports if the script cannot be loaded.
    pub(super) fn perform(self: &Rc<Self>, request: ShareRequest) {
        let navigation = Rc::clone(self);
        spawn_local(async move {
            if !share::perform(request, Rc::clone(&navigation)).await {
                navigation.part.page(PageEvent::PartMissing);
            }
        });
    }
}
