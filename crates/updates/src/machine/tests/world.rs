//! Simulates a device with some tabs: carries out the effects of their machines in any order.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use model::{Hash, Manifest};
use trust::Accepted;

use super::checks::Checks;
use super::device::{BundleCache, Device, TabStore};
use super::site::{NOW, Site, site};
use super::{SiteFault, Step};
use crate::OfflineItem;
use crate::compare::compare;
use crate::download::{DownloadError, Plan, Progress};
use crate::edition_info::is_older;
use crate::import::{ImportContext, import};
use crate::machine::{Changed, Effect, Event, Imported, Outcome, PageEvent, TaskId, Updates};
use crate::save::save_article;
use crate::snapshot::Snapshot;
use crate::store::{BundleStore, StoreError};
use crate::tests::fixture::{Phone, now, pause};
use edition::content::{self, Edition};
use edition::error::ContentError;

/// The device, its site and its tabs.
pub(super) struct World {
    pub(super) site: Rc<Site>,
    pub(super) device: Rc<Device>,
    pub(super) tabs: Vec<Tab>,
    pub(super) checks: Checks,
    mail: Vec<(usize, Event)>,
    random: u64,
}

/// A tab and its running effects.
pub(super) struct Tab {
    pub(super) updates: Updates,
    pub(super) running: Vec<Running>,
    phone: Rc<Phone>,
    plan: Rc<RefCell<Option<(TaskId, Plan)>>>,
    progress: Rc<RefCell<Vec<(TaskId, Progress)>>>,
    /// `true` if an edition could be opened.
    pub(super) is_open: bool,
    /// The number of effects that ended since the last external event.
    pub(super) steps: usize,
}

/// A running effect.
pub(super) struct Running {
    pub(super) id: TaskId,
    pub(super) kind: Kind,
    future: Pin<Box<dyn Future<Output = Outcome>>>,
}

/// The kind of an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Writer,
    Other,
}

impl World {
    pub(super) fn new(is_signed: bool, tabs: usize, seed: u64) -> Self {
        let site = site(is_signed);
        let device = Rc::new(Device {
            phone: RefCell::default(),
            was_kept: Cell::default(),
            published: Cell::default(),
            fault: Cell::new(SiteFault::None),
            attachments_fit: Cell::new(true),
            accepted: RefCell::default(),
            commits: RefCell::default(),
        });
        device.phone.borrow().is_slow.set(true);
        let mut world =
            Self { site, device, tabs: Vec::new(), checks: Checks::new(tabs), mail: Vec::new(), random: seed | 1 };
        for _ in 0..tabs {
            world.tabs.push(world.open());
        }
        for tab in 0..tabs {
            world.begin(tab);
        }
        world
    }

    /// Runs a case until everything ends.
    pub(super) fn run(is_signed: bool, (tabs, seed, steps): (usize, u64, Vec<Step>)) {
        let mut world = Self::new(is_signed, tabs, seed);
        for step in steps {
            world.step(step);
        }
        world.finish();
    }

    /// Opens a tab.
    fn open(&self) -> Tab {
        let phone = Rc::clone(&self.device.phone.borrow());
        phone.is_slow.set(false);
        let snapshot = now(Snapshot::read(&*phone, self.device.was_kept.get(), false)).unwrap();
        phone.is_slow.set(true);
        Tab {
            updates: Updates::new(Ok(snapshot), self.site.pinned()),
            running: Vec::new(),
            phone,
            plan: Rc::default(),
            progress: Rc::default(),
            is_open: false,
            steps: 0,
        }
    }

    /// Does what the navigation does at start.
    fn begin(&mut self, tab: usize) {
        match self.tabs[tab].updates.stored().map(|head| head.head().manifest.hash) {
            Some(manifest) => self.opened(tab, manifest),
            None => self.handle(tab, Event::Page(PageEvent::NewestNeeded)),
        }
    }

    fn opened(&mut self, tab: usize, manifest: Hash) {
        let info = self.site.info(&manifest).unwrap().clone();
        self.handle(tab, Event::Page(PageEvent::Opened(info)));
        if !std::mem::replace(&mut self.tabs[tab].is_open, true) {
            self.handle(tab, Event::Page(PageEvent::Ready(crate::FirstDownload::Automatic)));
        }
    }

