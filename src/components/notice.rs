//! A line at the bottom of the window: what happens on this device beside reading.

use leptos::prelude::*;
use messages::Messages;

use crate::actions::Action;
use crate::components::provenance::doubt_text;
use crate::content::ContentError;
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
    if *notice == Notice::None {
        return ().into_any();
    }
    let line = text(messages, notice);
    let button = |action: Action, name: &'static str| {
        view! { <button type="button" class="button" data-do=action.text()>{name}</button> }.into_any()
    };
    let main = match notice {
        Notice::Taking(_) | Notice::TakingPictures(_) => button(Action::Stop, messages.stop()),
        Notice::UpdateAvailable(_) | Notice::Lost => button(Action::Take, messages.download()),
        Notice::NotTaken(DownloadError::Store(StoreError::Denied) | DownloadError::Superseded) => ().into_any(),
        Notice::NotTaken(_) => button(Action::Take, messages.retry()),
        _ => ().into_any(),
    };
    let bar = match notice {
        Notice::Taking(progress) | Notice::TakingPictures(progress) => {
            let (value, max) = (progress.bytes.to_string(), progress.of_bytes.max(1).to_string());
            view! { <progress value=value max=max aria-label=messages.downloading()></progress> }.into_any()
        }
        _ => ().into_any(),
    };
    let (about, name) = match notice {
        Notice::Doubt(_) => (origin, messages.provenance()),
        _ => (device, messages.device()),
    };
    let close = if let Notice::UpdateAvailable(_) = notice { messages.not_now() } else { messages.close() };
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

/// What the line says.
fn text(messages: &Messages, notice: &Notice) -> String {
    let plain = match notice {
        Notice::None => "",
        Notice::Taking(progress) => {
            let (done, size) = (messages.size(progress.bytes), messages.size(progress.of_bytes));
            return messages.downloading_articles(progress.articles, &done, &size, progress.of_articles);
        }
        Notice::TakingPictures(progress) => {
            let (done, size) = (messages.size(progress.bytes), messages.size(progress.of_bytes));
            return messages.downloading_pictures(progress.articles, &done, &size, progress.of_articles);
        }
        Notice::UpdateAvailable(news) => return update(messages, news),
        Notice::Kept(articles) => return messages.edition_saved(*articles),
        Notice::NotTaken(error) => reason(messages, *error),
        Notice::Shortened(articles) => return messages.edition_partly_saved(*articles),
        Notice::WithoutPictures => messages.pictures_not_saved(),
        Notice::Offline(date) if date.is_empty() => messages.site_silent(),
        Notice::Offline(date) => return messages.site_silent_edition(date),
        Notice::Lost => messages.edition_evicted(),
        Notice::Private => messages.storage_private(),
        Notice::NotHere => messages.content_unreachable(),
        Notice::Doubt(doubt) => return doubt_text(messages, doubt),
    };
    plain.to_owned()
}

/// What is new in an edition.
fn update(messages: &Messages, news: &Changes) -> String {
    let size = messages.size(news.bytes);
    match (news.articles, news.changed) {
        (0, 0) => messages.update_other(&size),
        (new, 0) => messages.update_new(new, &size),
        (0, changed) => messages.update_changed(changed, &size),
        (new, changed) => messages.update_new_and_changed(changed, new, &size),
    }
}

/// Why an edition could not be taken.
fn reason(messages: &Messages, error: DownloadError) -> &'static str {
    match error {
        DownloadError::Content(ContentError::Unreachable) => messages.download_unreachable(),
        DownloadError::Content(ContentError::Foreign) => messages.download_foreign(),
        DownloadError::Content(ContentError::Missing | ContentError::Damaged) => messages.download_damaged(),
        DownloadError::Content(ContentError::Unproven) => messages.provenance_altered(),
        DownloadError::Content(ContentError::Unreadable) => messages.download_unreadable(),
        DownloadError::Store(StoreError::Full) => messages.download_full(),
        DownloadError::Store(StoreError::Denied) => messages.storage_denied(),
        DownloadError::Stopped | DownloadError::Superseded => messages.download_stopped(),
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
        let news = Changes { articles: 1, changed: 0, bytes: 61_000 };
        check("ru", &Notice::UpdateAvailable(news), "1 новая статья, 61 КБ", &["take", "close"]);
        let news = Changes { articles: 14, changed: 1, bytes: 61_000 };
        check("en", &Notice::UpdateAvailable(news), "14 new articles, 1 changed article, 61 KB", &["take", "close"]);
        let news = Changes { articles: 0, changed: 3, bytes: 61_000 };
        check("uk", &Notice::UpdateAvailable(news), "3 змінені статті, 61 КБ", &["take", "close"]);
        let news = Changes { articles: 5, changed: 0, bytes: 2_000 };
        check("fa", &Notice::UpdateAvailable(news), "۵ مقالهٔ تازه, ۲ کیلوبایت", &["take", "close"]);
        let news = Changes { articles: 0, changed: 0, bytes: 2_000 };
        check("en", &Notice::UpdateAvailable(news), "There is a newer edition: 2 KB", &["take", "close"]);
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
