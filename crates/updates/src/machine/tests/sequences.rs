//! Tests sequences of events that once went wrong.

use model::{BundleReference, Date, Hash, Head, Manifest};
use trust::{Accepted, Freshness, Judgement, SourceReport, SourceStatus, TrustState};

use super::Step;
use super::world::World;
use crate::changeset::{Changeset, CommitRequest, STORED_HEAD, apply, head_text};
use crate::download::{Changes, DownloadError, Progress};
use crate::edition_info::{EditionDates, EditionInfo};
use crate::hashes::Hashes;
use crate::import_report::FileId;
use crate::machine::{Command, Effect, Event, FirstDownload, Outcome, PageEvent, PlanSummary, TaskId, Updates};
use crate::notice::Notice;
use crate::preferences::DEFAULT_TEXT_LIMIT;
use crate::preferences::{Metadata, OfflineItem, Preferences};
use crate::snapshot::{Snapshot, Stored};
use crate::store::{Commit, StoreError};
use edition::error::ContentError;

fn edition(number: u64) -> EditionInfo {
    let manifest = BundleReference { hash: Hash([number as u8; 32]), bytes: 1 };
    let date = Some(Date { iso: format!("2026-11-{number:02}"), text: String::new() });
    let content = Manifest { date, address: None, mirrors: Vec::new(), embed: None, papers: Vec::new() };
    EditionInfo::of(Accepted::stored(Head { edition: number, manifest, signed: None }), &content)
}

fn snapshot(edition: Stored) -> Snapshot {
    Snapshot {
        edition,
        preferences: Preferences::of(&Metadata::default(), false),
        unapplied: false,
        text_limit: DEFAULT_TEXT_LIMIT,
        downloaded_at: None,
        saved: Vec::new(),
        trust: TrustState::unknown(),
        keys_changed: false,
    }
}

fn judgement(newest: &EditionInfo) -> Judgement {
    let source = String::new();
    Judgement {
        state: TrustState::unknown(),
        newest: Some(newest.head.clone()),
        freshness: Some(Freshness::Unsigned),
        sources: vec![SourceReport { source, status: SourceStatus::Unsigned, edition: None }],
        conflict: None,
        signers: Vec::new(),
        older: None,
    }
}

/// Returns a machine with an open edition on the device, before its first check.
fn with_stored(info: &EditionInfo, text_limit: u64) -> (Updates, Snapshot) {
    let stored = Snapshot { text_limit, ..snapshot(Stored::Complete(info.clone())) };
    let mut updates = Updates::new(Ok(stored.clone()), TrustState::unknown());
    updates.handle(Event::Page(PageEvent::Opened(info.clone())));
    (updates, stored)
}

fn id(effects: &[Effect]) -> TaskId {
    let id = effects.iter().find_map(|effect| match effect {
        Effect::Check { id, .. }
        | Effect::Read { id }
        | Effect::Write { id, .. }
        | Effect::Sweep { id, .. }
        | Effect::Compare { id, .. }
        | Effect::Download { id, .. }
        | Effect::Commit { id, .. }
        | Effect::Import { id, .. } => Some(*id),
        _ => None,
    });
    id.unwrap_or_else(|| panic!("no effect with an id: {effects:?}"))
}

fn end(updates: &mut Updates, effects: &[Effect], outcome: Outcome) -> Vec<Effect> {
    updates.handle(Event::Finished(id(effects), outcome))
}

fn summary(stored: Option<&EditionInfo>) -> PlanSummary {
    PlanSummary {
        changes: Changes { articles: 3, changed: 0, bytes: 1000 },
        missing: 3,
        articles: 10,
        dates: EditionDates::default(),
        stored: stored.map(|info| info.head.head().clone()),
    }
}

/// Checks, and finds a newer edition that is offered.
fn offered(updates: &mut Updates, stored: &Snapshot, old: &EditionInfo, new: &EditionInfo) {
    let effects = updates.handle(Event::Page(PageEvent::Visible));
    let effects = end(updates, &effects, Outcome::Read(Ok(stored.clone())));
    let effects = end(updates, &effects, Outcome::Checked(judgement(new)));
    let effects = end(updates, &effects, Outcome::Read(Ok(stored.clone())));
    let summary = PlanSummary { dates: new.dates.clone(), ..summary(Some(old)) };
    end(updates, &effects, Outcome::Compared(Ok(summary)));
    assert!(matches!(updates.notice(), Notice::UpdateAvailable(_)), "{:?}", updates.notice());
}

