//! Routes and their addresses. Paths are spelt only here.
//!
//! Paths are relative to the root of the site and end with a slash, so that any host finds the `index.html` in them.

use model::Language;

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The language of its paper; `None` for the main language, whose pages are at the root.
    pub language: Option<Language>,
    /// The page in the paper.
    pub place: PageId,
}

/// A page in the paper of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageId {
    /// The front page.
    Front,
    /// A list of the articles in a section.
    Section(ListPage),
    /// The list of months.
    Archive,
    /// The articles of a month, `yyyy-mm` or `undated`.
    Month(String),
    /// The list of topics.
    Topics,
    /// A list of the articles on a topic.
    Topic(ListPage),
    /// The list of places.
    Places,
    /// A list of the articles about a place.
    Place(ListPage),
    /// An article, by its slug.
    Article(String),
    /// The about page.
    About,
    /// The device page.
    Device,
    /// The provenance page.
    Origin,
    /// No page.
    NotFound,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The identifier of the section, or the slug of the topic or place.
    pub key: String,
    /// The number of the page, counted from the oldest, which is 1; `None` for the newest, at the list's own address.
    pub number: Option<u32>,
}

impl ListPage {
    /// Returns the newest page of a list.
    pub fn newest(key: impl Into<String>) -> Self {
        Self { key: key.into(), number: None }
    }
}

/// The folder of the lists of sections.
pub const SECTIONS: &str = "sections";
const ARCHIVE: &str = "archive";
const TOPICS: &str = "topics";
const PLACES: &str = "places";
/// The folder of articles.
pub const ARTICLES: &str = "articles";
const ABOUT: &str = "about";
const DEVICE: &str = "device";
const ORIGIN: &str = "origin";
const PAGE: &str = "page";
const NOT_FOUND: &str = "404.html";
const INDEX: &str = "index.html";

/// The folders of the app's pages: at the root in the main language, below the language's folder in others.
pub const FOLDERS: [&str; 8] = [SECTIONS, ARCHIVE, TOPICS, PLACES, ARTICLES, ABOUT, DEVICE, ORIGIN];

/// The folder of the files to which articles link, such as documents. Each is named by its hash; see [`model::LinkedFile`].
pub const FILES: &str = "edition/files/";

/// The folder of the pages that other sites embed.
pub const EMBED: &str = "embed";

/// The folder of the articles' oEmbed responses.
pub const OEMBED: &str = "oembed";

/// The media type of oEmbed responses, for the links to them (<https://oembed.com>).
pub const OEMBED_TYPE: &str = "application/json+oembed";

/// The web app manifest: the name, colours and icons of the installed app.
pub const WEB_APP_MANIFEST: &str = "manifest.webmanifest";

/// The name of a paper's Atom feed.
pub const ATOM_FEED: &str = "feed.xml";

/// The media type of an Atom feed.
pub const ATOM_TYPE: &str = "application/atom+xml";

/// The name of a paper's JSON Feed.
pub const JSON_FEED: &str = "feed.json";

/// The media type of a JSON Feed.
pub const JSON_FEED_TYPE: &str = "application/feed+json";

/// Returns the path of a paper's feed from the root of the site. `None` is the main language.
pub fn feed(language: Option<&Language>, file: &str) -> String {
    language.map_or_else(|| file.to_owned(), |language| format!("{language}/{file}"))
}

/// The script that embeds articles, for pages that do not name it by its hash.
pub const EMBED_SCRIPT: &str = "embed.js";

/// The page that shows an article in a frame on other people's pages.
pub const EMBED_FRAME: &str = "embed.html";

/// The name of the app's script in a portable edition, where only the files of messages are named after it.
pub const PORTABLE_SCRIPT: &str = "words.js";

/// Returns the path of the messages in a language: beside the app's script and named after it.
pub fn messages_file(script: &str, language: &str) -> String {
    format!("{}.{language}.txt", script.strip_suffix(".js").unwrap_or(script))
}

/// Returns the path of a file of a part of the app. It is named after the app's script, so that no other build uses it.
pub fn part(script: &str, file: &str) -> String {
    format!("{}.{file}.wasm", script.strip_suffix(".js").unwrap_or(script))
}

/// The page without content that a device stores, to start the app at any address offline.
pub const OFFLINE: &str = "offline.html";

/// The script that stores the app on a device.
pub const SERVICE_WORKER: &str = "service-worker.js";

/// The name of the query parameter that requests a page from the site itself, whatever the device stores.
pub const FRESH: &str = "fresh";

impl Route {
    /// Returns the route of a page in the paper of a language. `main` is the language at the root.
    pub fn new(language: &Language, main: &Language, place: PageId) -> Self {
        Self { language: (language != main).then(|| language.clone()), place }
    }

    /// Returns the route of another page in the same paper.
    pub fn sibling(&self, place: PageId) -> Self {
        Self { language: self.language.clone(), place }
    }

