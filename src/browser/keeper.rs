//! Keeping editions on this device: when they are looked for and taken, and what the reader is told of it.

mod actions;
mod pictures;
mod state;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

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

/// How long the site is asked for a newer edition that may have the page which this one does not have.
const PATIENCE: Duration = Duration::from_secs(8);

/// How often an edition is begun anew that changes or vanishes while it is being taken.
const TRIES: u32 = 4;

/// The fact that says how much text of the current edition was kept by itself, where there was no room for [`ENOUGH`].
const ROOM: &str = "room";

/// The fact that says that what the reader decided is not on the device yet.
const PENDING: &str = "pending";

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
    /// Whether to look for a newer edition after that.
    look_again: Cell<bool>,
    stopped: Cell<bool>,
    /// The newer edition that the reader was told of.
    news: RefCell<Option<Head>>,
    /// The edition that the reader put off or stopped: it is not begun again by itself in this tab.
    declined: RefCell<Option<Head>>,
    /// Whether the reader closed the line that tells how far a take is.
    quiet: Cell<bool>,
    /// The manifest of the edition whose pictures this tab has dealt with.
    pictured: Cell<Option<Hash>>,
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
        let private = Rc::new(Cell::new(forget::is_private(&name).await));
        let store = if private.get() { None } else { Store::open(&name).await.map(Rc::new) };
        let facts = match &store {
            Some(store) => store.facts().await.unwrap_or_default(),
            None => Facts::default(),
        };
        let keeper = Rc::new(Self {
            network: Rc::new(Network::new(root.clone(), Rc::clone(&private), store.is_some())),
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
            look_again: Cell::default(),
            stopped: Cell::default(),
            news: RefCell::default(),
            declined: RefCell::default(),
            quiet: Cell::default(),
            pictured: Cell::default(),
            refused: Cell::default(),
            traces: RefCell::default(),
            listener: RefCell::default(),
        });
        let listening = Rc::clone(&keeper);
        forget::listen(&keeper.name, Rc::clone(&keeper.private), move || listening.go_private());
        Some(keeper)
    }

    /// Keeps nothing from now on in this tab.
    fn go_private(&self) {
        self.private.set(true);
        self.stopped.set(true);
        *self.next.borrow_mut() = None;
        self.say(Notice::None);
        let store = self.store.borrow_mut().take();
        store.iter().for_each(|store| store.close());
        *self.facts.borrow_mut() = Facts::default();
        forget::set_private();
        self.tell(Change::State);
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
        // Somebody waits for a page, and this is only a hope.
        let head = dom::within(PATIENCE, self.network.head()).await?.ok()?;
        if head.manifest == open.head.manifest {
            return None;
        }
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
        let notice = self.notice.get();
        let is_known = matches!(notice, Notice::Kept(_) | Notice::WithoutPictures | Notice::Offline(_));
        // Said again, since the page may be in another language.
        self.say(if is_known { Notice::None } else { notice });
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
        let is_progress = matches!(notice, Notice::Taking(_) | Notice::TakingPictures(_));
        if !(is_progress && self.quiet.get()) {
            self.notice.set(notice);
        }
    }

    /// How much text is kept by itself.
    fn room(&self) -> u64 {
        self.facts.borrow().get(ROOM).and_then(|room| room.parse().ok()).unwrap_or(ENOUGH)
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
        if self.store().is_none() || !self.preferences().keep {
            return;
        }
        if self.taking.get() {
            self.look_again.set(true);
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
        if self.declined.borrow().as_ref() == Some(&head) {
            return;
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
        let is_same = head.manifest == current.manifest;
        let enough = if is_same { self.room() } else { ENOUGH };
        let wish = Wish { preferences: &preferences, enough, previous: manifest.as_ref() };
        let plan = plan(&head, &wish, &*store, &*self.network).await?;
        if is_same {
            if plan.missing() > 0 && self.facts.borrow().get(PENDING).is_some() {
                self.take(head).await;
            } else if plan.missing() > 0 {
                self.say(Notice::Lost);
            } else if preferences.pictures && !self.taking.replace(true) {
                self.stopped.set(false);
                self.take_pictures(&plan).await;
                self.taking.set(false);
                self.go_on().await;
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
        let Some(current) = current.filter(|_| error != ContentError::Foreign) else {
            return self.say(Notice::NotTaken(error.into()));
        };
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
        if self.store().is_some() && !self.preferences().keep {
            // What came while the reader decided otherwise goes too, now or the next time.
            let _ = self.keep_nothing().await;
        }
        self.tell(Change::State);
        if self.look_again.take() {
            self.look_soon();
        }
    }

    /// Goes on with what had to wait for pictures.
    async fn go_on(self: &Rc<Self>) {
        let next = self.next.borrow_mut().take();
        match next {
            Some(next) => self.take(next).await,
            None if self.look_again.take() => self.look_soon(),
            None => {}
        }
    }

    /// Takes an edition and its pictures, and says how that goes.
    async fn take_now(&self, head: Head) {
        self.stopped.set(false);
        self.quiet.set(false);
        let before = self.head(CURRENT);
        let (plan, whole) = match self.take_edition(head.clone()).await {
            Ok(taken) => taken,
            // Nobody waits for what nobody wants, or what is here already.
            Err(TakeError::Overtaken) => return self.say(Notice::None),
            Err(_) if self.private.get() => return self.say(Notice::None),
            Err(error) => {
                if error == TakeError::Stopped {
                    *self.declined.borrow_mut() = Some(head);
                }
                return self.say(Notice::NotTaken(error));
            }
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

    /// Lets the service worker answer pages itself, as it does once there is a cache of pictures.
    async fn begin_pages(&self) {
        if let Some(media) = &self.media {
            // Without it pages come from the site as before, and the text is kept all the same.
            let _ = media.begin().await;
        }
    }

    /// What was taken, and whether there was room for all of it.
    async fn take_edition(&self, mut head: Head) -> Result<(Plan, bool), TakeError> {
        let mut enough = ENOUGH;
        let mut error = TakeError::Overtaken;
        for _ in 0..TRIES {
            match self.try_edition(&head, enough).await {
                Ok(plan) => return Ok((plan, enough == ENOUGH)),
                Err(TakeError::Store(StoreError::Full)) => {
                    error = StoreError::Full.into();
                    // Of an edition that is here nothing goes, not even a picture; a first one is cut shorter.
                    if self.head(CURRENT).is_some() {
                        break;
                    }
                    enough /= 4;
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
                Err(failed @ TakeError::Overtaken) => error = failed,
                Err(failed) => return Err(failed),
            }
        }
        Err(error)
    }

    async fn try_edition(&self, head: &Head, enough: u64) -> Result<Plan, TakeError> {
        let store = self.store().ok_or(StoreError::Denied)?;
        self.read_facts().await;
        let (preferences, current) = (self.preferences(), self.head(CURRENT));
        if !preferences.keep {
            return Err(TakeError::Overtaken);
        }
        let previous = match &current {
            Some(current) => self.manifest(current).await,
            None => None,
        };
        if current.is_none() {
            // Until there is a whole edition, what has arrived of this one is better than nothing.
            self.set_facts(&[(STAGED, Some(text(head)))]).await?;
            self.begin_pages().await;
        }
        let wish = Wish { preferences: &preferences, enough, previous: previous.as_ref() };
        let plan = plan(head, &wish, &*store, &*self.network).await?;
        if let (Some(current), Some(previous)) = (&current, &previous)
            && is_older(head, &plan.manifest, current, previous)
        {
            return Err(TakeError::Overtaken);
        }
        let tell = |progress| {
            self.say(Notice::Taking(progress));
            !self.stopped.get()
        };
        if plan.missing() > 0 {
            plan.fill(&*store, &*self.network, &tell).await?;
        }
        let taken = (current.as_ref() != Some(head)).then(quota::now);
        let room = (enough < ENOUGH).then(|| enough.to_string());
        let mut facts = vec![(ROOM, room), (PENDING, None)];
        facts.extend(taken.map(|taken| (TAKEN, Some(taken))));
        match plan.commit(&*store, current.as_ref(), &facts).await? {
            Committed::Done => {}
            Committed::Incomplete | Committed::Overtaken => return Err(TakeError::Overtaken),
        }
        self.read_facts().await;
        self.begin_pages().await;
        forget::set_kept(&self.name);
        Ok(plan)
    }
}
