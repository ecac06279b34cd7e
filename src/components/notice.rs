//! The bar at the bottom of the window, which shows updates, downloads and warnings.

use leptos::prelude::*;
use messages::Messages;
use model::Language;

use crate::actions::Action;
use crate::components::button::ActionButton;
use crate::components::provenance::warning_text;
use crate::deferred::Deferred;
use crate::view::view;
use edition::error::ContentError;
use updates::{Changes, Command, DownloadError, Notice, Progress, StoreError};

/// The facts that the bar needs about the page below it.
#[derive(Clone)]
pub struct Surroundings {
    /// The language of the page.
    pub language: Language,
    /// The address of the page about this device.
    pub device: String,
    /// The address of the page about where the newspaper comes from.
    pub origin: String,
}

/// The bar at the bottom of the window. It lies over the page, so nothing moves when it appears.
#[component]
pub fn NoticeBar(
    /// The notice to show; [`Notice::None`] hides the bar.
    #[prop(into)]
    notice: Signal<Notice>,
    /// The facts about the page below the bar.
    #[prop(into)]
    surroundings: Signal<Surroundings>,
) -> impl IntoView {
    // A screen reader must not announce each step of a download.
    let politeness = move || if notice.read().progress().is_some() { "off" } else { "polite" };
    view! {
        <aside class="notice" hidden=move || *notice.read() == Notice::None aria-live=politeness>
            {move || surroundings.with(|surroundings| notice.with(|notice| content(notice, surroundings)))}
        </aside>
    }
}

fn content(notice: &Notice, surroundings: &Surroundings) -> Option<AnyView> {
    match notice {
        Notice::None => None,
        Notice::Unreachable | Notice::Offered(_) => Some(without_parts(notice, surroundings).into_any()),
        notice => NOTICE_CONTENT.get().map(|content| content(notice, surroundings)),
    }
}

/// Renders a notice of the core, which needs no part of the app: about a part that is missing, or wanted.
fn without_parts(notice: &Notice, surroundings: &Surroundings) -> impl IntoView + use<> {
    let messages = Messages::of(&surroundings.language);
    let (text, close, answer) = match notice {
        Notice::Offered(Changes { articles, bytes, .. }) => {
            let text = messages.edition_offered(*articles, &messages.size(*bytes));
            let download = Action::Command(Command::Download);
            let answer = view! { <ActionButton action=download name=messages.download() class="button" /> };
            (text, messages.not_now(), Some(answer))
        }
        _ => (messages.part_missing().to_owned(), messages.close(), None),
    };
    view! {
        <p>{text}</p>
        <p class="notice-actions">
            {answer}
            <ActionButton action=Action::Command(Command::Close) name=close class="plain" />
        </p>
    }
}

/// The renderer of all other notices, which the part `updates` provides: only the update machine says them.
pub static NOTICE_CONTENT: Deferred<fn(&Notice, &Surroundings) -> AnyView> = Deferred::new(render_notice);

/// Renders a notice of the update machine.
pub fn render_notice(notice: &Notice, surroundings: &Surroundings) -> AnyView {
    let messages = Messages::of(&surroundings.language);
    let (about, name) = match notice {
        Notice::Warning(_) => (surroundings.origin.clone(), messages.provenance()),
        _ => (surroundings.device.clone(), messages.device()),
    };
    let close = if let Notice::UpdateAvailable(_) = notice { messages.not_now() } else { messages.close() };
    let answer = answer(messages, notice).map(|(command, name)| {
        view! { <ActionButton action=Action::Command(command) name class="button" /> }
    });
    view! {
        <p>{notice_text(messages, &surroundings.language, notice)}</p>
        {notice.progress().map(|progress| view! { <ProgressBar messages progress=*progress /> })}
        <p class="notice-actions">
            {answer}
            <a href=about>{name}</a>
            <ActionButton action=Action::Command(Command::Close) name=close class="plain" />
        </p>
    }
    .into_any()
}

/// The progress of a download, as a bar.
#[component]
fn ProgressBar(
    /// The messages in the language of the page.
    messages: &'static Messages,
    /// The progress of the download.
    progress: Progress,
) -> impl IntoView {
    let (value, max) = (progress.bytes.to_string(), progress.total_bytes.max(1).to_string());
    view! { <progress value=value max=max aria-label=messages.downloading()></progress> }
}

