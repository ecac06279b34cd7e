//! Follows links inside the site: changes the address once the page is loaded, and sets scroll position and focus as
//! readers expect.

pub(super) mod buttons;
mod pages;
mod share;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::WriteSignal;
use messages::Messages;
use trust::Accepted;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration, VisibilityState};

use super::address::{Address, Target};
use super::device::worker;
use super::environment::Environment;
use super::history::{Entries, Remembered, set_scroll_restoration};
use super::loading::LoadingIndicator;
use super::open_edition::OpenEdition;
use super::parts::UpdatePart;
use super::{dom, notice};
use crate::components::signals::DeviceSignals;
use crate::title::title;
use edition::page::{Content, Page};
use edition::routes::PageId;
use share::ShareRequest;
use updates::{Changed, PageEvent, is_older};

/// The navigation of the tab.
pub(super) struct Navigation {
    address: Address,
    environment: Rc<Environment>,
    part: Rc<UpdatePart>,
    signals: DeviceSignals,
    site: RefCell<Rc<OpenEdition>>,
    status: LoadingIndicator,
    entries: Entries,
    /// The page that the app shows; `None` while the prerendered page is on the screen.
    page: Cell<Option<WriteSignal<Arc<Page>>>>,
    /// The target on the screen, rendered by the app or prerendered.
    current: RefCell<Target>,
    /// The number of requested pages: the app shows only the last one.
    asked: Cell<u32>,
    /// The names of the actions that have yet to begin.
    at_work: RefCell<Vec<String>>,
}

/// The way in which a page enters the tab's history.
#[derive(Clone, PartialEq)]
enum Visit {
    /// The reader followed a link: a new entry.
    Follow,
    /// The reader opened the same page again: the same entry.
    Again,
    /// The reader went back or forward to an existing entry.
    Return(Remembered),
}

impl Navigation {
    /// Starts to follow links, and takes over the open page.
    pub(super) async fn start(
        address: Address,
        environment: Rc<Environment>,
        part: Rc<UpdatePart>,
        signals: DeviceSignals,
        site: OpenEdition,
    ) -> Option<()> {
        let current = address.target(&dom::location())?;
        let month = dom::month();
        let navigation = Rc::new(Self {
            address,
            environment,
            part,
            signals,
            site: RefCell::new(Rc::new(site)),
            status: LoadingIndicator::new()?,
            entries: Entries::default(),
            page: Cell::new(None),
            current: RefCell::new(current.clone()),
            asked: Cell::new(0),
            at_work: RefCell::default(),
        });
        navigation.part.page(PageEvent::Opened(navigation.site().info()));
        let is_bare = dom::is_offline_page() || navigation.address.is_file();
        let page = if is_bare {
            // The screen is still empty, and content that the device lacks takes as long as the network needs.
            navigation.status.loading(navigation.messages().loading());
            let page = navigation.load(&current, month.as_deref()).await;
            navigation.listen(month.as_deref());
            page
        } else {
            navigation.listen(month.as_deref());
            navigation.page_of(&current, month.as_deref()).await
        };
        // Meanwhile the reader may have opened another page.
        let is_open = navigation.page.get().is_none() && navigation.current.borrow().route == current.route;
        if !is_open {
            // The other page is on the screen.
        } else if is_bare {
            if page.content == Content::NotFound && dom::is_offline_page() && !dom::asks_the_site() {
                // The site may have a file that the edition does not list.
                dom::ask_the_site();
                return None;
            }
            navigation.status.arrived(&title(&page));
            navigation.put(page).await;
            navigation.scroll(&current, navigation.entries.kept_scroll());
        } else if !navigation.take_over(Arc::clone(&page)) {
            if matches!(current.route.place, PageId::Device | PageId::Origin) {
                // Only the app knows the content of these pages, so it replaces the page, whoever changed it.
                navigation.put(page).await;
            } else if navigation.part.is_signed() {
                navigation.prove_later(month);
            }
        }
        navigation.mark_saved();
        dom::set_app("ready");
        if is_open && current.route.place == PageId::Device {
            navigation.part.page(PageEvent::DeviceOpened(dom::language()));
        }
        navigation.part.ready(navigation.site().edition.manifest());
        Some(())
    }

