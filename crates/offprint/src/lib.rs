//! Builds an edition site from a newsroom: read, check, prepare, bundle, prerender, write.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use builder::embed::Embeddable;
use builder::page::Frame;
use builder::{alias, bundle, feed, icons, not_found, offline, prerender, public, service_worker, sitemap, web_app};
use embed::script;
use model::{Hash, Head};
use newsroom::check;
use newsroom::config::{CONFIG_FILE, Newsroom, SigningConfig};
use newsroom::prepare::{self, Prepared};
use newsroom::problem::{Problem, Severity};
use newsroom::read::{self, Reading};
use newsroom::report::Report;
use signing::keys::{Keys, Passphrase};
use signing::sign::{self, Signer, SigningPlan};
use site::shell::Shell;
use site::{Site, compress, hosting, write};
use trust::Signed;

/// What to build, and how.
pub struct Options<'a> {
    /// The newsroom's folder.
    pub newsroom: PathBuf,
    /// Where to write the site; none keeps it in memory.
    pub out: Option<PathBuf>,
    /// The edition before this one, for a site in memory; the folder that is written to tells its own.
    pub previous: Option<Head>,
    /// The folder of the shell; none is the one inside this program.
    pub shell: Option<PathBuf>,
    /// Articles of a later time are skipped. Nothing else depends on it.
    pub now: jiff::Timestamp,
    /// Write nothing when an article cannot be read.
    pub strict: bool,
    /// How the site is signed, where its newsroom names keys; none leaves it unsigned.
    pub sign: Option<Sign<'a>>,
    /// Put compressed copies beside the files.
    pub compress: bool,
    /// Is told what is being done, how far it is and how far it goes.
    pub progress: Box<dyn Fn(Step, u64, u64) + Sync + Send>,
}

/// How a site gets its signatures.
pub enum Sign<'a> {
    /// With the newsroom's keys, whose passphrase this asks for.
    With(Box<dyn Fn() -> anyhow::Result<Passphrase> + Sync + 'a>),
    /// Those of this site are put into it later: its pages name it already.
    Later(Hash),
}

/// What takes time in a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Reading the sources.
    Read,
    /// Links, pictures, dates.
    Prepare,
    /// Making the pages.
    Render,
    /// Compressing the files.
    Compress,
    /// Writing them.
    Write,
}

/// What came of a build.
pub struct Built {
    /// What became of every item of every source.
    pub report: Report,
    /// What is wrong with the sources, by file and line.
    pub problems: Vec<Problem>,
    /// In how many languages there are articles.
    pub languages: u32,
    /// What stands in the site's folder without being the site's.
    pub kept: Vec<String>,
    /// The edition as it was signed.
    pub signed: Option<Signed>,
    /// The site; none when nothing was to be built because of the problems.
    pub site: Option<Site>,
}

/// Builds a newsroom's site.
///
/// An article that cannot be read is left out and named in the problems. An error is what stops the whole; the site that
/// was there before is still there then.
pub fn build(options: &Options<'_>) -> anyhow::Result<Built> {
    let progress = |step| (options.progress)(step, 0, 0);
    progress(Step::Read);
    let newsroom = match Newsroom::read(&options.newsroom) {
        Ok(newsroom) => newsroom,
        Err(problems) => return Ok(Built::stopped(Report::default(), problems)),
    };
    if let Some(out) = &options.out {
        write::check(out, &newsroom.root, newsroom.sources.iter().map(|source| source.path.as_path()))?;
    }
    let mut reading = read_newsroom(&newsroom, options.now);
    let report = Report::new(&reading);
    let failed = options.strict && report.counts.failed > 0;
    if failed || stops(&report, &mut reading.problems) {
        return Ok(Built::stopped(report, reading.problems));
    }
    let now = seconds(options.now)?;
    // Whoever has the wrong passphrase knows it before anything else is done.
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
    let place = options.out.as_deref().map(write::SiteFolder::lock).transpose()?;
    let previous = place.as_ref().map_or_else(|| options.previous.clone(), write::SiteFolder::previous);
    progress(Step::Render);
    let mut problems = reading.problems;
    let seal = match (&options.sign, &signer) {
        (_, Some((signer, _))) => Some(SigningPlan::Now(signer)),
        (Some(Sign::Later(key)), None) => Some(SigningPlan::Deferred(*key)),
        _ => None,
    };
    if seal.is_none() && previous.as_ref().is_some_and(|head| head.signed.is_some()) {
        problems.push(no_longer_signed());
    }
    if let (Some((signer, _)), Some(place)) = (&signer, &place) {
        sign::check_roots(signer.keys(), place)?;
    }
    let mut site = assemble(&newsroom, &shell, &prepared, seal, previous, &mut problems)?;
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
    if options.compress {
        add_compressed(&mut site, options);
    }
    let mut kept = Vec::new();
    if let Some(place) = &place {
        progress(Step::Write);
        kept = place.write(&site)?;
    }
    Ok(Built { report, problems, languages: u32::try_from(languages)?, kept, signed, site: Some(site) })
}

