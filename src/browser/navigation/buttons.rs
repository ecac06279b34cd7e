//! Carries out the actions of buttons and check boxes.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlInputElement};

use super::Navigation;
use super::share::{self, ShareRequest};
use crate::actions::Action;
use crate::browser::dom;
use updates::{Command, PageEvent};

#[wasm_bindgen]
extern "C" {
    /// Returns the actions of the buttons that the reader has pressed so far; see `client/presses.js`.
    #[wasm_bindgen(js_namespace = offprint, js_name = takePresses)]
    fn take_presses() -> Array;

    /// Returns the same, and keeps the presses.
    #[wasm_bindgen(js_namespace = offprint, js_name = keptPresses)]
    fn kept_presses() -> Array;

    /// Fetches the files of a part, which will soon be loaded.
    #[wasm_bindgen(js_namespace = offprint, js_name = fetchPart)]
    fn fetch_part(part: &str);
}

fn actions(names: &Array) -> impl Iterator<Item = (String, Action)> {
    let names = names.iter().filter_map(|name| name.as_string());
    names.filter_map(|name| Action::parse(&name).map(|action| (name, action)))
}

/// Fetches the parts that carry out what the reader has pressed so far.
pub(in crate::browser) fn fetch_wanted_parts() {
    for (_, action) in actions(&kept_presses()) {
        fetch_part(match action {
            Action::Command(_) => "updates",
            Action::Share(_) | Action::OpenFile | Action::Embed => "share",
        });
    }
}

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
        let Some(name) = input.get_attribute("data-do") else { return };
        if let Some(action) = Action::parse(&name) {
            self.act(if input.checked() { action } else { action.undone() }, name);
        }
    }

    /// Carries out the action of a pressed button. Returns whether it was a button of this app.
    pub(super) fn pressed(self: &Rc<Self>, event: &Event) -> bool {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(Ok(Some(button))) = element.map(|element| element.closest("button[data-do]")) else { return false };
        let Some(name) = button.get_attribute("data-do") else { return false };
        let Some(action) = Action::parse(&name) else { return false };
        if button.get_attribute("aria-busy").as_deref() == Some("true") {
            // A second press while the button is at work changes nothing.
            return true;
        }
        let action = match action {
            // A button that is already pressed undoes its action.
            Action::Command(Command::Keep(item)) if button.get_attribute("aria-pressed").as_deref() == Some("true") => {
                Action::Command(Command::Discard(item))
            }
            action => action,
        };
        self.act(action, name);
        true
    }

    /// Carries out what the reader pressed before the app listened.
    pub(super) fn act_on_presses(self: &Rc<Self>) {
        for (name, action) in actions(&take_presses()) {
            self.act(action, name);
        }
    }

    /// Carries out an action. Its buttons, which have the name `name`, show that they are at work until it begins.
    fn act(self: &Rc<Self>, action: Action, name: String) {
        match action {
            Action::Share(scope) => self.perform(ShareRequest::Offer(scope.name()), name),
            Action::OpenFile => self.perform(ShareRequest::Open(None), name),
            Action::Embed => self.perform(ShareRequest::Embed, name),
            Action::Command(command) => {
                self.part.command(command);
                self.begin_work(name.clone());
                let navigation = Rc::clone(self);
                spawn_local(async move {
                    navigation.part.settled().await;
                    navigation.end_work(&name);
                });
            }
        }
    }

    fn begin_work(&self, name: String) {
        self.at_work.borrow_mut().push(name);
        self.mark_at_work();
    }

    fn end_work(&self, name: &str) {
        let mut at_work = self.at_work.borrow_mut();
        if let Some(position) = at_work.iter().position(|known| known == name) {
            at_work.swap_remove(position);
        }
        drop(at_work);
        self.mark_at_work();
    }

    /// Marks the buttons whose action has yet to begin.
    pub(super) fn mark_at_work(&self) {
        let at_work = self.at_work.borrow();
        for (button, name) in dom::actions("button") {
            // The names are valid, and nothing else can fail.
            let _ = if at_work.contains(&name) {
                button.set_attribute("aria-busy", "true")
            } else {
                button.remove_attribute("aria-busy")
            };
        }
    }

    /// Performs a request with the share script, and reports if the script or its part cannot be loaded.
    pub(super) fn perform(self: &Rc<Self>, request: ShareRequest, name: String) {
        self.begin_work(name.clone());
        let navigation = Rc::clone(self);
        spawn_local(async move {
            let reader = share::load(Rc::clone(&navigation)).await;
            navigation.end_work(&name);
            let is_done = match reader {
                Some(reader) => share::perform(request, &reader).await,
                None => false,
            };
            if !is_done {
                navigation.part.page(PageEvent::PartMissing);
            }
        });
    }
}
