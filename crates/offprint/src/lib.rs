//! Builds a site from a newsroom: reads, checks, prepares, bundles, prerenders, writes.

#![warn(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use builder::embed::Embeddable;
use builder::page::Frame;
use builder::{
    alias, bundle, feed, icons, not_found, offline, prerender, public, robots, service_worker, sitemap, web_app,
};
use edition::routes::{PageId, Route};
use embed::script;
use model::{Article, Hash, Head};
use newsroom::check;
use newsroom::config::{CONFIG_FILE, Newsroom, SigningConfig};
use newsroom::prepare::{self, Prepared, PreparedPaper};
use newsroom::problem::{Problem, Severity};
use newsroom::read::{self, Reading};
use newsroom::report::Report;
use signing::keys::{Keys, Passphrase};
use signing::sign::{self, Signer, SigningPlan};
use site::compress::Encodings;
use site::shell::Shell;
use site::{Site, compress, hosting, write};
use trust::Signed;

/// The options of a build.
pub struct Options<'a> {
    /// The newsroom's folder.
    pub newsroom: PathBuf,
    /// The folder of the site; `None` keeps the site in memory.
    pub out: Option<PathBuf>,
    /// The head of the edition before this one, for a site in memory; with `out`, it is read from that folder.
    pub previous: Option<Head>,
    /// The folder of the shell; `None` is the shell inside this program.
    pub shell: Option<PathBuf>,
    /// The time of the build: later articles are skipped, and signatures have this date.
    pub now: jiff::Timestamp,
    /// `true` to write nothing if an article cannot be read.
    pub strict: bool,
    /// The way to sign the site if its newsroom names keys; `None` leaves it unsigned.
    pub sign: Option<Sign<'a>>,
    /// `true` to add the compressed copies that the newsroom wants.
    pub compress: bool,
    /// A function that receives the current step, the number of files done, and the number of all files.
    pub progress: Box<dyn Fn(Step, u64, u64) + Sync + Send>,
}

/// The way in which a site gets its signatures.
pub enum Sign<'a> {
    /// The newsroom's keys sign it; this function asks for their passphrase.
    With(Box<dyn Fn() -> anyhow::Result<Passphrase> + Sync + 'a>),
    /// The signatures of this site are added later, but its pages already name it.
    Later(Hash),
}

/// A step of a build that takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading the sources.
    Read,
    /// Resolving links, pictures and dates.
    Prepare,
    /// Rendering the pages.
    Render,
    /// Compressing the files.
    Compress,
    /// Writing the site.
    Write,
}

/// The result of a build.
pub struct Built {
    /// The outcome of every item of every source.
    pub report: Report,
    /// The problems of the sources, by file and line.
    pub problems: Vec<Problem>,
    /// The number of languages with articles.
    pub languages: u32,
    /// The unmanaged files in the site's folder, which stayed there.
    pub kept: Vec<String>,
    /// The signed edition.
    pub signed: Option<Signed>,
    /// The site; `None` if the problems stopped the build.
    pub site: Option<Site>,
}

