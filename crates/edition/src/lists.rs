//! Divides lists of articles into pages.
//!
//! A list is never stored but read from the month indexes. Its pages are numbered from the oldest article on, so that a
//! new article changes only the newest page, and the address of an older page always shows the same articles.

use model::{Entry, MonthCount};

/// The number of articles on a page. The newest page holds up to twice as many, less one.
pub const PAGE_SIZE: u32 = 20;

/// A part of a list, as positions counted from the newest article, which is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The number of newer articles before it.
    pub start: u32,
    /// The number of its articles.
    pub length: u32,
}

/// Returns the number of pages of a list with so many articles, at least 1.
pub fn pages(articles: u32) -> u32 {
    (articles / PAGE_SIZE).max(1)
}

/// Returns the articles on a page of a list, or `None` if the list has no such page. The newest page has no number.
pub fn slice(articles: u32, number: Option<u32>) -> Option<Slice> {
    let older = PAGE_SIZE * (pages(articles) - 1);
    match number {
        None => Some(Slice { start: 0, length: articles - older }),
        Some(number) if (1..pages(articles)).contains(&number) => {
            Some(Slice { start: articles - PAGE_SIZE * number, length: PAGE_SIZE })
        }
        Some(_) => None,
    }
}

/// Returns the numbers of the next newer and the next older page, if they exist. `Some(None)` is the newest page.
pub fn neighbours(articles: u32, number: Option<u32>) -> (Option<Option<u32>>, Option<u32>) {
    let newest = pages(articles);
    let current = number.unwrap_or(newest);
    let newer = (current < newest).then(|| Some(current + 1).filter(|number| *number < newest));
    (newer, Some(current - 1).filter(|number| *number > 0))
}

/// Returns the months of a slice, and before them the number of the list's articles that precede these months.
pub fn months(counts: &[MonthCount], slice: Slice) -> (u32, Vec<&str>) {
    let end = slice.start + slice.length;
    let mut before = 0;
    let mut skipped = 0;
    let mut months = Vec::new();
    for count in counts {
        let after = before + count.articles;
        if after <= slice.start {
            skipped = after;
        } else if before < end {
            months.push(count.month.as_str());
        }
        before = after;
    }
    (skipped, months)
}

/// Cuts a slice out of the list's entries in the slice's months.
pub fn cut(entries: impl Iterator<Item = Entry>, skipped: u32, slice: Slice) -> Vec<Entry> {
    let start = usize::try_from(slice.start - skipped).unwrap_or(usize::MAX);
    let length = usize::try_from(slice.length).unwrap_or(usize::MAX);
    entries.skip(start).take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_stands_on_one_page() {
        for articles in 0..130 {
            let mut positions = Vec::new();
            let mut number = None;
            loop {
                let slice = slice(articles, number).expect("a page that a neighbour names");
                positions.extend(slice.start..slice.start + slice.length);
                let (_, older) = neighbours(articles, number);
                if older.is_none() {
                    break;
                }
                number = older;
            }
            assert_eq!(positions, (0..articles).collect::<Vec<_>>(), "{articles} articles");
        }
    }

    #[test]
    fn older_pages_stay_when_articles_arrive() {
        let from_oldest = |articles: u32| slice(articles, Some(2)).map(|slice| articles - slice.start);
        assert_eq!(from_oldest(60), Some(40));
        assert_eq!(from_oldest(999), Some(40));
        assert_eq!(slice(59, Some(2)), None, "still part of the newest page");
    }

    #[test]
    fn neighbours_lead_back() {
        assert_eq!(neighbours(65, None), (None, Some(2)));
        assert_eq!(neighbours(65, Some(2)), (Some(None), Some(1)));
        assert_eq!(neighbours(65, Some(1)), (Some(Some(2)), None));
        assert_eq!(neighbours(7, None), (None, None));
    }

    #[test]
    fn only_the_months_of_the_slice_are_read() {
        let count = |month: &str, articles| MonthCount { month: month.to_owned(), articles };
        let counts = [count("2026-11", 5), count("2026-10", 30), count("2026-09", 30)];
        assert_eq!(months(&counts, Slice { start: 0, length: 5 }), (0, vec!["2026-11"]));
        assert_eq!(months(&counts, Slice { start: 5, length: 20 }), (5, vec!["2026-10"]));
        assert_eq!(months(&counts, Slice { start: 20, length: 20 }), (5, vec!["2026-10", "2026-09"]));
    }
}
