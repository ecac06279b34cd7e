//! Checks the invariants after every event. The numbers are those of the list in the design.

use std::collections::BTreeSet;
use std::rc::Rc;

use model::Hash;

use super::device::{CommitRecord, Device};
use super::site::Site;
use super::world::{Kind, Tab};
use crate::changeset::Changeset;
use crate::download::{DownloadError, Progress};
use crate::edition_info::{is_older, is_older_file};
use crate::machine::{Changed, Command, Effect, Event, Outcome, PageEvent, Storage, Task, TaskId, WhyNot};
use crate::notice::Notice;
use crate::preferences::DEFAULT_TEXT_LIMIT;
use crate::snapshot::Stored;
use crate::store::{Commit, StoreError};

/// The observations so far.
pub(super) struct Checks {
    tabs: Vec<TabChecks>,
    /// The bundles of the stored edition, as long as the browser has removed nothing.
    needed: Option<BTreeSet<Hash>>,
    /// The running effects that may remove the stored edition, and their tabs.
    removals: Vec<(usize, TaskId)>,
    was_stored: bool,
    seen_commits: usize,
}

/// The observations in a tab.
#[derive(Default)]
struct TabChecks {
    notice: Notice,
    /// The download whose progress was shown last.
    progress: Option<(TaskId, Progress)>,
    warned: Vec<super::super::Warning>,
    is_private: bool,
    /// Number of pending requests for an edition that has a page.
    page_requests: usize,
    /// The declined edition.
    declined: Option<Hash>,
    /// The last edition compared.
    compared: Option<(TaskId, Hash)>,
    /// `true` if an edition was committed that a notice may call saved.
    has_committed: bool,
    file_waits: bool,
    /// `true` if the file interrupted a download that must continue.
    interrupted: bool,
    /// The number of times the reader turned storing off.
    unwanted: usize,
    /// The number of times the reader went private or erased everything.
    erased: usize,
    check_is_due: bool,
    /// The limits tried since an edition was started.
    limits: Vec<u64>,
}

impl Checks {
    pub(super) fn new(tabs: usize) -> Self {
        Self {
            tabs: (0..tabs).map(|_| TabChecks::default()).collect(),
            needed: None,
            removals: Vec::new(),
            was_stored: false,
            seen_commits: 0,
        }
    }

    pub(super) fn reloaded(&mut self, tab: usize) {
        self.tabs[tab] = TabChecks::default();
        self.removals.retain(|(by, _)| *by != tab);
    }

    /// Records that the browser removed something.
    pub(super) fn evicted(&mut self, is_stored: bool) {
        (self.was_stored, self.needed) = (is_stored, None);
    }

    /// Records what is about to happen.
    pub(super) fn before(&mut self, tab: usize, event: &Event, state: &Tab) {
        let checks = &mut self.tabs[tab];
        let updates = &state.updates;
        let is_available = matches!(updates.storage, Storage::Available(_));
        match event {
            Event::Command(Command::SetKeep(false)) if is_available => checks.unwanted += 1,
            Event::Command(Command::GoPrivate | Command::EraseAll) => checks.erased += 1,
            Event::Command(Command::Close) => {
                let offered = updates.offer.as_ref().map(|offer| offer.head.head().manifest.hash);
                if matches!(updates.notice(), Notice::UpdateAvailable(_)) {
                    checks.declined = offered;
                }
            }
            Event::Command(Command::Stop) => match &updates.task {
                Task::Downloading(_, update) if update.is_wanted => {
                    checks.declined = Some(update.head.head().manifest.hash);
                }
                _ => {}
            },
            Event::Command(Command::Import(_)) if is_available => {
                checks.file_waits = true;
                checks.interrupted |= matches!(
                    updates.task,
                    Task::Downloading(..) | Task::Comparing(..) | Task::Preparing(..) | Task::Checking(..)
                );
            }
            Event::Command(
                Command::Download
                | Command::SetKeep(true)
                | Command::SetPictures(_)
                | Command::SetFiles(_)
                | Command::SetAutomatic(_)
                | Command::Keep(_)
                | Command::Discard(_),
            ) => checks.declined = None,
            Event::Page(PageEvent::Visible) => {
                let wants = updates.stores_editions() || updates.trust.is_signed();
                checks.check_is_due |= wants && !updates.is_silent && !matches!(updates.task, Task::Idle);
            }
            Event::Page(PageEvent::NewestNeeded | PageEvent::PageMissing | PageEvent::PageUnreachable)
                if updates.page.is_none() =>
            {
                checks.page_requests += 1;
            }
            _ => {}
        }
    }

