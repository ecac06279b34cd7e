//! Keeping editions on this device: when they are looked for and taken, and what the reader is told of it.

mod actions;
mod pictures;
mod state;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use model::{Article, Hash, Head, Language, Manifest};
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::media::Media;
use super::network::Network;
use super::notice::NoticeBar;
use super::site::{Shelf, Site};
use super::store::{CURRENT, STAGED, Store, text};
use super::{dom, forget, quota, worker};
use crate::components::notice::Notice;
use crate::content::{
    Committed, ContentError, Device, ENOUGH, Left, Plan, StoreError, TakeError, Trace, Wish, is_older, plan, read,
    saved,
};
use crate::preferences::{Facts, Part, Preferences};

/// How often an edition is begun anew that changes or vanishes while it is being taken.
const TRIES: u32 = 4;

/// The fact that says when the current edition was taken, in milliseconds since 1970 by the device's clock.
const TAKEN: &str = "taken";

/// What keeps editions on this device.
pub(super) struct Keeper {
    root: String,
    /// How the names of all that this site leaves in the browser begin, since other sites may lie on the same host.
    name: String,
    network: Rc<Network>,
    store: RefCell<Option<Rc<Store>>>,
    media: Option<Media>,
    facts: RefCell<Facts>,
    private: Rc<Cell<bool>>,
    notice: NoticeBar,
    /// The head that the site told when its newest edition was opened, so that it is not asked twice.
    told: RefCell<Option<Head>>,
    /// Whether something is being taken.
    taking: Cell<bool>,
    /// What is to be taken after that.
    next: RefCell<Option<Head>>,
    stopped: Cell<bool>,
    /// The newer edition that the reader was told of.
    news: RefCell<Option<Head>>,
    refused: Cell<bool>,
    traces: RefCell<Vec<(Trace, Left)>>,
    listener: RefCell<Option<Listener>>,
}

/// What is called when something has changed.
type Listener = Rc<dyn Fn(Change)>;

/// What has changed on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Another edition is the current one.
    Edition,
    /// Something that the page about this device shows.
    State,
}

impl Keeper {
    /// Opens what is kept of a site.
    pub(super) async fn open(address: Address) -> Option<Rc<Self>> {
        let root = address.root();
        let path = web_sys::Url::new(&root).ok()?.pathname();
        let name = format!("offprint {path} ");
        let private = Rc::new(Cell::new(forget::is_private()));
        let store = if private.get() { None } else { Store::open(&name).await.map(Rc::new) };
        let facts = match &store {
            Some(store) => store.facts().await.unwrap_or_default(),
            None => Facts::default(),
        };
        Some(Rc::new(Self {
            network: Rc::new(Network::new(root.clone(), Rc::clone(&private))),
            media: Media::new(format!("{name}media"), root.clone(), Rc::clone(&private)),
            notice: NoticeBar::new(address)?,
            store: RefCell::new(store),
            facts: RefCell::new(facts),
            root,
            name,
            private,
            told: RefCell::default(),
            taking: Cell::default(),
            next: RefCell::default(),
            stopped: Cell::default(),
            news: RefCell::default(),
            refused: Cell::default(),
            traces: RefCell::default(),
            listener: RefCell::default(),
        }))
    }

    /// Calls this whenever something has changed.
    pub(super) fn on_change(&self, listener: impl Fn(Change) + 'static) {
        *self.listener.borrow_mut() = Some(Rc::new(listener));
    }

    /// Opens the edition that is kept; without one the newest of the site.
    pub(super) async fn site(&self) -> Result<Site, ContentError> {
        if let Some(head) = self.head(CURRENT).or_else(|| self.head(STAGED))
            && let Ok(site) = Site::open(head, self.shelf()).await
        {
            return Ok(site);
        }
        let head = self.network.head().await?;
        *self.told.borrow_mut() = Some(head.clone());
        Site::open(head, self.shelf()).await
    }

    /// The edition that this or another tab has taken since one was opened.
    pub(super) async fn taken(&self, open: &Site) -> Option<Site> {
        self.read_facts().await;
        let head = self.head(CURRENT).filter(|head| head.manifest != open.head.manifest)?;
        Site::open(head, self.shelf()).await.ok()
    }

    /// The newest edition of the site, when it is newer than the one that is open.
    pub(super) async fn newest(&self, open: &Site) -> Option<Site> {
        let head = self.network.head().await.ok().filter(|head| head.manifest != open.head.manifest)?;
        let site = Site::open(head, self.shelf()).await.ok()?;
        let is_older = is_older(&site.head, site.edition.manifest(), &open.head, open.edition.manifest());
        (!is_older).then_some(site)
    }

    /// Begins to keep the newest edition, once the page is there for reading.
    pub(super) fn begin(self: &Rc<Self>) {
        if self.private.get() {
            return;
        }
        let keeper = Rc::clone(self);
        spawn_local(async move { worker::register(&keeper.root).await });
        if self.is_lost() {
            self.say(Notice::Lost);
        } else {
            self.look_soon();
        }
    }

