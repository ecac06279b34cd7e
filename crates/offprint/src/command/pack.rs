//! `offprint pack`: puts an edition, a part of it or one article into a single file.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail, ensure};
use builder::page::key_attribute;
use model::Head;
use offprint::{Options, Sign, Step};
use portable::{self, Packed, Request, Selection};
use site::Site;
use site::shell::Shell;

use super::{Ended, NewsroomArgument, ShellArgument, now, output};

/// Put an edition, a part of it or one article into a single file that opens without a server
///
/// A file that ends with .html opens in any browser, from a disk or a USB stick. Articles can be read without scripts;
/// with scripts, the whole app works in it. The app can also open the file and store its edition. A file that ends with
/// .zip contains the folder `edition` of the site, for apps and mirrors.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint pack lantern --site site --out lantern.html
  offprint pack lantern --site site --out lantern.html --max-size 5MB
  offprint pack lantern --article harbour-fair --text-only --out fair.html
  offprint pack lantern --month 2026-11 --language ru --out november.html
  offprint pack lantern --site site --out edition.zip

Exit status: 0 done, 1 no file was made and an older one is unchanged, 2 wrong usage")]
pub struct Arguments {
    #[command(flatten)]
    newsroom: NewsroomArgument,
    /// The file to write: NAME.html, or NAME.zip for the edition's folder
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Only the article with this slug, the last part of its address; can be given more than once
    #[arg(long, value_name = "SLUG")]
    article: Vec<String>,
    /// Only the section with this id
    #[arg(long, value_name = "ID", conflicts_with = "article")]
    section: Option<String>,
    /// Only this month
    #[arg(long, value_name = "YYYY-MM", conflicts_with_all = ["article", "section"])]
    month: Option<String>,
    /// The language of the paper; without it, --article, --section and --month choose from the main paper
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The site that was built from the newsroom, whose signatures and edition number the file gets; without it the
    /// file is edition 1 and not signed
    #[arg(long, value_name = "SITE")]
    site: Option<PathBuf>,
    /// Leave pictures out
    #[arg(long)]
    text_only: bool,
    /// The largest size, as in 900KB or 5MB: pictures are left out first, then the app, then the oldest articles
    #[arg(long, value_name = "SIZE")]
    max_size: Option<Size>,
    /// Give the file a title that names neither the paper nor the article
    #[arg(long)]
    neutral: bool,
    #[command(flatten)]
    shell: ShellArgument,
}

/// A number of bytes, as people write it: `900KB`, `1.5 MB`, `200000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Size(u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a size: write it as in 900KB or 1.5MB");
        let number = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).trim_end();
        let factor: u64 = match text[number.len()..].trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "k" | "kb" => 1000,
            "m" | "mb" => 1_000_000,
            "g" | "gb" => 1_000_000_000,
            "kib" => 1 << 10,
            "mib" => 1 << 20,
            "gib" => 1 << 30,
            _ => return Err(wrong()),
        };
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let bytes = number * factor as f64;
        if bytes.is_finite() && bytes >= 1.0 { Ok(Self(bytes as u64)) } else { Err(wrong()) }
    }
}

/// The kind of file to make.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Html,
    Zip,
}

/// Makes the file and prints its contents.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let kind = kind(&arguments.out)?;
    if kind == Kind::Zip && (arguments.wants_a_part() || arguments.max_size.is_some() || arguments.neutral) {
        bail!("a .zip file contains the whole edition: leave out options that choose a part, or write a .html file");
    }
    let previous = arguments.site.as_deref().map(head).transpose()?;
    let options = Options {
        newsroom: arguments.newsroom.newsroom.clone(),
        out: None,
        sign: arguments.site.as_deref().zip(previous.as_ref()).and_then(|(site, head)| sign(site, head)),
        previous,
        shell: arguments.shell.shell.clone(),
        now: now()?,
        strict: false,
        compress: false,
        progress: output::progress(),
    };
    let mut built = offprint::build(&options)?;
    let progress = options.progress;
    // Warnings are for the person who builds the site; this one needs only the errors.
    output::print_errors(&built.problems);
    let Some(mut site) = built.site.take() else {
        let out = arguments.out.display();
        output::print_error(&anyhow::anyhow!("no file was made, and {out} is unchanged: see above"));
        return Ok(Ended::NotBuilt);
    };
    let is_signed = arguments.site.as_deref().map(|from| sign_as(from, &mut site)).transpose()?.unwrap_or(false);
    progress(Step::Write, 0, 0);
    let (bytes, line) = match kind {
        Kind::Zip => {
            let articles = output::articles(&built);
            (portable::zip(&site, arguments.text_only)?, articles)
        }
        Kind::Html => html(arguments, &site)?,
    };
    drop(progress);
    write(&arguments.out, &bytes)?;
    let signed = if is_signed { ", signed" } else { "" };
    output::result(format_args!(
        "Packed {line} into {}: {}{signed}",
        arguments.out.display(),
        output::size(bytes.len() as u64)
    ));
    output::print_failures(&built.report);
    Ok(Ended::Done)
}

