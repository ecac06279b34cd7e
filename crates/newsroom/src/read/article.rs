//! Reads an article from a file: decodes it, splits off the front matter, converts the body, fills in the fields.

use std::path::Path;

use encoding_rs::Encoding;
use model::{Article, Block, Language, Picture, Topic, text};

use crate::config::Newsroom;
use crate::problem::Problem;
use crate::read::address::{PictureAddress, picture_address, shortened};
use crate::read::anchors::FoundAnchors;
use crate::read::date::{self, ParsedDate};
use crate::read::encoding::{self, Decoded, EncodingGuess, LeftOut, NoText};
use crate::read::fields::Fields;
use crate::read::files::{Kind, SourceFile, kind, read_bytes};
use crate::read::front_matter::{self, FrontMatter};
use crate::read::html::{Context, Warning};
use crate::read::lead_picture::{self, LeadPicture};
use crate::read::locate::Locator;
use crate::read::name::{FileName, plain_slug, with_names};
use crate::read::reference_lines::ReferenceLines;
use crate::read::site_lines::{self, Taken};
use crate::read::value::{Node, Unread, Value};
use crate::read::{
    Item, Outcome, Page, ReadArticle, SiteLine, bounds, footnotes, markdown, text as plain_text, withdrawal,
};
use crate::segment;

/// Reads one file of a source.
pub(super) fn read(file: &SourceFile<'_>, newsroom: &Newsroom, now: jiff::Timestamp) -> ReadFile {
    let mut reader = Reader { newsroom, path: &file.path, problems: Vec::new(), unread: Vec::new() };
    let outcome = match kind(file, newsroom) {
        Kind::Skipped(reason) => Outcome::Skipped { reason: reason.to_owned() },
        Kind::Markdown => reader.read(file, now, true),
        Kind::Text => reader.read(file, now, false),
    };
    let item = Item { source: file.path.clone(), item: String::new(), outcome };
    ReadFile { item, problems: reader.problems, unread: reader.unread }
}

/// The result of reading one file.
pub(super) struct ReadFile {
    pub(super) item: Item,
    pub(super) problems: Vec<Problem>,
    /// The fields of its front matter that Offprint does not know.
    pub(super) unread: Vec<Unread>,
}

/// Reads a page that is not an article.
pub(super) fn read_page(newsroom: &Newsroom, path: &Path, language: &Language) -> (Option<Page>, Vec<Problem>) {
    let mut reader = Reader { newsroom, path, problems: Vec::new(), unread: Vec::new() };
    let page = reader.decode(None, language).map(|text| {
        let split = front_matter::split(&text);
        let title = split
            .front_matter
            .as_ref()
            .and_then(|matter| Fields(&matter.fields).text(&["title"]))
            .map(markdown::plain_line);
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut converted = markdown::convert(split.body, Context { newsroom, folder, language });
        reader.warn(&mut Locator::new(&text), converted.warnings);
        let heading = markdown::take_headline(&mut converted.blocks, title.as_deref());
        converted.anchors.footnotes = footnotes::number(&mut converted.blocks, language);
        let lines = ReferenceLines::find_in_blocks(&mut converted.blocks, &text);
        let anchors = converted.anchors.within(&converted.blocks);
        Page { title: title.or(heading), body: converted.blocks, anchors, lines }
    });
    (page, reader.problems)
}

struct Reader<'a> {
    newsroom: &'a Newsroom,
    path: &'a Path,
    problems: Vec<Problem>,
    unread: Vec<Unread>,
}

/// The headline and body found in a text.
struct Body {
    headline: Option<String>,
    blocks: Vec<Block>,
    anchors: FoundAnchors,
}