    /// Follows links and carries out presses from now on, and those that came before.
    fn listen(self: &Rc<Self>, month: Option<&str>) {
        dom::settle_head();
        self.entries.adopt(month);
        self.entries.scrolled();
        dom::set_app("active");
        self.act_on_presses();
        on(&dom::document(), "click", self, Self::clicked);
        on(&dom::window(), "popstate", self, |navigation, _| navigation.returned());
        on(&dom::window(), "scroll", self, |navigation, _| navigation.entries.scrolled());
        // Chromium stores nothing that a page changes as it is unloaded.
        on(&dom::window(), "scrollend", self, |navigation, _| navigation.entries.keep_own_scroll());
        // The browser restores the scroll position of a page that it loads itself, at the latest once everything is
        // loaded. For pages that the app shows, it would try too early.
        if dom::is_loaded() {
            set_scroll_restoration(ScrollRestoration::Manual);
        }
        on(&dom::window(), "pagehide", self, |navigation, _| {
            set_scroll_restoration(ScrollRestoration::Auto);
            navigation.entries.keep_scroll();
        });
        on(&dom::window(), "pageshow", self, |_, _| set_scroll_restoration(ScrollRestoration::Manual));
        on(&dom::document(), "visibilitychange", self, |navigation, _| {
            if dom::document().visibility_state() == VisibilityState::Visible {
                navigation.part.page(PageEvent::Visible);
            } else {
                // A phone may throw the tab away without another event.
                navigation.entries.keep_own_scroll();
            }
        });
        on(&dom::window(), "online", self, |navigation, _| navigation.part.page(PageEvent::Online));
        on(&dom::document(), "change", self, |navigation, event| navigation.checked(&event));
        on(&dom::document(), "dragover", self, |_, event| event.prevent_default());
        on(&dom::document(), "drop", self, |navigation, event| {
            if let Some(file) = share::dropped(&event) {
                navigation.perform(ShareRequest::Open(Some(file)), String::new());
            }
        });
        let navigation = Rc::clone(self);
        self.part.on_change(move |changed| navigation.changed(changed));
        let navigation = Rc::clone(self);
        // The requests of the open page go first.
        spawn_local(async move { notice::mount(navigation.address.clone(), navigation.signals) });
    }

    /// Handles a change on this device.
    fn changed(self: &Rc<Self>, changed: Changed) {
        match changed {
            Changed::Device => self.mark_saved(),
            Changed::Edition(head) => {
                let navigation = Rc::clone(self);
                spawn_local(async move {
                    if navigation.open_other(head).await && dom::window().scroll_y().is_ok_and(|scroll| scroll == 0.0) {
                        // The reader is still at the top, so new articles do not interrupt their reading.
                        navigation.show_front_anew().await;
                    }
                });
            }
        }
    }

    /// Replaces the open edition by another one, unless that is older. Returns whether it did.
    async fn open_other(&self, head: Accepted) -> bool {
        let open = self.site();
        if head.head().manifest == open.head.manifest {
            return false;
        }
        let Ok(other) = self.environment.edition(head.into_head()).await else { return false };
        let (info, open) = (other.info(), open.info());
        // Signed editions were compared before.
        let is_older = is_older(&other.head, &info.dates, open.head.head(), &open.dates);
        if other.head.signed.is_none() && is_older {
            return false;
        }
        self.show_edition(other);
        self.part.page(PageEvent::Opened(info));
        true
    }

    /// Replaces the open edition by another one. The page on the screen stays.
    pub(super) fn show_edition(&self, edition: OpenEdition) {
        *self.site.borrow_mut() = Rc::new(edition);
    }

