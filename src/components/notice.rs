//! The bar at the bottom of the window: what happens on this device beside reading.

use leptos::prelude::*;
use model::Language;
use trust::fingerprint;

use crate::actions::Action;
use crate::content::ContentError;
use crate::messages::{Messages, Standing};
use crate::updates::{Command, DownloadError, Notice, Progress, StoreError, Warning};

/// What the bar has to know of the page over which it lies.
#[derive(Clone)]
pub struct Surroundings {
    /// The language of the page.
    pub language: Language,
    /// The address of the page about this device.
    pub device: String,
    /// The address of the page about where the newspaper comes from.
    pub origin: String,
}

/// The bar at the bottom of the window. It lies over the page, so nothing moves for it.
#[component]
pub fn NoticeBar(
    /// What it says; hidden while there is nothing to say.
    #[prop(into)]
    notice: Signal<Notice>,
    /// The page over which it lies.
    #[prop(into)]
    surroundings: Signal<Surroundings>,
) -> impl IntoView {
    // Every step read aloud would drown the page.
    let politeness = move || if notice.read().progress().is_some() { "off" } else { "polite" };
    view! {
        <aside class="notice" hidden=move || *notice.read() == Notice::None aria-live=politeness>
            {move || surroundings.with(|surroundings| notice.with(|notice| content(notice, surroundings)))}
        </aside>
    }
}

fn content(notice: &Notice, surroundings: &Surroundings) -> Option<AnyView> {
    let messages = Messages::of(&surroundings.language);
    let line = notice_text(&surroundings.language, notice)?;
    let (about, name) = match notice {
        Notice::Warning(_) => (surroundings.origin.clone(), messages.origin.title),
        _ => (surroundings.device.clone(), messages.keeping.title),
    };
    let close = if let Notice::UpdateAvailable(_) = notice { messages.keeping.not_now } else { messages.keeping.close };
    let answer = answer(messages, notice).map(|(command, name)| button(command, name, "button"));
    let view = view! {
        <p>{line}</p>
        {notice.progress().map(|progress| bar(messages, progress))}
        <p class="notice-actions">
            {answer}
            <a href=about>{name}</a>
            {button(Command::Close, close, "plain")}
        </p>
    };
    Some(view.into_any())
}

fn button(command: Command, name: &'static str, class: &'static str) -> AnyView {
    view! { <button type="button" class=class data-do=Action::Command(command).text()>{name}</button> }.into_any()
}

fn bar(messages: &Messages, progress: &Progress) -> AnyView {
    let (value, max) = (progress.bytes.to_string(), progress.of_bytes.max(1).to_string());
    view! { <progress value=value max=max aria-label=messages.keeping.taking></progress> }.into_any()
}

/// Returns what the reader can do about a notice, besides closing it.
fn answer(messages: &'static Messages, notice: &Notice) -> Option<(Command, &'static str)> {
    let keeping = &messages.keeping;
    match notice {
        Notice::Downloading(_) | Notice::DownloadingPictures(_) => Some((Command::Stop, keeping.stop)),
        Notice::UpdateAvailable(_) | Notice::Evicted => Some((Command::Download, keeping.get)),
        Notice::Failed(DownloadError::Store(StoreError::Denied) | DownloadError::Superseded) => None,
        Notice::Failed(_) => Some((Command::Download, messages.retry)),
        Notice::None
        | Notice::Saved(_)
        | Notice::Shortened(_)
        | Notice::WithoutPictures
        | Notice::Offline(_)
        | Notice::Private
        | Notice::Unreachable
        | Notice::Warning(_) => None,
    }
}

/// Returns the words of a notice; none where there is nothing to say.
fn notice_text(language: &Language, notice: &Notice) -> Option<String> {
    let messages = Messages::of(language);
    let keeping = &messages.keeping;
    Some(match notice {
        Notice::None => return None,
        Notice::Downloading(progress) => {
            let count = messages.article_count_of(progress.articles, progress.of_articles);
            downloading(messages, progress, keeping.taking, &count)
        }
        Notice::DownloadingPictures(progress) => {
            let count = messages.part_of(&messages.number(progress.articles), &messages.number(progress.of_articles));
            downloading(messages, progress, keeping.pictures, &count)
        }
        Notice::UpdateAvailable(changes) => [messages.news_count(changes), messages.size(changes.bytes)].join(", "),
        Notice::Saved(articles) => format!("{} {}", keeping.kept, messages.article_count(*articles)),
        Notice::Failed(error) => reason(messages, *error).to_owned(),
        Notice::Shortened(articles) => format!("{} {}", keeping.shortened, messages.article_count(*articles)),
        Notice::WithoutPictures => keeping.without_pictures.to_owned(),
        Notice::Offline(dates) => {
            let date = dates.in_language(language).map(|date| date.text.as_str()).unwrap_or_default();
            format!("{} {date}", keeping.offline).trim_end().to_owned()
        }
        Notice::Evicted => keeping.lost.to_owned(),
        Notice::Private => keeping.private.to_owned(),
        Notice::Unreachable => messages.unreachable.to_owned(),
        Notice::Warning(warning) => warning_text(messages, warning),
    })
}