/// Returns the command that answers a notice, and the name of its button; `None` if the reader can only close it.
fn answer(messages: &'static Messages, notice: &Notice) -> Option<(Command, &'static str)> {
    match notice {
        Notice::Downloading(_) | Notice::DownloadingAttachments(..) => Some((Command::Stop, messages.stop())),
        Notice::UpdateAvailable(_) | Notice::Evicted => Some((Command::Download, messages.download())),
        Notice::Failed(DownloadError::Store(StoreError::Denied) | DownloadError::Superseded) => None,
        Notice::Failed(_) => Some((Command::Download, messages.retry())),
        Notice::None
        | Notice::Offered(_)
        | Notice::Saved(_)
        | Notice::Shortened(_)
        | Notice::WithoutAttachments(_)
        | Notice::Offline(_)
        | Notice::Private
        | Notice::Unreachable
        | Notice::Warning(_) => None,
    }
}

/// Returns the text of a notice.
fn notice_text(messages: &Messages, language: &Language, notice: &Notice) -> String {
    let plain = match notice {
        // `without_parts` renders the offer.
        Notice::None | Notice::Offered(_) => "",
        Notice::Downloading(progress) => {
            let (done, size) = (messages.size(progress.bytes), messages.size(progress.total_bytes));
            return messages.downloading_articles(progress.articles, &done, &size, progress.total_articles);
        }
        Notice::DownloadingAttachments(progress, kinds) => {
            let (done, size) = (messages.size(progress.bytes), messages.size(progress.total_bytes));
            let (files, total) = (progress.articles, progress.total_articles);
            return match kinds.files {
                true => messages.downloading_files(files, &done, &size, total),
                false => messages.downloading_pictures(files, &done, &size, total),
            };
        }
        Notice::UpdateAvailable(changes) => return changes_text(messages, changes),
        Notice::Saved(articles) => return messages.edition_saved(*articles),
        Notice::Failed(error) => reason(messages, *error),
        Notice::Shortened(articles) => return messages.edition_partly_saved(*articles),
        Notice::WithoutAttachments(kinds) if kinds.files => messages.files_not_saved(),
        Notice::WithoutAttachments(_) => messages.pictures_not_saved(),
        Notice::Offline(dates) => match dates.in_language(language) {
            Some(date) => return messages.site_silent_edition(&date.text),
            None => messages.site_silent(),
        },
        Notice::Evicted => messages.edition_evicted(),
        Notice::Private => messages.storage_private(),
        Notice::Unreachable => messages.part_missing(),
        Notice::Warning(warning) => return warning_text(messages, warning),
    };
    plain.to_owned()
}

/// Returns the text about the changes in an edition.
fn changes_text(messages: &Messages, changes: &Changes) -> String {
    let size = messages.size(changes.bytes);
    match (changes.articles, changes.changed) {
        (0, 0) => messages.update_other(&size),
        (new, 0) => messages.update_new(new, &size),
        (0, changed) => messages.update_changed(changed, &size),
        (new, changed) => messages.update_new_and_changed(changed, new, &size),
    }
}

