//! Taking editions from a host in memory that fails on demand, onto a device in memory that may be full.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use model::{
    Article, BundleReference, Date, FrontLine, FrontPage, Hash, Head, Language, Manifest, Masthead, Month, MonthIndex,
    Paper, Section,
};
use serde::Serialize;

use super::*;
use crate::content::tests::{entry, now};
use crate::page::bare_masthead;
use crate::updates::inventory::{Inventory, inventory};
use crate::updates::preferences::Metadata;

/// The site, and what was asked of it.
#[derive(Default)]
struct Host {
    files: BTreeMap<String, Vec<u8>>,
    asked: RefCell<Vec<String>>,
    /// After so many requests it answers no more.
    stops_after: Cell<Option<usize>>,
}

impl BundleSource for Host {
    async fn fetch(&self, path: &str, reference: &BundleReference) -> Result<Vec<u8>, ContentError> {
        self.asked.borrow_mut().push(path.to_owned());
        if self.stops_after.get().is_some_and(|most| self.asked.borrow().len() > most) {
            return Err(ContentError::Unreachable);
        }
        let bytes = self.files.get(path).ok_or(ContentError::Missing)?;
        trust::check(reference, bytes).map_err(|_| ContentError::Damaged)?;
        Ok(bytes.clone())
    }
}

/// The device.
#[derive(Default)]
struct Phone {
    bundles: RefCell<BTreeMap<Hash, Vec<u8>>>,
    current: RefCell<Option<Head>>,
    /// How many bytes fit.
    room: Cell<Option<usize>>,
}

impl BundleStore for Phone {
    async fn get(&self, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.bundles.borrow().get(hash).cloned())
    }

    async fn put(&self, bundles: Vec<(Hash, Vec<u8>)>) -> Result<(), StoreError> {
        let used: usize = self.bundles.borrow().values().map(Vec::len).sum();
        let more: usize = bundles.iter().map(|(_, bytes)| bytes.len()).sum();
        if self.room.get().is_some_and(|room| used + more > room) {
            return Err(StoreError::Full);
        }
        self.bundles.borrow_mut().extend(bundles);
        Ok(())
    }

    async fn hashes(&self) -> Result<Hashes, StoreError> {
        Ok(self.bundles.borrow().keys().copied().collect())
    }

    async fn commit(
        &self,
        head: &Head,
        previous: Option<&Head>,
        needed: &Hashes,
        _: &[(&str, Option<String>)],
    ) -> Result<Commit, StoreError> {
        if self.current.borrow().as_ref() != previous {
            return Ok(Commit::Conflict);
        }
        if !needed.iter().all(|hash| self.bundles.borrow().contains_key(hash)) {
            return Ok(Commit::Incomplete);
        }
        *self.current.borrow_mut() = Some(head.clone());
        self.bundles.borrow_mut().retain(|hash, _| needed.contains(hash));
        Ok(Commit::Done)
    }
}

impl Host {
    fn add(&mut self, path: impl Fn(&BundleReference) -> String, bytes: Vec<u8>) -> BundleReference {
        let reference = trust::reference(&bytes).unwrap();
        self.files.insert(path(&reference), bytes);
        reference
    }

    fn add_bundle(&mut self, value: &impl Serialize) -> BundleReference {
        self.add(BundleReference::path, serde_json::to_vec(value).unwrap())
    }

    /// Publishes an edition with these months, each with the bodies of its articles, newest first.
    fn publish(&mut self, number: u64, months: &[(&str, Vec<String>)]) -> Head {
        let (mut lines, mut front_page) = (Vec::new(), Vec::new());
        for (name, texts) in months {
            let mut entries = Vec::new();
            let mut bundles = Vec::new();
            for (position, text) in texts.iter().enumerate() {
                let article = article(name, texts.len() - position, text);
                bundles.push(serde_json::to_vec(&article).unwrap());
                let bundle = self.add_bundle(&article);
                entries.push(entry(&article, bundle));
            }
            let packs = bundles.rchunks(model::PACK_SIZE as usize).map(|chunk| {
                let pack = [b"[", &chunk.join(&b","[..])[..], b"]"].concat();
                self.add(BundleReference::path, pack)
            });
            let packs = packs.collect();
            let bytes = entries.iter().map(|entry| entry.bundle.bytes).sum();
            let articles = entries.len() as u32;
            let mut sections = BTreeMap::new();
            for entry in &entries {
                *sections.entry(entry.section.clone().unwrap()).or_default() += 1;
            }
            let first = &entries[0];
            front_page.push(FrontLine { month: first.month().to_owned(), slug: first.slug.clone() });
            let bundle = self.add_bundle(&MonthIndex { month: (*name).to_owned(), entries, packs });
            let month = (*name).to_owned();
            lines.push(Month { name: month.clone(), month, bundle, articles, bytes, media: 0, sections });
        }
        let section = |identifier: &str| Section { identifier: identifier.to_owned(), name: identifier.to_owned() };
        let masthead = Masthead { sections: vec![section("even"), section("odd")], ..bare_masthead("en") };
        let paper = Paper {
            masthead,
            date: None,
            front: self.add_bundle(&FrontPage { entries: Vec::new(), articles: Vec::new() }),
            front_page,
            months: lines,
            topics: self.add_bundle(&[(); 0]),
            places: self.add_bundle(&[[(); 0]; 1]),
            about: None,
        };
        let iso = format!("{}-{number:02}", months[0].0);
        let manifest = Manifest {
            date: Some(Date { iso, text: String::new() }),
            address: None,
            mirrors: Vec::new(),
            embed: None,
            papers: vec![paper],
        };
        let manifest = self.add(BundleReference::manifest_path, serde_json::to_vec(&manifest).unwrap());
        Head { edition: number, manifest, signed: None }
    }
}