    /// Parses a path below the root of the site. A path of no page becomes [`PageId::NotFound`].
    pub fn from_path(path: &str) -> Self {
        let path = path.trim_start_matches('/');
        let path = path.strip_suffix(INDEX).unwrap_or(path);
        let mut segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let language = segments.first().filter(|segment| is_language(segment)).map(|tag| Language::new(tag));
        if language.is_some() {
            segments.remove(0);
        }
        Self { language, place: PageId::from_segments(&segments) }
    }

    /// Returns the path below the root of the site: empty for the front page, ending with a slash for others.
    pub fn path(&self) -> String {
        let mut path = String::new();
        if let Some(language) = &self.language {
            path.push_str(language.as_str());
            path.push('/');
        }
        self.place.push_path(&mut path);
        path
    }

    /// Returns the path of the page's file from the root of the site.
    pub fn file(&self) -> String {
        let mut path = self.path();
        if self.place != PageId::NotFound {
            path.push_str(INDEX);
        }
        path
    }

    /// Returns the relative path from the page to the root of the site: empty, or `../` for each folder.
    pub fn root(&self) -> String {
        Self::up(&self.path())
    }

    /// Returns the path of the card of an article or of a section's newest page. Other pages have no card.
    ///
    /// The card of an article has one segment and that of a section two, so that they never collide.
    pub fn card(&self) -> Option<String> {
        let mut segments: Vec<&str> = self.language.iter().map(Language::as_str).collect();
        segments.push(EMBED);
        match &self.place {
            PageId::Article(slug) => segments.push(slug),
            PageId::Section(ListPage { key, number: None }) => segments.extend([SECTIONS, key]),
            _ => return None,
        }
        let mut path = String::new();
        push_segments(&mut path, &segments);
        Some(path)
    }

    /// Returns the file behind a path that ends with a slash.
    pub fn index(path: &str) -> String {
        format!("{path}{INDEX}")
    }

    /// Returns the path of an article's oEmbed response. Other pages have none.
    pub fn oembed(&self) -> Option<String> {
        let PageId::Article(slug) = &self.place else { return None };
        let language = self.language.as_ref().map(|language| format!("{language}/")).unwrap_or_default();
        Some(format!("{language}{OEMBED}/{slug}.json"))
    }

    /// Returns the relative path from a path to the root of the site.
    pub fn up(path: &str) -> String {
        "../".repeat(path.matches('/').count())
    }

    /// Returns the address of an element in a portable edition, or of the page if `identifier` is empty. One file holds
    /// all pages, and `#/articles/a-story/#sources` is an element of one of them.
    ///
    /// The part behind the first `#` is also the element's identifier.
    pub fn fragment(&self, identifier: &str) -> String {
        let mark = if identifier.is_empty() { "" } else { "#" };
        format!("#/{}{mark}{identifier}", self.path())
    }

    /// Parses a fragment of [`Route::fragment`], without its first `#`, into route and identifier. Returns `None` for a
    /// fragment without a page.
    pub fn from_fragment(fragment: &str) -> Option<(Self, &str)> {
        let (path, identifier) = fragment.strip_prefix('/')?.split_once('#').unwrap_or((&fragment[1..], ""));
        Some((Self::from_path(path), identifier))
    }

    /// Returns the relative address of another page on this page.
    pub fn href(&self, to: &Route) -> String {
        let href = format!("{}{}", self.root(), to.path());
        if href.is_empty() { "./".to_owned() } else { href }
    }
}

/// Returns whether a segment is a language tag. Tags start with two or three letters; folders have longer names.
fn is_language(segment: &str) -> bool {
    let primary = segment.split('-').next().unwrap_or_default();
    (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase())
}

impl PageId {
    fn from_segments(segments: &[&str]) -> Self {
        match segments {
            [] => Self::Front,
            [SECTIONS, rest @ ..] => ListPage::from_segments(rest).map_or(Self::NotFound, Self::Section),
            [ARCHIVE] => Self::Archive,
            [ARCHIVE, month] => Self::Month((*month).to_owned()),
            [TOPICS] => Self::Topics,
            [TOPICS, rest @ ..] => ListPage::from_segments(rest).map_or(Self::NotFound, Self::Topic),
            [PLACES] => Self::Places,
            [PLACES, rest @ ..] => ListPage::from_segments(rest).map_or(Self::NotFound, Self::Place),
            [ARTICLES, slug] => Self::Article((*slug).to_owned()),
            [ABOUT] => Self::About,
            [DEVICE] => Self::Device,
            [ORIGIN] => Self::Origin,
            _ => Self::NotFound,
        }
    }

