//! What the tools say about handing articles over: words that the app itself does not need.

use model::Language;
use serde::Serialize;

/// The words about handing articles over, in one language.
#[derive(Debug, Serialize)]
pub struct Handing {
    /// What a portable edition is.
    pub carried: &'static str,
    /// Before the date of its newest article.
    pub newest: &'static str,
    /// The title of a file that tells nothing.
    pub neutral: &'static str,
    /// What the file is that is made.
    pub file: &'static str,
    /// The choice to put pictures into it.
    pub with_pictures: &'static str,
    /// The choice of a name and a title that tell nothing.
    pub as_neutral: &'static str,
    /// The button that shares the file.
    pub share: &'static str,
    /// The button that saves the file.
    pub save: &'static str,
    /// The button that copies the text.
    pub copy: &'static str,
    /// The button that prints.
    pub print: &'static str,
    /// Before the link and its code.
    pub link: &'static str,
    /// What the code is called for screen readers.
    pub code: &'static str,
    /// While the file is being made.
    pub working: &'static str,
    /// Before the size of the file.
    pub made: &'static str,
    /// When the text was copied.
    pub copied: &'static str,
    /// When the browser does not let it be copied.
    pub not_copied: &'static str,
    /// When something was not to be had.
    pub failed: &'static str,
    /// When the browser cannot do it.
    pub too_old: &'static str,
    /// What was kept of a file: before the edition's number.
    pub opened: &'static str,
    /// When articles of a file were saved, before how many.
    pub opened_articles: &'static str,
    /// When all of a file is here.
    pub same: &'static str,
    /// When a file is older than what is here, before the date of its newest article.
    pub older: &'static str,
    /// When a file is not signed by this newspaper's newsroom.
    pub forged: &'static str,
    /// When it is not signed at all, and this newspaper is.
    pub unsigned: &'static str,
    /// When articles of it are in no list that is signed.
    pub unproven: &'static str,
    /// When it has another edition under a number that is here.
    pub fork: &'static str,
    /// When a file is none of ours.
    pub foreign: &'static str,
    /// When a file is of another newspaper, before its name.
    pub other: &'static str,
    /// When a file is cut short.
    pub short: &'static str,
    /// When a file was altered.
    pub damaged: &'static str,
    /// When there is no room for it.
    pub full: &'static str,
    /// When nothing can be kept.
    pub denied: &'static str,
    /// When the reader has chosen to keep no editions.
    pub off: &'static str,
    /// While something else is being taken.
    pub busy: &'static str,
    /// When the reader stopped it.
    pub stopped: &'static str,
    /// While a file is being opened.
    pub opening: &'static str,
    /// The button that closes the dialog.
    pub close: &'static str,
    /// The title of the dialog that passes something on.
    pub title: &'static str,
    /// What is passed on when it is the reader's saved articles.
    pub saved: &'static str,
    /// The title of the dialog that embeds an article.
    pub embed: &'static str,
    /// What embedding is.
    pub embed_text: &'static str,
    /// The first grade.
    pub quotation: &'static str,
    /// The choice of the whole text.
    pub whole: &'static str,
    /// The second grade.
    pub card: &'static str,
    /// The third grade.
    pub element: &'static str,
    /// The button that copies a snippet.
    pub copy_snippet: &'static str,
    /// What a preview is called for screen readers.
    pub preview: &'static str,
}