    /// Renders the front page again, if it is open.
    async fn show_front_anew(&self) {
        let (target, asked) = (self.current.borrow().clone(), self.asked.get());
        if target.route.place != PageId::Front {
            return;
        }
        let page = self.page_of(&target, None).await;
        let is_open = self.asked.get() == asked && *self.current.borrow() == target;
        if is_open && !matches!(page.content, Content::Failed(_)) {
            self.put(page).await;
        }
    }

    /// Returns the open edition.
    pub(super) fn site(&self) -> Rc<OpenEdition> {
        Rc::clone(&self.site.borrow())
    }

    /// Returns the data that this tab reads and writes.
    pub(super) fn environment(&self) -> &Rc<Environment> {
        &self.environment
    }

    /// Returns the part that keeps editions.
    pub(super) fn part(&self) -> &Rc<UpdatePart> {
        &self.part
    }

    /// Returns the address of the site's root.
    pub(super) fn root(&self) -> String {
        self.address.root()
    }

    /// Returns the path of the open page below the root.
    pub(super) fn path(&self) -> String {
        self.current.borrow().route.path()
    }

    fn clicked(self: &Rc<Self>, event: Event) {
        if self.pressed(&event) {
            return;
        }
        let Some((anchor, event)) = followed(event) else { return };
        let written = anchor.get_attribute("href").unwrap_or_default();
        let Some(target) = self.meant(&written) else { return };
        if target.route.place == PageId::NotFound || anchor.has_attribute("data-reload") {
            // Not a page of the app, but perhaps a file: a feed, or a redirect from an old address.
            return;
        }
        let again = anchor.has_attribute("data-retry") || target == *self.current.borrow();
        if !again && target.route == self.current.borrow().route && !target.fragment.is_empty() {
            // The browser handles links inside a page better than the app could, and then calls `returned`.
            return;
        }
        event.prevent_default();
        let month = anchor.get_attribute("data-month");
        if again {
            self.visit(target, month.or_else(|| self.entries.month()), Visit::Again);
        } else {
            self.entries.left_by(Some(written));
            self.visit(target, month, Visit::Follow);
        }
    }

    /// Returns the target of an address on the page. While an entry's page is loading, the document already has that
    /// entry's address, so the browser would resolve addresses wrongly.
    fn meant(&self, written: &str) -> Option<Target> {
        self.address.target(&dom::resolve(written, &self.address.of(&self.current.borrow()))?)
    }

    /// Shows another entry of the tab's history, to which the reader went.
    fn returned(self: &Rc<Self>) {
        if self.entries.is_present() {
            return;
        }
        self.cancel();
        let Some(target) = self.address.target(&dom::location()) else { return };
        match self.entries.arrive() {
            None => {
                self.entries.adopt(dom::month().as_deref());
                // Browsers of 2020 do not open the fold-out around the element. A text fragment is the browser's alone.
                if dom::element(&target.fragment).is_some() {
                    self.scroll(&target, None);
                }
                *self.current.borrow_mut() = target;
            }
            Some(remembered) if target.route == self.current.borrow().route => {
                self.scroll(&target, remembered.scroll);
                *self.current.borrow_mut() = target;
            }
            Some(remembered) => {
                self.entries.set_awaited(true);
                self.visit(target, self.entries.month(), Visit::Return(remembered));
            }
        }
    }

    /// Cancels the page that is loading.
    fn cancel(&self) {
        self.asked.set(self.asked.get() + 1);
        self.entries.set_awaited(false);
        self.status.arrived("");
    }

