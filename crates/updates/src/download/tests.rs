//! Tests downloads from a site in memory that fails on demand, onto a device in memory that may be full.

use std::cell::Cell;

use model::Language;
use trust::Accepted;

use super::super::compare::compare;
use super::super::device_view::EditionView;
use super::super::inventory::{Inventory, inventory};
use super::super::preferences::DEFAULT_TEXT_LIMIT;
use super::super::preferences::Metadata;
use super::super::tests::fixture::{Host, Phone, now, texts};
use super::*;

fn preferences(metadata: &[(&str, &str)]) -> Preferences {
    let metadata: Metadata = metadata.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Preferences::of(&metadata, false)
}

struct Downloaded {
    plan: Plan,
    committed: Commit,
}

/// Downloads an edition as the app does.
fn download(head: &Head, host: &Host, phone: &Phone, preferences: &Preferences) -> Result<Downloaded, DownloadError> {
    download_up_to(head, host, phone, preferences, DEFAULT_TEXT_LIMIT)
}

fn download_up_to(
    head: &Head,
    host: &Host,
    phone: &Phone,
    preferences: &Preferences,
    text_limit: u64,
) -> Result<Downloaded, DownloadError> {
    host.asked.borrow_mut().clear();
    let current = phone.stored();
    let previous: Option<Manifest> =
        current.as_ref().map(|head| content::read(&phone.bundles.borrow()[&head.manifest.hash]).unwrap());
    let options = PlanOptions { preferences, text_limit, previous: previous.as_ref() };
    now(async {
        let plan = plan(head, &options, phone, host).await?;
        plan.download(phone, host, &|_| true).await?;
        let committed = plan.commit(phone, current.as_ref(), &Changeset::default()).await?;
        Ok(Downloaded { plan, committed })
    })
}

fn count(head: &Head, phone: &Phone, preferences: &Preferences) -> Inventory {
    let manifest: Manifest = content::read(&phone.bundles.borrow()[&head.manifest.hash]).unwrap();
    now(inventory(phone, head, &manifest, preferences, DEFAULT_TEXT_LIMIT, &Language::new("en"))).unwrap()
}

fn articles(edition: &EditionView) -> Vec<(&str, u32, u32)> {
    edition.articles.iter().map(|count| (count.language.as_str(), count.articles, count.total_articles)).collect()
}

#[test]
fn a_whole_edition_is_a_few_requests() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(50)), ("2026-10", texts(30))]);
    let downloaded = download(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((downloaded.committed, downloaded.plan.articles()), (Commit::Done, 80));
    assert_eq!(downloaded.plan.changes(), Changes { articles: 80, changed: 0, bytes: downloaded.plan.changes().bytes });
    // The manifest, topics and places, two indexes, five packs.
    assert_eq!(host.asked.borrow().len(), 10, "{:?}", host.asked);
    let inventory = count(&head, &phone, &preferences(&[]));
    let edition = inventory.edition.unwrap();
    assert_eq!((articles(&edition), edition.missing), (vec![("en", 80, 80)], 0));
    assert_eq!(inventory.sections.iter().map(|part| part.articles).collect::<Vec<_>>(), [40, 40]);
}

#[test]
fn one_changed_article_costs_itself_its_index_and_the_manifest() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let mut newest = texts(50);
    let old = host.publish(1, &[("2026-11", newest.clone()), ("2026-10", texts(30))]);
    download(&old, &host, &phone, &preferences(&[])).unwrap();
    newest[7] = "This has been corrected.".to_owned();
    let new = host.publish(2, &[("2026-11", newest), ("2026-10", texts(30))]);
    let downloaded = download(&new, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((downloaded.plan.changes().articles, downloaded.plan.changes().changed), (0, 1));
    assert_eq!(host.asked.borrow().len(), 3, "{:?}", host.asked);
    assert!(!phone.bundles.borrow().contains_key(&old.manifest.hash), "what the new edition does not need is gone");
}