    pub(super) fn step(&mut self, step: Step) {
        let tabs = self.tabs.len();
        match step {
            Step::Run(times) => (0..times).for_each(|_| _ = self.run_one_effect()),
            Step::Command(tab, command) => self.dispatch(tab % tabs, Event::Command(command)),
            Step::Page(tab, event) => self.dispatch(tab % tabs, Event::Page(event)),
            Step::Publish(edition, only) => {
                self.device.published.set(edition);
                let paths = only.then(|| self.site.paths(edition).iter().cloned().collect());
                *self.site.host.only.borrow_mut() = paths;
            }
            Step::Fault(fault) => {
                self.device.fault.set(fault);
                self.site.host.fault.set(match fault {
                    SiteFault::None => None,
                    SiteFault::Silent | SiteFault::BundlesUnreachable => Some(ContentError::Unreachable),
                    SiteFault::LoginPage => Some(ContentError::Foreign),
                    SiteFault::BundlesMissing => Some(ContentError::Missing),
                    SiteFault::BundlesDamaged => Some(ContentError::Damaged),
                });
            }
            Step::Room(capacity) => self.device.phone.borrow().capacity.set(capacity),
            Step::AttachmentsFit(fit) => self.device.attachments_fit.set(fit),
            Step::Evict(everything) => self.evict(everything),
            Step::Reload(tab) => {
                let tab = tab % tabs;
                self.checks.check_store(&self.site, &self.device);
                self.tabs[tab] = self.open();
                self.mail.retain(|(to, _)| *to != tab);
                self.checks.reloaded(tab);
                self.begin(tab);
            }
            Step::Stale(tab) => self.repeat_ended_effect(tab % tabs),
        }
    }

    fn dispatch(&mut self, tab: usize, event: Event) {
        if self.tabs[tab].is_open {
            self.tabs[tab].steps = 0;
            self.handle(tab, event);
        }
    }

    fn evict(&mut self, everything: bool) {
        self.checks.check_store(&self.site, &self.device);
        let phone = Rc::clone(&self.device.phone.borrow());
        if everything {
            phone.bundles.borrow_mut().clear();
            *phone.metadata.borrow_mut() = Default::default();
        } else {
            let first = phone.bundles.borrow().keys().next().copied();
            first.map(|hash| phone.bundles.borrow_mut().remove(&hash));
        }
        self.checks.evicted(phone.stored().is_some());
    }

    /// Reports once more the end of an effect that has ended already or never ran.
    fn repeat_ended_effect(&mut self, tab: usize) {
        let over = (1..1000).map(TaskId).find(|id| !self.tabs[tab].running.iter().any(|running| running.id == *id));
        let before = (self.tabs[tab].updates.view(), self.tabs[tab].updates.notice().clone());
        for outcome in [Outcome::Stopped, Outcome::Downloaded(Ok(())), Outcome::Compared(Err(DownloadError::Stopped))] {
            for id in over.into_iter().chain([TaskId(u64::MAX)]) {
                let effects = self.tabs[tab].updates.handle(Event::Finished(id, outcome.clone()));
                assert!(effects.is_empty(), "4: {effects:?} after the end of an effect that is over");
                assert_eq!(before.1, *self.tabs[tab].updates.notice(), "4: an effect that is over changes the notice");
            }
        }
        assert!(before.0 == self.tabs[tab].updates.view(), "4: an effect that is over changes something");
    }

    /// Runs everything to its end.
    pub(super) fn finish(&mut self) {
        for tab in &mut self.tabs {
            tab.steps = 0;
        }
        while self.run_one_effect() {
            for (position, tab) in self.tabs.iter().enumerate() {
                assert!(tab.steps <= 64, "7: tab {position} does not come to rest");
            }
        }
        for (position, tab) in self.tabs.iter().enumerate() {
            assert!(tab.updates.is_idle(), "7: tab {position} is not idle, but nothing runs");
            assert!(!tab.updates.view().is_downloading, "tab {position} shows a download that has ended");
        }
        self.checks.finished();
    }