fn html(arguments: &Arguments, site: &Site) -> anyhow::Result<(Vec<u8>, String)> {
    let shell = Shell::load(arguments.shell.shell.as_deref())?;
    let selection = arguments.selection(site)?;
    let request = Request {
        selection: &selection,
        text_only: arguments.text_only,
        max_size: arguments.max_size.map(|size| size.0),
        neutral: arguments.neutral,
    };
    let Packed { html, articles, pictures, left_out, without_pictures, without_app } =
        portable::html(site, &shell, &request)?;
    let mut line = output::count(articles as u64, "article");
    if pictures > 0 {
        line = format!("{line} and {}", output::count(pictures as u64, "picture"));
    }
    let missing = [
        (left_out > 0, format!("{} before them", output::count(left_out as u64, "older article"))),
        (without_pictures, if pictures > 0 { "the older pictures" } else { "the pictures" }.to_owned()),
        (without_app, "the app".to_owned()),
    ];
    let missing: Vec<String> =
        missing.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, name)| name).collect();
    if !missing.is_empty() {
        output::message(format_args!("There was no room for {}", missing.join(", nor for ")));
    }
    Ok((html.into_bytes(), line))
}

impl Arguments {
    fn wants_a_part(&self) -> bool {
        !self.article.is_empty() || self.section.is_some() || self.month.is_some() || self.language.is_some()
    }

    /// Returns the selection that the arguments name; fails if the site does not have it.
    fn selection(&self, site: &Site) -> anyhow::Result<Selection> {
        let edition = portable::Edition::read(site)?;
        let language = match &self.language {
            Some(tag) => edition.language(tag)?,
            None => edition.main_language(),
        };
        if !self.article.is_empty() {
            let articles = self.article.iter().map(|slug| edition.article(&language, slug));
            return Ok(Selection::Articles(articles.collect::<anyhow::Result<_>>()?));
        }
        Ok(match (&self.section, &self.month, &self.language) {
            (Some(section), ..) => Selection::Section(language.clone(), edition.section(&language, section)?),
            (_, Some(month), _) => Selection::Month(language.clone(), edition.month(&language, month)?),
            (_, _, Some(_)) => Selection::Language(language),
            _ => Selection::Edition,
        })
    }
}

/// Returns how the named site was signed: if its pages name its key, so must ours, since the list of files names them.
fn sign(site: &Path, head: &Head) -> Option<Sign<'static>> {
    let key = trust::edition::claimed_site(head).ok()?;
    let front = fs::read_to_string(site.join("index.html")).ok()?;
    front.contains(&key_attribute(&key)).then_some(Sign::Later(key))
}

/// Copies the signatures of a site with the same articles, and returns whether there were any.
fn sign_as(from: &Path, site: &mut Site) -> anyhow::Result<bool> {
    let (signed_head, packed_head) = (head(from)?, portable::Edition::read(site)?.head().clone());
    if signed_head.signed.is_none() {
        return Ok(false);
    }
    if signed_head.manifest != packed_head.manifest {
        output::message(format_args!(
            "{} has other articles or another app, so the file is not signed: build the site again",
            from.display()
        ));
        return Ok(false);
    }
    for path in [Head::PATH.to_owned(), trust::listing::path(&trust::edition::listed(&signed_head)?)]
        .into_iter()
        .chain((1..=trust::edition::wanted_root(&signed_head)?).map(trust::Root::path))
    {
        let bytes =
            fs::read(from.join(&path)).with_context(|| format!("{path} cannot be read in {}", from.display()))?;
        site.insert(path, bytes);
    }
    Ok(true)
}

/// Reads the head of a site's edition.
fn head(site: &Path) -> anyhow::Result<Head> {
    let path = site.join(Head::PATH);
    let bytes =
        fs::read(&path).with_context(|| format!("{} is not a site: it has no {}", site.display(), Head::PATH))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} cannot be read", path.display()))
}

fn kind(file: &Path) -> anyhow::Result<Kind> {
    match file.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("html" | "htm") => Ok(Kind::Html),
        Some("zip") => Ok(Kind::Zip),
        _ => bail!("{} has an unknown ending: name a file that ends with .html or .zip", file.display()),
    }
}

/// Replaces a file once the new one is complete, and removes the leftovers of killed commands beside it.
fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let explain = || format!("{} cannot be written", file.display());
    ensure!(folder.is_dir(), "{}: there is no folder {}", explain(), folder.display());
    site::write::clean_parts(folder);
    site::write::replace(file, bytes).with_context(explain)
}

#[cfg(test)]
mod tests;
