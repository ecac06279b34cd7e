skip-to-content = К содержанию
sections = Рубрики
languages = Языки
leave = Уйти
leave-title = Сразу уйти с этой страницы (Escape)
front-page = Главная
archive = Архив
topics = Темы
places = Места
about = О нас
more = Ещё
newer = Новее
older = Раньше
list-empty = Здесь пока ничего нет.
by = Автор:
updated = Обновлено
undated = Без даты
corrected = Исправлено
also-in = На других языках
sources = Источники
archived-copy = архивная копия
people = Люди
organisations = Организации
corrections = Исправления
outdated = Устарело
withdrawn = Редакция отозвала эту статью.
background = Контекст
note = Примечание
key-points = Главное
video = Видео
audio = Аудио
table = Таблица
code = Код
post = Публикация
picture-elsewhere = Изображение на сайте
open-on = Открыть:
back-to-text = Назад к тексту
related = По теме
neighbours = Соседние статьи
newer-article = Новее
older-article = Раньше
follow = Читайте нас
appeal = От редакции
support = Поддержать нас
not-found = Такой страницы нет
not-found-advice = Возможно, в адресе опечатка или статья теперь лежит в другом месте. Всё, что здесь есть, доступно с главной страницы.
not-in-file = Этого в файле нет
not-in-file-advice = В открытом файле этой страницы нет. Возможно, она есть на сайте газеты.
loading = Загрузка…
page-failed = Страницу не удалось загрузить
retry = Попробовать ещё раз
content-unreachable = Сайт не ответил. Проверьте связь и попробуйте ещё раз; то, что вы читали, — на шаг назад.
content-missing = На сайте нет этого файла. Возможно, сайт как раз обновляется: попробуйте через минуту.
content-damaged = То, что пришло, оборвано или изменено по дороге, поэтому не показано. Попробуйте ещё раз.
content-unreadable = Эта страница сделана для более новой версии. Перезагрузите, чтобы получить её.
source-document = документ
source-person = человек
source-agency = агентство
source-channel = канал
source-video = видео
source-photo = фото
source-website = сайт
certainty-confirmed = подтверждено
certainty-likely = вероятно
certainty-disputed = оспаривается
certainty-unverified = не проверено
share = Передать
embed = Встроить
single-file-explained = Это газета в одном файле. Всё, что в ней есть, находится в открытом файле; приложение ничего не оставляет на этом устройстве.
open-file = Открыть файл
open-file-explained = Файл газеты или edition.zip, который вам передали: выберите его или перетащите на страницу. Он проверяется и сохраняется так же, как номер с сайта.
content-foreign = Вместо этой страницы пришла другая: возможно, сеть требует сначала войти. Сделайте это и попробуйте ещё раз.
digit-zero = 0
decimal-separator = ,
kilobytes = КБ
megabytes = МБ
gigabytes = ГБ
reading-time = { $minutes ->
    [one] { $minutes } минута чтения
    [few] { $minutes } минуты чтения
   *[many] { $minutes } минут чтения
  }
articles = { $count ->
    [one] { $count } статья
    [few] { $count } статьи
   *[many] { $count } статей
  }