    /// Looks for a newer edition in the background.
    pub(super) fn look_soon(self: &Rc<Self>) {
        let keeper = Rc::clone(self);
        spawn_local(async move { keeper.look().await });
    }

    /// A page was opened: what was only to be known is known.
    pub(super) fn page_opened(&self) {
        if matches!(self.notice.get(), Notice::Kept(_) | Notice::WithoutPictures | Notice::Offline(_)) {
            self.say(Notice::None);
        }
    }

    /// Whether the reader saved an article.
    pub(super) fn has_saved(&self, part: &Part) -> bool {
        self.facts.borrow().get(&part.name()).is_some()
    }

    /// An article that the reader saved and that the edition does not have any more.
    pub(super) async fn saved(&self, language: &Language, slug: &str) -> Option<Article> {
        let part = Part::Article(language.clone(), slug.to_owned());
        let (_, bundle) = saved(&self.facts.borrow()).find(|(saved, _)| *saved == part)?;
        let bytes = self.store()?.get(&bundle.hash).await.ok()??;
        trust::check(&bundle, &bytes).ok()?;
        read(&bytes).ok()
    }

    fn preferences(&self) -> Preferences {
        Preferences::of(&self.facts.borrow(), quota::saves_data())
    }

    fn store(&self) -> Option<Rc<Store>> {
        self.store.borrow().clone().filter(|store| !store.is_closed())
    }

    fn shelf(&self) -> Shelf {
        Shelf { store: self.store(), network: Rc::clone(&self.network) }
    }

    fn head(&self, fact: &str) -> Option<Head> {
        read(self.facts.borrow().get(fact)?.as_bytes()).ok()
    }

    fn say(&self, notice: Notice) {
        self.notice.set(notice);
    }

    fn tell(&self, change: Change) {
        // The listener may call back.
        let listener = self.listener.borrow().clone();
        listener.iter().for_each(|listener| listener(change));
    }

    /// Reads the facts anew, which another tab may have changed.
    async fn read_facts(&self) {
        if let Some(store) = self.store()
            && let Ok(facts) = store.facts().await
        {
            *self.facts.borrow_mut() = facts;
        }
    }

