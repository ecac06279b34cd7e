//! Loads the page of an address, and puts it on the screen.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Navigation;
use crate::browser::address::Target;
use crate::browser::{dom, parts, take_over};
use crate::pages::deferred::is_deferred;
use edition::error::ContentError;
use edition::page::{Content, Page};
use edition::routes::PageId;
use updates::{PageEvent, Warning};

impl Navigation {
    /// Takes over the open page if it equals the edition's page. Returns whether the two are equal.
    #[inline(never)]
    pub(super) fn take_over(&self, page: Arc<Page>) -> bool {
        if matches!(page.content, Content::Failed(_) | Content::NotFound) {
            return false;
        }
        let (read, write) = signal(page);
        let Some(rendered) = take_over::render(read, self.signals).filter(take_over::Rendered::is_shown) else {
            return false;
        };
        if !dom::has_selection() {
            rendered.show();
            self.page.set(Some(write));
            self.mark_at_work();
            self.mark_saved();
        }
        true
    }

    /// Finds out why the page on the screen differs from the signed one, and replaces it. An article is replaced only
    /// if it was already sent differently: readers may change it with extensions and translations.
    pub(super) fn prove_later(self: &Rc<Self>, month: Option<String>) {
        let navigation = Rc::clone(self);
        let asked = self.asked.get();
        spawn_local(async move {
            let target = navigation.current.borrow().clone();
            if let Some(newest) = navigation.part.other_edition(true).await {
                navigation.open_other(newest).await;
            }
            let page = navigation.page_of(&target, month.as_deref()).await;
            let is_open = || navigation.asked.get() == asked && *navigation.current.borrow() == target;
            if !is_open() || navigation.take_over(Arc::clone(&page)) {
                return;
            }
            // If no source answered, a newer edition may contain the missing article.
            let is_known = navigation.part.has_answers();
            let warning = match &target.route.place {
                PageId::Article(slug) => {
                    let language = &page.masthead().language;
                    let entry = navigation.site().edition.entry(language, slug, month.as_deref()).await.ok().flatten();
                    let sent = navigation.environment.network.sent(&dom::location()).await;
                    match (entry, sent) {
                        (Some(entry), Ok(sent)) if trust::hash(&sent) == entry.page.hash => return,
                        (Some(_), sent) => sent.ok().map(|_| Warning::PageAltered),
                        (None, _) if !is_known || matches!(page.content, Content::Failed(_)) => return,
                        (None, _) => Some(Warning::PageUnknown),
                    }
                }
                _ if matches!(page.content, Content::Failed(_) | Content::NotFound) => return,
                _ => None,
            };
            if is_open() {
                navigation.put(page).await;
                if let Some(warning) = warning {
                    navigation.part.page(PageEvent::PageReplaced(warning));
                }
            }
        });
    }

    /// Loads the page of a target. If the open edition lacks it, tries another edition.
    pub(super) async fn load(&self, target: &Target, month: Option<&str>) -> Arc<Page> {
        let page = self.page_of(target, month).await;
        let is_missing = match page.content {
            Content::Failed(ContentError::Missing | ContentError::Damaged) | Content::NotFound => true,
            Content::Failed(ContentError::Unreachable) => false,
            _ => return page,
        };
        let other = self.part.other_edition(is_missing).await;
        let is_open = match other {
            Some(other) => self.open_other(other).await,
            None => false,
        };
        if is_open { self.page_of(target, month).await } else { page }
    }

    pub(super) async fn page_of(&self, target: &Target, month: Option<&str>) -> Arc<Page> {
        let site = self.site();
        let mut page = site.edition.page(target.route.clone(), month).await;
        let language = page.masthead().language.clone();
        if let Err(error) = self.environment.network.load_messages(&language).await {
            page.content = Content::Failed(error);
            return Arc::new(page);
        }
        if is_deferred(&page.content) && parts::load_deferred_views().await.is_err() {
            page.content = Content::Failed(ContentError::Unreachable);
        }
        match &target.route.place {
            PageId::Article(slug) if matches!(page.content, Content::NotFound | Content::Failed(_)) => {
                // A saved article stays readable, even if later editions lack it.
                if let Some(article) = self.environment.saved(&language, slug).await {
                    page.content = Content::Article(article.into());
                }
            }
            _ => {}
        }
        Arc::new(page)
    }

    /// Replaces the page on the screen.
    pub(super) async fn put(&self, page: Arc<Page>) {
        dom::describe(&page);
        match self.page.get() {
            Some(signal) => signal.set(page),
            None => {
                let (read, write) = signal(page);
                if let Some(rendered) = take_over::render(read, self.signals) {
                    rendered.show();
                }
                self.page.set(Some(write));
            }
        }
        // Signals update their views in the next microtask.
        leptos::task::tick().await;
        self.mark_at_work();
    }
}