#[test]
fn an_article_with_other_links_and_the_same_text_is_not_called_changed() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let mut newest = texts(50);
    let old = host.publish(1, &[("2026-11", newest.clone())]);
    download(&old, &host, &phone, &preferences(&[])).unwrap();
    newest[7] += " -> another";
    newest.insert(0, "A new article.".to_owned());
    let new = host.publish(2, &[("2026-11", newest)]);
    let plan = download(&new, &host, &phone, &preferences(&[])).unwrap().plan;
    assert_eq!((plan.changes().articles, plan.changes().changed, plan.missing()), (1, 0, 2));
}

#[test]
fn a_correction_of_one_word_is_a_change() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let mut newest = texts(5);
    newest[2] = "Five houses stand.".to_owned();
    download(&host.publish(1, &[("2026-11", newest.clone())]), &host, &phone, &preferences(&[])).unwrap();
    newest[2] = "Nine houses stand.".to_owned();
    let new = host.publish(2, &[("2026-11", newest)]);
    let plan = download(&new, &host, &phone, &preferences(&[])).unwrap().plan;
    assert_eq!((plan.changes().articles, plan.changes().changed), (0, 1));
}

#[test]
fn nothing_new_costs_nothing() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(50))]);
    download(&head, &host, &phone, &preferences(&[])).unwrap();
    let downloaded = download(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((downloaded.plan.missing(), host.asked.borrow().len()), (0, 0));
}

#[test]
fn a_download_goes_on_wherever_it_was_broken_off() {
    let mut host = Host::default();
    let head = host.publish(1, &[("2026-11", texts(50)), ("2026-10", texts(30))]);
    let phone = Phone::default();
    let mut requests = 0;
    for tries in 1..12 {
        host.stops_after.set(Some(1));
        let result = download(&head, &host, &phone, &preferences(&[]));
        requests += 1;
        match result {
            Ok(downloaded) => {
                assert_eq!(downloaded.committed, Commit::Done);
                assert_eq!(requests, 10, "with {tries} tries no file was fetched twice");
                return;
            }
            Err(error) => assert_eq!(error, DownloadError::Content(ContentError::Unreachable)),
        }
        assert_eq!(phone.stored(), None, "a partial edition is not the stored one");
    }
    panic!("the download never ended");
}

#[test]
fn a_damaged_or_missing_file_stops_only_its_edition() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-10", texts(3))]);
    download(&old, &host, &phone, &preferences(&[])).unwrap();
    let new = host.publish(2, &[("2026-11", texts(70)), ("2026-10", texts(3))]);
    let packs: Vec<String> =
        host.files.iter().filter(|(_, bytes)| bytes.starts_with(b"[{\"slug\"")).map(|(path, _)| path.clone()).collect();
    let (path, whole) = (packs[1].clone(), host.files[&packs[1]].clone());
    host.files.insert(path.clone(), whole[..whole.len() / 2].to_vec());
    let result = download(&new, &host, &phone, &preferences(&[]));
    assert_eq!(result.err(), Some(DownloadError::Content(ContentError::Damaged)));
    assert_eq!(phone.stored().as_ref(), Some(&old), "the last good edition is still stored");

    host.files.insert(path.clone(), whole);
    download(&new, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!(*host.asked.borrow(), [path], "everything else was stored");
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
    // The name of the pack matches its bytes; only the index disagrees.
    let forged = host.files[&path].iter().map(|byte| if *byte == b'T' { b'S' } else { *byte }).collect::<Vec<u8>>();
    let reference = trust::reference(&forged).unwrap();
    let item = DownloadItem { path: path.clone(), file: reference, bundles: vec![head.manifest; 20] };
    host.files.insert(path, forged);
    assert_eq!(now(item.run(&phone, &host)).err(), Some(DownloadError::Content(ContentError::Damaged)));
    assert!(phone.bundles.borrow().is_empty());
}