    fn next_random(&mut self, below: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 20) as usize % below
    }

    /// Continues one effect, or delivers one message. Returns whether there was any.
    fn run_one_effect(&mut self) -> bool {
        let effects: Vec<(usize, usize)> = self
            .tabs
            .iter()
            .enumerate()
            .flat_map(|(tab, state)| (0..state.running.len()).map(move |at| (tab, at)))
            .collect();
        let all = effects.len() + self.mail.len();
        if all == 0 {
            return false;
        }
        let chosen = self.next_random(all);
        if chosen >= effects.len() {
            let (tab, event) = self.mail.swap_remove(chosen - effects.len());
            self.handle(tab, event);
            return true;
        }
        let (tab, position) = effects[chosen];
        let poll = self.tabs[tab].running[position].future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        let reported: Vec<(TaskId, Progress)> = self.tabs[tab].progress.borrow_mut().drain(..).collect();
        for (id, progress) in reported {
            self.handle(tab, Event::Progress(id, progress));
        }
        self.checks.check_store(&self.site, &self.device);
        if let Poll::Ready(outcome) = poll {
            let running = self.tabs[tab].running.swap_remove(position);
            self.tabs[tab].steps += 1;
            self.handle(tab, Event::Finished(running.id, outcome));
        }
        true
    }

    fn handle(&mut self, tab: usize, event: Event) {
        self.checks.before(tab, &event, &self.tabs[tab]);
        let effects = self.tabs[tab].updates.handle(event.clone());
        self.checks.after(tab, &event, &effects, &self.tabs[tab], &self.site, &self.device);
        for effect in effects {
            self.carry_out(tab, effect);
        }
        self.checks.running(&self.tabs[tab]);
    }

    fn start(&mut self, tab: usize, id: TaskId, kind: Kind, future: impl Future<Output = Outcome> + 'static) {
        self.tabs[tab].running.push(Running { id, kind, future: Box::pin(future) });
    }

    fn carry_out(&mut self, tab: usize, effect: Effect) {
        let (device, site) = (Rc::clone(&self.device), Rc::clone(&self.site));
        let is_by_file = matches!(effect, Effect::Import { .. });
        let store = TabStore { phone: Rc::clone(&self.tabs[tab].phone), device: Rc::clone(&device), is_by_file };
        let reported = Rc::clone(&self.tabs[tab].progress);
        match effect {
            Effect::Check { id, trust } => self.start(tab, id, Kind::Other, async move {
                pause(true).await;
                Outcome::Checked(device.judge(&site, &trust))
            }),
            Effect::Read { id } => {
                self.start(tab, id, Kind::Other, async move { Outcome::Read(store.snapshot().await) });
            }
            Effect::Write { id, changes } => self.start(tab, id, Kind::Other, async move {
                Outcome::Read(match store.change(&changes).await {
                    Ok(()) => store.snapshot().await,
                    Err(error) => Err(error),
                })
            }),
            Effect::Sweep { id, changes } => self.start(tab, id, Kind::Other, async move {
                Outcome::Read(match store.sweep(&changes).await {
                    Ok(_) => store.snapshot().await,
                    Err(error) => Err(error),
                })
            }),
            Effect::Compare { .. } | Effect::Download { .. } | Effect::Commit { .. } | Effect::Import { .. } => {
                self.write_edition(tab, effect, store);
            }
            Effect::FetchAttachments { id, kinds, .. } => self.start(tab, id, Kind::Other, async move {
                if kinds.is_empty() {
                    pause(true).await;
                    return Outcome::Attachments(Ok(()));
                }
                for articles in 0..2 {
                    let progress = Progress { articles, total_articles: 2, bytes: u64::from(articles), total_bytes: 2 };
                    reported.borrow_mut().push((id, progress));
                    pause(true).await;
                }
                Outcome::Attachments(match (site.host.fault.get(), device.attachments_fit.get()) {
                    (Some(fault), _) => Err(fault.into()),
                    (None, false) => Err(StoreError::Full.into()),
                    (None, true) => Ok(()),
                })
            }),
            Effect::Save { id, item, editions } => self.save(tab, id, item, editions, store),
            Effect::Persist { id } => self.start(tab, id, Kind::Other, async { Outcome::Persisted(false) }),
            Effect::Count { id, .. } => self.start(tab, id, Kind::Other, async {
                pause(true).await;
                Outcome::Counted(Box::default())
            }),
            Effect::Stop { id } => {
                let stopped = self.tabs[tab].running.iter_mut().find(|running| running.id == id);
                let stopped = stopped.expect("the effect to stop runs");
                (stopped.kind, stopped.future) = (Kind::Other, Box::pin(async { Outcome::Stopped }));
            }
            Effect::Erase { id } => self.erase(tab, id, &store),
            Effect::TellOtherTabs => {
                self.mail.extend((0..self.tabs.len()).map(|other| (other, Event::PrivateElsewhere)))
            }
            Effect::Answer(Ok(head)) => self.open_edition(tab, &head),
            Effect::Notify(Changed::Edition(head)) => self.open_edition(tab, &head),
            Effect::Answer(Err(_))
            | Effect::CloseStore
            | Effect::RegisterWorker
            | Effect::AnswerPages
            | Effect::ConcealPage(_)
            | Effect::ReportImport(..)
            | Effect::Notify(Changed::Device) => {}
        }
    }

    /// Saves an article of an edition.
    fn save(&mut self, tab: usize, id: TaskId, item: OfflineItem, editions: Vec<Accepted>, store: TabStore) {
        let site = Rc::clone(&self.site);
        self.start(tab, id, Kind::Other, async move {
            let cache = BundleCache { store: store.clone(), site };
            let open = async |head: &Accepted| {
                let reference = &head.head().manifest;
                let bytes = cache.get(&reference.manifest_path(), reference).await?;
                let manifest: Manifest = content::read(&bytes)?;
                Edition::new(manifest, cache.clone()).ok_or(ContentError::Unreadable)
            };
            let saved = save_article(&item, None, &editions, &store, &cache, open).await;
            Outcome::Saved(match saved {
                Ok(()) => store.snapshot().await.map_err(DownloadError::Store),
                Err(error) => Err(error),
            })
        });
    }

    /// Erases the device and tells the other tabs that had the same store.
    fn erase(&mut self, tab: usize, id: TaskId, store: &TabStore) {
        self.device.phone.replace(Rc::default());
        self.device.phone.borrow().is_slow.set(true);
        self.device.was_kept.set(false);
        let shares_store = |other: &usize| *other != tab && Rc::ptr_eq(&self.tabs[*other].phone, &store.phone);
        self.mail.extend((0..self.tabs.len()).filter(shares_store).map(|other| (other, Event::StoreClosed)));
        self.start(tab, id, Kind::Other, async { Outcome::Erased(Vec::new()) });
    }

    /// Carries out an effect that writes editions.
    fn write_edition(&mut self, tab: usize, effect: Effect, store: TabStore) {
        let site = Rc::clone(&self.site);
        let (plans, reported) = (Rc::clone(&self.tabs[tab].plan), Rc::clone(&self.tabs[tab].progress));
        match effect {
            Effect::Compare { id, head, text_limit } => self.start(tab, id, Kind::Writer, async move {
                let compared = compare(&head, text_limit, &store, &site.host).await;
                Outcome::Compared(compared.map(|(plan, summary)| {
                    *plans.borrow_mut() = Some((id, plan));
                    summary
                }))
            }),
            Effect::Download { id, plan } => {
                let held = self.plan(tab, plan);
                self.start(tab, id, Kind::Writer, async move {
                    let report = |progress| {
                        reported.borrow_mut().push((id, progress));
                        true
                    };
                    let result = held.download(&store, &site.host, &report).await;
                    plans.replace(Some((plan, held)));
                    Outcome::Downloaded(result)
                });
            }
            Effect::Commit { id, plan, expected, changes, is_new } => {
                let held = self.plan(tab, plan);
                self.start(tab, id, Kind::Writer, async move {
                    let changes = if is_new { changes.with_time(NOW) } else { changes };
                    let committed = held.commit(&store, expected.as_ref(), &changes).await;
                    plans.replace(Some((plan, held)));
                    Outcome::Committed(match committed {
                        Ok(commit) => store.snapshot().await.map(|snapshot| (commit, snapshot)),
                        Err(error) => Err(error),
                    })
                });
            }
            Effect::Import { id, file, trust, open } => {
                let source = site.file(file.0, true);
                self.start(tab, id, Kind::Writer, async move {
                    let Ok(stored) = store.snapshot().await else { panic!("the store cannot be read") };
                    let context = ImportContext { stored: &stored, open: open.as_ref(), trust: &trust, now: NOW };
                    let report = |progress| {
                        reported.borrow_mut().push((id, progress));
                        true
                    };
                    let outcome = import(&source, &store, &context, &report).await;
                    let stored = store.snapshot().await.ok();
                    Outcome::Imported(Box::new(Imported {
                        report: outcome.report,
                        articles: outcome.plan.as_ref().map_or(0, |plan| plan.articles()),
                        edition: outcome.plan.map(|plan| plan.head),
                        stored,
                    }))
                });
            }
            _ => unreachable!("this effect writes no edition"),
        }
    }

    fn plan(&self, tab: usize, id: TaskId) -> Plan {
        let held = self.tabs[tab].plan.borrow_mut().take().expect("a plan");
        assert_eq!(held.0, id, "the plan belongs to another comparison");
        held.1
    }

    /// Opens an edition as the navigation does.
    fn open_edition(&mut self, tab: usize, head: &Accepted) {
        let manifest = head.head().manifest.hash;
        let info = self.site.info(&manifest).unwrap();
        let open = self.tabs[tab].updates.view().open;
        let is_older = head.head().signed.is_none()
            && open.is_some_and(|open| is_older(head.head(), &info.dates, open.head.head(), &open.dates));
        if !is_older {
            self.opened(tab, manifest);
        }
    }
}
