//! A page of the site with all that it shows: what the views are a pure function of.

use std::sync::Arc;

use model::{Article, Block, Entry, Hash, Masthead, Month, PlaceIndex, TopicIndex};

use crate::error::ContentError;
use crate::routes::Route;

/// A page with all that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it is.
    pub route: Route,
    /// The mastheads of the papers in all languages, the main one first; never empty.
    pub mastheads: Arc<[Masthead]>,
    /// What it shows.
    pub content: Content,
    /// How it is carried.
    pub medium: Medium,
}

/// How a page is carried, which says how addresses are written on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Medium {
    /// As a file of a site: addresses are paths relative to it.
    #[default]
    Site,
    /// With others in one file, a portable edition: addresses are fragments of that file.
    SingleFile(Arc<SingleFile>),
}

/// What a portable edition carries besides text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SingleFile {
    /// The files of pictures, by the hash that names them, each as a `data:` address.
    pub pictures: Vec<(Hash, String)>,
    /// The pages, where it has no app that would make any other; none where it has.
    pub pages: Option<Vec<Route>>,
    /// Where the newsroom's own site is, for links to what is not carried.
    pub home: Option<String>,
}

/// What a page shows.
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
    /// What the newspaper says of itself.
    About(Vec<Block>),
    /// What is on this device, which only the device knows.
    Device,
    /// Where the newspaper comes from, which only whoever asks knows.
    Origin,
    /// That there is no such page.
    NotFound,
    /// That its content could not be had.
    Failed(ContentError),
}

/// A page of a list of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// What it lists: the name of a section, a month, a topic, a place.
    pub title: String,
    /// What is said under the title: the region of a place.
    pub subtitle: String,
    /// The articles of this page, newest first.
    pub entries: Vec<Entry>,
    /// How many articles the whole list has.
    pub articles: u32,
    /// The next newer page of the list.
    pub newer: Option<Route>,
    /// The next older page of the list.
    pub older: Option<Route>,
}

impl SingleFile {
    /// The address of the picture of that hash, where it is there.
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
    /// The masthead of the paper that the page is in; the main one when there is none in its language.
    pub fn masthead(&self) -> &Masthead {
        self.route
            .language
            .as_ref()
            .and_then(|language| self.mastheads.iter().find(|masthead| masthead.language == *language))
            .unwrap_or(&self.mastheads[0])
    }

    /// The address of another page on this one; none when it cannot be reached from here, and a link to it is mere text.
    pub fn address(&self, to: &Route) -> Option<String> {
        match &self.medium {
            Medium::Site => Some(self.route.href(to)),
            Medium::SingleFile(carried) => carried.address(to),
        }
    }

    /// The address of this page on the newsroom's own site, where that is known and this page is carried in a file.
    pub fn home(&self) -> Option<String> {
        match &self.medium {
            Medium::Site => None,
            Medium::SingleFile(carried) => carried.home.as_ref().map(|home| format!("{home}{}", self.route.path())),
        }
    }

    /// The address of an element of this page.
    pub fn anchor(&self, identifier: &str) -> String {
        format!("#{}", self.identifier(identifier))
    }

    /// The identifier of an element of this page, as it is written. A file that carries many pages has each of them once.
    pub fn identifier(&self, identifier: &str) -> String {
        match self.medium {
            Medium::Site => identifier.to_owned(),
            Medium::SingleFile(_) => self.route.fragment(identifier).split_off(1),
        }
    }
}