    /// Checks the effects of an event.
    pub(super) fn after(
        &mut self,
        tab: usize,
        event: &Event,
        effects: &[Effect],
        state: &Tab,
        site: &Site,
        device: &Rc<Device>,
    ) {
        if effects.iter().any(|effect| matches!(effect, Effect::Download { .. })) {
            assert!(state.updates.view().is_downloading, "the device page offers a download while one begins");
        }
        self.check_removals(tab, effects);
        self.check_store(site, device);
        if let Event::Finished(id, _) = event {
            self.removals.retain(|removal| *removal != (tab, *id));
        }
        let checks = &mut self.tabs[tab];
        checks.check_signed(effects, state, site, device);
        checks.check_private(event, effects);
        checks.check_refusals(effects);
        checks.check_file(event, effects);
        checks.check_limits(event, effects, state);
        checks.check_notice(event, state);
        checks.check_visible(effects, state);
    }

    /// Checks invariant 1: the stored edition is removed only if the reader asked for it.
    fn check_removals(&mut self, tab: usize, effects: &[Effect]) {
        let checks = &mut self.tabs[tab];
        for effect in effects {
            let (wishes, id) = match effect {
                Effect::Sweep { id, changes } if *changes != Changeset::default() => (&mut checks.unwanted, *id),
                Effect::Erase { id } => (&mut checks.erased, *id),
                _ => continue,
            };
            assert!(*wishes > 0, "1: {effect:?}, and the reader did not ask for it");
            *wishes = 0;
            self.removals.push((tab, id));
        }
    }

    /// Checks invariants 1 and 2: the last good edition is never lost, and never replaced by an older one.
    pub(super) fn check_store(&mut self, site: &Site, device: &Rc<Device>) {
        let commits = device.commits.borrow();
        for commit in &commits[self.seen_commits..] {
            check_rank(commit, site);
            if commit.is_current {
                self.needed = Some(commit.needed.iter().copied().collect());
                self.was_stored = true;
            }
        }
        self.seen_commits = commits.len();
        let phone = Rc::clone(&device.phone.borrow());
        let is_stored = phone.stored().is_some();
        assert!(is_stored || !self.was_stored || !self.removals.is_empty(), "1: the stored edition is gone");
        if is_stored && let Some(needed) = &self.needed {
            let bundles = phone.bundles.borrow();
            assert!(
                needed.iter().all(|hash| bundles.contains_key(hash)),
                "1 and 10: bundles of the stored edition are gone"
            );
        }
        if !is_stored {
            (self.was_stored, self.needed) = (false, None);
        }
    }

    /// Checks invariant 4: at most one effect that writes editions runs at a time.
    pub(super) fn running(&self, tab: &Tab) {
        let writers = tab.running.iter().filter(|running| running.kind == Kind::Writer).count();
        assert!(writers <= 1, "4: {writers} effects write editions at the same time");
    }

    pub(super) fn finished(&self) {
        for checks in &self.tabs {
            assert!(!checks.check_is_due, "7: a tab that became visible was forgotten");
            assert_eq!(checks.page_requests, 0, "7: a request for an edition was never answered");
            assert!(!checks.file_waits, "8: a file was forgotten");
            assert!(!checks.interrupted, "8: the download that a file interrupted does not continue");
        }
    }
}

