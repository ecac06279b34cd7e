//! Handles events of the page, and finds an edition that has the requested page.

use model::Head;
use trust::{Accepted, SourceAnswer};

use super::super::edition_info::is_older;
use super::super::notice::{Notice, Warning};
use super::super::snapshot::Stored;
use super::event::{Effect, FirstDownload, Outcome, PageEvent, TaskId};
use super::{Storage, Updates, WhyNot};
use edition::error::ContentError;

/// A pending request for an edition that has a page.
pub(super) struct Request {
    pub(super) id: TaskId,
    /// `true` if the sources are asked when the device has no other edition.
    asks_sources: bool,
}

impl Updates {
    pub(super) fn page_event(&mut self, event: PageEvent) {
        match event {
            PageEvent::NewestNeeded => self.request_newest(),
            PageEvent::Fetched(source, head) => self.fetched(source, head),
            PageEvent::Opened(info) => self.open = Some(info),
            PageEvent::Ready(first_download) => self.ready(first_download),
            PageEvent::Visible | PageEvent::Online => self.check_in_background(),
            PageEvent::FrontOpened => {
                self.page_opened();
                self.check_in_background();
            }
            PageEvent::PageOpened => self.page_opened(),
            PageEvent::DeviceOpened(language) => {
                self.page_opened();
                self.counting.open(language);
            }
            PageEvent::PageMissing => self.request_other(true),
            PageEvent::PageUnreachable => self.request_other(false),
            PageEvent::PageReplaced(warning) => {
                self.warn(warning);
            }
            PageEvent::PartMissing => self.notice = Notice::Unreachable,
        }
    }

    /// Accepts the head of an unsigned edition that the app opened, as the first check.
    fn fetched(&mut self, source: String, head: Head) {
        if self.trust.is_signed() {
            return;
        }
        let answer = SourceAnswer { source, is_own: true, head: Ok(head), roots: Vec::new() };
        // Without a signature, `judge` does not look at the time.
        let judgement = self.trust.state().judge(vec![answer], 0);
        self.is_judgement_new = self.judge(judgement).is_ok();
    }

    /// Starts storing the newest edition, because the page is readable.
    fn ready(&mut self, first_download: FirstDownload) {
        self.is_ready = true;
        self.first_download = first_download;
        match &self.storage {
            Storage::Unavailable(WhyNot::Private { .. } | WhyNot::SingleFile) => return,
            Storage::Unavailable(WhyNot::Denied) | Storage::Available(_) => {}
        }
        self.effects.push(Effect::RegisterWorker);
        if self.snapshot().is_some_and(|snapshot| snapshot.edition == Stored::Evicted) {
            self.notice = Notice::Evicted;
        } else {
            self.request_check();
        }
    }

    fn check_in_background(&mut self) {
        if !self.is_silent && self.storage != Storage::Unavailable(WhyNot::SingleFile) {
            // The check that opened the app may be long ago.
            self.is_judgement_new = false;
            self.request_check();
        }
    }

    /// Closes notices that were only information, because another page was opened.
    fn page_opened(&mut self) {
        self.counting.close();
        let is_over = match self.notice {
            Notice::Saved(_) | Notice::WithoutAttachments(_) | Notice::Offline(_) => true,
            Notice::Downloading(_) | Notice::DownloadingAttachments(..) => self.task.is_quiet(),
            _ => false,
        };
        if is_over {
            self.notice = Notice::None;
        }
    }

    /// Requests the newest edition, without which the app cannot open.
    fn request_newest(&mut self) {
        let id = self.new_id();
        self.page = Some(Request { id, asks_sources: true });
        self.effects.push(Effect::Check { id, trust: self.trust.state().clone() });
    }