/// Accepts the offer. Returns the effects after the comparison: the download.
fn accepted(updates: &mut Updates, stored: &Snapshot, old: &EditionInfo, new: &EditionInfo) -> Vec<Effect> {
    let effects = updates.handle(Event::Command(Command::Download));
    let effects = end(updates, &effects, Outcome::Read(Ok(stored.clone())));
    let summary = PlanSummary { dates: new.dates.clone(), ..summary(Some(old)) };
    end(updates, &effects, Outcome::Compared(Ok(summary)))
}

/// A device with room for only part of its first edition never received a newer one: each download began with all text,
/// ran out of room, and was given up.
#[test]
fn a_device_with_little_room_gets_newer_editions_too() {
    let (old, new) = (edition(1), edition(2));
    let limit = DEFAULT_TEXT_LIMIT / 4;
    let (mut updates, stored) = with_stored(&old, limit);
    offered(&mut updates, &stored, &old, &new);
    let effects = accepted(&mut updates, &stored, &old, &new);
    let full = Outcome::Downloaded(Err(StoreError::Full.into()));
    let effects = end(&mut updates, &effects, full.clone());
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(stored.clone())));
    assert!(matches!(effects[..], [Effect::Compare { text_limit, .. }] if text_limit == limit), "{effects:?}");

    // Not even that fits: the stored edition loses nothing.
    let summary = PlanSummary { dates: new.dates.clone(), ..summary(Some(&old)) };
    let effects = end(&mut updates, &effects, Outcome::Compared(Ok(summary)));
    end(&mut updates, &effects, full);
    assert_eq!(*updates.notice(), Notice::Failed(StoreError::Full.into()));
    assert!(updates.is_idle());
}

/// A tab without room for a first edition continued with less text, though another tab had stored more by then.
#[test]
fn what_another_tab_has_stored_is_not_cut_shorter() {
    let article = OfflineItem::Article(model::Language::new("en"), "story-2026-10-1".to_owned());
    let steps = vec![
        Step::Run(5),
        Step::Reload(0),
        Step::Command(2, Command::Discard(article.clone())),
        Step::Command(1, Command::Keep(article)),
        Step::Publish(1, false),
        Step::Room(Some(3718)),
    ];
    World::run(false, (3, 9_191_992_305_796_483_302, steps));
}

/// The stored edition was opened again whenever a page was missing, though a newer one was already open.
#[test]
fn the_open_edition_does_not_give_way_to_an_older_one() {
    let (old, new) = (edition(1), edition(2));
    let (mut updates, stored) = with_stored(&old, DEFAULT_TEXT_LIMIT);
    let effects = updates.handle(Event::Page(PageEvent::PageMissing));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(stored.clone())));
    let effects = end(&mut updates, &effects, Outcome::Checked(judgement(&new)));
    assert!(effects.contains(&Effect::Answer(Ok(new.head.clone()))), "{effects:?}");
    updates.handle(Event::Page(PageEvent::Opened(new)));
    let effects = updates.handle(Event::Page(PageEvent::PageUnreachable));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(stored)));
    assert!(effects.contains(&Effect::Answer(Err(ContentError::Missing))), "{effects:?}");
}

/// A tab that cleaned up after an unwanted download turned storing off, though the reader had turned it on again in
/// another tab.
#[test]
fn cleaning_up_keeps_later_choices_of_the_reader() {
    let (old, new) = (edition(1), edition(2));
    let (mut updates, stored) = with_stored(&old, DEFAULT_TEXT_LIMIT);
    offered(&mut updates, &stored, &old, &new);
    let effects = accepted(&mut updates, &stored, &old, &new);
    let effects = end(&mut updates, &effects, Outcome::Downloaded(Ok(())));
    let unwanted =
        Snapshot { preferences: Preferences { keep: false, ..stored.preferences }, ..snapshot(Stored::Nothing) };
    let effects = end(&mut updates, &effects, Outcome::Committed(Ok((Commit::Conflict, unwanted.clone()))));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(unwanted)));
    let sweep = effects.iter().find(|effect| matches!(effect, Effect::Sweep { .. }));
    let Some(Effect::Sweep { changes, .. }) = sweep else { panic!("{effects:?}") };
    assert_eq!(*changes, Changeset::default());
    assert_eq!(*updates.notice(), Notice::None);
}

