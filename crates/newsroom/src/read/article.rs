//! Reads an article from a file: decodes it, splits off the front matter, converts the body, fills in the fields.

use std::path::Path;

use encoding_rs::Encoding;
use model::{Article, Block, Language, Picture, text};

use crate::config::Newsroom;
use crate::problem::{Problem, line_at};
use crate::read::address::picture_address;
use crate::read::date::{self, ParsedDate};
use crate::read::encoding::{self, Decoded, EncodingGuess, NoText};
use crate::read::fields::Fields;
use crate::read::files::{Kind, SourceFile, kind, read_bytes};
use crate::read::front_matter::{self, FrontMatter};
use crate::read::html::{Context, Warning};
use crate::read::name::FileName;
use crate::read::value::{Node, Value};
use crate::read::{Item, Outcome, Page, ReadArticle, markdown, site_lines, slug, text as plain_text, withdrawal};
use crate::segment;

/// Reads one file of a source.
pub(super) fn read(file: &SourceFile<'_>, newsroom: &Newsroom, now: jiff::Timestamp) -> (Item, Vec<Problem>) {
    let mut reader = Reader { newsroom, path: &file.path, problems: Vec::new() };
    let outcome = match kind(file, newsroom) {
        Kind::Skipped(reason) => Outcome::Skipped { reason: reason.to_owned() },
        Kind::Markdown => reader.read(file, now, true),
        Kind::Text => reader.read(file, now, false),
    };
    (Item { source: file.path.clone(), item: String::new(), outcome }, reader.problems)
}

/// Reads a page that is not an article.
pub(super) fn read_page(newsroom: &Newsroom, path: &Path, language: &Language) -> (Option<Page>, Vec<Problem>) {
    let mut reader = Reader { newsroom, path, problems: Vec::new() };
    let page = reader.decode(None, language).map(|text| {
        let split = front_matter::split(&text);
        let title = split
            .front_matter
            .as_ref()
            .and_then(|matter| Fields(&matter.fields).text(&["title"]))
            .map(markdown::plain_line);
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut converted = markdown::convert(split.body, Context { newsroom, folder, language });
        reader.warn(&text, converted.warnings);
        let heading = markdown::take_headline(&mut converted.blocks, title.as_deref());
        Page { title: title.or(heading), body: converted.blocks }
    });
    (page, reader.problems)
}

struct Reader<'a> {
    newsroom: &'a Newsroom,
    path: &'a Path,
    problems: Vec<Problem>,
}

