//! Events for the update machine before it is loaded.

use super::machine::{Command, Event, PageEvent};

/// The events for a machine that may not be loaded yet.
#[derive(Debug, Default)]
pub struct Queue {
    state: State,
    /// The events that the machine gets once it is loaded, the first one first.
    events: Vec<Event>,
    /// `true` if the reader knows that the machine cannot be loaded.
    is_said: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Nothing has asked for the machine, or loading it failed.
    #[default]
    Absent,
    Loading,
    Ready,
}

/// The next step for an event.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, which is moved on at once")]
pub enum Step {
    /// Pass the event to the machine, which is loaded.
    Tell(Event),
    /// Wait.
    Wait,
    /// Load the machine now.
    Load,
    /// Close the notice. The machine need not know.
    CloseNotice,
    /// Tell the reader that a part of the app cannot be loaded.
    SayMissing,
}

impl Queue {
    /// Adds an event.
    pub fn push(&mut self, event: Event) -> Step {
        if self.state == State::Ready {
            return Step::Tell(event);
        }
        let step = match &event {
            Event::Command(Command::Close) => return Step::CloseNotice,
            Event::Page(PageEvent::PartMissing) => return Step::SayMissing,
            event if is_wanted(event) => Step::Load,
            _ => Step::Wait,
        };
        match self.events.iter_mut().find(|waiting| is_replaced(waiting, &event)) {
            // Keeps the order: the machine learns of the open edition before the page is ready.
            Some(waiting) => *waiting = event,
            None => self.events.push(event),
        }
        if self.state == State::Loading { Step::Wait } else { step }
    }

    /// Returns whether the machine is loading.
    pub fn is_loading(&self) -> bool {
        self.state == State::Loading
    }

    /// Records that loading begins. Returns `false` if the machine is loading or loaded already.
    pub fn begin(&mut self) -> bool {
        let is_absent = self.state == State::Absent;
        if is_absent {
            self.state = State::Loading;
        }
        is_absent
    }

    /// Records that the machine is loaded. Returns the events that waited for it.
    pub fn loaded(&mut self) -> Vec<Event> {
        self.state = State::Ready;
        std::mem::take(&mut self.events)
    }

    /// Records that loading failed. Drops questions and the reader's commands; keeps events of the page and the device.
    ///
    /// Returns whether the reader must be told: each time after a command, otherwise once.
    pub fn failed(&mut self) -> bool {
        self.state = State::Absent;
        let is_wish = |event: &Event| matches!(event, Event::Command(_));
        let has_wish = self.events.iter().any(is_wish);
        self.events.retain(|event| !is_wish(event) && !is_question(event));
        let was_said = std::mem::replace(&mut self.is_said, true);
        has_wish || !was_said
    }
}

/// Returns whether the app or the reader waits for the machine's reaction to an event.
fn is_wanted(event: &Event) -> bool {
    match event {
        Event::Command(_) | Event::StoreClosed | Event::PrivateElsewhere => true,
        Event::Page(PageEvent::DeviceOpened(_)) => true,
        event => is_question(event),
    }
}

/// Returns whether an event is a question that the machine answers.
fn is_question(event: &Event) -> bool {
    matches!(event, Event::Page(PageEvent::NewestNeeded | PageEvent::PageMissing | PageEvent::PageUnreachable))
}

/// Returns whether an event replaces one that waits. No event replaces a command of the reader.
fn is_replaced(waiting: &Event, event: &Event) -> bool {
    match (waiting, event) {
        (Event::Page(waiting), Event::Page(event)) => {
            std::mem::discriminant(waiting) == std::mem::discriminant(event) || is_opened(waiting) && is_opened(event)
        }
        (Event::StoreClosed, Event::StoreClosed) | (Event::PrivateElsewhere, Event::PrivateElsewhere) => true,
        _ => false,
    }
}

/// Returns whether the reader opened a page. Only the last page is on the screen.
fn is_opened(event: &PageEvent) -> bool {
    matches!(event, PageEvent::FrontOpened | PageEvent::PageOpened | PageEvent::DeviceOpened(_))
}

#[cfg(test)]
mod tests {
    use model::{Hash, Head, Language};
    use trust::Accepted;

    use super::*;
    use crate::{EditionInfo, FirstDownload, OfflineItem};

    fn page(event: PageEvent) -> Event {
        Event::Page(event)
    }

    fn opened(edition: u64) -> Event {
        let manifest = model::BundleReference { hash: Hash([1; 32]), bytes: 1 };
        page(PageEvent::Opened(EditionInfo::unread(Accepted::stored(Head { edition, manifest, signed: None }))))
    }