/// Checks invariant 2: no commit ranks below what was proven or, unsigned, is older than the stored edition.
fn check_rank(commit: &CommitRecord, site: &Site) {
    if commit.before == Some(commit.after) {
        return;
    }
    let info = site.info(&commit.after).unwrap();
    if site.is_signed {
        let root = commit.trust_before.floor().map(|floor| floor.number());
        let own = site.number(&commit.after);
        assert!(root.is_none_or(|floor| own >= floor), "2: {own:?} is committed below {root:?}");
        assert!(site.is_honest(&commit.after), "3: an edition that the newsroom did not sign is committed");
        return;
    }
    let Some(before) = commit.before.and_then(|before| site.info(&before)) else { return };
    let older = if commit.is_by_file { is_older_file } else { is_older };
    assert!(
        !older(info.head.head(), &info.dates, before.head.head(), &before.dates),
        "2: an older edition is committed"
    );
}

impl TabChecks {
    /// Checks invariant 3: once signatures are known, no effect carries a head that no judgement accepted.
    fn check_signed(&self, effects: &[Effect], state: &Tab, site: &Site, device: &Device) {
        if !state.updates.trust.is_signed() {
            return;
        }
        let accepted = device.accepted.borrow();
        let check = |head: &model::Head| {
            let manifest = head.manifest.hash;
            let is_stored = device.commits.borrow().iter().any(|commit| commit.after == manifest);
            assert!(
                head.signed.is_some() && site.is_honest(&manifest) && (accepted.contains(&manifest) || is_stored),
                "3: edition {} was never accepted",
                head.edition
            );
        };
        for effect in effects {
            match effect {
                Effect::Compare { head, .. } | Effect::Answer(Ok(head)) | Effect::Notify(Changed::Edition(head)) => {
                    check(head.head())
                }
                Effect::Save { editions, .. } => editions.iter().for_each(|head| check(head.head())),
                _ => {}
            }
        }
    }

    /// Checks invariant 5: private is silent.
    fn check_private(&mut self, event: &Event, effects: &[Effect]) {
        self.is_private |=
            matches!(event, Event::Command(Command::GoPrivate | Command::EraseAll) | Event::PrivateElsewhere);
        for effect in effects {
            if let Effect::Answer(_) = effect {
                self.page_requests -= 1;
            }
            let is_silent = matches!(
                effect,
                Effect::Stop { .. }
                    | Effect::Erase { .. }
                    | Effect::TellOtherTabs
                    | Effect::CloseStore
                    | Effect::Notify(_)
                    | Effect::Answer(_)
                    | Effect::ReportImport(..)
                    | Effect::Persist { .. }
            );
            // Only a request for a page starts a check.
            let is_for_page = matches!(effect, Effect::Check { .. }) && self.page_requests > 0;
            assert!(!self.is_private || is_silent || is_for_page, "5: {effect:?} in private");
        }
    }