/// Reads the sources and checks all that was read together.
fn read_newsroom(newsroom: &Newsroom, now: jiff::Timestamp) -> Reading {
    let mut reading = read::read(newsroom, now);
    reading.problems.extend(icons::check(newsroom));
    check::check(&mut reading, newsroom);
    reading
}

/// Checks whether the keys can sign, as far as that shows without their passphrase. A machine on which somebody only writes
/// need not have them, so this is a warning.
fn check_keys(signing: &SigningConfig, now: u64) -> Option<Problem> {
    let error = Keys::open(&signing.keys).and_then(|keys| keys.check(now)).err()?;
    let message = format!("the keys under [signing] cannot be used here: {error:#}");
    let remedy = "until then offprint build makes a site on this machine with --unsigned only";
    Some(Problem::warning(CONFIG_FILE, message, remedy))
}

/// Makes every file of a site out of what was prepared. `seal` is there when it is going to be signed.
fn assemble(
    newsroom: &Newsroom,
    shell: &Shell,
    prepared: &Prepared,
    seal: Option<SigningPlan<'_>>,
    previous: Option<Head>,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Site> {
    let mastheads: Arc<[_]> = prepared.papers.iter().map(|paper| paper.masthead.clone()).collect();
    let address = newsroom.address.as_deref();
    let mut site = shell.files_for(mastheads.iter().map(|masthead| &masthead.language));
    let icons = icons::choose(newsroom, &mut site)?;
    let key = seal.as_ref().map(SigningPlan::key);
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
    frame.floor = seal.map(|seal| seal.floor(&head)).transpose()?.flatten();
    prerender::lists(&frame, &manifest, &mut site)?;
    let embeddable = Embeddable { papers, published: &published, manifest: &manifest, key };
    builder::embed::add(&frame, &embeddable, &mut site)?;
    not_found::add(&frame, &mut site);
    feed::add(&frame, papers, &mut site)?;
    let main = frame.main_language();
    sitemap::add(address, papers, main, &mut site)?;
    hosting::add(&mut site);
    web_app::add(&newsroom.app, &frame.mastheads[0], &mut site)?;
    offline::add(&frame, &mut site);
    service_worker::add(&shell.service_worker, &mut site)?;
    problems.extend(public::add(newsroom, &embeddable, &mut site)?);
    problems.extend(alias::add(papers, main, &mut site));
    Ok(site)
}

/// A time in seconds since 1970, as it is signed.
pub fn seconds(time: jiff::Timestamp) -> anyhow::Result<u64> {
    u64::try_from(time.as_second()).context("the clock says that it is before 1970: correct it")
}

fn add_compressed(site: &mut Site, options: &Options<'_>) {
    use std::sync::atomic::{AtomicU64, Ordering};
    let (done, all) = (AtomicU64::new(0), compress::count(site));
    compress::add(site, &|| (options.progress)(Step::Compress, done.fetch_add(1, Ordering::Relaxed) + 1, all));
}

/// Whether there is a reason not to build anything; it is among the problems then.
fn stops(report: &Report, problems: &mut Vec<Problem>) -> bool {
    let is_config = |problem: &Problem| problem.file == Path::new(CONFIG_FILE) && problem.severity == Severity::Error;
    if problems.iter().any(is_config) {
        return true;
    }
    let nothing = report.counts.published == 0;
    if nothing {
        problems.push(nothing_to_publish());
    }
    nothing
}

/// An edition without articles would take the reader's last one away.
fn nothing_to_publish() -> Problem {
    Problem::error(
        CONFIG_FILE,
        "there is no article to publish",
        "write one into the folder articles, or name the folder that holds them under [[sources]]",
    )
}

/// Who has read a signed edition takes no other.
fn no_longer_signed() -> Problem {
    Problem::warning(
        CONFIG_FILE,
        "the edition that was here is signed, and this one is not: the app of its readers refuses it",
        "sign it before it is published, with offprint sign, or name the keys under [signing]",
    )
}

impl Built {
    fn stopped(report: Report, mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        Self { report, problems, languages: 0, kept: Vec::new(), signed: None, site: None }
    }

    /// How many problems are errors, and how many are warnings.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        (errors, self.problems.len() - errors)
    }
}

/// Reads and checks a newsroom and writes nothing.
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

#[cfg(test)]
mod tests;