#[test]
fn a_full_device_keeps_what_it_had() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-10", texts(20))]);
    download(&old, &host, &phone, &preferences(&[])).unwrap();
    let used: usize = phone.bundles.borrow().values().map(Vec::len).sum();
    let new = host.publish(2, &[("2026-11", texts(60)), ("2026-10", texts(20))]);
    phone.capacity.set(Some(used + 14_000));
    let result = download(&new, &host, &phone, &preferences(&[]));
    assert_eq!(result.err(), Some(DownloadError::Store(StoreError::Full)));
    assert_eq!(phone.stored().as_ref(), Some(&old));
    let edition = count(&old, &phone, &preferences(&[])).edition.unwrap();
    assert_eq!((edition.articles[0].articles, edition.missing), (20, 0));
}

#[test]
fn another_tab_that_was_faster_wins() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let old = host.publish(1, &[("2026-11", texts(3))]);
    let new = host.publish(2, &[("2026-11", texts(4))]);
    let preferences = preferences(&[]);
    let options = PlanOptions { preferences: &preferences, text_limit: DEFAULT_TEXT_LIMIT, previous: None };
    now(async {
        let slow = plan(&old, &options, &phone, &host).await.unwrap();
        slow.download(&phone, &host, &|_| true).await.unwrap();
        let fast = plan(&new, &options, &phone, &host).await.unwrap();
        fast.download(&phone, &host, &|_| true).await.unwrap();
        assert_eq!(fast.commit(&phone, None, &Changeset::default()).await, Ok(Commit::Done));
        assert_eq!(slow.commit(&phone, None, &Changeset::default()).await, Ok(Commit::Conflict));
        assert_eq!(slow.commit(&phone, Some(&new), &Changeset::default()).await, Ok(Commit::Incomplete));
    });
    assert_eq!(phone.stored().as_ref(), Some(&new));
}

#[test]
fn a_reader_can_stop_it_and_what_has_come_stays() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(200))]);
    let preferences = preferences(&[]);
    let options = PlanOptions { preferences: &preferences, text_limit: DEFAULT_TEXT_LIMIT, previous: None };
    let steps = Cell::new(0);
    let report = |progress: Progress| {
        steps.set(steps.get() + 1);
        assert!(progress.articles <= progress.total_articles && progress.total_articles == 200);
        progress.articles == 0
    };
    now(async {
        let plan = plan(&head, &options, &phone, &host).await.unwrap();
        assert_eq!(plan.download(&phone, &host, &report).await, Err(DownloadError::Stopped));
    });
    assert_eq!(steps.get(), 2);
    assert!(phone.bundles.borrow().len() >= 20);
}

/// A reader who stopped the download before its first file saw no notice of it.
#[test]
fn a_reader_can_stop_it_before_anything_has_come() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(3))]);
    let preferences = preferences(&[]);
    let options = PlanOptions { preferences: &preferences, text_limit: DEFAULT_TEXT_LIMIT, previous: None };
    let plan = now(plan(&head, &options, &phone, &host)).unwrap();
    assert_eq!(now(plan.download(&phone, &host, &|_| false)), Err(DownloadError::Stopped));
}

#[test]
fn a_large_archive_keeps_its_newest_months_and_the_readers_choices() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let months = [("2026-11", texts(30)), ("2026-10", texts(30)), ("2026-09", texts(30)), ("2026-08", texts(30))];
    let head = host.publish(1, &months);
    let month = u64::from(host_month_bytes(&host, &head));
    let count_stored = |metadata: &[(&str, &str)]| {
        let phone = Phone::default();
        let preferences = preferences(metadata);
        download_up_to(&head, &host, &phone, &preferences, month).unwrap();
        let inventory = count(&head, &phone, &preferences);
        inventory.months.iter().map(|part| part.articles).collect::<Vec<_>>()
    };
    assert_eq!(count_stored(&[]), [30, 30, 0, 0]);
    assert_eq!(count_stored(&[("month en 2026-08", "yes")]), [30, 30, 0, 30]);
    assert_eq!(count_stored(&[("month en 2026-11", "no")]), [0, 30, 0, 0]);
    assert_eq!(count_stored(&[("section en odd", "yes")]), [30, 30, 15, 15]);
    assert_eq!(count_stored(&[("section en odd", "no")]), [15, 15, 0, 0]);
    assert_eq!(count_stored(&[("section en odd", "yes"), ("month en 2026-11", "no")]), [15, 30, 15, 15]);
    download_up_to(&head, &host, &phone, &preferences(&[]), 1).unwrap();
    assert!(host.asked.borrow().len() == 7, "with a month missing the front page is a bundle: {:?}", host.asked);
    assert_eq!(count(&head, &phone, &preferences(&[])).months[0].articles, 30, "the newest month is always kept");
}

