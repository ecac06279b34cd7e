//! Makes the masthead of a paper from `offprint.toml` and from lines removed from articles.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::{Appeal, FollowLink, Language, Masthead, Section, Sharing};

use crate::config::{CONFIG_FILE, Newsroom, SharingConfig};
use crate::problem::Problem;
use crate::read::{ReadArticle, Reading, SiteLine, SiteLineKind};
use crate::segment::shortened;

/// The maximum number of lines from articles that a page shows. More would fill a page by themselves.
const MAX_FOUND_LINES: usize = 6;

/// The maximum number of characters of a paragraph that a message quotes.
const MAX_QUOTE_LENGTH: usize = 60;

/// Makes the masthead of the paper in a language. Also returns its problems.
pub fn prepare(
    newsroom: &Newsroom,
    reading: &Reading,
    language: &Language,
    articles: &[ReadArticle],
    about: bool,
) -> (Masthead, Vec<Problem>) {
    let mut problems = Vec::new();
    let languages = &newsroom.languages;
    let has = |identifier: &str| articles.iter().any(|read| read.article.section.as_deref() == Some(identifier));
    let sections = reading.sections.iter().filter(|section| has(&section.id)).map(|section| Section {
        identifier: section.id.clone(),
        name: section.name.get_or(language, languages).to_owned(),
    });
    let masthead = Masthead {
        language: language.clone(),
        title: newsroom.title.get_or(language, languages).to_owned(),
        description: newsroom.description.get_or(language, languages).to_owned(),
        sections: sections.collect(),
        topics: articles.iter().any(|read| !read.article.topics.is_empty()),
        places: articles.iter().any(|read| !read.article.places.is_empty()),
        about,
        follow: follow(newsroom, language, articles, &mut problems),
        appeal: appeal(newsroom, language, articles, &mut problems),
        leave: newsroom.leave.clone(),
        sharing: sharing(newsroom, language),
    };
    (masthead, problems)
}

fn follow(
    newsroom: &Newsroom,
    language: &Language,
    articles: &[ReadArticle],
    problems: &mut Vec<Problem>,
) -> Vec<FollowLink> {
    if newsroom.follow.is_empty() {
        let found = found(articles, SiteLineKind::Follow, problems);
        return found
            .into_iter()
            .map(|line| FollowLink { name: line.text.clone(), address: line.address.clone() })
            .collect();
    }
    problems.extend(left_out(articles, SiteLineKind::Follow));
    let configured = newsroom.follow.iter().map(|link| FollowLink {
        name: link.name.get_or(language, &newsroom.languages).to_owned(),
        address: Some(link.address.clone()),
    });
    configured.collect()
}

fn sharing(newsroom: &Newsroom, language: &Language) -> Sharing {
    let SharingConfig { warning, neutral } = &newsroom.sharing;
    Sharing { warning: warning.get(language).map(paragraphs).unwrap_or_default(), neutral: *neutral }
}

fn appeal(
    newsroom: &Newsroom,
    language: &Language,
    articles: &[ReadArticle],
    problems: &mut Vec<Problem>,
) -> Option<Appeal> {
    let Some(appeal) = &newsroom.appeal else {
        let lines = found(articles, SiteLineKind::Appeal, problems);
        let address = lines.iter().find_map(|line| line.address.clone());
        let paragraphs: Vec<String> = lines.into_iter().map(|line| line.text.clone()).collect();
        return (!paragraphs.is_empty()).then_some(Appeal { paragraphs, address });
    };
    problems.extend(left_out(articles, SiteLineKind::Appeal));
    let paragraphs = paragraphs(appeal.text.get(language)?);
    (!paragraphs.is_empty()).then(|| Appeal { paragraphs, address: appeal.address.clone() })
}

/// Splits a text into paragraphs, each in one line.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|paragraph| !paragraph.is_empty()).collect()
}

