//! The names and accounts of the paper: whether a paragraph names somebody else.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use model::{Inline, LinkTarget};
use regex::Regex;
use url::Url;

use super::{CYRILLIC_SERVICES, SERVICES};
use crate::config::Newsroom;
use crate::read::{constant_regex, line, slug};

/// An account as people write it: `@lantern`, but not the end of an e-mail address.
static HANDLE: LazyLock<Regex> = LazyLock::new(|| constant_regex(r"(?:^|[^\w.@/])@(?<name>\w[\w.-]*\w)"));

/// An address without its scheme: `t.me/lantern`.
static BARE_ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(r"(?:^|[\s(])(?<address>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/[\w@./+-]*\w)"));

/// The names of services, whole in Latin letters, by their beginnings in Cyrillic.
static SERVICE: LazyLock<Regex> =
    LazyLock::new(|| constant_regex(&format!(r"(?i)^(?:(?:{SERVICES})(?:['’]s)?$|(?:{CYRILLIC_SERVICES}))")));

/// Capitalised words of an invitation that name nobody.
const COMMON: &[&str] = &[
    "the",
    "our",
    "us",
    "and",
    "or",
    "in",
    "on",
    "english",
    "russian",
    "ukrainian",
    "persian",
    "farsi",
    "belarusian",
    "social",
    "media",
    "app",
    "channel",
    "newsletter",
    "podcast",
    "news",
    "google",
    "apple",
    "spotify",
    "play",
    "store",
];

/// The parts of addresses before an account's name.
const FOLDERS: &[&str] =
    &["s", "c", "channel", "user", "in", "company", "profile", "joinchat", "pages", "groups", "add"];

/// The shortest name that proves an account to be the paper's because it resembles the title.
const MIN_RESEMBLANCE: usize = 4;

/// An account on a service, or the host alone for an address without an account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Account {
    host: String,
    name: String,
}

/// The accounts, hosts and words by which the paper is known.
pub(super) struct Paper {
    accounts: BTreeSet<Account>,
    /// The hosts of its own sites.
    hosts: BTreeSet<String>,
    /// The words of its titles and channels, in lower case.
    words: BTreeSet<String>,
    /// Its titles as accounts write them: `thelantern`.
    titles: Vec<String>,
}

impl Paper {
    pub(super) fn new(newsroom: &Newsroom) -> Self {
        let names = newsroom.title.texts().chain(newsroom.follow.iter().flat_map(|channel| channel.name.texts()));
        let words = names.flat_map(words).map(|word| word.to_lowercase()).collect();
        let sites = newsroom
            .address
            .iter()
            .map(|address| address.as_str())
            .chain(newsroom.mirrors.iter().map(|mirror| mirror.as_str()));
        Self {
            accounts: newsroom.follow.iter().filter_map(|channel| account(&channel.address)).collect(),
            hosts: sites.filter_map(account).map(|account| account.host).collect(),
            words,
            titles: newsroom.title.texts().map(compact).filter(|title| title.len() >= MIN_RESEMBLANCE).collect(),
        }
    }

    /// Returns whether the newsroom lists channels.
    pub(super) fn lists_channels(&self) -> bool {
        !self.accounts.is_empty()
    }

    /// Returns whether an invitation names or links somebody else. `found` is the part of its text that invites.
    pub(super) fn is_other(&self, content: &[Inline], text: &str, found: &str) -> bool {
        let mut addresses = Vec::new();
        collect_addresses(content, &mut addresses);
        addresses.extend(BARE_ADDRESS.captures_iter(text).map(|bare| format!("https://{}", &bare["address"])));
        addresses.iter().any(|address| !self.is_own_address(address))
            || HANDLE.captures_iter(text).any(|handle| !self.is_own_name(&handle["name"]))
            || self.names_somebody(found)
    }

    fn is_own_address(&self, address: &str) -> bool {
        let Some(account) = account(address) else { return false };
        self.hosts.contains(&account.host)
            || self.accounts.contains(&account)
            || self.accounts.iter().any(|own| own.name.is_empty() && own.host == account.host)
            || (self.accounts.is_empty() && (self.resembles(&account.name) || self.resembles(&account.host)))
    }

    fn is_own_name(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        if self.accounts.is_empty() { self.resembles(&name) } else { self.accounts.iter().any(|own| own.name == name) }
    }

    fn resembles(&self, name: &str) -> bool {
        let name = compact(name);
        name.len() >= MIN_RESEMBLANCE && self.titles.iter().any(|title| title.contains(&name) || name.contains(title))
    }

    /// Returns whether a capitalised word after the first one is neither the paper's nor a service's.
    fn names_somebody(&self, found: &str) -> bool {
        let is_known = |word: &str| {
            let lower = word.to_lowercase();
            let singular = lower.trim_end_matches("'s").trim_end_matches("’s");
            COMMON.contains(&lower.as_str())
                || SERVICE.is_match(&lower)
                || [lower.as_str(), singular].iter().any(|word| self.words.contains(*word))
        };
        words(found).skip(1).any(|word| word.starts_with(char::is_uppercase) && !is_known(word))
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || matches!(character, '-' | '/' | '–' | '—'))
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// Writes a name as accounts do: only letters and digits, Latin and lower case, without the article.
fn compact(name: &str) -> String {
    let plain = slug::slug(name);
    plain.strip_prefix("the-").unwrap_or(&plain).replace('-', "")
}

/// Returns the account at an address.
fn account(address: &str) -> Option<Account> {
    let url = Url::parse(address).ok()?;
    if url.scheme() == "tg" {
        let name = url.query_pairs().find(|(key, _)| key == "domain").map(|(_, value)| value.to_lowercase());
        return Some(Account { host: "t.me".to_owned(), name: name.unwrap_or_default() });
    }
    if url.scheme() == "mailto" {
        return Some(Account {
            host: url.path().rsplit('@').next().unwrap_or_default().to_lowercase(),
            name: String::new(),
        });
    }
    let host = url.host_str()?.to_lowercase();
    let host = ["www.", "m.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
    let host = match host {
        "telegram.me" | "telegram.dog" => "t.me",
        "x.com" => "twitter.com",
        "youtu.be" => "youtube.com",
        "fb.com" | "fb.me" => "facebook.com",
        "vkontakte.ru" => "vk.com",
        host => host,
    };
    let mut parts =
        url.path().split('/').filter(|part| !part.is_empty() && !FOLDERS.contains(&part.to_lowercase().as_str()));
    let name = parts.next().unwrap_or_default().trim_start_matches(['@', '+']).to_lowercase();
    Some(Account { host: host.to_owned(), name })
}

fn collect_addresses(content: &[Inline], addresses: &mut Vec<String>) {
    for inline in content {
        match inline {
            Inline::Link(link) => match &link.target {
                LinkTarget::Address(address) if !address.starts_with(crate::read::address::ARTICLE) => {
                    addresses.push(address.clone())
                }
                LinkTarget::Address(_) | LinkTarget::Article { .. } | LinkTarget::Fragment(_) => {}
            },
            other => collect_addresses(line::content(other), addresses),
        }
    }
}
