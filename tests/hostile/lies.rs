//! Lists the lies by name.

use model::Head;
use serde_json::{Value, json};
use signing::verify::FindingKind::{Altered, AnotherSite, Expired, Forged, Missing, Older, Unreadable, Unsigned};
use site::Site;
use trust::edition::{EditionStatement, Timestamp};
use trust::lines::LARGEST;
use trust::root::RootStatement;
use trust::{Root, listing, sign};

use super::paper::{DAY, VALID_DAYS, all, head_of, now, put_head};
use super::{Knows, Lie, NOW, Paper};

/// All lies about content; those of the network are [`crate::server::Fault`]s.
pub const LIES: &[Lie] = &[
    // One bit of one file.
    Lie::new("one bit of an article's page", Altered, |paper| flip(&paper.newest, "articles/ferry", ".html")),
    Lie::new("one bit of the front page", Altered, |paper| flip(&paper.newest, "index", ".html")),
    Lie::new("one bit of a card", Altered, |paper| flip(&paper.newest, "embed/", ".html")),
    Lie::new("one bit of a bundle", Altered, |paper| flip(&paper.newest, "edition/b/", ".json")),
    Lie::new("one bit of the manifest", Altered, |paper| flip(&paper.newest, "edition/m/", ".json")),
    Lie::new("one bit of a picture", Altered, |paper| flip(&paper.newest, "edition/media/", "")),
    Lie::new("one bit of the list of files", Altered, |paper| flip(&paper.newest, "edition/f/", ".txt")),
    Lie::new("one bit of the app's script", Altered, |paper| flip(&paper.newest, &app(&paper.newest), ".js")),
    Lie::new("one bit of the app", Altered, |paper| flip(&paper.newest, &app(&paper.newest), ".wasm")),
    Lie::new("one bit of the embed script", Altered, |paper| flip(&paper.newest, "embed", ".js")),
    Lie::new("one bit of the service worker", Altered, |paper| flip(&paper.newest, "service-worker", ".js")),
    Lie::new("one bit of the offline page", Altered, |paper| flip(&paper.newest, "offline", ".html")),
    Lie::new("one bit of the feed", Altered, |paper| flip(&paper.newest, "feed", ".json")),
    Lie::new("one bit of the first root", Forged, |paper| flip(&paper.newest, "edition/roots/1", ".txt")),
    Lie::new("one bit of the newest root", Forged, |paper| flip(&paper.newest, "edition/roots/2", ".txt")),
    Lie::new("one bit of what the desk signed", Forged, |paper| {
        paper.with_signed(|text| text.replacen("edition 3", "edition 2", 1))
    }),
    Lie::new("one bit of what the pulse signed", Forged, |paper| {
        paper.with_signed(|text| text.replacen(&format!("issued {NOW}"), &format!("issued {}", NOW + 1), 1))
    }),
    // Complete files in the wrong place, or files missing.
    Lie::new("two bundles swapped", Altered, |paper| swap(&paper.newest, "edition/b/", ".json")),
    Lie::new("two pages swapped", Altered, |paper| swap(&paper.newest, "articles/", ".html")),
    Lie::new("an article of the edition before", Altered, |paper| {
        let mut site = paper.newest.clone();
        site.insert("index.html".to_owned(), paper.older["index.html"].clone());
        site
    }),
    Lie::new("a bundle cut short", Altered, |paper| cut(&paper.newest, "edition/b/")),
    Lie::new("the list of files cut short", Altered, |paper| cut(&paper.newest, "edition/f/")),
    Lie::new("the head cut short", Forged, |paper| cut(&paper.newest, Head::PATH)),
    Lie::new("the newest root cut short", Forged, |paper| cut(&paper.newest, "edition/roots/2")),
    Lie::new("an article withheld", Missing, |paper| without(&paper.newest, "articles/lamp")),
    Lie::new("the manifest withheld", Missing, |paper| without(&paper.newest, "edition/m/")),
    // Former editions.
    Lie::new("the head of the edition before", Missing, |paper| paper.with_head(&head_of(&paper.older))),
    Lie::new("the head that a former desk key signed", Forged, |paper| paper.with_head(&head_of(&paper.first))),
    Lie::new("the edition before, to a reader of the newest", Older, |paper| paper.older.clone())
        .knowing(Knows::Newest),
    Lie::undetected("the edition before, to a reader who forgot everything", |paper| paper.older.clone())
        .knowing(Knows::Site),
    Lie::new("the edition before, once it is no longer valid", Expired, |paper| paper.older.clone())
        .at(NOW + (VALID_DAYS - 2) * DAY),
    Lie::new("the newest root held back", Missing, |paper| without(&paper.newest, "edition/roots/2")),
    Lie::new("everything of before the newest root, to a reader of the newest", Forged, |paper| paper.first.clone())
        .knowing(Knows::Newest),
    Lie::undetected("everything of before the newest root, to a reader who forgot everything", |paper| {
        paper.first.clone()
    })
    .knowing(Knows::Site),
    Lie::new("expired by a second", Expired, |paper| paper.newest.clone()).at(NOW + VALID_DAYS * DAY + 1),
    Lie::new("a clock ten years late", Expired, |paper| paper.newest.clone()).at(NOW + 3650 * DAY),
    // Future editions.
    Lie::new("a clock ten years early", Unreadable, |paper| paper.newest.clone()).at(NOW - 3650 * DAY),
    Lie::new("from the future, by a stolen pulse key", Unreadable, |paper| {
        let timestamp = Timestamp { issued: NOW + 30 * DAY, expires: NOW + 37 * DAY, root: 2 };
        paper.with_date(&Paper::desk_part(&paper.newest), &timestamp, &paper.own.pulse)
    }),
    Lie::new("valid for ten years, by a stolen pulse key", Forged, |paper| {
        let timestamp = Timestamp { issued: NOW, expires: NOW + 3650 * DAY, root: 2 };
        let text = sign::head(&Paper::desk_part(&paper.newest), &timestamp, &all(&paper.own.pulse));
        paper.with_signed(|_| text)
    }),
    // Another site.
    Lie::new("the head of another site", Forged, |paper| paper.with_head(&head_of(&paper.foreign))),
    Lie::new("the root of another site", Forged, |paper| {
        let mut site = paper.newest.clone();
        site.insert(Root::path(1), paper.foreign[&Root::path(1)].clone());
        site
    }),
    // Only the first root proves its site, which is the hash of its keys. A later one can name any site.
    Lie::new("a second root of others in the first one's place, naming this site", Forged, |paper| {
        let others = &paper.others.root.statement;
        let (root, desk, pulse) = (others.root.clone(), others.desk.clone(), others.pulse.clone());
        let statement = RootStatement { root, desk, pulse, ..paper.own.root.statement.clone() };
        let edition = sign::edition(&paper.statement(), &all(&paper.others.desk));
        let timestamp = Timestamp { root: 1, ..now() };
        let mut site = paper.with_date(&edition, &timestamp, &paper.others.pulse);
        site.insert(Root::path(1), sign::root(&statement, &all(&paper.others.roots)).into_bytes());
        site.remove(&Root::path(2));
        site
    }),
    Lie::new("another site altogether", AnotherSite, |paper| paper.foreign.clone()).knowing(Knows::Site),
    Lie::new("another site altogether, to a reader of the newest", AnotherSite, |paper| paper.foreign.clone())
        .knowing(Knows::Newest),
    // Numbers.
    Lie::new("the largest number, by nobody", Forged, |paper| {
        paper.with_head(&Head { edition: LARGEST, ..head_of(&paper.newest) })
    }),
    Lie::new("the largest number, written over what was signed", Forged, |paper| {
        let head = head_of(&paper.newest);
        let text = head.signed.clone().unwrap_or_default().replacen("edition 3", &format!("edition {LARGEST}"), 1);
        paper.with_head(&Head { edition: LARGEST, signed: Some(text), ..head })
    }),
    Lie::new("the largest number, by a stolen pulse key", Forged, |paper| {
        let desk = Paper::desk_part(&paper.newest).replacen("edition 3", &format!("edition {LARGEST}"), 1);
        let site = paper.with_date(&desk, &now(), &paper.own.pulse);
        with_number(site, LARGEST)
    }),
    Lie::new("edition 2^53, by the desk", Forged, |paper| {
        let statement = EditionStatement { edition: LARGEST + 1, ..paper.statement() };
        paper.stating(paper.newest.clone(), &statement)
    }),
    Lie::new("edition 0, by the desk", Forged, |paper| {
        let statement = EditionStatement { edition: 0, ..paper.statement() };
        paper.stating(paper.newest.clone(), &statement)
    }),
    Lie::new("the same number with other content", Forged, |paper| paper.fork.clone()).knowing(Knows::Newest),
    Lie::undetected("the same number with other content, to a reader who has seen neither", |paper| paper.fork.clone()),
    Lie::new("a manifest beside that of which the head speaks", Forged, |paper| {
        let (head, other) = (head_of(&paper.newest), head_of(&paper.older));
        paper.with_head(&Head { manifest: other.manifest, ..head })
    }),
    // Other types of data than expected.
    Lie::new("what was signed, in a list", Forged, |paper| {
        with_json(&paper.newest, |head| head["signed"] = json!([head["signed"]]))
    }),
    Lie::new("all that a head says in its number, and nothing signed", Forged, |paper| {
        with_json(&paper.newest, |head| {
            let (manifest, signed) = (head["manifest"].clone(), head["signed"].take());
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let parts = [&head["edition"], &manifest["hash"], &manifest["bytes"], &signed].map(text);
            (head["edition"], head["signed"]) = (json!(parts.join("\0")), json!("nothing"));
        })
    }),
    // Signatures.
    Lie::new("no signature at all", Unsigned, |paper| {
        paper.with_head(&Head { signed: None, ..head_of(&paper.newest) })
    }),
    Lie::new("no signature of the desk", Forged, |paper| paper.with_signed(|text| without_lines(text, "desk "))),
    Lie::new("no signature of the pulse", Forged, |paper| paper.with_signed(|text| without_lines(text, "pulse "))),
    Lie::new("no signature under the newest root", Forged, |paper| {
        with_root(&paper.newest, |text| without_lines(text, "signed "))
    }),
    Lie::new("one of two signatures under the newest root", Forged, |paper| {
        let text = sign::root(&paper.own.root.statement, &[&paper.own.roots[0]]);
        with_root(&paper.newest, |_| text)
    }),
    Lie::new("one signature twice under the newest root", Forged, |paper| {
        let key = &paper.own.roots[0];
        let text = sign::root(&paper.own.root.statement, &[key, key]);
        with_root(&paper.newest, |_| text)
    }),
    Lie::new("the same signature a hundred times", Forged, |paper| {
        paper.with_signed(|text| {
            let last = text.lines().last().unwrap_or_default();
            format!("{text}{}", format!("{last}\n").repeat(100))
        })
    }),
    Lie::new("a desk that nobody knows", Forged, |paper| {
        let desk = sign::edition(&paper.statement(), &all(&paper.others.desk));
        paper.with_date(&desk, &now(), &paper.own.pulse)
    }),
    Lie::new("a pulse that nobody knows", Forged, |paper| {
        paper.with_date(&Paper::desk_part(&paper.newest), &now(), &paper.others.pulse)
    }),
    Lie::new("a root that nobody knows", Forged, |paper| {
        let text = sign::root(&paper.own.root.statement, &all(&paper.others.roots));
        with_root(&paper.newest, |_| text)
    }),
    Lie::new("a third root, signed by the desk", Forged, |paper| {
        let statement = RootStatement { version: 3, ..paper.own.root.statement.clone() };
        let mut site = paper.newest.clone();
        site.insert(Root::path(3), sign::root(&statement, &all(&paper.own.desk)).into_bytes());
        site
    }),
    // Roles.
    Lie::new("the pulse in the desk's place", Forged, |paper| {
        let desk = sign::edition(&paper.statement(), &all(&paper.own.pulse));
        paper.with_date(&desk, &now(), &paper.own.pulse)
    }),
    Lie::new("the desk in the pulse's place", Forged, |paper| {
        paper.with_date(&Paper::desk_part(&paper.newest), &now(), &paper.own.desk)
    }),
    Lie::new("a head in a root's place", Forged, |paper| {
        let head = head_of(&paper.newest).signed.unwrap_or_default();
        with_root(&paper.newest, |_| head)
    }),
    Lie::new("a root in a head's place", Forged, |paper| paper.with_signed(|_| paper.own.root.text.clone())),
    Lie::new("the desk's signature moved to the pulse", Forged, |paper| {
        paper.with_signed(|text| {
            let desk = text.lines().find(|line| line.starts_with("desk ")).unwrap_or_default();
            format!("{}pulse {}\n", without_lines(text, "pulse "), &desk["desk ".len()..])
        })
    }),
    // Forms.
    Lie::new("a field of the head twice", Forged, |paper| {
        let mut site = paper.newest.clone();
        let head = String::from_utf8_lossy(&site[Head::PATH]).replacen('{', "{\"edition\":2,", 1);
        site.insert(Head::PATH.to_owned(), head.into_bytes());
        site
    }),
    Lie::new("a line of what was signed twice", Forged, |paper| {
        paper.with_signed(|text| text.replacen("edition 3\n", "edition 3\nedition 2\n", 1))
    }),
    Lie::new("a field of the manifest twice", Altered, |paper| {
        let mut site = paper.newest.clone();
        let path = find(&site, "edition/m/", ".json");
        let manifest = twice(&site[&path]);
        site.insert(path, manifest);
        site
    }),
    Lie::new("a field of the manifest twice, by the desk", Forged, |paper| {
        let statement = paper.statement();
        let mut site = paper.newest.clone();
        let old = site.remove(&statement.manifest.manifest_path()).unwrap_or_default();
        let new = twice(&old);
        let manifest = trust::reference(&new).unwrap_or(statement.manifest);
        site.insert(manifest.manifest_path(), new);
        let list = String::from_utf8(site.remove(&listing::path(&statement.files)).unwrap_or_default());
        let list = list.unwrap_or_default();
        let listed = listing::read(&list).unwrap_or_default();
        let others = listed.iter().filter(|listed| listed.file != statement.manifest);
        let others = others.map(|listed| (listed.path, listed.file));
        let path = manifest.manifest_path();
        let list = listing::write(others.chain([(path.as_str(), manifest)]));
        let files = trust::reference(list.as_bytes()).unwrap_or(statement.files);
        site.insert(listing::path(&files), list.into_bytes());
        paper.stating(site, &EditionStatement { manifest, files, ..statement })
    }),
    Lie::new("a path that climbs out, by the desk", Forged, |paper| {
        paper.listing(|list| listed(list, "../../outside"))
    }),
    Lie::new("a path from the root of the disk, by the desk", Forged, |paper| {
        paper.listing(|list| listed(list, "/outside"))
    }),
    Lie::new("a path of another system, by the desk", Forged, |paper| {
        paper.listing(|list| listed(list, "a\\..\\outside"))
    }),
    Lie::new("a path on another drive, by the desk", Forged, |paper| paper.listing(|list| listed(list, "c:outside"))),
    Lie::new("a path that ends a line of a terminal, by the desk", Forged, |paper| {
        paper.listing(|list| listed(list, "a\u{1b}[2Jb"))
    }),
    Lie::new("a path twice, by the desk", Forged, |paper| {
        paper.listing(|list| {
            let first = list.lines().next().unwrap_or_default();
            format!("{first}\n{list}")
        })
    }),
    Lie::new("a list without the manifest, by the desk", Forged, |paper| {
        paper.listing(|list| {
            list.lines().filter(|line| !line.contains(" edition/m/")).map(|line| format!("{line}\n")).collect()
        })
    }),
    Lie::new("a list that says nothing, by the desk", Forged, |paper| paper.listing(|_| String::new())),
];

