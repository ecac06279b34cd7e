//! A page of the site with all its data. Views are pure functions of it.

use std::sync::Arc;

use model::{Article, Block, Entry, Hash, Masthead, Month, PlaceIndex, TopicIndex};

use crate::error::ContentError;
use crate::routes::Route;

/// A page with all its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The route of the page.
    pub route: Route,
    /// The mastheads of the papers in all languages, the main one first; never empty.
    pub mastheads: Arc<[Masthead]>,
    /// The content of the page.
    pub content: Content,
    /// The medium of the page.
    pub medium: Medium,
}

/// The medium of a page, which decides the form of its addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// A file of a site: addresses are relative paths.
    #[default]
    Site,
    /// One file for all pages, a portable edition: addresses are fragments.
    SingleFile(Arc<SingleFile>),
}

/// The contents of a portable edition besides text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SingleFile {
    /// The files of pictures by their hash, each as a `data:` address.
    pub pictures: Vec<(Hash, String)>,
    /// The pages in a file without the app; `None` if the app can make any page.
    pub pages: Option<Vec<Route>>,
    /// The address of the newsroom's own site, for links to pages outside the file.
    pub home: Option<String>,
}

/// The content of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The front page's articles, the lead story first.
    Front(Vec<Entry>),
    /// A list of articles.
    List(List),
    /// The months, newest first.
    Archive(Vec<Month>),
    /// The topics, by name.
    Topics(Vec<TopicIndex>),
    /// The places, by name.
    Places(Vec<PlaceIndex>),
    /// An article.
    Article(Arc<Article>),
    /// The about page.
    About(Vec<Block>),
    /// The device page. Only the device knows its content.
    Device,
    /// The provenance page. Only the app that checked the sources knows its content.
    Origin,
    /// No such page.
    NotFound,
    /// The content could not be loaded.
    Failed(ContentError),
}

/// A page of a list of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The name of its section, month, topic or place.
    pub title: String,
    /// The line under the title: the region of a place.
    pub subtitle: String,
    /// The articles of this page, newest first.
    pub entries: Vec<Entry>,
    /// The number of articles in the whole list.
    pub articles: u32,
    /// The next newer page of the list.
    pub newer: Option<Route>,
    /// The next older page of the list.
    pub older: Option<Route>,
}

impl SingleFile {
    /// Returns the address of the picture with a hash, if the file contains it.
    pub fn picture(&self, hash: &Hash) -> Option<&str> {
        self.pictures.iter().find(|(name, _)| name == hash).map(|(_, address)| address.as_str())
    }

    fn address(&self, to: &Route) -> Option<String> {
        if self.pages.as_ref().is_none_or(|pages| pages.contains(to)) {
            return Some(to.fragment(""));
        }
        self.home.as_ref().map(|home| format!("{home}{}", to.path()))
    }
}

impl Page {
    /// Returns the masthead of the page's paper, or the main one if there is no paper in its language.
    pub fn masthead(&self) -> &Masthead {
        self.route
            .language
            .as_ref()
            .and_then(|language| self.mastheads.iter().find(|masthead| masthead.language == *language))
            .unwrap_or(&self.mastheads[0])
    }

    /// Returns the address of another page on this one, or `None` if it cannot be reached and the link becomes text.
    pub fn address(&self, to: &Route) -> Option<String> {
        match &self.medium {
            Medium::Site => Some(self.route.href(to)),
            Medium::SingleFile(file) => file.address(to),
        }
    }

    /// Returns the address of this page on the newsroom's own site, if it is known and this page is in a single file.
    pub fn home(&self) -> Option<String> {
        match &self.medium {
            Medium::Site => None,
            Medium::SingleFile(file) => file.home.as_ref().map(|home| format!("{home}{}", self.route.path())),
        }
    }

    /// Returns the address of a link that leads out of the app: to another site, or with `../` to a file of this one. A
    /// single file contains no such file, so the address is that of the newsroom's own site, or `None` if that is unknown.
    pub fn outside(&self, address: &str) -> Option<String> {
        let mut path = address;
        while let Some(below) = path.strip_prefix("../") {
            path = below;
        }
        match &self.medium {
            Medium::SingleFile(file) if path.len() < address.len() => {
                file.home.as_ref().map(|home| format!("{home}{path}"))
            }
            _ => Some(address.to_owned()),
        }
    }

    /// Returns the address of an element of this page.
    pub fn anchor(&self, identifier: &str) -> String {
        format!("#{}", self.identifier(identifier))
    }

    /// Returns the identifier of an element of this page, made unique in a file with many pages.
    pub fn identifier(&self, identifier: &str) -> String {
        match self.medium {
            Medium::Site => identifier.to_owned(),
            Medium::SingleFile(_) => self.route.fragment(identifier).split_off(1),
        }
    }
}