/// Builds a newsroom's site.
///
/// An article that cannot be read is left out and named in the problems. After an error, the old site is unchanged.
pub fn build(options: &Options<'_>) -> anyhow::Result<Built> {
    let progress = |step| (options.progress)(step, 0, 0);
    progress(Step::Read);
    let newsroom = match Newsroom::read(&options.newsroom) {
        Ok(newsroom) => newsroom,
        Err(problems) => return Ok(Built::stopped(Report::default(), problems)),
    };
    if let Some(out) = &options.out {
        write::check(out, &newsroom.root, &newsroom.read_places())?;
    }
    let mut reading = read_newsroom(&newsroom, options.now);
    let mut report = Report::new(&reading);
    let failed = options.strict && report.counts.failed > 0;
    if failed || reading.has_conflict || stops(&report, &mut reading.problems) {
        return Ok(Built::stopped(report, reading.problems));
    }
    let now = seconds(options.now)?;
    // Check the passphrase before anything slow.
    let signer = match (&options.sign, &newsroom.signing) {
        (Some(Sign::With(passphrase)), Some(signing)) => {
            let keys = Keys::open_for(&signing.keys, options.out.as_deref());
            let keys = keys.and_then(|keys| keys.check_expiry(now).map(|()| keys));
            let keys = keys.context("the keys under [signing] cannot be used")?;
            Some((Signer::unlock(keys, &passphrase()?)?, signing.valid_days))
        }
        _ => None,
    };
    progress(Step::Prepare);
    let shell = Shell::load(options.shell.as_deref())?;
    let prepared = prepare::prepare(&newsroom, &mut reading)?;
    let site_folder = options.out.as_deref().map(write::SiteFolder::lock).transpose()?;
    let previous = site_folder.as_ref().map_or_else(|| options.previous.clone(), write::SiteFolder::previous);
    progress(Step::Render);
    let mut problems = reading.problems;
    let signing_plan = match (&options.sign, &signer) {
        (_, Some((signer, _))) => Some(SigningPlan::Now(signer)),
        (Some(Sign::Later(key)), None) => Some(SigningPlan::Deferred(*key)),
        _ => None,
    };
    if signing_plan.is_none() && previous.as_ref().is_some_and(|head| head.signed.is_some()) {
        problems.push(no_longer_signed());
    }
    if let (Some((signer, _)), Some(site_folder)) = (&signer, &site_folder) {
        sign::check_roots(signer.keys(), site_folder)?;
    }
    if signing_plan.is_none() && options.out.is_some() {
        problems.extend(check_feed_ids(&newsroom));
    }
    let mut site = assemble(&newsroom, &shell, &prepared, signing_plan, previous, &mut problems)?;
    let signed = match &signer {
        Some((signer, days)) => Some(signer.sign(&mut site, now, *days)?.signed),
        None => None,
    };
    let warnings = signer.as_ref().map(|(signer, _)| signer.keys().warnings(now)).unwrap_or_default();
    problems.extend(warnings.into_iter().map(|(wrong, remedy)| Problem::warning(CONFIG_FILE, wrong, remedy)));
    let languages = prepared.papers.iter().filter(|paper| !paper.articles.is_empty()).count();
    problems.extend(prepared.problems);
    problems.sort();
    problems.dedup();
    report.count_warnings(&problems);
    if options.compress {
        add_compressed(&mut site, newsroom.output.encodings, options);
    }
    let mut kept = Vec::new();
    if let Some(site_folder) = &site_folder {
        progress(Step::Write);
        let takes_back = site_folder.takes_back(&site, &withdrawn_pages(&prepared.papers));
        let keep_editions = if takes_back { 0 } else { newsroom.output.keep_editions };
        kept = site_folder.write(&site, keep_editions)?;
    }
    Ok(Built { report, problems, languages: u32::try_from(languages)?, kept, signed, site: Some(site) })
}

/// Reads the sources and checks all articles together.
fn read_newsroom(newsroom: &Newsroom, now: jiff::Timestamp) -> Reading {
    let mut reading = read::read(newsroom, now);
    reading.problems.extend(icons::check(newsroom));
    reading.problems.extend(own_site::check(newsroom, &reading));
    check::check(&mut reading, newsroom);
    reading
}

/// Checks, as far as that is possible without the passphrase, that the keys can sign. A failure is only a warning,
/// since a machine for writing need not have keys.
fn check_keys(signing: &SigningConfig, now: u64) -> Option<Problem> {
    let error = Keys::open(&signing.keys).and_then(|keys| keys.check(now)).err()?;
    let message = format!("the keys under [signing] cannot be used here: {error:#}");
    let remedy = "until they can, offprint build works on this machine only with --unsigned";
    Some(Problem::warning(CONFIG_FILE, message, remedy))
}

/// Warns of an unsigned build whose feeds have other ids than one that signs.
fn check_feed_ids(newsroom: &Newsroom) -> Option<Problem> {
    let signing = newsroom.signing.as_ref()?;
    if newsroom.feeds.id.is_some() || newsroom.feeds.old_ids {
        return None;
    }
    let error = Keys::open(&signing.keys).err()?;
    let message = format!(
        "the ids of feeds are made from the title, since the keys under [signing] cannot be used here ({error:#}): feed \
         readers may show all articles as new"
    );
    let remedy = "copy the public files root.*.txt to the folder of the keys, or write an id under [feeds]";
    Some(Problem::warning(CONFIG_FILE, message, remedy))
}