fn article(month: &str, number: usize, text: &str) -> Article {
    let section = if number.is_multiple_of(2) { "even" } else { "odd" };
    let json = format!(
        r#"{{"slug":"story-{month}-{number}","language":"en","headline":"Story {number}","section":"{section}",
            "body":[{{"paragraph":["{text}"]}}],"words":1,"published":{{"iso":"{month}-01","text":"1"}}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// So many articles, each with a text of its own.
fn texts(count: usize) -> Vec<String> {
    (0..count).rev().map(|number| format!("Text of {number}.")).collect()
}

fn preferences(facts: &[(&str, &str)]) -> Preferences {
    let facts: Metadata = facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Preferences::of(&facts, false)
}

struct Taken {
    plan: Plan,
    committed: Commit,
}

/// Takes an edition as the app does.
fn take(head: &Head, host: &Host, phone: &Phone, preferences: &Preferences) -> Result<Taken, DownloadError> {
    take_of(head, host, phone, preferences, DEFAULT_TEXT_LIMIT)
}

fn take_of(
    head: &Head,
    host: &Host,
    phone: &Phone,
    preferences: &Preferences,
    text_limit: u64,
) -> Result<Taken, DownloadError> {
    host.asked.borrow_mut().clear();
    let current = phone.current.borrow().clone();
    let previous: Option<Manifest> =
        current.as_ref().map(|head| content::read(&phone.bundles.borrow()[&head.manifest.hash]).unwrap());
    let wish = PlanOptions { preferences, text_limit, previous: previous.as_ref() };
    now(async {
        let plan = plan(head, &wish, phone, host).await?;
        plan.download(phone, host, &|_| true).await?;
        let committed = plan.commit(phone, current.as_ref(), &[]).await?;
        Ok(Taken { plan, committed })
    })
}

fn count(head: &Head, phone: &Phone, preferences: &Preferences) -> Inventory {
    let manifest: Manifest = content::read(&phone.bundles.borrow()[&head.manifest.hash]).unwrap();
    now(inventory(phone, head, &manifest, preferences, DEFAULT_TEXT_LIMIT, &Language::new("en"))).unwrap()
}

#[test]
fn a_whole_edition_is_a_few_requests() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(50)), ("2026-10", texts(30))]);
    let taken = take(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((taken.committed, taken.plan.articles), (Commit::Done, 80));
    assert_eq!(taken.plan.changes, Changes { articles: 80, changed: 0, bytes: taken.plan.changes.bytes });
    // The manifest, topics and places, two indexes, five packs.
    assert_eq!(host.asked.borrow().len(), 10, "{:?}", host.asked);
    let inventory = count(&head, &phone, &preferences(&[]));
    let edition = inventory.edition.unwrap();
    assert_eq!((edition.articles, edition.of_articles, edition.missing), (80, 80, 0));
    assert_eq!(inventory.sections.iter().map(|part| part.articles).collect::<Vec<_>>(), [40, 40]);
}

#[test]
fn one_changed_article_costs_itself_its_index_and_the_manifest() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let mut newest = texts(50);
    let old = host.publish(1, &[("2026-11", newest.clone()), ("2026-10", texts(30))]);
    take(&old, &host, &phone, &preferences(&[])).unwrap();
    newest[7] = "This has been corrected.".to_owned();
    let new = host.publish(2, &[("2026-11", newest), ("2026-10", texts(30))]);
    let taken = take(&new, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((taken.plan.changes.articles, taken.plan.changes.changed), (0, 1));
    assert_eq!(host.asked.borrow().len(), 3, "{:?}", host.asked);
    assert!(!phone.bundles.borrow().contains_key(&old.manifest.hash), "what the new edition does not need is gone");
}