    fn push_path(&self, path: &mut String) {
        let segments: &[&str] = match self {
            Self::Front => &[],
            Self::Section(list) => return list.push_path(SECTIONS, path),
            Self::Topic(list) => return list.push_path(TOPICS, path),
            Self::Place(list) => return list.push_path(PLACES, path),
            Self::Archive => &[ARCHIVE],
            Self::Month(month) => &[ARCHIVE, month],
            Self::Topics => &[TOPICS],
            Self::Places => &[PLACES],
            Self::Article(slug) => &[ARTICLES, slug],
            Self::About => &[ABOUT],
            Self::Device => &[DEVICE],
            Self::Origin => &[ORIGIN],
            Self::NotFound => return path.push_str(NOT_FOUND),
        };
        push_segments(path, segments);
    }
}

impl ListPage {
    fn from_segments(segments: &[&str]) -> Option<Self> {
        match segments {
            [key] => Some(Self::newest(*key)),
            [key, PAGE, number] => Some(Self { key: (*key).to_owned(), number: Some(number.parse().ok()?) }),
            _ => None,
        }
    }

    fn push_path(&self, folder: &str, path: &mut String) {
        push_segments(path, &[folder, &self.key]);
        if let Some(number) = self.number {
            push_segments(path, &[PAGE, &number.to_string()]);
        }
    }
}

fn push_segments(path: &mut String, segments: &[&str]) {
    for segment in segments {
        path.push_str(segment);
        path.push('/');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, language: Option<&str>, place: PageId) {
        let route = Route { language: language.map(Language::new), place };
        assert_eq!(Route::from_path(path), route, "{path}");
        assert_eq!(route.path(), path);
        assert_eq!(Route::from_path(&route.file()).place, route.place, "{path}");
    }

    #[test]
    fn paths_and_routes_agree() {
        let list = |key: &str, number| ListPage { key: key.to_owned(), number };
        check("", None, PageId::Front);
        check("ru/", Some("ru"), PageId::Front);
        check("zh-hant/about/", Some("zh-hant"), PageId::About);
        check("sections/news/", None, PageId::Section(list("news", None)));
        check("fa/sections/news/page/3/", Some("fa"), PageId::Section(list("news", Some(3))));
        check("archive/", None, PageId::Archive);
        check("archive/2026-11/", None, PageId::Month("2026-11".to_owned()));
        check("topics/ferry/page/1/", None, PageId::Topic(list("ferry", Some(1))));
        check("uk/device/", Some("uk"), PageId::Device);
        check("origin/", None, PageId::Origin);
        check("places/serpukhov/", None, PageId::Place(list("serpukhov", None)));
        check("articles/a-story/", None, PageId::Article("a-story".to_owned()));
    }

    #[test]
    fn what_is_no_page_is_not_found() {
        for path in ["articles/", "articles/a/b/", "sections/news/page/x/", "edition/head.json", "404.html"] {
            assert_eq!(Route::from_path(path).place, PageId::NotFound, "{path}");
        }
    }

    #[test]
    fn every_page_but_the_front_lies_in_a_folder_of_the_app() {
        for folder in FOLDERS {
            let is_page = |path: &str| Route::from_path(path).place != PageId::NotFound;
            assert!(is_page(&format!("{folder}/")) || is_page(&format!("{folder}/a/")), "{folder}");
        }
        for path in [OFFLINE, SERVICE_WORKER, EMBED, EMBED_FRAME, EMBED_SCRIPT, "embed/a/", "embed/sections/news/"] {
            assert_eq!(Route::from_path(path).place, PageId::NotFound, "{path}");
        }
    }

    #[test]
    fn fragments_and_routes_agree() {
        for (path, identifier) in [("", ""), ("ru/articles/a/", "sources"), ("archive/2026-11/", "")] {
            let route = Route::from_path(path);
            let written = route.fragment(identifier);
            assert_eq!(Route::from_fragment(&written[1..]), Some((route, identifier)), "{written}");
        }
        assert_eq!(Route::from_path("articles/a/").fragment("b"), "#/articles/a/#b");
        assert_eq!(Route::from_fragment("content"), None);
    }

    #[test]
    fn articles_and_sections_have_cards() {
        let card = |path: &str| Route::from_path(path).card();
        assert_eq!(card("articles/sections/").as_deref(), Some("embed/sections/"));
        assert_eq!(card("ru/sections/news/").as_deref(), Some("ru/embed/sections/news/"));
        assert_eq!(card("sections/news/page/1/").or(card("")), None);
        assert_eq!(Route::from_path("fa/articles/a/").oembed().as_deref(), Some("fa/oembed/a.json"));
        assert_eq!(Route::up("ru/embed/a/"), "../../../");
    }

    #[test]
    fn addresses_are_relative_to_the_page_they_stand_on() {
        let article = Route::from_path("ru/articles/a/");
        let front = Route::from_path("");
        assert_eq!(article.href(&front), "../../../");
        assert_eq!(front.href(&article), "ru/articles/a/");
        assert_eq!(front.href(&front), "./");
        assert_eq!(Route::from_path("404.html").root(), "");
    }
}
