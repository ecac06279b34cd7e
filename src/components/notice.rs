//! A line at the bottom of the window: what happens on this device beside reading.

use leptos::prelude::*;

use crate::actions::Action;
use crate::content::ContentError;
use crate::messages::Messages;
use crate::updates::{Changes, Doubt, DownloadError, Progress, StoreError};

/// What the line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing: it is not there.
    #[default]
    None,
    /// An edition is being taken.
    Taking(Progress),
    /// Pictures are being taken; the articles of the progress are pictures.
    TakingPictures(Progress),
    /// There is a newer edition.
    UpdateAvailable(Changes),
    /// An edition was taken: how many articles of it are here.
    Kept(u32),
    /// An edition could not be taken.
    NotTaken(DownloadError),
    /// There was room for a part of the edition: how many articles of it are here.
    Shortened(u32),
    /// There was no room for the pictures.
    WithoutPictures,
    /// The site does not answer; the date of the edition that is here.
    Offline(String),
    /// The browser has removed what was kept.
    Lost,
    /// The reader wants nothing kept.
    Private,
    /// What a button needs is not here, and the site does not answer.
    NotHere,
    /// Something has to be known of where the newspaper comes from.
    Doubt(Doubt),
}

/// The line. `device` and `origin` are the addresses of the pages on what it speaks of.
pub fn notice(messages: &'static Messages, notice: &Notice, [device, origin]: [String; 2]) -> AnyView {
    let keeping = &messages.keeping;
    let line = match notice {
        Notice::None => return ().into_any(),
        Notice::Taking(progress) => {
            let count = messages.article_count_of(progress.articles, progress.of_articles);
            taking(messages, progress, keeping.taking, &count)
        }
        Notice::TakingPictures(progress) => {
            let count = messages.part_of(&messages.number(progress.articles), &messages.number(progress.of_articles));
            taking(messages, progress, keeping.pictures, &count)
        }
        Notice::UpdateAvailable(news) => [messages.news_count(news), messages.size(news.bytes)].join(", "),
        Notice::Kept(articles) => format!("{} {}", keeping.kept, messages.article_count(*articles)),
        Notice::NotTaken(error) => reason(messages, *error).to_owned(),
        Notice::Shortened(articles) => format!("{} {}", keeping.shortened, messages.article_count(*articles)),
        Notice::WithoutPictures => keeping.without_pictures.to_owned(),
        Notice::Offline(date) => format!("{} {date}", keeping.offline).trim_end().to_owned(),
        Notice::Lost => keeping.lost.to_owned(),
        Notice::Private => keeping.private.to_owned(),
        Notice::NotHere => messages.unreachable.to_owned(),
        Notice::Doubt(doubt) => messages.doubt(doubt),
    };
    let button = |action: Action, name: &'static str| {
        view! { <button type="button" class="button" data-do=action.text()>{name}</button> }.into_any()
    };
    let main = match notice {
        Notice::Taking(_) | Notice::TakingPictures(_) => button(Action::Stop, keeping.stop),
        Notice::UpdateAvailable(_) | Notice::Lost => button(Action::Take, keeping.get),
        Notice::NotTaken(DownloadError::Store(StoreError::Denied) | DownloadError::Superseded) => ().into_any(),
        Notice::NotTaken(_) => button(Action::Take, messages.retry),
        _ => ().into_any(),
    };
    let bar = match notice {
        Notice::Taking(progress) | Notice::TakingPictures(progress) => {
            let (value, max) = (progress.bytes.to_string(), progress.of_bytes.max(1).to_string());
            view! { <progress value=value max=max aria-label=keeping.taking></progress> }.into_any()
        }
        _ => ().into_any(),
    };
    let (about, name) = match notice {
        Notice::Doubt(_) => (origin, messages.origin.title),
        _ => (device, keeping.title),
    };
    let close = if let Notice::UpdateAvailable(_) = notice { keeping.not_now } else { keeping.close };
    view! {
        <p>{line}</p>
        {bar}
        <p class="notice-actions">
            {main}
            <a href=about>{name}</a>
            <button type="button" class="plain" data-do=Action::Close.text()>{close}</button>
        </p>
    }
    .into_any()
}

fn taking(messages: &Messages, progress: &Progress, before: &str, count: &str) -> String {
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
    use model::Language;

    use super::*;
    use crate::prerender::without_comments;
    use crate::updates::Standing;

    /// The line as a reader of a language sees it, and the actions of its buttons.
    fn check(language: &str, said: &Notice, line: &str, actions: &[&str]) {
        let messages = Messages::of(&Language::new(language));
        let owner = Owner::new();
        let html = owner.with(|| notice(messages, said, ["device/", "origin/"].map(str::to_owned)).to_html());
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
            &Notice::Taking(progress),
            "Being kept on this device: 12 of 34 articles, 80 KB of 210 KB",
            &["stop", "close"],
        );
        check(
            "ru",
            &Notice::Taking(progress),
            "Сохраняется на устройстве: 12 из 34 статей, 80 КБ из 210 КБ",
            &["stop", "close"],
        );
        check("en", &Notice::TakingPictures(progress), "Pictures: 12 of 34, 80 KB of 210 KB", &["stop", "close"]);
        let news = Changes { articles: 14, changed: 0, bytes: 61_000 };
        check("en", &Notice::UpdateAvailable(news), "14 new articles, 61 KB", &["take", "close"]);
        check("uk", &Notice::Kept(2), "Збережено на пристрої: 2 статті", &["close"]);
        check(
            "en",
            &Notice::Shortened(120),
            "There is no room for all of it. Kept on this device: 120 articles",
            &["close"],
        );
        check(
            "en",
            &Notice::Offline(String::new()),
            "The site does not answer. You are reading what is kept on this device:",
            &["close"],
        );
        check("en", &Notice::Lost, "The browser has removed what was kept here.", &["take", "close"]);
        for error in [ContentError::Unreachable, ContentError::Foreign, ContentError::Damaged, ContentError::Unreadable]
        {
            let words = reason(Messages::of(&Language::new("fa")), error.into());
            check("fa", &Notice::NotTaken(error.into()), words, &["take", "close"]);
        }
        let ignored = Doubt(Standing::Ignored, 0, "https://mirror.example/".to_owned());
        let line = "Something else than the newsroom signed came from https://mirror.example/ and was ignored.";
        check("en", &Notice::Doubt(ignored), line, &["close"]);
        let expired = Notice::Doubt(Doubt(Standing::Expired, 12, String::new()));
        let line =
            "Этому выпуску 12 дней. Более новые новости могут быть, но до них не удалось добраться — или их скрывают.";
        check("ru", &expired, line, &["close"]);
        let denied = StoreError::Denied.into();
        check("en", &Notice::NotTaken(denied), reason(Messages::of(&Language::new("en")), denied), &["close"]);
    }
}