/// The headline and body found in a text.
struct Body {
    headline: Option<String>,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn warning(&mut self, line: Option<u32>, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::warning(self.path, message, remedy).at(line));
    }

    fn error(&mut self, line: impl Into<Option<u32>>, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::error(self.path, message, remedy).at(line));
    }

    fn warn(&mut self, text: &str, warnings: Vec<Warning>) {
        for warning in warnings {
            self.warning(line_of(text, &warning.trace), warning.message, warning.remedy);
        }
    }

    fn decode(&mut self, declared: Option<&'static Encoding>, language: &Language) -> Option<String> {
        let bytes = match read_bytes(self.newsroom, self.path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        };
        match encoding::decode(&bytes, declared, language.primary()) {
            Ok(Decoded { text, guess }) => {
                match guess {
                    None => {}
                    Some(EncodingGuess::Guessed(name)) => self.warning(
                        None,
                        format!("is not UTF-8, so its encoding was guessed as {name}"),
                        format!("save it as UTF-8, or set encoding = \"{}\" for its source", name.to_lowercase()),
                    ),
                    Some(EncodingGuess::Damaged(name, line)) => {
                        self.warning(
                            Some(line),
                            format!("contains bytes that are not {name}"),
                            "retype that line and save the file as UTF-8",
                        );
                    }
                }
                Some(text)
            }
            Err(NoText::Empty) => {
                self.error(None, "is empty", "write the article, or remove the file");
                None
            }
            Err(NoText::Binary(kind)) => {
                self.error(None, format!("is {kind}, not text"), "remove it, or correct its extension");
                None
            }
        }
    }

    fn read(&mut self, file: &SourceFile<'_>, now: jiff::Timestamp, is_markdown: bool) -> Outcome {
        let newsroom = self.newsroom;
        let name = FileName::new(&file.path, &file.source.path, newsroom);
        let likely =
            name.language.clone().or_else(|| file.source.language.clone()).unwrap_or_else(|| newsroom.language());
        let declared = file.source.encoding.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
        let Some(text) = self.decode(declared, &likely) else { return Outcome::Failed };
        let split = front_matter::split(&text);
        let nothing = Node { value: Value::Nothing, line: 1 };
        self.check_front_matter(split.front_matter.as_ref());
        let fields = Fields(split.front_matter.as_ref().map_or(&nothing, |matter| &matter.fields));

        if fields.is_draft() || name.is_draft {
            let reason = if fields.is_draft() { "a draft" } else { "a draft, by its folder" };
            return Outcome::Skipped { reason: reason.to_owned() };
        }
        let own = fields.text(&["lang", "language", "locale"]).and_then(|tag| self.language(tag, &text));
        let language = own.unwrap_or(likely);
        let published = self.published(fields);
        if let Some(when) = published.as_ref().filter(|when| when.at > now) {
            return Outcome::Skipped { reason: format!("publication date {} is in the future", when.day()) };
        }

        let folder = file.path.parent().unwrap_or(Path::new(""));
        let context = Context { newsroom, folder, language: &language };
        let title = fields.text(&["title", "headline"]).map(markdown::plain_line);
        let mut body = if is_markdown {
            self.markdown(split.body, &text, title.as_deref(), context)
        } else {
            plain(split.body, title.as_deref())
        };
        let Some(headline) = title.or(body.headline) else {
            self.headline_missing(split.front_matter.as_ref(), is_markdown);
            return Outcome::Failed;
        };
        let site_lines = site_lines::take(&mut body.blocks, newsroom)
            .into_iter()
            .map(|line| super::SiteLine { line: line_of(&text, &line.text), ..line })
            .collect();
        let withdrawn = fields.sentence("withdrawn");
        if body.blocks.is_empty() && withdrawn.is_none() {
            self.warning(None, "has a headline but no text", "write the text, or remove the file");
        }
        // An invalid date has its own warning.
        if published.is_none() && fields.date().is_none() {
            self.date_missing(is_markdown);
        }
        let Some(slug) = self.slug(fields, &name, &headline) else { return Outcome::Failed };
        let updated = fields.updated().and_then(|(written, line)| self.date(written, line));
        let lead = fields.lead().map(|lead| markdown::line(lead, context)).unwrap_or_default();
        let description = fields.description().map(|text| markdown::line(text, context)).unwrap_or_default();
        let description = text::of_inlines(&description).replace('\n', " ");
        let article = Article {
            lead,
            section: fields.section().map(str::to_owned).or(name.section).or_else(|| file.source.section.clone()),
            authors: fields.authors(),
            published: published.as_ref().map(ParsedDate::date),
            updated: updated.as_ref().map(ParsedDate::date),
            picture: self.lead_picture(fields, context),
            words: segment::words(&text::of_blocks(&body.blocks)),
            body: body.blocks,
            sources: fields.sources(),
            places: fields.places(),
            people: fields.people(),
            organisations: fields.organisations(),
            topics: fields.topics(),
            corrections: fields.corrections(context),
            outdated: fields.sentence("outdated"),
            ..Article::new(slug, language, headline)
        };
        let (article, description) = match withdrawn {
            Some(reason) => (withdrawal::withdrawn(article, reason), String::new()),
            None => (without_repeated_picture(article), description),
        };
        Outcome::Read(Box::new(ReadArticle {
            published_at: published.map(|when| when.at),
            updated_at: updated.map(|when| when.at),
            translation_key: fields.text(&["translation_key", "ref"]).map(str::to_owned),
            aliases: fields.aliases(),
            description,
            site_lines,
            ..ReadArticle::new(article, &*file.path)
        }))
    }

    fn headline_missing(&mut self, front_matter: Option<&FrontMatter>, is_markdown: bool) {
        let line = front_matter.map_or(1, |matter| matter.fields.line);
        let remedy = if is_markdown {
            "begin it with a line `# Headline`, or give it a `title`"
        } else {
            "begin it with the headline"
        };
        self.error(line, "has no headline", remedy);
    }

    fn date_missing(&mut self, is_markdown: bool) {
        let remedy = if is_markdown {
            "add a line date: 2026-11-23 to its front matter"
        } else {
            "begin the file's name with the date: 2026-11-23-name.txt"
        };
        self.warning(None, "has no date, so it is published as undated", remedy);
    }

    fn check_front_matter(&mut self, front_matter: Option<&FrontMatter>) {
        if let Some(refusal) = front_matter.and_then(|front_matter| front_matter.refusal.as_ref()) {
            let message =
                format!("the front matter cannot be parsed ({}), so it was read line by line", refusal.message);
            self.warning(
                Some(refusal.line),
                message,
                "quote texts with colons or quotation marks, and close the front matter",
            );
        }
    }

    fn language(&mut self, tag: &str, text: &str) -> Option<Language> {
        // Locales are also written as `en_US.UTF-8`.
        let plain = tag.split('.').next().unwrap_or_default();
        let named = Language::new(plain);
        let well_formed = (2..=3).contains(&named.primary().len())
            && named.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !well_formed {
            self.warning(
                line_of(text, tag),
                format!("`{tag}` is not a language"),
                "use a language tag such as en, ru, uk or fa",
            );
            return None;
        }
        Some(known_language(named, self.newsroom))
    }

    fn date(&mut self, written: &str, line: u32) -> Option<ParsedDate> {
        let when = date::parse(written, &self.newsroom.time_zone);
        if when.is_none() {
            self.warning(Some(line), format!("\"{written}\" is not a date"), "write it as 2026-11-23");
        }
        when
    }

    fn published(&mut self, fields: Fields<'_>) -> Option<ParsedDate> {
        let written = fields.date().and_then(|(written, line)| self.date(written, line));
        written.or_else(|| date::from_path(self.path, &self.newsroom.time_zone))
    }

    fn markdown(&mut self, source: &str, text: &str, title: Option<&str>, context: Context<'_>) -> Body {
        let mut converted = markdown::convert(source, context);
        self.warn(text, converted.warnings);
        let headline = markdown::take_headline(&mut converted.blocks, title);
        Body { headline, blocks: converted.blocks }
    }

    fn slug(&mut self, fields: Fields<'_>, name: &FileName, headline: &str) -> Option<String> {
        let slug = fields.slug().or_else(|| Some(slug::slug(&name.stem))).filter(|slug| !slug.is_empty());
        let slug = slug.or_else(|| Some(slug::slug(headline))).filter(|slug| !slug.is_empty());
        if slug.is_none() {
            self.error(
                1,
                "has no name that can be part of an address",
                "give it a `slug`, or a file name with letters or digits",
            );
        }
        slug
    }

    /// Reads the picture above the text: a path, or a table with a path, a caption and so on.
    fn lead_picture(&mut self, fields: Fields<'_>, context: Context<'_>) -> Option<Picture> {
        let node = fields.get(&["image", "cover", "featured_image", "picture", "thumbnail", "images"])?;
        let node = node.items().first()?;
        let inside = |keys: &[&str]| keys.iter().find_map(|key| node.get(key).and_then(Node::text));
        let source = node.text().or_else(|| inside(&["src", "path", "url", "image", "feature"]))?;
        let address = match picture_address(source, self.newsroom, context.folder) {
            Ok(address) => address,
            Err(reason) => {
                let (message, remedy) = reason.explain(source);
                self.warning(Some(node.line), message, remedy);
                return None;
            }
        };
        let alternative =
            inside(&["alt"]).or_else(|| fields.text(&["image_alt", "featured_image_alt"])).unwrap_or_default();
        let caption = inside(&["caption", "title"]).or_else(|| fields.text(&["image_caption", "image_figcaption"]));
        let credit = inside(&["credit"]).or_else(|| fields.text(&["image_credit"])).map(str::to_owned);
        let caption = caption.map(|caption| markdown::line(caption, context)).unwrap_or_default();
        Some(Picture {
            renditions: Vec::new(),
            address: Some(address),
            alternative: alternative.to_owned(),
            caption,
            credit,
        })
    }
}