fn host_month_bytes(host: &Host, head: &Head) -> u32 {
    let manifest: Manifest = content::read(&host.files[&head.manifest.manifest_path()]).unwrap();
    manifest.papers[0].months.iter().map(|month| month.bytes).max().unwrap()
}

#[test]
fn missing_articles_are_counted() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish(1, &[("2026-11", texts(30))]);
    download(&head, &host, &phone, &preferences(&[])).unwrap();
    let gone = phone.bundles.borrow().iter().find(|(_, bytes)| bytes.starts_with(b"{\"slug\"")).map(|(hash, _)| *hash);
    phone.bundles.borrow_mut().remove(&gone.unwrap());
    let edition = count(&head, &phone, &preferences(&[])).edition.unwrap();
    assert_eq!((articles(&edition), edition.missing), (vec![("en", 29, 30)], 1));
    download(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!(host.asked.borrow().len(), 1, "only that one is fetched");
}

#[test]
fn an_article_and_its_translations_count_as_one() {
    let (mut host, phone) = (Host::default(), Phone::default());
    let head = host.publish_in(&["en", "ru"], 1, &[("2026-11", texts(17))]);
    let Downloaded { plan, .. } = download(&head, &host, &phone, &preferences(&[])).unwrap();
    assert_eq!((plan.articles(), plan.changes().articles, plan.missing()), (17, 17, 17));
    let edition = count(&head, &phone, &preferences(&[])).edition.unwrap();
    assert_eq!(articles(&edition), [("en", 17, 17), ("ru", 17, 17)]);

    let mut texts = texts(17);
    texts[3] = "A correction in both languages".to_owned();
    let head = host.publish_in(&["en", "ru"], 2, &[("2026-11", texts)]);
    let progress = RefCell::new(Vec::new());
    let (plan, _) = now(compare(&Accepted::stored(head), DEFAULT_TEXT_LIMIT, &phone, &host)).unwrap();
    assert_eq!((plan.changes().articles, plan.changes().changed, plan.missing()), (0, 1, 1));
    now(plan.download(&phone, &host, &|now: Progress| {
        progress.borrow_mut().push((now.articles, now.total_articles));
        true
    }))
    .unwrap();
    assert_eq!(progress.into_inner(), [(0, 1), (0, 1), (1, 1)], "half an article is not yet one");
}

#[test]
fn an_offer_names_as_many_articles_as_are_downloaded() {
    for limit in [0, 1, 6_000, 20_000, DEFAULT_TEXT_LIMIT] {
        let (mut host, phone) = (Host::default(), Phone::default());
        let months = [("2026-11", texts(9)), ("2026-10", texts(20)), ("2026-09", texts(5)), ("2026-08", texts(30))];
        let head = host.publish_in(&["en", "ru"], 1, &months);
        let manifest: Manifest = content::read(&host.files[&head.manifest.manifest_path()]).unwrap();
        let plan = download_up_to(&head, &host, &phone, &preferences(&[]), limit).unwrap().plan;
        let (articles, bytes) = manifest.size(limit);
        assert_eq!(articles, plan.articles(), "up to {limit} bytes");
        // Packs add a byte or two for each article.
        let downloaded = plan.changes().bytes;
        assert!((bytes..=bytes + 4 * u64::from(articles)).contains(&downloaded), "{bytes} and {downloaded} bytes");
    }
}