impl Reader<'_> {
    fn warning(&mut self, line: Option<u32>, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::warning(self.path, message, remedy).at(line));
    }

    fn error(&mut self, line: impl Into<Option<u32>>, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push(Problem::error(self.path, message, remedy).at(line));
    }

    fn warn(&mut self, lines: &mut Locator<'_>, warnings: Vec<Warning>) {
        for warning in warnings {
            self.warning(lines.line(&warning.trace), warning.message, warning.remedy);
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
            Ok(Decoded { text, guess, left_out }) => {
                if let Some(LeftOut { first, line, count }) = left_out {
                    let message = format!(
                        "left out characters that no page can hold ({count}), such as U+{:04X}",
                        u32::from(first)
                    );
                    self.warning(Some(line), message, "remove them");
                }
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
                    Some(EncodingGuess::Twice) => {
                        self.warning(
                            None,
                            "was encoded as UTF-8 twice, so it was decoded twice",
                            "save it as UTF-8 once",
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
        let nothing = Node::new(Value::Nothing, 1);
        let mut lines = Locator::new(&text);
        self.check_front_matter(split.front_matter.as_ref());
        let fields = Fields(split.front_matter.as_ref().map_or(&nothing, |matter| &matter.fields));

        if fields.is_draft() || name.is_draft {
            let reason = if fields.is_draft() { "a draft" } else { "a draft, by its folder" };
            return Outcome::Skipped { reason: reason.to_owned() };
        }
        let own = fields.language().and_then(|(tag, line)| self.language(tag, line));
        let language = own.unwrap_or(likely);
        let published = self.published(fields, &language);
        if let Some(when) = published.as_ref().filter(|when| when.at > now) {
            return Outcome::Skipped { reason: format!("publication date {} is in the future", when.day()) };
        }

        let folder = file.path.parent().unwrap_or(Path::new(""));
        let context = Context { newsroom, folder, language: &language };
        let title = fields.text(&["title", "headline"]).map(markdown::plain_line);
        let mut body = self.body(split.body, &mut lines, title.as_deref(), context, is_markdown);
        let Some(headline) = title.or(body.headline) else {
            self.headline_missing(split.front_matter.as_ref(), is_markdown);
            return Outcome::Failed;
        };
        let site_lines = self.site_lines(&mut body.blocks, &mut lines);
        body.anchors.footnotes = footnotes::number(&mut body.blocks, &language);
        let withdrawn = fields.sentence("withdrawn");
        if body.blocks.is_empty() && withdrawn.is_none() {
            self.warning(None, "has a headline but no text", "write the text, or remove the file");
        }
        // An invalid date has its own warning.
        if published.is_none() && fields.date().is_none() {
            self.date_missing(is_markdown);
        }
        let slug = plain_slug(fields, &name, &headline);
        let updated = fields.updated().and_then(|(written, line)| self.date(written, line, &language));
        let mut warnings = Vec::new();
        let lead = fields.lead().map(|lead| markdown::line(lead, context, &mut warnings)).unwrap_or_default();
        let picture = self.lead_picture(fields, context, &mut warnings);
        let corrections = fields.corrections(context, &mut warnings);
        self.warn(&mut lines, warnings);
        // A description is plain text, or the lead once more.
        let description =
            fields.description().map(|text| markdown::line(text, context, &mut Vec::new())).unwrap_or_default();
        let description = text::of_inlines(&description).replace('\n', " ");
        let article = Article {
            lead,
            section: fields.section().map(str::to_owned).or(name.section).or_else(|| file.source.section.clone()),
            authors: fields.authors(),
            published: published.as_ref().map(ParsedDate::date),
            updated: updated.as_ref().map(ParsedDate::date),
            picture,
            words: segment::words(&text::of_blocks(&body.blocks)),
            body: body.blocks,
            sources: fields.sources(),
            places: fields.places(),
            people: fields.people(),
            organisations: fields.organisations(),
            topics: self.topics(fields),
            corrections,
            outdated: fields.sentence("outdated"),
            ..Article::new(slug, language, headline)
        };
        let (article, description) = match withdrawn {
            Some(reason) => (withdrawal::withdrawn(article, reason), String::new()),
            None => (without_repeated_picture(article), description),
        };
        let read = ReadArticle {
            published_at: published.map(|when| when.at),
            updated_at: updated.map(|when| when.at),
            description,
            site_lines,
            ..ReadArticle::new(article, &*file.path)
        };
        let read = with_names(read, fields, body.anchors, &text);
        self.report_unread(split.front_matter.as_ref());
        Outcome::Read(Box::new(read))
    }

    fn topics(&mut self, fields: Fields<'_>) -> Vec<Topic> {
        let mut topics = fields.topics();
        if topics.len() > bounds::MAX_TOPICS {
            let left_out: Vec<&str> = topics[bounds::MAX_TOPICS..].iter().map(|topic| topic.name.as_str()).collect();
            let message =
                format!("has more than {} topics, so these are left out: {}", bounds::MAX_TOPICS, left_out.join(", "));
            self.warning(None, message, "name fewer topics");
            topics.truncate(bounds::MAX_TOPICS);
        }
        topics
    }

    /// Takes the lines of the site out of a text. Warns of a line in the middle of a text that may be somebody else's.
    fn site_lines(&mut self, blocks: &mut Vec<Block>, lines: &mut Locator<'_>) -> Vec<SiteLine> {
        let mut taken = Vec::new();
        for Taken { line, doubtful } in site_lines::take(blocks, self.newsroom) {
            let line = SiteLine { line: lines.paragraph(&line.text), ..line };
            if doubtful {
                self.warning(
                    line.line,
                    format!("\"{}\" was taken out of the text as the paper's own line", shortened(&line.text)),
                    "list the paper's channels under [[follow]] in offprint.toml, so that only their lines are taken out",
                );
            }
            taken.push(line);
        }
        taken
    }

    /// Warns of fields of which there are two, and collects those that Offprint does not know.
    fn report_unread(&mut self, front_matter: Option<&FrontMatter>) {
        for field in front_matter.map(|matter| matter.fields.unread()).unwrap_or_default() {
            match field.repeated {
                Some(line) => self.warning(
                    Some(field.line),
                    format!("there is another `{}` in line {line}, so this one is not used", field.name),
                    "remove one of the two",
                ),
                None => self.unread.push(field),
            }
        }
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

    fn language(&mut self, tag: &str, line: u32) -> Option<Language> {
        // Locales are also written as `en_US.UTF-8`.
        let plain = tag.split('.').next().unwrap_or_default();
        let named = Language::new(plain);
        let well_formed = (2..=3).contains(&named.primary().len())
            && named.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !well_formed {
            self.warning(
                Some(line),
                format!("`{tag}` is not a language"),
                "use a language tag such as en, ru, uk or fa",
            );
            return None;
        }
        Some(known_language(named, self.newsroom))
    }

    fn date(&mut self, written: &str, line: u32, language: &Language) -> Option<ParsedDate> {
        let when = date::parse(written, &self.newsroom.time_zone, language);
        if when.is_none() {
            self.warning(Some(line), format!("\"{written}\" is not a date"), "write it as 2026-11-23");
        }
        when
    }

    fn published(&mut self, fields: Fields<'_>, language: &Language) -> Option<ParsedDate> {
        let written = fields.date().and_then(|(written, line)| self.date(written, line, language));
        written.or_else(|| date::from_path(self.path, &self.newsroom.time_zone))
    }

    fn body(
        &mut self,
        source: &str,
        lines: &mut Locator<'_>,
        title: Option<&str>,
        context: Context<'_>,
        is_markdown: bool,
    ) -> Body {
        if bounds::is_too_large(source, is_markdown) {
            self.warning(
                None,
                "has more lines and marks than a book, so its text is shown as it was written",
                "divide it into several articles",
            );
            let (headline, blocks) = bounds::as_written(source, is_markdown, title);
            return Body { headline, blocks, anchors: FoundAnchors::default() };
        }
        if !is_markdown {
            return plain(source, title);
        }
        let mut converted = markdown::convert(source, context);
        self.warn(lines, converted.warnings);
        let headline = markdown::take_headline(&mut converted.blocks, title);
        Body { headline, blocks: converted.blocks, anchors: converted.anchors }
    }

    /// Reads the picture above the text.
    fn lead_picture(
        &mut self,
        fields: Fields<'_>,
        context: Context<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Option<Picture> {
        let LeadPicture { source, line, alternative, caption, credit } = lead_picture::find(fields)?;
        let address = match picture_address(source, self.newsroom, context.folder) {
            Ok(PictureAddress { address, warning }) => {
                if let Some((message, remedy)) = warning {
                    self.warning(Some(line), message, remedy);
                }
                address
            }
            Err(reason) => {
                let (message, remedy) = reason.explain(source);
                self.warning(Some(line), message, remedy);
                return None;
            }
        };
        let caption = caption.map(|caption| markdown::line(caption, context, warnings)).unwrap_or_default();
        Some(Picture {
            renditions: Vec::new(),
            address: Some(address),
            alternative: alternative.to_owned(),
            caption,
            credit: credit.map(str::to_owned),
        })
    }
}

/// Parses plain text. A text whose file has another title keeps its first line.
fn plain(source: &str, title: Option<&str>) -> Body {
    let read = plain_text::read(source);
    match title {
        Some(title) if title != read.headline && !read.headline.is_empty() => {
            let first = crate::read::speech::paragraph(&read.headline);
            Body {
                headline: None,
                blocks: std::iter::once(first).chain(read.body).collect(),
                anchors: FoundAnchors::default(),
            }
        }
        _ => Body {
            headline: Some(read.headline).filter(|headline| !headline.is_empty()),
            blocks: read.body,
            anchors: FoundAnchors::default(),
        },
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