    fn visit(self: &Rc<Self>, target: Target, month: Option<String>, visit: Visit) {
        let asked = self.asked.get() + 1;
        self.asked.set(asked);
        self.status.loading(self.messages().loading());
        let navigation = Rc::clone(self);
        spawn_local(async move {
            let page = navigation.load(&target, month.as_deref()).await;
            if navigation.asked.get() != asked {
                return;
            }
            if visit == Visit::Follow && page.content == Content::NotFound && !navigation.address.is_file() {
                // The host may have a file that the edition does not list, such as a redirect from an old address.
                let address = navigation.address.of(&target);
                dom::navigate_away(&if worker::is_controlled() { dom::fresh(&address) } else { address });
                return;
            }
            navigation.part.page(match target.route.place {
                PageId::Front => PageEvent::FrontOpened,
                PageId::Device => PageEvent::DeviceOpened(page.masthead().language.clone()),
                _ => PageEvent::PageOpened,
            });
            navigation.show(page, target, month, visit).await;
            // The new page may be in another language.
            navigation.part.repeat_notice();
        });
    }

    async fn show(&self, page: Arc<Page>, target: Target, month: Option<String>, visit: Visit) {
        if visit == Visit::Follow {
            self.entries.push(&self.address.of(&target), month.as_deref());
        }
        self.status.arrived(&title(&page));
        self.put(page).await;
        self.mark(&target);
        let remembered = match visit {
            Visit::Follow | Visit::Again => Remembered::default(),
            Visit::Return(remembered) => remembered,
        };
        match remembered.link.as_deref().and_then(dom::link) {
            Some(link) => dom::focus(&link),
            None => focus_on(&target),
        }
        self.scroll(&target, remembered.scroll);
        self.entries.set_awaited(false);
        self.entries.scrolled();
        *self.current.borrow_mut() = target;
        self.mark_saved();
    }

    /// Makes the element to which a link leads the document's target. In a file, the fragment is the address of a page.
    fn mark(&self, target: &Target) {
        let address = self.address.of(target);
        if let Some(start) = address.find('#').filter(|_| !self.address.is_file() && !target.fragment.is_empty()) {
            self.entries.mark_target(&address[start..]);
        }
    }

    fn scroll(&self, target: &Target, remembered: Option<f64>) {
        let element = dom::element(&target.fragment);
        if let Some(element) = &element {
            dom::reveal(element);
        }
        match (remembered, element) {
            (Some(position), _) => dom::window().scroll_to_with_x_and_y(0.0, position),
            (None, Some(element)) => element.scroll_into_view(),
            (None, None) => dom::window().scroll_to_with_x_and_y(0.0, 0.0),
        }
    }

    fn messages(&self) -> &'static Messages {
        Messages::of(&dom::language())
    }
}

/// Focuses the element to which a link leads, or else the page's heading.
fn focus_on(target: &Target) {
    let heading = || dom::document().query_selector("main h1").ok().flatten();
    if let Some(element) = dom::element(&target.fragment).or_else(heading) {
        dom::focus_text(&element);
    }
}

/// Returns the link that a click follows in this tab; `None` for any other click, such as one for a new tab.
fn followed(event: Event) -> Option<(HtmlAnchorElement, MouseEvent)> {
    let event: MouseEvent = event.dyn_into().ok()?;
    let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key();
    if !plain || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let element: Element = event.target()?.dyn_into().ok()?;
    let anchor: HtmlAnchorElement = element.closest("a[href]").ok()??.dyn_into().ok()?;
    let leaves = anchor.has_attribute("download") || !matches!(anchor.target().as_str(), "" | "_self");
    (!leaves).then_some((anchor, event))
}

/// Calls a method of the navigation on every event of a kind, for as long as the tab lives.
fn on(
    target: &web_sys::EventTarget,
    kind: &str,
    navigation: &Rc<Navigation>,
    handle: impl Fn(&Rc<Navigation>, Event) + 'static,
) {
    let navigation = Rc::clone(navigation);
    let listener = Closure::<dyn Fn(Event)>::new(move |event| handle(&navigation, event));
    // This could fail only for an event that does not exist.
    let _ = target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    listener.forget();
}