/// Returns the first path that begins and ends like this.
fn find(site: &Site, start: &str, end: &str) -> String {
    let found = site.keys().find(|path| path.starts_with(start) && path.ends_with(end));
    found.unwrap_or_else(|| panic!("no file {start}…{end}")).clone()
}

/// Returns the prefix of the app's files, after the script that its pages name.
fn app(site: &Site) -> String {
    let page = String::from_utf8_lossy(&site["index.html"]);
    let (_, script) = page.split_once("src=\"offprint-").expect("a page names the app's script");
    let (name, _) = script.split_once('.').expect("the script has an extension");
    format!("offprint-{name}")
}

/// Returns the site with one bit changed in the middle of a file.
fn flip(site: &Site, start: &str, end: &str) -> Site {
    let mut site = site.clone();
    let path = find(&site, start, end);
    if let Some(bytes) = site.get_mut(&path) {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
    }
    site
}

/// Returns the site with the second half of a file gone.
fn cut(site: &Site, start: &str) -> Site {
    let mut site = site.clone();
    let path = find(&site, start, "");
    if let Some(bytes) = site.get_mut(&path) {
        bytes.truncate(bytes.len() / 2);
    }
    site
}

/// Returns the site without the files whose paths begin like this.
fn without(site: &Site, start: &str) -> Site {
    find(site, start, "");
    site.iter()
        .filter(|(path, _)| !path.starts_with(start))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

/// Returns the site with the first two files swapped whose paths begin and end like this.
fn swap(site: &Site, start: &str, end: &str) -> Site {
    let mut site = site.clone();
    let mut paths = site.keys().filter(|path| path.starts_with(start) && path.ends_with(end)).cloned();
    let (Some(one), Some(other)) = (paths.next(), paths.next()) else { panic!("fewer than two files {start}…{end}") };
    drop(paths);
    let (first, second) = (site[&one].clone(), site[&other].clone());
    site.insert(one, second);
    site.insert(other, first);
    site
}

/// Returns the site with another newest root.
fn with_root(site: &Site, change: impl FnOnce(&str) -> String) -> Site {
    let mut site = site.clone();
    let text = String::from_utf8_lossy(&site[&Root::path(2)]).into_owned();
    site.insert(Root::path(2), change(&text).into_bytes());
    site
}

/// Returns the site with its head changed as JSON.
fn with_json(site: &Site, change: impl FnOnce(&mut Value)) -> Site {
    let mut site = site.clone();
    let mut head = serde_json::from_slice(&site[Head::PATH]).expect("a head is JSON");
    change(&mut head);
    site.insert(Head::PATH.to_owned(), head.to_string().into_bytes());
    site
}

fn with_number(mut site: Site, edition: u64) -> Site {
    let head = head_of(&site);
    put_head(&mut site, &Head { edition, ..head });
    site
}

fn without_lines(text: &str, start: &str) -> String {
    text.lines().filter(|line| !line.starts_with(start)).map(|line| format!("{line}\n")).collect()
}

/// Returns a JSON object with a field twice.
fn twice(json: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(json);
    text.replacen('{', "{\"papers\":[],", 1).into_bytes()
}

/// Returns a list of files with one more, in its place.
fn listed(list: &str, path: &str) -> String {
    let mut lines: Vec<String> = list.lines().map(str::to_owned).collect();
    let file = trust::reference(b"").map(|file| format!("{} {} {path}", file.hash, file.bytes));
    lines.extend(file);
    let path_of = |line: &String| line.splitn(3, ' ').nth(2).unwrap_or_default().to_owned();
    lines.sort_by_key(path_of);
    lines.iter().map(|line| format!("{line}\n")).collect()
}
