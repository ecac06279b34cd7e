skip-to-content = К содержанию
sections = Рубрики
languages = Языки
leave = Уйти
leave-title = Сразу уйти с этой страницы
front-page = Главная
archive = Архив
topics = Темы
places = Места
about = О нас
follow = Читайте нас
appeal = От редакции
support = Поддержать нас

more = Ещё
newer = Новее
older = Раньше
list-empty = Здесь пока ничего нет.
undated = Без даты
article-count = { $count ->
    [one] { $count } статья
    [few] { $count } статьи
   *[many] { $count } статей
  }
reading-time = { $minutes ->
    [one] { $minutes } минута чтения
    [few] { $minutes } минуты чтения
   *[many] { $minutes } минут чтения
  }

by = Автор: { $authors }
updated = Обновлено { $date }
corrected = Исправлено
also-in = На других языках
withdrawn = Редакция отозвала эту статью.
withdrawn-because = Редакция отозвала эту статью. { $reason }
outdated = Устарело
outdated-because = Устарело: { $reason }
related = По теме
neighbours = Соседние статьи
newer-article = Новее
older-article = Раньше
save = Сохранить
share = Передать
embed = Встроить

background = Контекст
note = Примечание
key-points = Главное
video = Видео
audio = Аудио
table = Таблица
code = Код
post = Публикация
picture-elsewhere = Изображение на сайте { $site }
open-on = Открыть: { $site }
back-to-text = { $number }. Назад к тексту

sources = Источники
archived-copy = архивная копия
people = Люди
organisations = Организации
corrections = Исправления
document-source = документ
person-source = человек
agency-source = агентство
channel-source = канал
video-source = видео
photo-source = фото
website-source = сайт
certainty-confirmed = подтверждено
certainty-likely = вероятно
certainty-disputed = оспаривается
certainty-unverified = не проверено

not-found = Такой страницы нет
not-found-advice = Возможно, в адресе опечатка или статья теперь лежит в другом месте. Всё, что здесь есть, доступно с главной страницы.
not-in-file = Этого в файле нет
not-in-file-advice = В открытом файле этой страницы нет. Возможно, она есть на сайте газеты.
loading = Загрузка…
page-failed = Страницу не удалось загрузить
retry = Попробовать ещё раз
part-missing = Часть приложения не загрузилась, поэтому некоторые кнопки пока не работают. Читать это не мешает. Чтобы попробовать ещё раз, нажмите кнопку.
content-unreachable = Сайт не ответил. Проверьте связь и попробуйте ещё раз; то, что вы читали, — на шаг назад.
content-missing = На сайте нет этого файла. Возможно, сайт как раз обновляется: попробуйте через минуту.
content-foreign = Вместо этой страницы пришла другая: возможно, сеть требует сначала войти. Сделайте это и попробуйте ещё раз.
content-damaged = То, что пришло, оборвано или изменено по дороге, поэтому не показано. Попробуйте ещё раз.
content-unreadable = Эта страница сделана для более новой версии. Перезагрузите, чтобы получить её.

digit-zero = 0
decimal-separator = ,
kilobytes = КБ
megabytes = МБ
gigabytes = ГБ