    async fn set_facts(&self, facts: &[(&str, Option<String>)]) -> Result<(), StoreError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        store.set_facts(facts).await?;
        let mut known = self.facts.borrow_mut();
        for (name, value) in facts {
            known.set(name, value.clone());
        }
        Ok(())
    }

    /// Whether an edition was kept here and the browser has removed it.
    fn is_lost(&self) -> bool {
        self.store().is_some() && self.head(CURRENT).is_none() && forget::was_kept(&self.name)
    }

    async fn look(self: &Rc<Self>) {
        self.read_facts().await;
        if self.taking.get() || self.store().is_none() || !self.preferences().keep {
            return;
        }
        let current = self.head(CURRENT);
        let told = self.told.borrow_mut().take();
        let asked = match told {
            Some(head) => Ok(head),
            None => self.network.head().await,
        };
        let head = match asked {
            Ok(head) => head,
            Err(error) => return self.say_offline(current, error).await,
        };
        if matches!(self.notice.get(), Notice::Offline(_)) {
            self.say(Notice::None);
        }
        let Some(current) = current else { return self.take(head).await };
        if let Err(error) = self.consider(&current, head).await
            && error != TakeError::Content(ContentError::Unreachable)
        {
            self.say(Notice::NotTaken(error));
        }
    }

    /// Finds out what is new in an edition, and tells it or takes it.
    async fn consider(self: &Rc<Self>, current: &Head, head: Head) -> Result<(), TakeError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        let preferences = self.preferences();
        let manifest = self.manifest(current).await;
        let wish = Wish { preferences: &preferences, enough: ENOUGH, previous: manifest.as_ref() };
        let plan = plan(&head, &wish, &*store, &*self.network).await?;
        if head.manifest == current.manifest {
            if plan.missing() > 0 {
                self.say(Notice::Lost);
            } else if preferences.pictures && !self.taking.replace(true) {
                self.take_pictures(&plan).await;
                self.taking.set(false);
                let next = self.next.borrow_mut().take();
                if let Some(next) = next {
                    self.take(next).await;
                }
            }
            return Ok(());
        }
        if manifest.is_some_and(|manifest| is_older(&head, &plan.manifest, current, &manifest)) {
            return Ok(());
        }
        let is_small = plan.news.articles == 0 && plan.news.changed == 0;
        if preferences.automatic || is_small {
            self.take(head).await;
        } else {
            *self.news.borrow_mut() = Some(head);
            self.say(Notice::News(plan.news));
        }
        Ok(())
    }

    async fn say_offline(&self, current: Option<Head>, error: ContentError) {
        let Some(current) = current else { return };
        if error == ContentError::Foreign {
            return self.say(Notice::NotTaken(error.into()));
        }
        if self.notice.get() == Notice::None
            && let Some(manifest) = self.manifest(&current).await
        {
            let date = manifest.date_in(&dom::language()).map(|date| date.text.clone());
            self.say(Notice::Offline(date.unwrap_or_default()));
        }
    }

    /// The manifest of an edition whose manifest is on the device.
    async fn manifest(&self, head: &Head) -> Option<Manifest> {
        let bytes = self.store()?.get(&head.manifest.hash).await.ok()??;
        trust::check(&head.manifest, &bytes).ok()?;
        read(&bytes).ok()
    }

    /// Takes an edition, or what is missing of it; after what is being taken already.
    async fn take(self: &Rc<Self>, head: Head) {
        *self.next.borrow_mut() = Some(head);
        if self.taking.replace(true) {
            return;
        }
        loop {
            let next = self.next.borrow_mut().take();
            let Some(head) = next else { break };
            self.take_now(head).await;
        }
        self.taking.set(false);
        self.tell(Change::State);
    }

    /// Takes an edition and its pictures, and says how that goes.
    async fn take_now(&self, head: Head) {
        self.stopped.set(false);
        let before = self.head(CURRENT);
        let (plan, whole) = match self.take_edition(head).await {
            Ok(taken) => taken,
            Err(error) => return self.say(Notice::NotTaken(error)),
        };
        *self.news.borrow_mut() = None;
        let shown = matches!(self.notice.get(), Notice::Taking(_) | Notice::News(_) | Notice::Lost);
        self.say(match (whole, shown) {
            (false, _) => Notice::Shortened(plan.articles),
            (true, true) => Notice::Kept(plan.articles),
            (true, false) => Notice::None,
        });
        if self.head(CURRENT) != before {
            self.tell(Change::Edition);
        }
        self.tell(Change::State);
        if !self.preferences().pictures {
            self.drop_pictures().await;
        } else if whole {
            self.take_pictures(&plan).await;
        }
    }

    /// What was taken, and whether there was room for all of it.
    async fn take_edition(&self, mut head: Head) -> Result<(Plan, bool), TakeError> {
        let mut enough = ENOUGH;
        let mut error = TakeError::Stopped;
        for _ in 0..TRIES {
            match self.try_edition(&head, enough).await {
                Ok(plan) => return Ok((plan, enough == ENOUGH)),
                Err(TakeError::Store(StoreError::Full)) => {
                    error = StoreError::Full.into();
                    // Pictures go first, then the months that are read least; of an edition that is here nothing goes.
                    if !self.drop_pictures().await {
                        if self.head(CURRENT).is_some() {
                            break;
                        }
                        enough /= 4;
                    }
                }
                Err(failed @ TakeError::Content(ContentError::Missing | ContentError::Damaged)) => {
                    error = failed;
                    let newest = self.network.head().await?;
                    if newest.manifest == head.manifest {
                        return Err(failed);
                    }
                    head = newest;
                }
                // Another tab was at it too: what it did is seen the next time around.
                Err(failed @ TakeError::Stopped) if !self.stopped.get() => error = failed,
                Err(failed) => return Err(failed),
            }
        }
        Err(error)
    }

    async fn try_edition(&self, head: &Head, enough: u64) -> Result<Plan, TakeError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        self.read_facts().await;
        let (preferences, current) = (self.preferences(), self.head(CURRENT));
        let previous = match &current {
            Some(current) => self.manifest(current).await,
            None => None,
        };
        if current.is_none() {
            // Until there is a whole edition, what has arrived of this one is better than nothing.
            self.set_facts(&[(STAGED, Some(text(head)))]).await?;
            if let Some(media) = &self.media {
                media.begin().await?;
            }
        }
        let wish = Wish { preferences: &preferences, enough, previous: previous.as_ref() };
        let plan = plan(head, &wish, &*store, &*self.network).await?;
        let tell = |progress| {
            self.say(Notice::Taking(progress));
            !self.stopped.get()
        };
        if plan.missing() > 0 {
            plan.fill(&*store, &*self.network, &tell).await?;
        }
        let saved: Vec<Hash> = saved(&self.facts.borrow()).map(|(_, bundle)| bundle.hash).collect();
        match plan.commit(&*store, current.as_ref(), saved.into_iter()).await? {
            Committed::Done => {}
            Committed::Incomplete | Committed::Overtaken => return Err(TakeError::Stopped),
        }
        if current.as_ref() != Some(head) {
            self.set_facts(&[(TAKEN, Some(quota::now()))]).await?;
        }
        self.read_facts().await;
        if let Some(media) = &self.media {
            media.begin().await?;
        }
        forget::set_kept(&self.name);
        Ok(plan)
    }
}