#[test]
fn nothing_new_costs_nothing() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(50))]);
    take(&head, &host, &phone, &preferences(&[])).unwrap();
    let taken = take(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((taken.plan.missing(), host.asked.borrow().len()), (0, 0));
}

#[test]
fn a_take_goes_on_wherever_it_was_broken_off() {
    let mut host = Host::default();
    let head = host.publish(1, &[("2026-11", texts(50)), ("2026-10", texts(30))]);
    let phone = Phone::default();
    let mut requests = 0;
    for most in 1..12 {
        host.stops_after.set(Some(1));
        let result = take(&head, &host, &phone, &preferences(&[]));
        requests += 1;
        match result {
            Ok(taken) => {
                assert_eq!(taken.committed, Commit::Done);
                assert_eq!(requests, 10, "with {most} tries no file was fetched twice");
                return;
            }
            Err(error) => assert_eq!(error, DownloadError::Content(ContentError::Unreachable)),
        }
        assert_eq!(*phone.current.borrow(), None, "half an edition is no edition");
    }
    panic!("it never got there");
}

#[test]
fn what_is_damaged_or_gone_stops_nothing_but_the_edition() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-10", texts(3))]);
    take(&old, &host, &phone, &preferences(&[])).unwrap();
    let new = host.publish(2, &[("2026-11", texts(70)), ("2026-10", texts(3))]);
    let packs: Vec<String> =
        host.files.iter().filter(|(_, bytes)| bytes.starts_with(b"[{\"slug\"")).map(|(path, _)| path.clone()).collect();
    let (path, whole) = (packs[1].clone(), host.files[&packs[1]].clone());
    host.files.insert(path.clone(), whole[..whole.len() / 2].to_vec());
    let result = take(&new, &host, &phone, &preferences(&[]));
    assert_eq!(result.err(), Some(DownloadError::Content(ContentError::Damaged)));
    assert_eq!(phone.current.borrow().as_ref(), Some(&old), "the last good edition is still the current one");

    host.files.insert(path.clone(), whole);
    take(&new, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!(*host.asked.borrow(), [path], "all else was there");
}

#[test]
fn a_pack_whose_articles_are_not_what_the_index_says_is_damaged() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let mut months = vec![("2026-11", texts(20))];
    let head = host.publish(1, &months);
    months[0].1[3] = "Something else, as long.".to_owned();
    let pack = |host: &Host| {
        let mut packs = host.files.iter().filter(|(_, bytes)| bytes.starts_with(b"[{\"slug\""));
        packs.next().map(|(path, _)| path.clone()).unwrap()
    };
    let path = pack(&host);
    // The bytes of the pack are those that its name says: it is the index that says otherwise.
    let forged = host.files[&path].iter().map(|byte| if *byte == b'T' { b'S' } else { *byte }).collect::<Vec<u8>>();
    let reference = trust::reference(&forged).unwrap();
    let job = DownloadItem { path: path.clone(), file: reference, bundles: vec![head.manifest; 20] };
    host.files.insert(path, forged);
    assert_eq!(now(job.run(&phone, &host)).err(), Some(DownloadError::Content(ContentError::Damaged)));
    assert!(phone.bundles.borrow().is_empty());
}

#[test]
fn a_full_device_keeps_what_it_had() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-10", texts(20))]);
    take(&old, &host, &phone, &preferences(&[])).unwrap();
    let used: usize = phone.bundles.borrow().values().map(Vec::len).sum();
    let new = host.publish(2, &[("2026-11", texts(60)), ("2026-10", texts(20))]);
    phone.room.set(Some(used + 14_000));
    let result = take(&new, &host, &phone, &preferences(&[]));
    assert_eq!(result.err(), Some(DownloadError::Store(StoreError::Full)));
    assert_eq!(phone.current.borrow().as_ref(), Some(&old));
    let kept = count(&old, &phone, &preferences(&[])).edition.unwrap();
    assert_eq!((kept.articles, kept.missing), (20, 0));
}

#[test]
fn another_tab_that_was_faster_wins() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-11", texts(3))]);
    let new = host.publish(2, &[("2026-11", texts(4))]);
    let preferences = preferences(&[]);
    let wish = PlanOptions { preferences: &preferences, text_limit: DEFAULT_TEXT_LIMIT, previous: None };
    now(async {
        let slow = plan(&old, &wish, &phone, &host).await.unwrap();
        slow.download(&phone, &host, &|_| true).await.unwrap();
        let fast = plan(&new, &wish, &phone, &host).await.unwrap();
        fast.download(&phone, &host, &|_| true).await.unwrap();
        assert_eq!(fast.commit(&phone, None, &[]).await, Ok(Commit::Done));
        assert_eq!(slow.commit(&phone, None, &[]).await, Ok(Commit::Conflict));
        assert_eq!(slow.commit(&phone, Some(&new), &[]).await, Ok(Commit::Incomplete));
    });
    assert_eq!(phone.current.borrow().as_ref(), Some(&new));
}