/// Returns the words of a warning.
pub fn warning_text(messages: &Messages, warning: &Warning) -> String {
    let say = |standing, days, named: &str| messages.standing(standing, days, named);
    match warning {
        Warning::Aging { days, answered, asked } => {
            let answered = messages.part_of(&messages.number(*answered), &messages.number(*asked));
            say(Standing::Aging, *days, &answered)
        }
        Warning::Expired { days } => say(Standing::Expired, *days, ""),
        Warning::ClockWrong => say(Standing::Clock, 0, ""),
        Warning::NoAnswer => say(Standing::Silent, 0, ""),
        Warning::LoginPage => say(Standing::Foreign, 0, ""),
        Warning::Altered => say(Standing::Altered, 0, ""),
        Warning::OlderThanSeen => say(Standing::Older, 0, ""),
        Warning::Conflict(manifests) => {
            let manifests = manifests.map(|manifest| manifest.to_string()[..16].to_owned());
            say(Standing::Fork, 0, &manifests.join(" / "))
        }
        Warning::PageAltered => say(Standing::Page, 0, ""),
        Warning::PageUnknown => say(Standing::Stray, 0, ""),
        Warning::KeysChanged(site) => say(Standing::Rotated, 0, &fingerprint(site)),
        Warning::SourceIgnored(address) => say(Standing::Ignored, 0, address),
    }
}

fn downloading(messages: &Messages, progress: &Progress, before: &str, count: &str) -> String {
    let bytes = messages.part_of(&messages.size(progress.bytes), &messages.size(progress.of_bytes));
    format!("{before} {count}, {bytes}")
}

fn reason(messages: &Messages, error: DownloadError) -> &'static str {
    let keeping = &messages.keeping;
    match error {
        DownloadError::Content(ContentError::Unreachable) => keeping.unreachable,
        DownloadError::Content(ContentError::Foreign) => keeping.foreign,
        DownloadError::Content(ContentError::Missing | ContentError::Damaged) => keeping.damaged,
        DownloadError::Content(error @ ContentError::Unproven) => messages.content_error(error),
        DownloadError::Content(ContentError::Unreadable) => keeping.unreadable,
        DownloadError::Store(StoreError::Full) => keeping.full,
        DownloadError::Store(StoreError::Denied) => keeping.denied,
        DownloadError::Stopped | DownloadError::Superseded => keeping.stopped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prerender::without_comments;
    use crate::updates::{Changes, EditionDates};

    /// The line as a reader of a language sees it, and the actions of its buttons.
    fn check(language: &str, said: &Notice, line: &str, actions: &[&str]) {
        let surroundings = Surroundings {
            language: Language::new(language),
            device: "device/".to_owned(),
            origin: "origin/".to_owned(),
        };
        let owner = Owner::new();
        let html = owner.with(|| {
            view! { <NoticeBar notice=Signal::stored(said.clone()) surroundings=Signal::stored(surroundings) /> }
                .to_html()
        });
        let html = without_comments(&html).replace('\u{a0}', " ");
        assert!(html.contains(&format!("<p>{line}</p>")), "{html}");
        let found: Vec<&str> = html.split("data-do=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(found, actions, "{html}");
    }

    #[test]
    fn every_state_has_its_words_and_its_ways_out() {
        let progress = Progress { articles: 12, of_articles: 34, bytes: 80_000, of_bytes: 210_000 };
        check(
            "en",
            &Notice::Downloading(progress),
            "Being kept on this device: 12 of 34 articles, 80 KB of 210 KB",
            &["stop", "close"],
        );
        check(
            "ru",
            &Notice::Downloading(progress),
            "Сохраняется на устройстве: 12 из 34 статей, 80 КБ из 210 КБ",
            &["stop", "close"],
        );
        check("en", &Notice::DownloadingPictures(progress), "Pictures: 12 of 34, 80 KB of 210 KB", &["stop", "close"]);
        let news = Changes { articles: 14, changed: 0, bytes: 61_000 };
        check("en", &Notice::UpdateAvailable(news), "14 new articles, 61 KB", &["take", "close"]);
        check("uk", &Notice::Saved(2), "Збережено на пристрої: 2 статті", &["close"]);
        check(
            "en",
            &Notice::Shortened(120),
            "There is no room for all of it. Kept on this device: 120 articles",
            &["close"],
        );
        check(
            "en",
            &Notice::Offline(EditionDates::default()),
            "The site does not answer. You are reading what is kept on this device:",
            &["close"],
        );
        check("en", &Notice::Evicted, "The browser has removed what was kept here.", &["take", "close"]);
        for error in [ContentError::Unreachable, ContentError::Foreign, ContentError::Damaged, ContentError::Unreadable]
        {
            let words = reason(Messages::of(&Language::new("fa")), error.into());
            check("fa", &Notice::Failed(error.into()), words, &["take", "close"]);
        }
        let ignored = Warning::SourceIgnored("https://mirror.example/".to_owned());
        let line = "Something else than the newsroom signed came from https://mirror.example/ and was ignored.";
        check("en", &Notice::Warning(ignored), line, &["close"]);
        let expired = Notice::Warning(Warning::Expired { days: 12 });
        let line =
            "Этому выпуску 12 дней. Более новые новости могут быть, но до них не удалось добраться — или их скрывают.";
        check("ru", &expired, line, &["close"]);
        let denied = StoreError::Denied.into();
        check("en", &Notice::Failed(denied), reason(Messages::of(&Language::new("en")), denied), &["close"]);
    }
}