/// Parses plain text. A text whose file has another title keeps its first line.
fn plain(source: &str, title: Option<&str>) -> Body {
    let read = plain_text::read(source);
    match title {
        Some(title) if title != read.headline && !read.headline.is_empty() => {
            let first = crate::read::speech::paragraph(&read.headline);
            Body { headline: None, blocks: std::iter::once(first).chain(read.body).collect() }
        }
        _ => Body { headline: Some(read.headline).filter(|headline| !headline.is_empty()), blocks: read.body },
    }
}

/// Returns the form of a language that the newsroom lists: `en` for an article in `en-us`, if it lists only `en`.
fn known_language(named: Language, newsroom: &Newsroom) -> Language {
    if newsroom.languages.contains(&named) {
        return named;
    }
    newsroom.languages.iter().find(|listed| listed.as_str() == named.primary()).cloned().unwrap_or(named)
}

/// Removes the first picture of a text if it repeats the picture above the text.
fn without_repeated_picture(mut article: Article) -> Article {
    let repeated = match (&article.picture, article.body.first()) {
        (Some(above), Some(Block::Picture(first))) => {
            above.address == first.address && (first.caption.is_empty() || first.caption == above.caption)
        }
        _ => false,
    };
    if repeated
        && let Block::Picture(first) = article.body.remove(0)
        && let Some(above) = &mut article.picture
    {
        if above.alternative.is_empty() {
            above.alternative = first.alternative;
        } else if above.alternative != first.alternative && above.caption.is_empty() && !first.alternative.is_empty() {
            above.caption = vec![model::Inline::Text(first.alternative)];
        }
        above.credit = above.credit.take().or(first.credit);
    }
    article
}

/// Finds the line of a text in a file by its first words.
fn line_of(text: &str, trace: &str) -> Option<u32> {
    let first = trace.lines().next().unwrap_or_default();
    let begin: String = first.chars().take(40).collect();
    let at = text.find(&begin).filter(|_| !begin.trim().is_empty()).or_else(|| {
        // Markup inside the line defeats the search: try its first words.
        let words: String = first.split_inclusive(' ').take(3).collect();
        text.find(words.trim()).filter(|_| !words.trim().is_empty())
    })?;
    Some(line_at(text, at))
}
