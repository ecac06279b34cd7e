//! What the buttons and boxes of the page do.

use std::rc::Rc;

use model::Hash;
use wasm_bindgen_futures::spawn_local;

use super::{Change, Keeper, TAKEN};
use crate::actions::Action;
use crate::browser::store::{CURRENT, STAGED};
use crate::browser::{forget, quota};
use crate::components::notice::Notice;
use crate::content::{Bundles, Device, StoreError, saved, saved_value};
use crate::preferences::{Choice, Facts, Part, Preferences};

impl Keeper {
    /// Does what a button says.
    pub(in crate::browser) fn act(self: &Rc<Self>, action: Action) {
        let keeper = Rc::clone(self);
        spawn_local(async move {
            keeper.do_action(action).await;
            keeper.tell(Change::State);
        });
    }

    async fn do_action(self: &Rc<Self>, action: Action) {
        let result = match action {
            Action::Take => {
                self.take_what_there_is().await;
                Ok(())
            }
            Action::Stop => {
                self.stopped.set(true);
                Ok(())
            }
            Action::Close => {
                self.say(Notice::None);
                Ok(())
            }
            Action::Keep(true) => self.choose(Preferences::keep_fact(true)).await,
            Action::Keep(false) => self.keep_nothing().await,
            Action::Pictures(on) => self.choose(Preferences::pictures_fact(on)).await,
            Action::Automatic(on) => self.choose(Preferences::automatic_fact(on)).await,
            Action::KeepPart(part @ Part::Article(..)) => self.save(&part).await,
            Action::LeavePart(part @ Part::Article(..)) => self.set_facts(&[(&part.name(), None)]).await,
            Action::KeepPart(part) => self.choose((part.name(), Choice::Keep.value().to_owned())).await,
            Action::LeavePart(part) => self.choose((part.name(), Choice::Leave.value().to_owned())).await,
            Action::Persist => {
                self.refused.set(!quota::persist().await);
                Ok(())
            }
            Action::Private | Action::Forget => {
                self.forget().await;
                Ok(())
            }
        };
        if let Err(error) = result {
            self.say(Notice::NotTaken(error.into()));
        }
    }

    /// Keeps a choice, and makes what is on the device what was chosen.
    async fn choose(self: &Rc<Self>, (name, value): (String, String)) -> Result<(), StoreError> {
        self.set_facts(&[(&name, Some(value))]).await?;
        match self.head(CURRENT) {
            Some(current) => self.take(current).await,
            None => self.look().await,
        }
        Ok(())
    }

    async fn take_what_there_is(self: &Rc<Self>) {
        let news = self.news.borrow().clone();
        let head = match news {
            Some(head) => Ok(head),
            None => self.network.head().await,
        };
        match head {
            Ok(head) => self.take(head).await,
            Err(error) => self.say(Notice::NotTaken(error.into())),
        }
    }

    async fn keep_nothing(&self) -> Result<(), StoreError> {
        self.stopped.set(true);
        let (name, value) = Preferences::keep_fact(false);
        self.set_facts(&[(&name, Some(value)), (CURRENT, None), (STAGED, None), (TAKEN, None)]).await?;
        forget::set_not_kept(&self.name);
        let store = self.store().ok_or(StoreError::Denied)?;
        let saved: Vec<Hash> = saved(&self.facts.borrow()).map(|(_, bundle)| bundle.hash).collect();
        store.retain(&saved).await?;
        forget::delete_cache(&format!("{}media", self.name)).await;
        Ok(())
    }

    async fn save(self: &Rc<Self>, part: &Part) -> Result<(), StoreError> {
        let Part::Article(language, slug) = part else { return Ok(()) };
        let store = self.store().ok_or(StoreError::Denied)?;
        let site = self.site().await.map_err(|_| StoreError::Denied)?;
        let Some(bundle) = site.edition.bundle_of(language, slug).await else { return Ok(()) };
        if let Ok(bytes) = self.shelf().bundle(&bundle).await {
            store.put(vec![(bundle.hash, bytes)]).await?;
            self.set_facts(&[(&part.name(), Some(saved_value(&bundle)))]).await?;
        }
        Ok(())
    }

    /// Removes everything, looks what is left, and writes nothing from then on in this tab.
    async fn forget(&self) {
        self.stopped.set(true);
        self.private.set(true);
        self.say(Notice::None);
        let store = self.store.borrow_mut().take();
        if let Some(store) = store {
            store.close();
        }
        *self.facts.borrow_mut() = Facts::default();
        forget::set_private();
        *self.traces.borrow_mut() = forget::forget(&self.name, &self.root).await;
    }
}
