//! Prepares articles for publication in small passes. Each pass has its own file.

pub mod dates;
pub mod files;
pub mod links;
pub mod masthead;
pub mod neighbours;
pub mod pictures;
pub mod related;
pub mod translations;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use edition::routes::{PageId, Route};
use model::{Article, Block, Language, Masthead};
use rayon::prelude::*;

use self::dates::DateWriter;
use self::files::{Files, LinkingPage};
use self::links::ArticleNames;
use self::pictures::{Fault, PictureProblem, Pictures};
use crate::config::Newsroom;
use crate::problem::Problem;
use crate::read::reference_lines::ReferenceLines;
use crate::read::{self, Outcome, Page, ReadArticle, Reading, address};
use crate::walk;
use site::Site;

/// The content of an edition.
pub struct Prepared {
    /// The newspaper in each of its languages, the main one first.
    pub papers: Vec<PreparedPaper>,
    /// The files of the pictures, and those that articles link to.
    pub media: Site,
    /// The problems found.
    pub problems: Vec<Problem>,
}

/// The newspaper in one language.
pub struct PreparedPaper {
    /// The masthead of its pages.
    pub masthead: Masthead,
    /// Its articles, newest first, undated ones last.
    pub articles: Vec<ReadArticle>,
    /// Its about page.
    pub about: Option<Vec<Block>>,
    /// The formatter of its dates.
    pub dates: DateWriter,
}

/// Prepares all articles of `reading`.
pub fn prepare(newsroom: &Newsroom, reading: &mut Reading) -> anyhow::Result<Prepared> {
    let mut problems = Vec::new();
    let mut articles = take_articles(reading);
    sort_newest_first(&mut articles);
    let languages = reading.languages.clone();
    let writers = languages.iter().map(DateWriter::new).collect::<anyhow::Result<Vec<_>>>()?;
    let mut abouts = read_about_pages(newsroom, &languages, &mut problems);

    // Before the links between articles, which become plain text where there is no article.
    // The first pass replaces pictures that pages cannot show by links to their files.
    let mut media = resolve_pictures(newsroom, &mut articles, &mut abouts, &mut problems);
    let files = resolve_files(newsroom, reading, &mut articles, &mut abouts, &mut problems);
    resolve_links(&mut articles, &mut abouts, &mut problems);
    media.extend(files);
    write_dates(&languages, &writers, &mut articles, &mut abouts);
    link_articles(&mut articles, &languages);

    let papers = languages.iter().zip(writers).zip(abouts).map(|((language, dates), about)| {
        let own = articles.extract_if(.., |read| read.article.language == *language).collect::<Vec<_>>();
        let about = about.map(|about| about.page.body);
        let (masthead, more) = masthead::prepare(newsroom, reading, language, &own, about.is_some());
        problems.extend(more);
        PreparedPaper { masthead, articles: own, about, dates }
    });
    let papers = papers.collect();
    Ok(Prepared { papers, media, problems })
}

/// The about page in one language, and its file.
struct About {
    language: Language,
    file: PathBuf,
    page: Page,
}

fn take_articles(reading: &mut Reading) -> Vec<ReadArticle> {
    let outcomes = reading.items.iter().map(|item| &item.outcome);
    outcomes
        .filter_map(|outcome| if let Outcome::Read(read) = outcome { Some((**read).clone()) } else { None })
        .collect()
}

fn sort_newest_first(articles: &mut [ReadArticle]) {
    articles.sort_by(|left, right| {
        let key = |read: &ReadArticle| (read.article.published.is_none(), Reverse(read.published_at));
        key(left).cmp(&key(right)).then_with(|| left.article.slug.cmp(&right.article.slug))
    });
}

fn read_about_pages(newsroom: &Newsroom, languages: &[Language], problems: &mut Vec<Problem>) -> Vec<Option<About>> {
    let about_pages = languages.iter().map(|language| {
        let file = newsroom.about.get(language)?;
        let (page, more) = read::read_page(newsroom, Path::new(file), language);
        problems.extend(more);
        Some(About { language: language.clone(), file: PathBuf::from(file), page: page? })
    });
    about_pages.collect()
}

fn resolve_files(
    newsroom: &Newsroom,
    reading: &Reading,
    articles: &mut [ReadArticle],
    abouts: &mut [Option<About>],
    problems: &mut Vec<Problem>,
) -> Site {
    let mut files = Files::new(newsroom, reading);
    let main = reading.languages.first().cloned().unwrap_or_else(|| newsroom.language());
    let root = |language: &Language, place: PageId| Route::new(language, &main, place).root();
    for read in articles {
        let ReadArticle { article, file, lines, .. } = read;
        let language = article.language.clone();
        let root = root(&language, PageId::Article(article.slug.clone()));
        problems.extend(files.resolve(&LinkingPage { file, language: &language, root, lines }, article));
    }
    for About { language, file, page } in abouts.iter_mut().flatten() {
        let root = root(language, PageId::About);
        let Page { body, lines, .. } = page;
        problems.extend(files.resolve_blocks(&LinkingPage { file, language, root, lines }, body));
    }
    files.into_files()
}