    fn keep() -> Event {
        Event::Command(Command::Keep(OfflineItem::Article(Language::new("en"), "a-story".to_owned())))
    }

    fn steps(queue: &mut Queue, events: impl IntoIterator<Item = Event>) -> Vec<String> {
        events.into_iter().map(|event| format!("{:?}", queue.push(event))).collect()
    }

    fn told(events: Vec<Event>) -> Vec<String> {
        events.iter().map(|event| format!("{event:?}")).collect()
    }

    #[test]
    fn what_waits_is_told_in_order_once_the_machine_is_loaded() {
        let mut queue = Queue::default();
        assert_eq!(steps(&mut queue, [opened(1), page(PageEvent::Ready(FirstDownload::Automatic))]), ["Wait", "Wait"]);
        assert!(queue.begin() && !queue.begin(), "it is loaded once");
        assert_eq!(steps(&mut queue, [page(PageEvent::PageOpened), keep()]), ["Wait", "Wait"]);
        let expected =
            [opened(1), page(PageEvent::Ready(FirstDownload::Automatic)), page(PageEvent::PageOpened), keep()];
        assert_eq!(told(queue.loaded()), told(expected.to_vec()));
        assert!(matches!(queue.push(keep()), Step::Tell(Event::Command(Command::Keep(_)))));
        assert!(!queue.begin());
    }

    #[test]
    fn whatever_somebody_waits_for_loads_it_at_once() {
        let language = Language::new("en");
        for event in [
            keep(),
            Event::PrivateElsewhere,
            Event::StoreClosed,
            page(PageEvent::NewestNeeded),
            page(PageEvent::PageMissing),
            page(PageEvent::PageUnreachable),
            page(PageEvent::DeviceOpened(language)),
        ] {
            assert_eq!(steps(&mut Queue::default(), [event]), ["Load"]);
        }
        for event in [PageEvent::Visible, PageEvent::Online, PageEvent::FrontOpened, PageEvent::PageOpened] {
            assert_eq!(steps(&mut Queue::default(), [page(event)]), ["Wait"]);
        }
    }

    #[test]
    fn what_happens_often_waits_once_and_in_its_place() {
        let mut queue = Queue::default();
        let visible = || page(PageEvent::Visible);
        steps(
            &mut queue,
            [
                opened(1),
                page(PageEvent::Ready(FirstDownload::Automatic)),
                visible(),
                visible(),
                opened(2),
                keep(),
                keep(),
            ],
        );
        queue.begin();
        let expected = [opened(2), page(PageEvent::Ready(FirstDownload::Automatic)), visible(), keep(), keep()];
        assert_eq!(told(queue.loaded()), told(expected.to_vec()));
    }

    #[test]
    fn only_the_page_on_the_screen_is_told() {
        let mut queue = Queue::default();
        let device = page(PageEvent::DeviceOpened(Language::new("en")));
        steps(&mut queue, [page(PageEvent::FrontOpened), device, page(PageEvent::PageOpened)]);
        assert_eq!(told(queue.loaded()), told(vec![page(PageEvent::PageOpened)]));
    }

    #[test]
    fn a_machine_that_cannot_be_loaded_is_said_once_and_whenever_the_reader_wants_something() {
        let mut queue = Queue::default();
        steps(&mut queue, [opened(1), page(PageEvent::Ready(FirstDownload::Automatic))]);
        queue.begin();
        assert!(queue.failed(), "the first time it is said");
        assert_eq!(steps(&mut queue, [page(PageEvent::PageMissing)]), ["Load"]);
        queue.begin();
        assert!(!queue.failed(), "the reader wanted nothing, and knows it");
        assert_eq!(steps(&mut queue, [keep()]), ["Load"]);
        queue.begin();
        assert!(queue.failed(), "the reader wanted something");
        assert_eq!(steps(&mut queue, [keep()]), ["Load"]);
        queue.begin();
        let expected = [opened(1), page(PageEvent::Ready(FirstDownload::Automatic)), keep()];
        assert_eq!(told(queue.loaded()), told(expected.to_vec()), "what was given up is not carried out later");
    }

    #[test]
    fn a_notice_is_closed_and_a_missing_script_said_without_it() {
        let mut queue = Queue::default();
        let events = [Event::Command(Command::Close), page(PageEvent::PartMissing)];
        assert_eq!(steps(&mut queue, events), ["CloseNotice", "SayMissing"]);
        assert_eq!(told(queue.loaded()), [""; 0]);
    }
}