    /// Checks invariant 6: a declined edition is not downloaded.
    fn check_refusals(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Compare { id, head, .. } => self.compared = Some((*id, head.head().manifest.hash)),
                Effect::Download { plan, .. } | Effect::Commit { plan, .. } => {
                    let compared = self.compared.filter(|(id, _)| id == plan).map(|(_, manifest)| manifest);
                    assert!(compared.is_some(), "4: another edition was compared");
                    assert!(self.declined != compared, "6: a declined edition is downloaded");
                }
                _ => {}
            }
        }
    }

    /// Checks invariant 8: the reader's file comes first, and what it interrupted continues.
    fn check_file(&mut self, event: &Event, effects: &[Effect]) {
        if matches!(event, Event::Command(Command::Stop | Command::SetKeep(false)) | Event::StoreClosed)
            || self.is_private
        {
            self.interrupted = false;
        }
        for effect in effects {
            match effect {
                Effect::Import { .. } | Effect::ReportImport(..) => self.file_waits = false,
                Effect::Compare { .. } | Effect::Download { .. } | Effect::FetchAttachments { .. } => {
                    assert!(!self.file_waits, "8: {effect:?} comes before the file");
                    self.interrupted = false;
                }
                Effect::Read { .. } | Effect::Check { .. } if !self.file_waits => self.interrupted = false,
                _ => {}
            }
        }
    }

    /// Checks invariant 10: with an edition stored, nothing is cut shorter than that; without one, the limit is
    /// quartered at most three times.
    fn check_limits(&mut self, event: &Event, effects: &[Effect], state: &Tab) {
        for effect in effects {
            let Effect::Compare { text_limit, .. } = effect else { continue };
            let edition = state.updates.snapshot().map(|snapshot| (&snapshot.edition, snapshot.text_limit));
            let limits = [1, 4, 16, 64].map(|part| DEFAULT_TEXT_LIMIT / part);
            assert!(limits.contains(text_limit), "10: a limit of {text_limit}");
            if let Some((Stored::Complete(_), stored)) = edition {
                assert!(*text_limit >= stored, "10: a newer edition is cut shorter than the stored one");
            }
            self.limits.push(*text_limit);
        }
        let full = Notice::Failed(StoreError::Full.into());
        if let Event::Finished(_, Outcome::Downloaded(Err(DownloadError::Store(StoreError::Full)))) = event
            && !effects.iter().any(|effect| matches!(effect, Effect::Read { .. }))
            && matches!(state.updates.task, Task::Idle)
        {
            assert_eq!(*state.updates.notice(), full, "10: no notice says that there is no room");
        }
    }

    /// Checks invariant 9: notices are true.
    fn check_notice(&mut self, event: &Event, state: &Tab) {
        let notice = state.updates.notice();
        let committed = matches!(event, Event::Finished(_, Outcome::Committed(Ok((Commit::Done, _)))));
        self.has_committed |= committed;
        let is_new = *notice != self.notice;
        match notice {
            Notice::Saved(_) | Notice::Shortened(_) if is_new => {
                let is_of_attachments = matches!(event, Event::Finished(_, Outcome::Attachments(Ok(()))));
                assert!(
                    committed
                        || is_of_attachments && self.has_committed
                        || is_of_attachments && state.updates.complete().is_some(),
                    "9: {notice:?} after {event:?}"
                );
            }
            Notice::Offline(_) => {
                assert!(state.updates.complete().is_some(), "9: offline, and nothing is stored");
            }
            Notice::Warning(warning) if is_new => {
                assert!(!self.warned.contains(warning), "9: {warning:?} is shown again");
                self.warned.push(warning.clone());
            }
            Notice::Private => assert!(
                matches!(state.updates.storage, Storage::Unavailable(WhyNot::Private { .. } | WhyNot::SingleFile)),
                "9: the notice says private, but the device is not"
            ),
            _ => {}
        }
        if let (Event::Progress(id, _), Some(progress)) = (event, notice.progress()) {
            if let Some((before_id, before)) = &self.progress
                && before_id == id
            {
                let falls = progress.bytes < before.bytes || progress.articles < before.articles;
                assert!(!falls, "9: progress falls from {before:?} to {progress:?}");
            }
            self.progress = Some((*id, *progress));
        }
        self.notice = notice.clone();
    }

    /// Checks invariant 7: a tab that became visible during a task checks after it.
    fn check_visible(&mut self, effects: &[Effect], state: &Tab) {
        let updates = &state.updates;
        let is_void = updates.is_silent || !updates.stores_editions() && !updates.trust.is_signed();
        if is_void || effects.iter().any(|effect| matches!(effect, Effect::Check { .. })) {
            self.check_is_due = false;
        }
    }
}