/// Returns the most frequent lines of a kind in articles, without duplicates, in their order of appearance.
fn found<'a>(articles: &'a [ReadArticle], kind: SiteLineKind, problems: &mut Vec<Problem>) -> Vec<&'a SiteLine> {
    let mut lines: Vec<(&SiteLine, u32)> = Vec::new();
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for line in articles.iter().flat_map(|read| &read.site_lines).filter(|line| line.kind == kind) {
        let position = *positions.entry(&line.text).or_insert(lines.len());
        match lines.get_mut(position) {
            Some((_, count)) => *count += 1,
            None => lines.push((line, 1)),
        }
    }
    if lines.len() > MAX_FOUND_LINES {
        problems.push(too_many(kind, lines.len()));
        let mut counts: Vec<(usize, u32)> = lines.iter().map(|(_, count)| *count).enumerate().collect();
        counts.sort_by_key(|(position, count)| (Reverse(*count), *position));
        let mut kept: Vec<usize> = counts.into_iter().take(MAX_FOUND_LINES).map(|(position, _)| position).collect();
        kept.sort_unstable();
        return kept.into_iter().map(|position| lines[position].0).collect();
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// Reports lines that were removed from articles and are not shown, because `offprint.toml` replaces them. Reports
/// equal ones once.
fn left_out(articles: &[ReadArticle], kind: SiteLineKind) -> Vec<Problem> {
    let mut places: BTreeMap<Vec<&str>, (&ReadArticle, Option<u32>, usize)> = BTreeMap::new();
    for read in articles {
        let lines: Vec<&SiteLine> = read.site_lines.iter().filter(|line| line.kind == kind).collect();
        let Some(first) = lines.first() else { continue };
        let texts = lines.iter().map(|line| line.text.as_str()).collect();
        places.entry(texts).and_modify(|(_, _, count)| *count += 1).or_insert((read, first.line, 1));
    }
    let problem = |(texts, (read, line, count)): (Vec<&str>, (&ReadArticle, Option<u32>, usize))| {
        let text = shortened(texts.first().copied().unwrap_or_default(), MAX_QUOTE_LENGTH);
        let finding = match (kind, texts.len()) {
            (SiteLineKind::Follow, 1) => format!("\"{text}\" invites readers to follow the paper, so it was"),
            (SiteLineKind::Appeal, 1) => format!("\"{text}\" is the paper's appeal, so it was"),
            (SiteLineKind::Follow, more) => format!("{more} lines invite readers to follow the paper, so they were"),
            (SiteLineKind::Appeal, more) => {
                format!("\"{text}\" begins the paper's appeal, so its {more} paragraphs were")
            }
        };
        let more = if count > 1 { format!(", here and in {} more of the articles", count - 1) } else { String::new() };
        let table = match kind {
            SiteLineKind::Follow => "[[follow]]",
            SiteLineKind::Appeal => "[appeal]",
        };
        let message = format!("{finding} left out{more}: the site shows {table} instead");
        let remedy = "remove it, or reword it if it belongs to the article";
        Problem::warning(read.file.clone(), message, remedy).at(line)
    };
    places.into_iter().map(problem).collect()
}

fn too_many(kind: SiteLineKind, count: usize) -> Problem {
    let (name, table) = match kind {
        SiteLineKind::Follow => ("invitations to follow the paper", "[[follow]]"),
        SiteLineKind::Appeal => ("paragraphs of appeals", "[appeal]"),
    };
    Problem::warning(
        CONFIG_FILE,
        format!(
            "articles contain {count} different {name}, of which the site shows the {MAX_FOUND_LINES} most frequent"
        ),
        format!("put the ones that you want to keep into {table}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prepare::tests::read_article;

    #[test]
    fn found_lines_appear_once_and_the_most_frequent_are_kept() {
        let line =
            |text: &str| SiteLine { kind: SiteLineKind::Follow, text: text.to_owned(), address: None, line: None };
        let with_lines = |texts: &[&str]| {
            let mut read = read_article("a", "a.md");
            read.site_lines = texts.iter().map(|text| line(text)).collect();
            read
        };
        let articles = [with_lines(&["one", "two"]), with_lines(&["two"]), with_lines(&["3", "4", "5", "6", "7"])];
        let mut problems = Vec::new();
        let texts: Vec<&str> =
            found(&articles, SiteLineKind::Follow, &mut problems).iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["one", "two", "3", "4", "5", "6"]);
        assert_eq!(problems.len(), 1);
        assert!(found(&articles, SiteLineKind::Appeal, &mut problems).is_empty());
    }

    #[test]
    fn a_line_that_the_site_does_not_show_is_reported_with_its_location() {
        let with_line = |file: &str, text: &str| {
            let mut read = read_article("a", file);
            let (kind, address) = (SiteLineKind::Appeal, None);
            read.site_lines = vec![SiteLine { kind, text: text.to_owned(), address, line: Some(9) }];
            read
        };
        let articles =
            [with_line("a.md", "Support us!"), with_line("b.md", "Help us."), with_line("c.md", "Support us!")];
        let found: Vec<String> = left_out(&articles, SiteLineKind::Appeal).iter().map(Problem::to_string).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(
            found[1],
            "a.md:9: warning: \"Support us!\" is the paper's appeal, so it was left out, here and in 1 more of the articles: \
             the site shows [appeal] instead; remove it, or reword it if it belongs to the article"
        );
        assert!(left_out(&articles, SiteLineKind::Follow).is_empty());
    }
}