impl Handing {
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

static ENGLISH: Handing = Handing {
    carried: "This newspaper is a single file. It asks nobody for anything, and you can hand it on.",
    newest: "Newest article:",
    neutral: "Pages",
    file: "One file with everything in it. It is made on this device and opens in any browser, without the site and without a network.",
    with_pictures: "With pictures",
    as_neutral: "Give the file a name and a title that tell nothing",
    share: "Share the file",
    save: "Save the file",
    copy: "Copy as text",
    print: "Print or save as PDF",
    link: "The link",
    code: "QR code of the link",
    working: "Making the file…",
    made: "The file is made:",
    copied: "The text is copied.",
    not_copied: "This browser did not let it be copied. What is selected you can copy yourself.",
    failed: "It could not be made: something it needs is not on this device, and the site did not answer.",
    too_old: "This browser cannot do that. A newer one can.",
    opened: "Kept from the file: edition",
    opened_articles: "Articles saved from the file:",
    same: "All that is in this file is here already.",
    older: "This file is older than what is here, so nothing was changed. Its newest article:",
    forged: "This newspaper’s newsroom has not signed what is in this file: it was forged, or is of another newspaper. Nothing was changed.",
    unsigned: "This newspaper is signed, and the file is not. Nothing was changed.",
    unproven: "The file does not have the lists that prove its articles. Nothing was changed. Ask for a file with the whole edition.",
    fork: "The file has another edition with the number of one that is here, and both are signed. Nothing was changed. Ask the newsroom which is theirs.",
    foreign: "This is no newspaper file and no edition.zip. Nothing was changed.",
    other: "This file is of another newspaper, so nothing was changed:",
    short: "This file is cut short: its end did not arrive. Ask for it again. Nothing was changed.",
    damaged: "This file was damaged or altered on its way: what is in it is not what it says. Nothing was changed.",
    full: "There is no room on this device for what is in the file. Nothing was changed.",
    denied: "Nothing can be kept in this tab. Open the file itself to read it.",
    off: "You have chosen to keep no editions. Change that on the page “On this device”, or open the file itself to read it.",
    busy: "An edition is being taken just now. Try again when that is done.",
    stopped: "Stopped. Nothing was changed.",
    opening: "Checking the file…",
    close: "Close",
    title: "Pass on",
    saved: "Saved articles",
    embed: "Embed this article",
    embed_text: "Copy one of these into your page. None of them sets a cookie or asks anybody but this newspaper.",
    quotation: "A quotation, for any page, feed or letter",
    whole: "With the whole text",
    card: "A card in a frame, without scripts",
    element: "The article itself, opened where it stands",
    copy_snippet: "Copy",
    preview: "How it will look",
};

static RUSSIAN: Handing = Handing {
    carried: "Эта газета — один файл. Он ничего ни у кого не запрашивает, и его можно передать дальше.",
    newest: "Самая новая статья:",
    neutral: "Страницы",
    file: "Один файл, в котором есть всё. Он делается на этом устройстве и открывается в любом браузере — без сайта и без сети.",
    with_pictures: "С картинками",
    as_neutral: "Дать файлу имя и заголовок, которые ни о чём не говорят",
    share: "Поделиться файлом",
    save: "Сохранить файл",
    copy: "Скопировать текстом",
    print: "Напечатать или сохранить как PDF",
    link: "Ссылка",
    code: "QR-код ссылки",
    working: "Файл делается…",
    made: "Файл готов:",
    copied: "Текст скопирован.",
    not_copied: "Этот браузер не дал скопировать. Выделенное можно скопировать самим.",
    failed: "Не получилось: чего-то нужного нет на этом устройстве, а сайт не ответил.",
    too_old: "Этот браузер так не умеет. Более новый сможет.",
    opened: "Из файла сохранён номер",
    opened_articles: "Сохранено статей из файла:",
    same: "Всё, что есть в этом файле, здесь уже есть.",
    older: "Этот файл старше того, что здесь есть, поэтому ничего не изменено. Самая новая статья в нём:",
    forged: "Того, что в этом файле, редакция этого издания не подписывала: он подделан или из другой газеты. Ничего не изменено.",
    unsigned: "Это издание подписано, а файл — нет. Ничего не изменено.",
    unproven: "В файле нет списков, которые подтверждают его статьи. Ничего не изменено. Попросите файл со всем выпуском.",
    fork: "В файле другой выпуск с тем же номером, что и здесь, и оба подписаны. Ничего не изменено. Спросите редакцию, какой из них её.",
    foreign: "Это не файл газеты и не edition.zip. Ничего не изменено.",
    other: "Это файл другой газеты, поэтому ничего не изменено:",
    short: "Файл обрывается: его конец не дошёл. Попросите его ещё раз. Ничего не изменено.",
    damaged: "Файл по дороге повреждён или изменён: в нём не то, что он обещает. Ничего не изменено.",
    full: "На устройстве нет места для того, что есть в файле. Ничего не изменено.",
    denied: "В этой вкладке ничего нельзя сохранить. Чтобы прочитать файл, откройте его самого.",
    off: "Вы решили не хранить номера на этом устройстве. Измените это на странице «На этом устройстве» или откройте сам файл.",
    busy: "Сейчас как раз загружается номер. Попробуйте ещё раз, когда это закончится.",
    stopped: "Остановлено. Ничего не изменено.",
    opening: "Файл проверяется…",
    close: "Закрыть",
    title: "Передать",
    saved: "Сохранённые статьи",
    embed: "Встроить статью",
    embed_text: "Скопируйте одно из этого на свою страницу. Ничто из этого не ставит cookie и не обращается ни к кому, кроме этой газеты.",
    quotation: "Цитата — для любой страницы, ленты или письма",
    whole: "С полным текстом",
    card: "Карточка во фрейме, без скриптов",
    element: "Сама статья, которая открывается на месте",
    copy_snippet: "Скопировать",
    preview: "Как это будет выглядеть",
};

static UKRAINIAN: Handing = Handing {
    carried: "Ця газета — один файл. Він нічого ні в кого не запитує, і його можна передати далі.",
    newest: "Найновіша стаття:",
    neutral: "Сторінки",
    file: "Один файл, у якому є все. Він робиться на цьому пристрої й відкривається в будь-якому браузері — без сайту й без мережі.",
    with_pictures: "Із зображеннями",
    as_neutral: "Дати файлу ім’я та заголовок, які ні про що не говорять",
    share: "Поділитися файлом",
    save: "Зберегти файл",
    copy: "Скопіювати як текст",
    print: "Надрукувати або зберегти як PDF",
    link: "Посилання",
    code: "QR-код посилання",
    working: "Файл робиться…",
    made: "Файл готовий:",
    copied: "Текст скопійовано.",
    not_copied: "Цей браузер не дав скопіювати. Виділене можна скопіювати самим.",
    failed: "Не вийшло: чогось потрібного немає на цьому пристрої, а сайт не відповів.",
    too_old: "Цей браузер так не вміє. Новіший зможе.",
    opened: "З файлу збережено номер",
    opened_articles: "Збережено статей з файлу:",
    same: "Усе, що є в цьому файлі, тут уже є.",
    older: "Цей файл старіший за те, що тут є, тому нічого не змінено. Найновіша стаття в ньому:",
    forged: "Того, що в цьому файлі, редакція цього видання не підписувала: його підроблено або він з іншої газети. Нічого не змінено.",
    unsigned: "Це видання підписане, а файл — ні. Нічого не змінено.",
    unproven: "У файлі немає списків, які підтверджують його статті. Нічого не змінено. Попросіть файл з усім випуском.",
    fork: "У файлі інший випуск із тим самим номером, що й тут, і обидва підписані. Нічого не змінено. Запитайте редакцію, який із них її.",
    foreign: "Це не файл газети й не edition.zip. Нічого не змінено.",
    other: "Це файл іншої газети, тому нічого не змінено:",
    short: "Файл обривається: його кінець не дійшов. Попросіть його ще раз. Нічого не змінено.",
    damaged: "Файл дорогою пошкоджено або змінено: у ньому не те, що він обіцяє. Нічого не змінено.",
    full: "На пристрої немає місця для того, що є у файлі. Нічого не змінено.",
    denied: "У цій вкладці нічого не можна зберегти. Щоб прочитати файл, відкрийте його самого.",
    off: "Ви вирішили не зберігати номери на цьому пристрої. Змініть це на сторінці «На цьому пристрої» або відкрийте сам файл.",
    busy: "Саме зараз завантажується номер. Спробуйте ще раз, коли це закінчиться.",
    stopped: "Зупинено. Нічого не змінено.",
    opening: "Файл перевіряється…",
    close: "Закрити",
    title: "Передати",
    saved: "Збережені статті",
    embed: "Вбудувати статтю",
    embed_text: "Скопіюйте щось із цього на свою сторінку. Ніщо з цього не ставить cookie і не звертається ні до кого, крім цієї газети.",
    quotation: "Цитата — для будь-якої сторінки, стрічки чи листа",
    whole: "З повним текстом",
    card: "Картка у фреймі, без скриптів",
    element: "Сама стаття, яка відкривається на місці",
    copy_snippet: "Скопіювати",
    preview: "Як це виглядатиме",
};

static PERSIAN: Handing = Handing {
    carried: "این روزنامه یک پروندهٔ تنهاست. از هیچ‌کس چیزی نمی‌خواهد و می‌توانید آن را به دیگران بدهید.",
    newest: "تازه‌ترین مقاله:",
    neutral: "صفحه‌ها",
    file: "یک پرونده که همه چیز در آن است. در همین دستگاه ساخته می‌شود و بی سایت و بی شبکه در هر مرورگری باز می‌شود.",
    with_pictures: "با تصویرها",
    as_neutral: "نام و عنوان پرونده چیزی را نشان ندهد",
    share: "هم‌رسانی پرونده",
    save: "ذخیرهٔ پرونده",
    copy: "رونوشت به صورت متن",
    print: "چاپ یا ذخیره به صورت PDF",
    link: "پیوند",
    code: "کد QR پیوند",
    working: "پرونده ساخته می‌شود…",
    made: "پرونده آماده است:",
    copied: "متن رونوشت شد.",
    not_copied: "این مرورگر نگذاشت رونوشت شود. آنچه برگزیده شده را خودتان می‌توانید رونوشت کنید.",
    failed: "ساخته نشد: چیزی که لازم است در این دستگاه نیست و سایت هم پاسخ نداد.",
    too_old: "این مرورگر این کار را بلد نیست. مرورگر تازه‌تر می‌تواند.",
    opened: "از پرونده نگه داشته شد: شمارهٔ",
    opened_articles: "مقاله‌های ذخیره‌شده از پرونده:",
    same: "همهٔ آنچه در این پرونده است همین‌جا هست.",
    older: "این پرونده کهنه‌تر از چیزی است که اینجا هست و چیزی تغییر نکرد. تازه‌ترین مقالهٔ آن:",
    forged: "تحریریهٔ این روزنامه آنچه را در این پرونده است امضا نکرده: جعلی است یا از روزنامهٔ دیگری است. چیزی تغییر نکرد.",
    unsigned: "این روزنامه امضا دارد و پرونده ندارد. چیزی تغییر نکرد.",
    unproven: "پرونده فهرست‌هایی را که مقاله‌هایش را ثابت می‌کنند ندارد. چیزی تغییر نکرد. پرونده‌ای با همهٔ شماره بخواهید.",
    fork: "پرونده شماره‌ای دیگر با همان شمارهٔ اینجا دارد و هر دو امضا دارند. چیزی تغییر نکرد. از تحریریه بپرسید کدام از آنِ اوست.",
    foreign: "این نه پروندهٔ روزنامه است و نه edition.zip. چیزی تغییر نکرد.",
    other: "این پرونده از روزنامهٔ دیگری است و چیزی تغییر نکرد:",
    short: "این پرونده ناتمام است و پایانش نرسیده. دوباره آن را بخواهید. چیزی تغییر نکرد.",
    damaged: "این پرونده در راه آسیب دیده یا دستکاری شده است: آنچه در آن است آن نیست که می‌گوید. چیزی تغییر نکرد.",
    full: "در این دستگاه برای آنچه در پرونده است جا نیست. چیزی تغییر نکرد.",
    denied: "در این برگه چیزی نگه داشته نمی‌شود. برای خواندن، خود پرونده را باز کنید.",
    off: "شما خواسته‌اید که در این دستگاه شماره‌ای نگه داشته نشود. این را در صفحهٔ «روی این دستگاه» عوض کنید یا خود پرونده را باز کنید.",
    busy: "همین حالا شماره‌ای گرفته می‌شود. وقتی تمام شد دوباره امتحان کنید.",
    stopped: "متوقف شد. چیزی تغییر نکرد.",
    opening: "پرونده بررسی می‌شود…",
    close: "بستن",
    title: "به دیگران دادن",
    saved: "مقاله‌های ذخیره‌شده",
    embed: "جاسازی این مقاله",
    embed_text: "یکی از این‌ها را در صفحهٔ خود بگذارید. هیچ‌کدام کوکی نمی‌گذارد و جز از این روزنامه از کسی چیزی نمی‌پرسد.",
    quotation: "یک نقل قول، برای هر صفحه، خوراک یا نامه",
    whole: "با متن کامل",
    card: "یک کارت در قاب، بدون اسکریپت",
    element: "خود مقاله که همان‌جا باز می‌شود",
    copy_snippet: "رونوشت",
    preview: "چگونه دیده می‌شود",
};