#[test]
fn a_reader_can_stop_it_and_what_has_come_stays() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(200))]);
    let preferences = preferences(&[]);
    let wish = PlanOptions { preferences: &preferences, text_limit: DEFAULT_TEXT_LIMIT, previous: None };
    let steps = Cell::new(0);
    let tell = |progress: Progress| {
        steps.set(steps.get() + 1);
        assert!(progress.articles <= progress.of_articles && progress.of_articles == 200);
        progress.articles == 0
    };
    now(async {
        let plan = plan(&head, &wish, &phone, &host).await.unwrap();
        assert_eq!(plan.download(&phone, &host, &tell).await, Err(DownloadError::Stopped));
    });
    assert_eq!(steps.get(), 2);
    assert!(phone.bundles.borrow().len() >= 20);
}

#[test]
fn of_a_large_archive_the_newest_months_are_kept_and_what_the_reader_asks_for() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let months = [("2026-11", texts(30)), ("2026-10", texts(30)), ("2026-09", texts(30)), ("2026-08", texts(30))];
    let head = host.publish(1, &months);
    let month = u64::from(host_month_bytes(&host, &head));
    let kept = |facts: &[(&str, &str)]| {
        let phone = Phone::default();
        let preferences = preferences(facts);
        take_of(&head, &host, &phone, &preferences, month).unwrap();
        let inventory = count(&head, &phone, &preferences);
        inventory.months.iter().map(|part| part.articles).collect::<Vec<_>>()
    };
    assert_eq!(kept(&[]), [30, 30, 0, 0]);
    assert_eq!(kept(&[("month en 2026-08", "yes")]), [30, 30, 0, 30]);
    assert_eq!(kept(&[("month en 2026-11", "no")]), [0, 30, 0, 0]);
    assert_eq!(kept(&[("section en odd", "yes")]), [30, 30, 15, 15]);
    assert_eq!(kept(&[("section en odd", "no")]), [15, 15, 0, 0]);
    assert_eq!(kept(&[("section en odd", "yes"), ("month en 2026-11", "no")]), [15, 30, 15, 15]);
    take_of(&head, &host, &phone, &preferences(&[]), 1).unwrap();
    assert!(host.asked.borrow().len() == 7, "with a month missing the front page is a bundle: {:?}", host.asked);
    assert_eq!(count(&head, &phone, &preferences(&[])).months[0].articles, 30, "there is always a newest month");
}

fn host_month_bytes(host: &Host, head: &Head) -> u32 {
    let manifest: Manifest = content::read(&host.files[&head.manifest.manifest_path()]).unwrap();
    manifest.papers[0].months.iter().map(|month| month.bytes).max().unwrap()
}

#[test]
fn what_is_missing_is_counted() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(30))]);
    take(&head, &host, &phone, &preferences(&[])).unwrap();
    let gone = phone.bundles.borrow().iter().find(|(_, bytes)| bytes.starts_with(b"{\"slug\"")).map(|(hash, _)| *hash);
    phone.bundles.borrow_mut().remove(&gone.unwrap());
    let edition = count(&head, &phone, &preferences(&[])).edition.unwrap();
    assert_eq!((edition.articles, edition.missing), (29, 1));
    take(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!(host.asked.borrow().len(), 1, "only that one is fetched");
}

#[test]
fn an_edition_is_older_by_its_number_and_its_newest_article() {
    let edition = |number, day: &str| {
        let manifest = BundleReference { hash: Hash([number as u8; 32]), bytes: 1 };
        let date = Some(Date { iso: format!("2026-11-{day}"), text: String::new() });
        (
            Head { edition: number, manifest, signed: None },
            Manifest { date, address: None, mirrors: Vec::new(), embed: None, papers: Vec::new() },
        )
    };
    let older = |(head, manifest): (Head, Manifest), (than, than_manifest): (Head, Manifest)| {
        is_older(&head, &manifest, &than, &than_manifest)
    };
    assert!(older(edition(5, "10"), edition(6, "10")));
    assert!(!older(edition(6, "09"), edition(5, "10")), "its newest article was withdrawn");
    assert!(!older(edition(1, "11"), edition(9, "10")), "it was built into an empty folder");

    let older_file = |(head, manifest): (Head, Manifest), (than, than_manifest): (Head, Manifest)| {
        is_older_file(&head, &manifest, &than, &than_manifest)
    };
    assert!(older_file(edition(999, "09"), edition(5, "10")), "anybody can give it any number");
    assert!(older_file(edition(4, "10"), edition(5, "10")) && !older_file(edition(5, "10"), edition(5, "10")));
    assert!(!older_file(edition(1, "11"), edition(9, "10")));
}