fn resolve_links(articles: &mut [ReadArticle], abouts: &mut [Option<About>], problems: &mut Vec<Problem>) {
    let names = ArticleNames::new(articles.iter());
    let found: Vec<Vec<Problem>> = articles.par_iter_mut().map(|read| names.resolve(read)).collect();
    problems.extend(found.into_iter().flatten());
    for about in abouts.iter_mut().flatten() {
        let Page { body, anchors, lines, .. } = &mut about.page;
        problems.extend(names.resolve_blocks(&about.file, &about.language, anchors, lines, body));
    }
}

fn resolve_pictures(
    newsroom: &Newsroom,
    articles: &mut [ReadArticle],
    abouts: &mut [Option<About>],
    problems: &mut Vec<Problem>,
) -> Site {
    let mut addresses = BTreeSet::new();
    for read in articles.iter_mut() {
        walk::pictures(&mut read.article, &mut |picture| addresses.extend(picture.address.clone()));
    }
    for about in abouts.iter_mut().flatten() {
        walk::block_pictures(&mut about.page.body, &mut |picture| addresses.extend(picture.address.clone()));
    }
    let pictures = Pictures::prepare(&newsroom.root, addresses);
    for read in articles {
        let mut errors = BTreeSet::new();
        walk::pictures(&mut read.article, &mut |picture| errors.extend(pictures.resolve(picture)));
        problems.extend(errors.into_iter().map(|error| picture_problem(&read.file, &read.lines, &error)));
    }
    for about in abouts.iter_mut().flatten() {
        let mut errors = BTreeSet::new();
        walk::block_pictures(&mut about.page.body, &mut |picture| errors.extend(pictures.resolve(picture)));
        problems.extend(errors.into_iter().map(|error| picture_problem(&about.file, &about.page.lines, &error)));
    }
    pictures.into_files()
}

fn picture_problem(file: &Path, lines: &ReferenceLines, problem: &PictureProblem) -> Problem {
    let PictureProblem { path, fault } = problem;
    let problem = match fault {
        Fault::Missing(reason) => Problem::warning(
            file,
            format!("the picture {path} is replaced by its description: {reason}"),
            "put a JPEG, PNG, WebP or GIF file there, or correct the path",
        ),
        Fault::Linked(reason) => Problem::warning(
            file,
            format!("the picture {path} is linked, not shown: {reason}"),
            "put a JPEG, PNG, WebP or GIF file there to show it",
        ),
        Fault::Flaw(flaw) => {
            let remedy = "save it again as a JPEG or PNG file for screens";
            Problem::warning(file, format!("the picture {path} {flaw}"), remedy)
        }
    };
    problem.at(lines.line(&format!("{}{path}", address::FILE)))
}

fn write_dates(
    languages: &[Language],
    writers: &[DateWriter],
    articles: &mut [ReadArticle],
    abouts: &mut [Option<About>],
) {
    for read in articles {
        let at = languages.iter().position(|language| *language == read.article.language);
        if let Some(writer) = at.and_then(|at| writers.get(at)) {
            writer.write_article(&mut read.article);
        }
    }
    for (writer, about) in writers.iter().zip(abouts) {
        about.iter_mut().for_each(|about| writer.write_blocks(&mut about.page.body));
    }
}

fn link_articles(articles: &mut [ReadArticle], languages: &[Language]) {
    // No article links to a withdrawn one.
    let mut articles: Vec<&mut ReadArticle> =
        articles.iter_mut().filter(|read| read.article.withdrawn.is_none()).collect();
    translations::link(&mut articles, languages);
    for language in languages {
        let own = articles.iter_mut().map(|read| &mut read.article).filter(|article| article.language == *language);
        let mut own: Vec<&mut Article> = own.collect();
        related::relate(&mut own);
        neighbours::link(&mut own);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use model::{Article, Language};

    use crate::read::ReadArticle;

    /// Returns an empty article.
    pub(crate) fn article(slug: &str) -> Article {
        Article::new(slug, Language::new("en"), slug)
    }

    /// Returns an empty article from a file.
    pub(crate) fn read_article(slug: &str, file: &str) -> ReadArticle {
        ReadArticle::new(article(slug), file)
    }
}
