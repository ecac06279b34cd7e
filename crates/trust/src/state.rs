//! What a device or a page believes of one site: its roots, and the newest edition that was proven.

use model::Hash;

use crate::TrustError;
use crate::floor::Floor;
use crate::lines;
use crate::root::{Root, claimed_version};

/// What a device or a page believes of one site. It only grows.
///
/// It believes a chain of roots, each signed by the keys of the one before, and with their keys [judges](Self::judge) what
/// sources answer. It never believes an edition below its floor again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustState {
    /// The site; none until one is known.
    site: Option<Hash>,
    /// The chain of roots, the first one first; empty until an edition of the site was proven.
    pub(crate) roots: Vec<Root>,
    /// The newest edition that was proven.
    pub(crate) floor: Option<Floor>,
    /// The newest edition by the word of a page. It counts until an edition was proven, and is not stored.
    pinned: Option<Floor>,
}

/// Separates the parts of a state in text: no root and no floor contains it.
const SEPARATOR: u8 = 0;

/// Begins the part that names a site of which no root is known yet.
const SITE: &str = "site ";

impl TrustState {
    /// Returns the state of whoever knows of no site yet: its own address is believed the first time.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// Returns the state of whoever knows which site it must be, by a page (`data-key`, `data-floor`) or an element (`key`), and
    /// which edition of it is the newest. The date of that floor is ignored, since no signature proves it.
    ///
    /// Only for devices that know nothing themselves: do not merge it into what a device has proven.
    pub fn pinned(site: Hash, floor: Option<Floor>) -> Self {
        Self { site: Some(site), pinned: floor.map(|floor| Floor { issued: 0, ..floor }), ..Self::default() }
    }

    /// Reads a state as [`text`](Self::text) writes it; none when it is something else, or its roots do not follow one another.
    ///
    /// Version 0.1 stored the roots and the floor as two texts: joined by a zero byte they are read as well.
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
        // Nothing was proven without a root.
        let is_sound = state.floor.is_none() || !state.roots.is_empty();
        is_sound.then_some(state)
    }

    /// Writes the state as one text, to be stored; empty as long as no site is known.
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

    /// Returns the site; none until one is known.
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

    /// Returns the newest edition that was proven.
    pub fn floor(&self) -> Option<&Floor> {
        self.floor.as_ref()
    }

    /// Returns the edition below which none is accepted: the newest that was proven, else the one that a page named.
    pub(crate) fn least(&self) -> Option<Floor> {
        self.floor.or(self.pinned)
    }

    /// Returns whether no newer edition than the one with this manifest was proven.
    pub fn is_newest(&self, manifest: &Hash) -> bool {
        self.floor.is_some_and(|floor| floor.manifest == *manifest)
    }

    /// Returns whether other keys sign now than by the state `before`, which knew some.
    pub fn has_other_keys(&self, before: &Self) -> bool {
        let keys = |root: &Root| [&root.statement.root, &root.statement.desk, &root.statement.pulse].map(Clone::clone);
        match (self.root(), before.root()) {
            (Some(root), Some(before)) => keys(root) != keys(before),
            _ => false,
        }
    }

    /// Adds the next root: the first one of the site, or the one that the keys of the newest root have signed.
    pub fn with_root(&self, text: &str) -> Result<Self, TrustError> {
        let root = self.checked_root(text)?;
        let mut state = self.clone();
        state.push(root);
        Ok(state)
    }

    /// Checks a root that is to follow the newest one.
    fn checked_root(&self, text: &str) -> Result<Root, TrustError> {
        let root = match self.root() {
            Some(last) => return last.next(text),
            None => Root::first(text)?,
        };
        if root.statement.version != 1 {
            // Only the first root proves its site: the site is the hash of its keys.
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

    /// Adds those of these roots that continue the chain, in whatever order they come. The others are skipped: several sources
    /// may have sent the same one, and some of them lie.
    pub(crate) fn with_roots<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Self {
        let versions: Vec<_> = texts.filter_map(|text| Some((claimed_version(text)?, text))).collect();
        let mut state = self.clone();
        loop {
            let wanted = state.roots.len() as u64 + 1;
            let mut next: Option<Root> = None;
            for (_, text) in versions.iter().filter(|(version, _)| *version == wanted) {
                // Of two copies with other signatures the same one is taken in any order, and of equal ones one is checked.
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

    /// Joins two states of one site.
    ///
    /// Where one chain of roots begins with the other: the longer chain, the higher edition, the latest date. Another site or
    /// another chain changes nothing, and of two editions with one number the first stays.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Self {
        if self.site.is_none() {
            return other.clone();
        }
        let is_same = |(own, other): (&Root, &Root)| own.statement == other.statement;
        if self.site != other.site || !self.roots.iter().zip(&other.roots).all(is_same) {
            return self.clone();
        }
        // One root can bear other signatures in another copy.
        let both = self.roots.iter().zip(&other.roots);
        let shared = both.map(|(own, other)| if other.text < own.text { other } else { own });
        let longer = if other.roots.len() > self.roots.len() { &other.roots } else { &self.roots };
        let rest = longer.iter().skip(self.roots.len().min(other.roots.len()));
        let roots = shared.chain(rest).cloned().collect();
        let floor = joined(self.floor, other.floor);
        let pinned = if floor.is_some() { None } else { joined(self.pinned, other.pinned) };
        Self { site: self.site, roots, floor, pinned }
    }

    /// Raises the floor to an edition that was proven.
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