/// Returns the reason why an edition could not be downloaded or stored.
fn reason(messages: &Messages, error: DownloadError) -> &'static str {
    match error {
        DownloadError::Content(ContentError::Unreachable) => messages.download_unreachable(),
        DownloadError::Content(ContentError::Foreign) => messages.download_foreign(),
        DownloadError::Content(ContentError::Missing | ContentError::Damaged) => messages.download_damaged(),
        DownloadError::Content(ContentError::Unproven) => messages.provenance_altered(),
        DownloadError::Content(ContentError::Unreadable) => messages.download_unreadable(),
        DownloadError::Store(StoreError::Full) => messages.download_full(),
        DownloadError::Store(StoreError::Denied) => messages.storage_denied(),
        DownloadError::PartMissing => messages.part_missing(),
        DownloadError::Stopped | DownloadError::Superseded => messages.download_stopped(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prerender::without_comments;
    use updates::{AttachmentKinds, EditionDates, Warning};

    /// Checks the line that a reader of a language sees, and the actions of its buttons.
    fn check(language: &str, notice: &Notice, line: &str, actions: &[&str]) {
        let surroundings = Surroundings {
            language: Language::new(language),
            device: "device/".to_owned(),
            origin: "origin/".to_owned(),
        };
        let owner = Owner::new();
        let html = owner.with(|| {
            view! { <NoticeBar notice=Signal::stored(notice.clone()) surroundings=Signal::stored(surroundings) /> }
                .to_html()
        });
        let html = without_comments(&html).replace('\u{a0}', " ");
        assert!(html.contains(&format!("<p>{line}</p>")), "{html}");
        let found: Vec<&str> = html.split("data-do=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(found, actions, "{html}");
    }

    #[test]
    fn pictures_and_other_files_have_their_words() {
        let progress = Progress { articles: 12, total_articles: 34, bytes: 80_000, total_bytes: 210_000 };
        let [pictures, all] = [false, true].map(|files| AttachmentKinds { pictures: true, files });
        for (kinds, line) in
            [(pictures, "Pictures: 12 of 34, 80 KB of 210 KB"), (all, "Files: 12 of 34, 80 KB of 210 KB")]
        {
            check("en", &Notice::DownloadingAttachments(progress, kinds), line, &["stop", "close"]);
        }
        check(
            "en",
            &Notice::WithoutAttachments(all),
            "There was no room for all files. The text is saved.",
            &["close"],
        );
    }

    #[test]
    fn every_state_has_its_words_and_its_ways_out() {
        let progress = Progress { articles: 12, total_articles: 34, bytes: 80_000, total_bytes: 210_000 };
        check(
            "en",
            &Notice::Downloading(progress),
            "Downloading: 12 of 34 articles, 80 KB of 210 KB",
            &["stop", "close"],
        );
        check(
            "ru",
            &Notice::Downloading(progress),
            "Сохраняется на устройстве: 12 из 34 статей, 80 КБ из 210 КБ",
            &["stop", "close"],
        );
        let offer = Changes { articles: 14, changed: 0, bytes: 61_000 };
        let line = Messages::of(&Language::new("fa")).edition_offered(14u32, "۶۱ کیلوبایت");
        check("fa", &Notice::Offered(offer), &line, &["take", "close"]);
        let changes = Changes { articles: 14, changed: 0, bytes: 61_000 };
        check("en", &Notice::UpdateAvailable(changes), "14 new articles, 61 KB", &["take", "close"]);
        let changes = Changes { articles: 1, changed: 0, bytes: 61_000 };
        check("ru", &Notice::UpdateAvailable(changes), "1 новая статья, 61 КБ", &["take", "close"]);
        let changes = Changes { articles: 14, changed: 1, bytes: 61_000 };
        check("en", &Notice::UpdateAvailable(changes), "14 new articles, 1 changed article, 61 KB", &["take", "close"]);
        let changes = Changes { articles: 0, changed: 3, bytes: 61_000 };
        check("uk", &Notice::UpdateAvailable(changes), "3 змінені статті, 61 КБ", &["take", "close"]);
        let changes = Changes { articles: 5, changed: 0, bytes: 2_000 };
        check("fa", &Notice::UpdateAvailable(changes), "۵ مقالهٔ تازه، ۲ کیلوبایت", &["take", "close"]);
        let changes = Changes { articles: 0, changed: 0, bytes: 2_000 };
        check("en", &Notice::UpdateAvailable(changes), "There is a newer edition: 2 KB", &["take", "close"]);
        check("uk", &Notice::Saved(2), "Збережено на пристрої: 2 статті", &["close"]);
        check(
            "en",
            &Notice::Shortened(120),
            "There is not enough room for everything. Saved on this device: 120 articles",
            &["close"],
        );
        check(
            "en",
            &Notice::Offline(EditionDates::default()),
            "The site does not answer. You are reading the edition on this device.",
            &["close"],
        );
        check(
            "en",
            &Notice::Evicted,
            "The browser has removed the edition that was stored here. You can download it again.",
            &["take", "close"],
        );
        let failed = [
            (ContentError::Unreachable, "سایت دیگر پاسخ نداد. آنچه رسیده نگه داشته شد و دوباره دریافت نمی‌شود."),
            (
                ContentError::Foreign,
                "به جای شمارهٔ تازه صفحهٔ دیگری آمد: شاید شبکه می‌خواهد نخست وارد شوید. آنچه دارید سر جایش است.",
            ),
            (ContentError::Damaged, "بخشی از شمارهٔ تازه نیست یا آسیب دیده است، پس گرفته نشد. آنچه دارید سر جایش است."),
            (ContentError::Unreadable, "شمارهٔ تازه برای نسخهٔ تازه‌تری از این خواننده است. آنچه دارید سر جایش است."),
        ];
        for (error, line) in failed {
            check("fa", &Notice::Failed(error.into()), line, &["take", "close"]);
        }
        let ignored = Warning::SourceIgnored("https://mirror.example/".to_owned());
        let line = "https://mirror.example/ sent a version that the newsroom did not sign. We ignored it.";
        check("en", &Notice::Warning(ignored), line, &["close"]);
        let expired = Notice::Warning(Warning::Expired { days: 12 });
        let line =
            "Этому выпуску 12 дней. Более новые новости могут быть, но до них не удалось добраться — или их скрывают.";
        check("ru", &expired, line, &["close"]);
        let line = "This browser does not let the site store anything, perhaps because this is a private window. You can \
                    read as long as the site answers.";
        check("en", &Notice::Failed(StoreError::Denied.into()), line, &["close"]);
    }
}