/// Makes every file of a site out of prepared articles. `signing_plan` is `Some` if the site will be signed.
fn assemble(
    newsroom: &Newsroom,
    shell: &Shell,
    prepared: &Prepared,
    signing_plan: Option<SigningPlan<'_>>,
    previous: Option<Head>,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Site> {
    let mastheads: Arc<[_]> = prepared.papers.iter().map(|paper| paper.masthead.clone()).collect();
    let address = newsroom.address.as_deref();
    let mut site = shell.files_for(mastheads.iter().map(|masthead| &masthead.language));
    let icons = icons::choose(newsroom, &mut site)?;
    let key = signing_plan.as_ref().map(SigningPlan::key);
    let mirrors = address.into_iter().chain(newsroom.mirrors.iter().map(String::as_str)).collect();
    let mut frame =
        Frame { shell, address, mirrors, mastheads, icons, app_name: newsroom.app.name(), key, floor: None };
    let papers = &prepared.papers;

    site.extend(prepared.media.clone());
    let bundles = bundle::articles(papers, &mut site)?;
    let published = prerender::articles(&frame, papers, bundles, &mut site)?;
    let embed = script::add(&shell.embed, &mut site);
    let manifest = bundle::manifest(prepared, newsroom, embed, &published, &mut site)?;
    let head = bundle::head(&manifest, previous, &mut site)?;
    frame.floor = signing_plan.map(|plan| plan.floor(&head)).transpose()?.flatten();
    prerender::lists(&frame, &manifest, &mut site)?;
    let embeddable = Embeddable { papers, published: &published, manifest: &manifest, key };
    builder::embed::add(&frame, &embeddable, &mut site)?;
    not_found::add(&frame, &mut site);
    // A build that does not sign has the same ids as one that does.
    let known_key = || Some(Keys::open(&newsroom.signing.as_ref()?.keys).ok()?.root().statement.site);
    feed::add(&frame, &newsroom.feeds, key.or_else(known_key), papers, &mut site)?;
    let main = frame.main_language();
    robots::add(address, &mut site);
    if let Some(address) = address {
        sitemap::add(address, papers, main, &mut site)?;
    }
    hosting::add(&mut site);
    web_app::add(&newsroom.app, &frame.mastheads[0], &mut site)?;
    offline::add(&frame, &mut site);
    service_worker::add(&shell.service_worker, &mut site)?;
    // The newsroom's own files come after Offprint's, which they cannot replace.
    problems.extend(public::add(newsroom, &embeddable, &mut site)?);
    problems.extend(alias::add(address, papers, main, &mut site));
    Ok(site)
}

/// Converts a time to seconds since 1970.
pub fn seconds(time: jiff::Timestamp) -> anyhow::Result<u64> {
    u64::try_from(time.as_second()).context("this machine's clock shows a time before 1970: correct the clock")
}

/// Returns the paths of the pages of withdrawn articles.
fn withdrawn_pages(papers: &[PreparedPaper]) -> Vec<String> {
    let main = papers.first().map(|paper| &paper.masthead.language);
    let articles = papers.iter().flat_map(|paper| &paper.articles).map(|read| &read.article);
    let withdrawn = articles.filter(|article| article.withdrawn.is_some());
    let page =
        |article: &Article| Some(Route::new(&article.language, main?, PageId::Article(article.slug.clone())).file());
    withdrawn.filter_map(page).collect()
}

fn add_compressed(site: &mut Site, encodings: Encodings, options: &Options<'_>) {
    use std::sync::atomic::{AtomicU64, Ordering};
    let (done, all) = (AtomicU64::new(0), compress::count(site));
    let progress = || (options.progress)(Step::Compress, done.fetch_add(1, Ordering::Relaxed) + 1, all);
    compress::add(site, encodings, &progress);
}

/// Returns whether the problems stop the build. Adds a problem if there is no article.
fn stops(report: &Report, problems: &mut Vec<Problem>) -> bool {
    let is_config = |problem: &Problem| problem.file == Path::new(CONFIG_FILE) && problem.severity == Severity::Error;
    if problems.iter().any(is_config) {
        return true;
    }
    let is_empty = report.counts.published == 0;
    if is_empty {
        problems.push(nothing_to_publish());
    }
    is_empty
}

/// Returns the error for an empty edition, which would replace the stored edition of readers.
fn nothing_to_publish() -> Problem {
    Problem::error(
        CONFIG_FILE,
        "there is no article to publish",
        "write one into the folder articles, or name the folder of your articles under [[sources]]",
    )
}

/// Returns the warning for an unsigned edition after a signed one: readers of a signed edition refuse an unsigned one.
fn no_longer_signed() -> Problem {
    Problem::warning(
        CONFIG_FILE,
        "the published edition is signed but this build is not: readers' apps will refuse it",
        "before you publish it, sign it with offprint sign, or name the keys under [signing]",
    )
}

impl Built {
    fn stopped(mut report: Report, mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        report.count_warnings(&problems);
        Self { report, problems, languages: 0, kept: Vec::new(), signed: None, site: None }
    }

    /// Returns the number of errors and the number of warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        (errors, self.problems.len() - errors)
    }
}

/// Reads and checks a newsroom without writing anything.
pub fn check(newsroom: &Path, now: jiff::Timestamp) -> anyhow::Result<Built> {
    let newsroom = match Newsroom::read(newsroom) {
        Ok(newsroom) => newsroom,
        Err(problems) => return Ok(Built::stopped(Report::default(), problems)),
    };
    let mut reading = read_newsroom(&newsroom, now);
    let report = Report::new(&reading);
    let prepared = prepare::prepare(&newsroom, &mut reading)?;
    let mut problems: Vec<Problem> = reading.problems.into_iter().chain(prepared.problems).collect();
    problems.extend(newsroom.signing.as_ref().and_then(|signing| check_keys(signing, seconds(now).ok()?)));
    stops(&report, &mut problems);
    Ok(Built::stopped(report, problems))
}

mod own_site;
#[cfg(test)]
mod tests;
