//! Following links inside the site: the address changes once the page is there, and scroll and focus go where the
//! reader expects them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Date, Reflect};
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, ScrollRestoration};

use super::address::{Address, Target};
use super::dom;
use super::network::Site;
use super::status::Status;
use super::take_over;
use crate::content::ContentError;
use crate::messages::Messages;
use crate::page::{Content, Page};
use crate::routes::Place;

/// The navigation of the tab.
pub(super) struct Navigation {
    address: Address,
    site: RefCell<Rc<Site>>,
    status: Status,
    /// The page that the app shows; none while it is still the prerendered one.
    page: Cell<Option<WriteSignal<Page>>>,
    /// What the tab shows, whoever rendered it.
    current: RefCell<Target>,
    /// The key of the tab's present history entry.
    entry: Cell<f64>,
    /// How far each history entry was scrolled.
    scrolls: RefCell<BTreeMap<u64, f64>>,
    /// Counts the pages asked for: only the last one is shown.
    asked: Cell<u32>,
}

/// How a page comes into the tab's history.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    /// A link was followed: a new entry.
    Follow,
    /// The same page once more: the same entry.
    Retry,
    /// The reader went back or forward to an entry that is there.
    Return,
}

const KEY: &str = "key";
const MONTH: &str = "month";
const SCROLL: &str = "scroll";

impl Navigation {
    /// Follows links from now on, and takes over the page that is open.
    pub(super) async fn start(address: Address, site: Site) {
        let (Some(current), Some(status)) = (address.target(&dom::location()), Status::new()) else { return };
        let month = dom::html().and_then(|html| html.get_attribute("data-month"));
        let page = site.edition.page(current.route.clone(), month.as_deref()).await;
        let navigation = Rc::new(Self {
            address,
            site: RefCell::new(Rc::new(site)),
            status,
            page: Cell::new(None),
            current: RefCell::new(current),
            entry: Cell::new(0.0),
            scrolls: RefCell::default(),
            asked: Cell::new(0),
        });
        navigation.enter(history_state().unwrap_or_else(|| new_state(month.as_deref())));
        navigation.listen();
        navigation.scrolled();
        dom::settle_head();
        navigation.take_over(page);
        if let Some(html) = dom::html() {
            // For styles and tests: from here on links are followed by the app.
            let _ = html.set_attribute("data-app", "ready");
        }
    }

    fn take_over(&self, page: Page) {
        if matches!(page.content, Content::Failed(_) | Content::NotFound) {
            return;
        }
        let (read, write) = signal(page);
        if let Some(rendered) = take_over::render(read).filter(take_over::Rendered::goes_unnoticed) {
            rendered.show();
            self.page.set(Some(write));
        }
    }

    fn listen(self: &Rc<Self>) {
        on(&dom::document(), "click", self, Self::clicked);
        on(&dom::window(), "popstate", self, |navigation, _| navigation.returned());
        on(&dom::window(), "scroll", self, |navigation, _| navigation.scrolled());
        // The browser restores the scroll of a page that it loads itself, at the latest when all is loaded; pages that the
        // app shows are not there yet when it tries.
        if dom::is_loaded() {
            set_scroll_restoration(ScrollRestoration::Manual);
        }
        on(&dom::window(), "pagehide", self, |navigation, _| {
            set_scroll_restoration(ScrollRestoration::Auto);
            navigation.keep_scroll();
        });
        on(&dom::window(), "pageshow", self, |_, _| set_scroll_restoration(ScrollRestoration::Manual));
    }

    fn clicked(self: &Rc<Self>, event: Event) {
        let Some((anchor, event)) = followed(event) else { return };
        let Some(target) = self.address.target(&anchor.href()) else { return };
        if target.route.place == Place::NotFound {
            // A feed, a redirect from an old address: not a page of the app, perhaps a file all the same.
            return;
        }
        let retry = anchor.has_attribute("data-retry");
        if !retry && target.route == self.current.borrow().route && !target.fragment.is_empty() {
            // The browser moves inside a page better than we could; `returned` hears of it.
            return;
        }
        event.prevent_default();
        let month = anchor.get_attribute("data-month");
        self.visit(target, month, if retry { Visit::Retry } else { Visit::Follow });
    }

    /// The tab shows another entry of its history.
    fn returned(self: &Rc<Self>) {
        let Some(target) = self.address.target(&dom::location()) else { return };
        let Some(state) = history_state() else {
            // The reader followed a link inside the page: the browser made an entry without a state.
            self.enter(new_state(self.month().as_deref()));
            *self.current.borrow_mut() = target;
            return;
        };
        self.enter(state);
        if target.route == self.current.borrow().route {
            self.scroll(&target, Visit::Return);
            *self.current.borrow_mut() = target;
        } else {
            self.visit(target, self.month(), Visit::Return);
        }
    }

    fn scrolled(&self) {
        let position = dom::window().scroll_y().unwrap_or_default();
        self.scrolls.borrow_mut().insert(self.entry.get().to_bits(), position);
    }

    fn visit(self: &Rc<Self>, target: Target, month: Option<String>, visit: Visit) {
        let asked = self.asked.get() + 1;
        self.asked.set(asked);
        self.status.loading(self.messages().loading);
        let navigation = Rc::clone(self);
        spawn_local(async move {
            let page = navigation.load(&target, month.as_deref()).await;
            if navigation.asked.get() == asked {
                navigation.show(page, target, month, visit).await;
            }
        });
    }