/// A reader who turned storing off during a download saw a notice that its articles are kept.
#[test]
fn a_reader_who_stores_nothing_sees_no_notice_of_stored_articles() {
    let (old, new) = (edition(1), edition(2));
    let (mut updates, stored) = with_stored(&old, DEFAULT_TEXT_LIMIT);
    offered(&mut updates, &stored, &old, &new);
    let download = accepted(&mut updates, &stored, &old, &new);
    let effects = updates.handle(Event::Command(Command::SetKeep(false)));
    assert!(effects.contains(&Effect::Stop { id: id(&download) }), "{effects:?}");
    let effects = end(&mut updates, &download, Outcome::Downloaded(Err(DownloadError::Stopped)));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Sweep { .. })), "{effects:?}");
    assert_eq!(*updates.notice(), Notice::None);
}

/// A choice that was stored only after the reader stopped the download started the download again.
#[test]
fn a_choice_before_a_stop_begins_nothing_after_it() {
    let (old, new) = (edition(1), edition(2));
    let (mut updates, stored) = with_stored(&old, DEFAULT_TEXT_LIMIT);
    offered(&mut updates, &stored, &old, &new);
    let download = accepted(&mut updates, &stored, &old, &new);
    let write = updates.handle(Event::Command(Command::SetPictures(true)));
    updates.handle(Event::Command(Command::Stop));
    end(&mut updates, &download, Outcome::Stopped);
    assert_eq!(*updates.notice(), Notice::Failed(DownloadError::Stopped));
    let effects = end(&mut updates, &write, Outcome::Read(Ok(stored.clone())));
    // The choice is applied to the stored edition, and the newer one is still only offered.
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(stored.clone())));
    assert!(matches!(&effects[..], [Effect::Compare { head, .. }] if *head == old.head), "{effects:?}");
    let summary = PlanSummary { missing: 1, dates: old.dates.clone(), ..summary(Some(&old)) };
    let apply = end(&mut updates, &effects, Outcome::Compared(Ok(summary)));
    assert!(matches!(apply[..], [Effect::Download { .. }]), "{apply:?}");

    let write = updates.handle(Event::Command(Command::SetPictures(true)));
    updates.handle(Event::Command(Command::Stop));
    end(&mut updates, &apply, Outcome::Stopped);
    let effects = end(&mut updates, &write, Outcome::Read(Ok(stored)));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read { .. })), "{effects:?}");
    assert!(updates.is_idle());
}

/// A download that was running when the reader opened a file was forgotten, and only offered again.
#[test]
fn a_download_that_gave_way_to_a_file_goes_on() {
    let (old, new) = (edition(1), edition(2));
    let (mut updates, stored) = with_stored(&old, DEFAULT_TEXT_LIMIT);
    offered(&mut updates, &stored, &old, &new);
    let download = accepted(&mut updates, &stored, &old, &new);
    updates.handle(Event::Command(Command::Import(FileId(1))));
    let effects = end(&mut updates, &download, Outcome::Stopped);
    assert!(matches!(effects[..], [Effect::Import { .. }]), "{effects:?}");
    let imported = super::super::Imported {
        report: crate::import_report::ImportReport::Same,
        articles: 0,
        edition: None,
        stored: Some(stored.clone()),
    };
    let effects = end(&mut updates, &effects, Outcome::Imported(Box::new(imported)));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(stored)));
    assert!(matches!(&effects[..], [Effect::Compare { head, .. }] if *head == new.head), "{effects:?}");
}

/// Another tab may store an edition between this tab's read of the store and its commit.
#[test]
fn a_commit_is_admitted_inside_its_transaction_only() {
    let (old, new) = (edition(1), edition(2));
    let stored = |info: &EditionInfo| {
        let mut metadata = Metadata::default();
        apply(&mut metadata, vec![(STORED_HEAD.to_owned(), Some(head_text(info.head.head())))]);
        metadata
    };
    let (needed, changes) = (Hashes::default(), Changeset::default());
    let (head, expected) = (new.head.head(), Some(old.head.head()));
    let request = CommitRequest { head, expected, needed: &needed, changes: &changes };
    assert!(request.admit(&stored(&old)).is_some());
    assert!(request.admit(&stored(&new)).is_none() && request.admit(&Metadata::default()).is_none());
    let mut unwanted = stored(&old);
    apply(&mut unwanted, vec![("keep".to_owned(), Some("no".to_owned()))]);
    assert!(request.admit(&unwanted).is_none());
}