    /// Looks for another edition that has a page: on the device or, if `asks_sources`, at the sources.
    fn request_other(&mut self, asks_sources: bool) {
        if let Some(request) = &mut self.page {
            // A pending request gets the same answer.
            request.asks_sources |= asks_sources;
            return;
        }
        let id = self.new_id();
        self.page = Some(Request { id, asks_sources });
        match self.storage {
            // Another tab may have stored another edition.
            Storage::Available(_) => self.effects.push(Effect::Read { id }),
            Storage::Unavailable(_) => self.answer_page(),
        }
    }

    /// Continues a request after the store was read or the sources were asked.
    pub(super) fn page_answered(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Read(read) => {
                if let Ok(snapshot) = read {
                    self.absorb(snapshot);
                }
                self.answer_page();
            }
            Outcome::Checked(judgement) => {
                let newest = self.judge(judgement);
                self.is_judgement_new = self.open.is_none();
                let answer = newest.and_then(|newest| {
                    if self.can_replace_open(&newest) { Ok(newest) } else { Err(ContentError::Missing) }
                });
                if let Err(error) = answer
                    && self.open.is_none()
                {
                    self.refuse_to_open(error);
                }
                self.finish_page(answer);
            }
            _ => self.finish_page(Err(ContentError::Unreachable)),
        }
    }

    /// Answers with an edition on the device, or else asks the sources.
    fn answer_page(&mut self) {
        let Some(request) = &self.page else { return };
        let asks_sources = request.asks_sources && self.storage != Storage::Unavailable(WhyNot::SingleFile);
        if let Some(other) = self.other_edition() {
            self.finish_page(Ok(other));
        } else if asks_sources {
            self.request_newest();
        } else {
            self.finish_page(Err(ContentError::Missing));
        }
    }

    /// Returns a known edition that is not older than the open one: the stored one, or the newest found.
    fn other_edition(&self) -> Option<Accepted> {
        let open = self.open.as_ref()?;
        let stored = self.complete().filter(|stored| {
            stored.head.head().manifest != open.head.head().manifest
                && !is_older(stored.head.head(), &stored.dates, open.head.head(), &open.dates)
        });
        let newest = self.judged.as_ref().and_then(|judgement| judgement.newest.as_ref());
        // Only a signed edition is known to be newer.
        let newest = newest.filter(|newest| newest.head().signed.is_some() && self.can_replace_open(newest));
        stored.map(|stored| &stored.head).or(newest).cloned()
    }

    pub(super) fn finish_page(&mut self, answer: Result<Accepted, ContentError>) {
        if self.page.take().is_some() {
            self.effects.push(Effect::Answer(answer));
        }
    }

    /// Warns that no edition can be opened. If this device knows the newsroom's keys, also conceals a page that they do
    /// not prove.
    fn refuse_to_open(&mut self, error: ContentError) {
        let refusal = self.judged.as_ref().and_then(Warning::refusal);
        let Some(warning) = refusal.filter(|_| self.trust.is_signed()) else { return };
        if error == ContentError::Unproven && self.trust.proven.has_roots() {
            self.effects.push(Effect::ConcealPage(warning.clone()));
        }
        self.warn(warning);
    }
}

#[cfg(test)]
mod tests {
    use model::{BundleReference, Hash};
    use trust::{Freshness, TrustState};

    use super::super::event::Event;
    use super::*;

    #[test]
    fn what_the_app_opened_by_itself_is_the_first_check_unless_the_newspaper_is_signed() {
        let judgement = |trust| {
            let mut updates = Updates::new(Err(WhyNot::Denied), trust);
            let manifest = BundleReference { hash: Hash([7; 32]), bytes: 9 };
            let head = Head { edition: 1, manifest, signed: None };
            let _ = updates.handle(Event::Page(PageEvent::Fetched("https://a.example/".to_owned(), head)));
            (updates.judgement().cloned(), updates.is_judgement_new)
        };
        let (first, is_new) = judgement(TrustState::unknown());
        let first = first.expect("a judgement");
        assert!(is_new && first.newest.is_some() && first.freshness == Some(Freshness::Unsigned), "{first:?}");
        assert_eq!(judgement(TrustState::pinned(Hash([1; 32]), None)), (None, false));
    }
}