    /// The page of a target; when the edition changed on the way, out of the newer one.
    async fn load(&self, target: &Target, month: Option<&str>) -> Page {
        let page = self.page_of(target, month).await;
        let stale =
            matches!(page.content, Content::Failed(ContentError::Missing | ContentError::Damaged) | Content::NotFound);
        if stale && self.renew().await {
            return self.page_of(target, month).await;
        }
        page
    }

    async fn page_of(&self, target: &Target, month: Option<&str>) -> Page {
        let site = Rc::clone(&self.site.borrow());
        site.edition.page(target.route.clone(), month).await
    }

    /// Takes the newest edition; says whether that is another one.
    async fn renew(&self) -> bool {
        let site = Rc::clone(&self.site.borrow());
        match site.newer().await {
            Ok(Some(newer)) => {
                *self.site.borrow_mut() = Rc::new(newer);
                true
            }
            _ => false,
        }
    }

    async fn show(&self, page: Page, target: Target, month: Option<String>, visit: Visit) {
        if visit == Visit::Follow {
            self.push(&target, month.as_deref());
        }
        describe(&page);
        self.status.arrived(&page.title());
        match self.page.get() {
            Some(signal) => signal.set(page),
            None => {
                let (read, write) = signal(page);
                if let Some(rendered) = take_over::render(read) {
                    rendered.show();
                }
                self.page.set(Some(write));
            }
        }
        // The views of a signal change in the next microtask.
        leptos::task::tick().await;
        if let Some(heading) = dom::document().query_selector("#content h1").ok().flatten() {
            dom::focus_heading(&heading);
        }
        self.scroll(&target, visit);
        *self.current.borrow_mut() = target;
    }

    /// Writes into the present entry how far it is scrolled: unlike this app, an entry outlives a full load.
    fn keep_scroll(&self) {
        let Some(state) = history_state() else { return };
        let position = self.scrolls.borrow().get(&self.entry.get().to_bits()).copied().unwrap_or_default();
        // A state is an object of this app's own.
        let _ = Reflect::set(&state, &SCROLL.into(), &position.into());
        self.enter(state);
    }

    fn push(&self, target: &Target, month: Option<&str>) {
        self.keep_scroll();
        let state = new_state(month);
        let address = self.address.of(target);
        if let Ok(history) = dom::window().history() {
            // A browser refuses too many entries in a short time: the page is shown all the same.
            let _ = history.push_state_with_url(&state, "", Some(&address));
        }
        self.entry.set(key(&state));
    }

    /// Makes an entry of the history the present one.
    fn enter(&self, state: JsValue) {
        self.entry.set(key(&state));
        if let Ok(history) = dom::window().history() {
            // Without a state going back still works, only its scroll is lost.
            let _ = history.replace_state(&state, "");
        }
    }

    fn scroll(&self, target: &Target, visit: Visit) {
        let remembered = self.scrolls.borrow().get(&self.entry.get().to_bits()).copied().or_else(kept_scroll);
        let element = dom::document().get_element_by_id(&target.fragment);
        match (visit, remembered, element) {
            (Visit::Return, Some(position), _) => dom::window().scroll_to_with_x_and_y(0.0, position),
            (_, _, Some(element)) => element.scroll_into_view(),
            _ => dom::window().scroll_to_with_x_and_y(0.0, 0.0),
        }
    }

    fn month(&self) -> Option<String> {
        Reflect::get(&history_state()?, &MONTH.into()).ok()?.as_string()
    }

    fn messages(&self) -> &'static Messages {
        let language = dom::html().and_then(|html| html.get_attribute("lang")).unwrap_or_default();
        Messages::of(&model::Language::new(&language))
    }
}

/// The link that a click follows inside the tab; none when the reader wants something else of it.
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

/// Tells the document what page it is now.
fn describe(page: &Page) {
    dom::document().set_title(&page.title());
    let language = &page.masthead().language;
    if let Some(html) = dom::html() {
        let root = page.route.root();
        let month = match &page.content {
            Content::Article(article) => article.month(),
            _ => "",
        };
        let attributes = [
            ("lang", language.as_str()),
            ("dir", language.direction().as_str()),
            ("data-root", &root),
            ("data-month", month),
        ];
        for (name, value) in attributes {
            // The names are valid, and nothing else can fail.
            let _ = html.set_attribute(name, value);
        }
    }
}

fn set_scroll_restoration(restoration: ScrollRestoration) {
    if let Ok(history) = dom::window().history() {
        // A browser without it restores as it thinks best.
        let _ = history.set_scroll_restoration(restoration);
    }
}

/// The state that this app gave to the present history entry.
fn history_state() -> Option<JsValue> {
    let state = dom::window().history().ok()?.state().ok()?;
    state.is_object().then_some(state)
}

/// How far the present entry was scrolled when it was left, perhaps before a full load.
fn kept_scroll() -> Option<f64> {
    Reflect::get(&history_state()?, &SCROLL.into()).ok()?.as_f64()
}

/// A state for a new history entry: a key that no other entry of the tab has, and the month of its article.
fn new_state(month: Option<&str>) -> JsValue {
    let state = js_sys::Object::new();
    let unique = Date::now() + js_sys::Math::random();
    // Setting a property of a new object cannot fail.
    let _ = Reflect::set(&state, &KEY.into(), &unique.into());
    let _ = Reflect::set(&state, &MONTH.into(), &month.map_or(JsValue::NULL, JsValue::from));
    state.into()
}

fn key(state: &JsValue) -> f64 {
    Reflect::get(state, &KEY.into()).ok().and_then(|key| key.as_f64()).unwrap_or_default()
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
    // Only listening to an event that does not exist could fail.
    let _ = target.add_event_listener_with_callback(kind, listener.as_ref().unchecked_ref());
    listener.forget();
}
