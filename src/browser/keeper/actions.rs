//! What the buttons and boxes of the page do.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Change, Keeper, PENDING, ROOM, TAKEN};
use crate::actions::Action;
use crate::browser::site::Site;
use crate::browser::{forget, quota};
use crate::components::notice::Notice;
use crate::content::{Bundles, ContentError};
use crate::updates::{BundleStore, DownloadError, StoreError, saved_value};
use crate::updates::{Choice, OfflineItem, Preferences};
use crate::updates::{PARTIAL_HEAD, STORED_HEAD};

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
            Action::Take => self.take_what_there_is().await,
            Action::Stop => {
                self.stopped.set(true);
                Ok(())
            }
            Action::Close => {
                self.close();
                Ok(())
            }
            Action::Keep(true) => self.choose(Preferences::keep_entry(true)).await,
            Action::Keep(false) => self.keep_nothing().await,
            Action::Pictures(on) => self.choose(Preferences::pictures_entry(on)).await,
            Action::Automatic(on) => self.choose(Preferences::automatic_entry(on)).await,
            Action::KeepItem(part @ OfflineItem::Article(..)) => self.save(&part).await,
            Action::DiscardItem(part @ OfflineItem::Article(..)) => self.unsave(&part).await,
            Action::KeepItem(part) => self.choose((part.name(), Choice::Keep.value().to_owned())).await,
            Action::DiscardItem(part) => self.choose((part.name(), Choice::Discard.value().to_owned())).await,
            Action::Persist => {
                self.refused.set(!quota::persist().await);
                Ok(())
            }
            // That is done by the tools.
            Action::PassOn(_) | Action::Open | Action::Embed => Ok(()),
            Action::Private | Action::Forget => {
                self.forget().await;
                Ok(())
            }
        };
        match result {
            Ok(()) => {}
            Err(DownloadError::Store(StoreError::Denied)) if self.private.get() => self.say(Notice::Private),
            Err(error) => self.say(Notice::NotTaken(error)),
        }
    }

    /// Closes the line; what it told of is not told again in this tab.
    fn close(&self) {
        match self.notice.get() {
            Notice::UpdateAvailable(_) => *self.declined.borrow_mut() = self.news.borrow().clone(),
            Notice::Taking(_) | Notice::TakingPictures(_) => self.quiet.set(true),
            _ => {}
        }
        self.say(Notice::None);
    }

    /// Keeps a choice, and makes what is on the device what was chosen.
    async fn choose(self: &Rc<Self>, (name, value): (String, String)) -> Result<(), DownloadError> {
        self.set_facts(&[(&name, Some(value)), (PENDING, Some(String::new()))]).await?;
        *self.declined.borrow_mut() = None;
        self.pictured.set(None);
        match self.head(STORED_HEAD) {
            Some(current) => self.take(current).await,
            None => self.look().await,
        }
        Ok(())
    }

    async fn take_what_there_is(self: &Rc<Self>) -> Result<(), DownloadError> {
        *self.declined.borrow_mut() = None;
        let news = self.news.borrow().clone();
        let head = match news {
            Some(head) => head,
            None => self.newest_head().await?,
        };
        self.take(head).await;
        Ok(())
    }

    /// Removes the edition and keeps none until the reader says otherwise; what they saved stays.
    pub(super) async fn keep_nothing(&self) -> Result<(), DownloadError> {
        self.stopped.set(true);
        *self.next.borrow_mut() = None;
        let (name, value) = Preferences::keep_entry(false);
        let gone = [STORED_HEAD, PARTIAL_HEAD, TAKEN, ROOM, PENDING].map(|name| (name, None));
        self.set_facts(&[&[(name.as_str(), Some(value))], &gone[..]].concat()).await?;
        forget::set_not_kept(&self.name);
        self.store().ok_or(StoreError::Denied)?.clear().await?;
        forget::delete_cache(&format!("{}media", self.name)).await;
        Ok(())
    }

    /// Saves an article of the edition that is kept, else of the newest.
    async fn save(self: &Rc<Self>, part: &OfflineItem) -> Result<(), DownloadError> {
        let OfflineItem::Article(language, slug) = part else { return Ok(()) };
        let store = self.store().ok_or(StoreError::Denied)?;
        let site = self.site().await?;
        let entry = match site.edition.entry(language, slug, None).await {
            Some(entry) => Some(entry),
            None => {
                Site::open(self.newest_head().await?, self.shelf()).await?.edition.entry(language, slug, None).await
            }
        };
        let bundle = entry.ok_or(ContentError::Missing)?.bundle;
        let bytes = self.shelf().bundle(&bundle).await?;
        store.save(&[(part.clone(), bundle, bytes)]).await?;
        self.facts.borrow_mut().set(&part.name(), Some(saved_value(&bundle)));
        Ok(())
    }

    async fn unsave(self: &Rc<Self>, part: &OfflineItem) -> Result<(), DownloadError> {
        self.set_facts(&[(&part.name(), None)]).await?;
        // Its text goes with whatever else the edition does not need.
        match self.head(STORED_HEAD) {
            Some(current) => self.take(current).await,
            None => self.store().ok_or(StoreError::Denied)?.clear().await?,
        }
        Ok(())
    }

    /// Removes everything, looks what is left, and writes nothing from then on, in this tab and all others.
    async fn forget(&self) {
        self.go_private();
        forget::tell_others(&self.name);
        *self.traces.borrow_mut() = forget::forget(&self.name, &self.root).await;
    }
}
