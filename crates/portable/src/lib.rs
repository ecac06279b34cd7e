//! Makes portable editions: an edition, a part of it or one article of a site as a single file.

mod archive;
mod contents;
mod edition;
mod file;
mod index;
mod read;

use std::io::{Cursor, Write};
use std::sync::Arc;

use ::edition::content::attachments;
use ::edition::page::{Content, Medium, Page, SingleFile};
use ::edition::routes::{FILES, PageId, Route};
use anyhow::{Context, bail};
use embed::template::fill;
use flate2::Compression;
use flate2::write::GzEncoder;
use messages::{ELEMENT, Messages};
use model::{Article, Date, Entry, Hash, Language, Masthead};
use reader::portable;
use reader::prerender::render_view;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub use self::read::read;
pub use contents::Selection;
pub use edition::Edition;

use crate::contents::{Contents, file, gather, newest, parse};
use crate::file::{App, COVER, LINE, LIST, TOP, Writer, encode};
use site::Site;
use site::shell::{Shell, source_of};

/// The options of a portable edition.
pub struct Request<'a> {
    /// The part of the edition that goes into the file.
    pub selection: &'a Selection,
    /// `true` to leave pictures out.
    pub text_only: bool,
    /// The largest size of the file, in bytes.
    pub max_size: Option<u64>,
    /// `true` for a title that names neither the paper nor the article.
    pub neutral: bool,
}

/// A finished portable edition.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// The text of the file.
    pub html: String,
    /// The number of articles in it.
    pub articles: usize,
    /// The number of pictures in it.
    pub pictures: usize,
    /// The number of articles that did not fit.
    pub left_out: usize,
    /// `true` if some pictures did not fit.
    pub without_pictures: bool,
    /// `true` if the app did not fit.
    pub without_app: bool,
}

/// The part of a selection that goes into a file.
#[derive(Clone, Copy)]
struct Extent {
    articles: usize,
    pictures: usize,
    app: bool,
}

/// Makes one HTML file of a site.
pub fn html(site: &Site, shell: &Shell, request: &Request<'_>) -> anyhow::Result<Packed> {
    let app = if request.selection.is_one_article() { None } else { app(shell) };
    let make = |extent: Extent| self::make(site, shell, request, app.as_ref(), extent);
    let pictures = if request.text_only { 0 } else { usize::MAX };
    let all = Extent { articles: usize::MAX, pictures, app: app.is_some() };
    let whole = make(all)?;
    let Some(max) = request.max_size.filter(|max| whole.html.len() as u64 > *max) else {
        return Ok(whole);
    };
    // Articles are more important than the app, the app than pictures, and new ones than old ones.
    let count = whole.articles;
    for app in [true, false] {
        let some = |pictures: usize| make(Extent { pictures: pictures.min(all.pictures), app: app && all.app, ..all });
        if let Some(fitting) = largest_that_fits(count, some, max)? {
            let without_pictures = fitting.pictures < whole.pictures;
            return Ok(Packed { without_pictures, without_app: all.app && !app, ..fitting });
        }
    }
    let newest = |articles: usize| make(Extent { articles: articles.max(1), pictures: 0, app: false });
    match largest_that_fits(count, newest, max)? {
        Some(fitting) => Ok(Packed {
            left_out: count - fitting.articles,
            without_pictures: whole.pictures > 0,
            without_app: all.app,
            ..fitting
        }),
        None => {
            bail!("even its newest article alone takes {} bytes, but --max-size allows {max}", newest(1)?.html.len())
        }
    }
}

/// Returns the file with the largest number that fits; `None` if not even the one with the number 0 fits.
fn largest_that_fits(
    all: usize,
    make: impl Fn(usize) -> anyhow::Result<Packed>,
    max: u64,
) -> anyhow::Result<Option<Packed>> {
    let fits = |packed: &Packed| packed.html.len() as u64 <= max;
    let mut best = make(0)?;
    if !fits(&best) {
        return Ok(None);
    }
    let (mut low, mut high) = (0, all);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        let packed = make(middle)?;
        if fits(&packed) {
            (low, best) = (middle, packed);
        } else {
            high = middle - 1;
        }
    }
    Ok(Some(best))
}

fn make(
    site: &Site,
    shell: &Shell,
    request: &Request<'_>,
    app: Option<&App>,
    extent: Extent,
) -> anyhow::Result<Packed> {
    let app = app.filter(|_| extent.app);
    let mut contents = gather(site, request.selection, extent.articles)?;
    if app.is_some() {
        contents.add_messages();
    }
    let main = &contents.manifest.papers.first().context("the edition has no paper")?.masthead.language;
    let (paper, entries) = contents.papers.first().context("there is no such article")?;
    let masthead = &paper.masthead;
    let messages = Messages::of(&masthead.language);
    let first = Route::new(&masthead.language, main, PageId::Front).path();
    let title = match entries.as_slice() {
        _ if request.neutral => messages.share_neutral().to_owned(),
        [entry] if request.selection.is_one_article() => format!("{} — {}", entry.headline, masthead.title),
        _ => masthead.title.clone(),
    };
    let mut writer = Writer::default();
    writer.push(&top(&masthead.language, request, &title, shell, &first, app));
    let mut packed =
        Packed { articles: contents.papers.iter().map(|(_, entries)| entries.len()).sum(), ..Packed::default() };
    if packed.articles > 1 {
        writer.push(&cover(&contents, main, masthead, messages, &first));
    }
    let pages = app.is_none().then(|| routes(&contents, main).collect());
    let carried = SingleFile { pictures: Vec::new(), pages, home: contents.manifest.address.clone() };
    let mastheads: Arc<[Masthead]> = contents.manifest.papers.iter().map(|paper| paper.masthead.clone()).collect();
    let entries = contents.papers.iter().flat_map(|(_, entries)| entries);
    let illustrated = newest(entries.clone(), extent.pictures);
    for (entry, route) in entries.zip(routes(&contents, main)) {
        let article: Article = parse(site, &entry.bundle.path())?;
        let mut carried = carried.clone();
        if illustrated.contains(&entry.bundle.hash) {
            carried.pictures = data_addresses(site, &entry.bundle.path())?;
            packed.pictures += carried.pictures.len();
        }
        let medium = Medium::SingleFile(Arc::new(carried));
        let mastheads = Arc::clone(&mastheads);
        let page = Arc::new(Page { route, mastheads, content: Content::NotFound, medium });
        writer.article(&render_view(|| portable::article(page, &article)));
    }
    packed.html = writer.finish(&encode(&gzip(contents.archive.bytes())), app);
    Ok(packed)
}

