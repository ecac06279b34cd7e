//! Holds what a device or a page trusts of one site: its roots, and the newest edition proven.

use model::Hash;

use crate::TrustError;
use crate::floor::Floor;
use crate::lines;
use crate::root::{Root, claimed_version};

/// The trusted data of one site on a device or a page. It only grows.
///
/// It trusts a chain of roots, each signed by the keys of the previous one, and [judges](Self::judge) the answers of
/// sources with their keys. It never accepts an edition below its floor again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustState {
    /// The site; `None` until one is known.
    site: Option<Hash>,
    /// The chain of roots, the first one first; empty until an edition of the site is proven.
    pub(crate) roots: Vec<Root>,
    /// The newest edition proven.
    pub(crate) floor: Option<Floor>,
    /// The newest edition named by a page. It counts until an edition is proven, and is not stored.
    pinned: Option<Floor>,
}

/// The separator of the parts of a state in text: no root and no floor contains it.
const SEPARATOR: u8 = 0;

/// The prefix of the part that names a site without known roots.
const SITE: &str = "site ";

impl TrustState {
    /// Returns a state without a site: the site's own address decides it the first time.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Returns a state that knows its site and perhaps the newest edition, from a page (`data-key`, `data-floor`) or an
    /// element (`key`). Ignores the date of that floor, because no signature proves it.
    ///
    /// Only for devices without a proven state: do not merge it into one.
    pub fn pinned(site: Hash, floor: Option<Floor>) -> Self {
        Self { site: Some(site), pinned: floor.map(|floor| Floor { issued: 0, ..floor }), ..Self::default() }
    }

    /// Reads a state written by [`text`](Self::text). Returns `None` if the text is not a state, or its roots do not
    /// follow one another.
    ///
    /// Version 0.1 stored the roots and the floor as two texts. Joined by a zero byte, they are read too.
    pub fn restore(text: &str) -> Option<Self> {
        let mut state = Self::unknown();
        for part in lines::split(text, SEPARATOR).filter(|part| !part.is_empty()) {
            if let Some(site) = part.strip_prefix(SITE) {
                if state.site.is_some() {
                    return None;
                }
                state.site = Some(site.parse().ok()?);
            } else if let Ok(floor) = part.parse() {
                if state.floor.replace(floor).is_some() {
                    return None;
                }
            } else {
                state = state.with_root(part).ok()?;
            }
        }
        // Without a root nothing was proven.
        let is_sound = state.floor.is_none() || !state.roots.is_empty();
        is_sound.then_some(state)
    }

    /// Writes the state as one text to store. It is empty until a site is known.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(site) = self.site.filter(|_| self.roots.is_empty()) {
            text.push_str(SITE);
            lines::push_digits(&mut text, &site.0);
        }
        for (position, root) in self.roots.iter().enumerate() {
            if position > 0 {
                text.push(char::from(SEPARATOR));
            }
            text.push_str(&root.text);
        }
        if let Some(floor) = &self.floor {
            text.push(char::from(SEPARATOR));
            floor.push_to(&mut text);
        }
        text
    }

    /// Returns the site, once it is known.
    pub fn site(&self) -> Option<Hash> {
        self.site
    }

    /// Returns whether an edition of the site was proven, so that its roots are known.
    pub fn has_roots(&self) -> bool {
        !self.roots.is_empty()
    }

    /// Returns the newest root.
    pub fn root(&self) -> Option<&Root> {
        self.roots.last()
    }

    /// Returns the chain of roots, the first one first.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// Returns the newest edition proven.
    pub fn floor(&self) -> Option<&Floor> {
        self.floor.as_ref()
    }

    /// Returns the edition below which none is accepted: the newest proven, or else the one that a page named.
    pub(crate) fn lowest_accepted(&self) -> Option<Floor> {
        self.floor.or(self.pinned)
    }

    /// Returns whether no edition newer than the one with this manifest was proven.
    pub fn is_newest(&self, manifest: &Hash) -> bool {
        self.floor.is_some_and(|floor| floor.manifest == *manifest)
    }

    /// Returns whether the keys that sign differ from those of the state `before`, which knew some.
    pub fn has_other_keys(&self, before: &Self) -> bool {
        let keys = |root: &Root| [&root.statement.root, &root.statement.desk, &root.statement.pulse].map(Clone::clone);
        match (self.root(), before.root()) {
            (Some(root), Some(before)) => keys(root) != keys(before),
            _ => false,
        }
    }

    /// Adds the next root: the first one of the site, or one signed by the keys of the newest root.
    pub fn with_root(&self, text: &str) -> Result<Self, TrustError> {
        let root = self.checked_root(text)?;
        let mut state = self.clone();
        state.push(root);
        Ok(state)
    }

    /// Checks a root that should follow the newest one.
    fn checked_root(&self, text: &str) -> Result<Root, TrustError> {
        let root = match self.root() {
            Some(last) => return last.next(text),
            None => Root::first(text)?,
        };
        if root.statement.version != 1 {
            // Only the first root proves its site, which is the hash of its keys.
            return Err(TrustError::RootOrder);
        }
        if self.site.is_some_and(|site| site != root.statement.site) {
            return Err(TrustError::AnotherSite);
        }
        Ok(root)
    }

    fn push(&mut self, root: Root) {
        self.site = Some(root.statement.site);
        self.roots.push(root);
    }

    /// Adds those of the roots that continue the chain, in any order. Skips the others: several sources may have sent
    /// the same one, and some sources lie.
    pub(crate) fn with_roots<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Self {
        let mut versions = Vec::new();
        for text in texts {
            versions.extend(claimed_version(text).map(|version| (version, text)));
        }
        let mut state = self.clone();
        loop {
            let wanted = state.roots.len() as u64 + 1;
            let mut next: Option<Root> = None;
            for (_, text) in versions.iter().filter(|(version, _)| *version == wanted) {
                // Of copies with different signatures the choice does not depend on their order, and only one of equal
                // copies is checked.
                if next.as_ref().is_none_or(|next| **text < *next.text) {
                    next = state.checked_root(text).ok().or(next);
                }
            }
            match next {
                Some(root) => state.push(root),
                None => return state,
            }
        }
    }

    /// Merges two states of one site.
    ///
    /// If one chain of roots begins with the other, the result has the longer chain, the higher edition and the latest
    /// date. Another site or another chain changes nothing, and of two editions with one number the first stays.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        if self.site.is_none() {
            return other.clone();
        }
        let is_same = |(own, other): (&Root, &Root)| own.statement == other.statement;
        if self.site != other.site || !self.roots.iter().zip(&other.roots).all(is_same) {
            return self.clone();
        }
        // Copies of one root can have different signatures.
        let both = self.roots.iter().zip(&other.roots);
        let shared = both.map(|(own, other)| if other.text < own.text { other } else { own });
        let longer = if other.roots.len() > self.roots.len() { &other.roots } else { &self.roots };
        let rest = longer.iter().skip(self.roots.len().min(other.roots.len()));
        let roots = shared.chain(rest).cloned().collect();
        let floor = joined(self.floor, other.floor);
        let pinned = if floor.is_some() { None } else { joined(self.pinned, other.pinned) };
        Self { site: self.site, roots, floor, pinned }
    }

    /// Raises the floor to a proven edition.
    pub(crate) fn raise(&mut self, proven: Floor) {
        self.floor = joined(self.floor, Some(proven));
        self.pinned = None;
    }
}

fn joined(own: Option<Floor>, other: Option<Floor>) -> Option<Floor> {
    match (own, other) {
        (Some(own), Some(other)) => Some(own.merge(&other)),
        (own, other) => own.or(other),
    }
}
