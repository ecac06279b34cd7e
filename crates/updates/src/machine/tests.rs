//! Tests the invariants of the machine. The real plans, downloads and commits carry out its effects on a site and a
//! device in memory, in up to three tabs, with failures and in any order.

mod checks;
mod device;
mod sequences;
mod site;
mod world;

use proptest::prelude::*;
use proptest::test_runner::Config;

use super::super::preferences::OfflineItem;
use super::{Command, PageEvent};
use crate::import_report::FileId;
use world::World;

/// A step of a case.
#[derive(Clone, Debug)]
enum Step {
    /// A little progress of this many effects.
    Run(usize),
    Command(usize, Command),
    Page(usize, PageEvent),
    /// The publication of another edition; `true` if the site keeps only the files of that one.
    Publish(usize, bool),
    Fault(SiteFault),
    /// The number of bytes that fit on the device.
    Room(Option<usize>),
    /// `true` if attachments fit.
    AttachmentsFit(bool),
    /// The removal of a bundle, or everything, by the browser.
    Evict(bool),
    /// The reload of a tab.
    Reload(usize),
    /// A report that an effect ended which has ended already or never ran.
    Stale(usize),
}

/// A fault of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SiteFault {
    None,
    Silent,
    LoginPage,
    BundlesMissing,
    BundlesDamaged,
    BundlesUnreachable,
}

/// The number of cases of each of the two kinds, unless `PROPTEST_CASES` sets another.
const CASES: u32 = 1000;

/// The most steps of a case.
const STEPS: usize = 24;

fn config() -> Config {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { CASES };
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn command() -> impl Strategy<Value = Command> {
    let month = OfflineItem::Month(model::Language::new("en"), "2026-10".to_owned());
    let article = OfflineItem::Article(model::Language::new("en"), "story-2026-10-1".to_owned());
    prop_oneof![
        4 => Just(Command::Download),
        5 => Just(Command::Stop),
        3 => Just(Command::Close),
        1 => any::<bool>().prop_map(Command::SetKeep),
        1 => any::<bool>().prop_map(Command::SetPictures),
        1 => any::<bool>().prop_map(Command::SetFiles),
        1 => any::<bool>().prop_map(Command::SetAutomatic),
        1 => any::<bool>().prop_map(Command::SetEscape),
        1 => Just(Command::Keep(month.clone())),
        1 => Just(Command::Discard(month)),
        1 => Just(Command::Keep(article.clone())),
        1 => Just(Command::Discard(article)),
        3 => (0..site::FILES).prop_map(|file| Command::Import(FileId(file))),
        1 => Just(Command::Persist),
        1 => Just(Command::GoPrivate),
        1 => Just(Command::EraseAll),
    ]
}

fn page_event() -> impl Strategy<Value = PageEvent> {
    prop_oneof![
        4 => Just(PageEvent::Visible),
        2 => Just(PageEvent::Online),
        1 => Just(PageEvent::FrontOpened),
        1 => Just(PageEvent::PageOpened),
        1 => Just(PageEvent::DeviceOpened(model::Language::new("en"))),
        2 => Just(PageEvent::PageMissing),
        1 => Just(PageEvent::PageUnreachable),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let fault = prop_oneof![
        6 => Just(SiteFault::None),
        1 => Just(SiteFault::Silent),
        1 => Just(SiteFault::LoginPage),
        1 => Just(SiteFault::BundlesMissing),
        1 => Just(SiteFault::BundlesDamaged),
        1 => Just(SiteFault::BundlesUnreachable),
    ];
    prop_oneof![
        12 => (0..8_usize).prop_map(Step::Run),
        7 => (0..3_usize, command()).prop_map(|(tab, command)| Step::Command(tab, command)),
        6 => (0..3_usize, page_event()).prop_map(|(tab, event)| Step::Page(tab, event)),
        6 => (0..site::EDITIONS, any::<bool>()).prop_map(|(edition, only)| Step::Publish(edition, only)),
        3 => fault.prop_map(Step::Fault),
        1 => prop_oneof![Just(None), (1000..20_000_usize).prop_map(Some)].prop_map(Step::Room),
        1 => any::<bool>().prop_map(Step::AttachmentsFit),
        1 => any::<bool>().prop_map(Step::Evict),
        1 => (0..3_usize).prop_map(Step::Reload),
        2 => (0..3_usize).prop_map(Step::Stale),
    ]
}

/// Returns the number of tabs, the seed for the order of their effects, and the steps.
fn case() -> impl Strategy<Value = (usize, u64, Vec<Step>)> {
    (1..=3_usize, any::<u64>(), prop::collection::vec(step(), 1..STEPS))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_invariants_hold_for_a_paper_without_signatures(case in case()) {
        World::run(false, case);
    }

    #[test]
    fn the_invariants_hold_for_a_signed_paper(case in case()) {
        World::run(true, case);
    }
}