/// Where data is dear, a first edition is offered; the reader's answer decides.
#[test]
fn a_first_edition_is_offered_where_data_is_dear() {
    let (new, changes) = (edition(1), Changes { articles: 3, changed: 0, bytes: 1000 });
    let checked = |first_download| {
        let mut updates = Updates::new(Ok(snapshot(Stored::Nothing)), TrustState::unknown());
        let effects = updates.handle(Event::Page(PageEvent::Ready(first_download)));
        let effects = end(&mut updates, &effects, Outcome::Read(Ok(snapshot(Stored::Nothing))));
        let effects = end(&mut updates, &effects, Outcome::Checked(judgement(&new)));
        (updates, effects)
    };
    let (_, effects) = checked(FirstDownload::Automatic);
    assert!(matches!(effects[..], [Effect::Read { .. }, ..]), "the download begins: {effects:?}");

    let (mut updates, _) = checked(FirstDownload::Offered(changes));
    assert_eq!(*updates.notice(), Notice::Offered(changes));
    assert!(updates.is_idle());
    updates.handle(Event::Command(Command::Close));
    assert_eq!(*updates.notice(), Notice::None);

    let (mut updates, _) = checked(FirstDownload::Declined);
    assert_eq!(*updates.notice(), Notice::None);
    assert!(updates.is_idle());
    let effects = updates.handle(Event::Command(Command::Download));
    assert!(matches!(effects[..], [Effect::Read { .. }, ..]), "the reader asked: {effects:?}");
}

/// Turning the Escape key off downloaded the edition that the reader had declined.
#[test]
fn a_choice_that_asks_for_no_content_downloads_none() {
    let (new, changes) = (edition(1), Changes { articles: 3, changed: 0, bytes: 1000 });
    for (command, is_wanted) in [
        (Command::SetEscape(false), false),
        (Command::SetPictures(false), false),
        (Command::SetFiles(true), false),
        (Command::SetAutomatic(false), false),
        (Command::SetAutomatic(true), true),
        (Command::SetKeep(true), true),
    ] {
        let mut updates = Updates::new(Ok(snapshot(Stored::Nothing)), TrustState::unknown());
        let effects = updates.handle(Event::Page(PageEvent::Ready(FirstDownload::Offered(changes))));
        let effects = end(&mut updates, &effects, Outcome::Read(Ok(snapshot(Stored::Nothing))));
        end(&mut updates, &effects, Outcome::Checked(judgement(&new)));
        updates.handle(Event::Command(Command::Close));
        let effects = updates.handle(Event::Command(command.clone()));
        let effects = end(&mut updates, &effects, Outcome::Read(Ok(snapshot(Stored::Nothing))));
        let is_checked = effects.iter().any(|effect| matches!(effect, Effect::Check { .. }));
        assert_eq!(is_checked, is_wanted, "{command:?}: {effects:?}");
    }
}

/// The progress of a first download covers the page only once the reader asks for it.
#[test]
fn a_download_that_nobody_asked_for_is_quiet() {
    let new = edition(1);
    let partial = || {
        let partial = Stored::Partial(Accepted::stored(new.head.head().clone()));
        Outcome::Read(Ok(snapshot(partial)))
    };
    let mut updates = Updates::new(Ok(snapshot(Stored::Nothing)), TrustState::unknown());
    let effects = updates.handle(Event::Page(PageEvent::Ready(FirstDownload::Automatic)));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(snapshot(Stored::Nothing))));
    let effects = end(&mut updates, &effects, Outcome::Checked(judgement(&new)));
    let effects = end(&mut updates, &effects, Outcome::Read(Ok(snapshot(Stored::Nothing))));
    let effects = end(&mut updates, &effects, partial());
    let effects = end(&mut updates, &effects, Outcome::Compared(Ok(summary(None))));
    let download = id(&effects);
    let progress = Progress { articles: 1, total_articles: 3, bytes: 300, total_bytes: 1000 };
    updates.handle(Event::Progress(download, progress));
    assert_eq!(*updates.notice(), Notice::None);
    updates.handle(Event::Command(Command::Download));
    updates.handle(Event::Progress(download, progress));
    assert_eq!(*updates.notice(), Notice::Downloading(progress));
}