/// Returns the routes of all articles, in their order.
fn routes<'a>(contents: &'a Contents, main: &'a Language) -> impl Iterator<Item = Route> {
    contents.papers.iter().flat_map(move |(paper, entries)| {
        let language = &paper.masthead.language;
        entries.iter().map(move |entry| Route::new(language, main, PageId::Article(entry.slug.clone())))
    })
}

fn top(
    language: &Language,
    request: &Request<'_>,
    title: &str,
    shell: &Shell,
    first: &str,
    app: Option<&App>,
) -> String {
    let (style, portable_style) = (&shell.style, &shell.portable_style);
    let scripts = app.map(|app| format!("{} {}", source_of(&app.share), source_of(&app.script)));
    let values: [(&str, &str); 9] = [
        ("language", language.as_str()),
        ("direction", language.direction().as_str()),
        ("first", first),
        ("neutral", if request.neutral { "neutral" } else { "" }),
        ("styles", &format!("{} {}", source_of(style), source_of(portable_style))),
        ("scripts", &scripts.unwrap_or_default()),
        ("title", title),
        ("style", style),
        ("own", portable_style),
    ];
    fill(TOP, &values)
}

fn cover(contents: &Contents, main: &Language, masthead: &Masthead, messages: &Messages, first: &str) -> String {
    let parts = |date: Option<&Date>| date.map(|date| (date.iso.clone(), date.text.clone())).unwrap_or_default();
    let mut lists = String::new();
    for (paper, entries) in &contents.papers {
        let language = &paper.masthead.language;
        let line = |entry: &Entry| {
            let path = Route::new(language, main, PageId::Article(entry.slug.clone())).path();
            let (iso, date) = parts(entry.published.as_ref());
            fill(LINE, &[("path", &path), ("headline", &entry.headline), ("iso", &iso), ("date", &date)])
        };
        let values: [(&str, &str); 4] = [
            ("language", language.as_str()),
            ("direction", language.direction().as_str()),
            ("paper", &paper.masthead.title),
            ("lines", &entries.iter().map(line).collect::<String>()),
        ];
        lists.push_str(&fill(LIST, &values));
    }
    let (iso, date) = parts(contents.manifest.date_in(&masthead.language));
    let newest = messages.share_newest(ELEMENT);
    let (before, after) = newest.split_once(ELEMENT).unwrap_or((&newest, ""));
    let values: [(&str, &str); 8] = [
        ("first", first),
        ("paper", &masthead.title),
        ("carried", messages.share_carried()),
        ("before", before),
        ("iso", &iso),
        ("date", &date),
        ("after", after),
        ("lists", &lists),
    ];
    fill(COVER, &values)
}

/// Returns the smallest rendition of each picture of an article as a `data:` address.
fn data_addresses(site: &Site, bundle: &str) -> anyhow::Result<Vec<(Hash, String)>> {
    let mut addresses: Vec<(Hash, String)> = Vec::new();
    for renditions in attachments(file(site, bundle)?)?.pictures {
        let Some(smallest) = renditions.last() else { continue };
        if addresses.iter().all(|(hash, _)| *hash != smallest.hash) {
            let kind = if smallest.extension == "jpg" { "jpeg" } else { &smallest.extension };
            let bytes = file(site, &smallest.path())?;
            addresses.push((smallest.hash, format!("data:image/{kind};base64,{}", encode(bytes))));
        }
    }
    Ok(addresses)
}

/// Returns the app of a shell for a portable edition; `None` if the shell has no app.
fn app(shell: &Shell) -> Option<App> {
    let text = |name: &str| Some(String::from_utf8_lossy(shell.files.get(name)?).into_owned());
    let packed = |name: &str| Some(encode(&gzip(shell.files.get(name)?)));
    let part = |name: &String| Some((name.clone(), packed(&::edition::routes::part(&shell.script, name))?));
    Some(App {
        share: text(&shell.share)?,
        script: text(&shell.script)?,
        wasm: packed(&shell.script.replace(".js", ".wasm"))?,
        parts: shell.portable_parts.iter().map(part).collect::<Option<_>>()?,
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Makes an `edition.zip`, which holds the folder `edition` of a site.
pub fn zip(site: &Site, text_only: bool) -> anyhow::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in site.range("edition/".to_owned().."edition0".to_owned()) {
        let is_picture = path.starts_with("edition/media/");
        // The files to which articles link would make it too large to hand on.
        if (text_only && is_picture) || path.starts_with(FILES) {
            continue;
        }
        // Pictures are compressed already.
        let method = if is_picture { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(path.as_str(), SimpleFileOptions::default().compression_method(method))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
