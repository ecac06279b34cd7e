//! What an article says of itself in other people's pages. The app itself never says it, so it stands apart from the rest.

use model::Language;

/// The words of an embedded article in one language.
#[derive(Debug)]
pub struct Embedding {
    /// The button that opens the article where it stands.
    pub read_here: &'static str,
    /// The button that closes it again.
    pub show_less: &'static str,
    /// When the newsroom has changed the article since somebody embedded it.
    pub changed: &'static str,
    /// When the newsroom's newest edition does not have the article any more.
    pub gone: &'static str,
    /// When no signed edition that still holds could be had.
    pub stale: &'static str,
}

impl Embedding {
    /// The words in a language, or in English.
    pub fn of(language: &Language) -> &'static Self {
        match language.primary() {
            "ru" => &RUSSIAN,
            "uk" => &UKRAINIAN,
            "fa" => &PERSIAN,
            _ => &ENGLISH,
        }
    }
}

static ENGLISH: Embedding = Embedding {
    read_here: "Read here",
    show_less: "Show less",
    changed: "The newsroom has changed this article since it was embedded here. This is the newest text.",
    gone: "The newsroom no longer publishes this article.",
    stale: "There may be newer news: no current edition of the newsroom could be reached.",
};

static RUSSIAN: Embedding = Embedding {
    read_here: "Читать здесь",
    show_less: "Свернуть",
    changed: "Редакция изменила эту статью с тех пор, как её сюда встроили. Это новейший текст.",
    gone: "Редакция больше не публикует эту статью.",
    stale: "Возможно, есть более новые сведения: получить свежий выпуск редакции не удалось.",
};

static UKRAINIAN: Embedding = Embedding {
    read_here: "Читати тут",
    show_less: "Згорнути",
    changed: "Редакція змінила цю статтю відтоді, як її сюди вбудували. Це найновіший текст.",
    gone: "Редакція більше не публікує цю статтю.",
    stale: "Можливо, є новіші відомості: отримати свіжий випуск редакції не вдалося.",
};

static PERSIAN: Embedding = Embedding {
    read_here: "همین‌جا بخوانید",
    show_less: "بستن",
    changed: "تحریریه این مقاله را پس از جای‌گذاری در این صفحه تغییر داده است. این تازه‌ترین متن است.",
    gone: "تحریریه دیگر این مقاله را منتشر نمی‌کند.",
    stale: "شاید خبرهای تازه‌تری باشد: شمارهٔ به‌روزی از این تحریریه در دسترس نبود.",
};
