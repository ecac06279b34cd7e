skip-to-content = До змісту
sections = Рубрики
languages = Мови
leave = Вийти
leave-title = Одразу вийти з цієї сторінки (Escape)
front-page = Головна
archive = Архів
topics = Теми
places = Місця
about = Про нас
more = Ще
newer = Новіші
older = Раніші
list-empty = Тут поки нічого немає.
by = Автор:
updated = Оновлено
undated = Без дати
corrected = Виправлено
also-in = Іншими мовами
sources = Джерела
archived-copy = архівна копія
people = Люди
organisations = Організації
corrections = Виправлення
outdated = Застаріло
withdrawn = Редакція відкликала цю статтю.
background = Контекст
note = Примітка
key-points = Головне
video = Відео
audio = Аудіо
table = Таблиця
code = Код
post = Допис
picture-elsewhere = Зображення на сайті
open-on = Відкрити:
back-to-text = Назад до тексту
related = До теми
neighbours = Сусідні статті
newer-article = Новіша
older-article = Раніша
follow = Читайте нас
appeal = Від редакції
support = Підтримати нас
not-found = Такої сторінки немає
not-found-advice = Можливо, в адресі помилка або стаття тепер лежить деінде. Усе, що тут є, доступне з головної сторінки.
not-in-file = Цього у файлі немає
not-in-file-advice = У відкритому файлі цієї сторінки немає. Можливо, вона є на сайті газети.
loading = Завантаження…
page-failed = Сторінку не вдалося завантажити
retry = Спробувати ще раз
content-unreachable = Сайт не відповів. Перевірте зв’язок і спробуйте ще раз; те, що ви читали, — на крок назад.
content-missing = На сайті немає цього файлу. Можливо, сайт саме оновлюється: спробуйте за хвилину.
content-damaged = Те, що надійшло, обірване або змінене дорогою, тому не показане. Спробуйте ще раз.
content-unreadable = Цю сторінку зроблено для новішої версії. Перезавантажте, щоб отримати її.
source-document = документ
source-person = людина
source-agency = агенція
source-channel = канал
source-video = відео
source-photo = фото
source-website = сайт
certainty-confirmed = підтверджено
certainty-likely = імовірно
certainty-disputed = оскаржується
certainty-unverified = не перевірено
share = Передати
embed = Вбудувати
single-file-explained = Це газета в одному файлі. Усе, що в ній є, міститься у відкритому файлі; застосунок нічого не залишає на цьому пристрої.
open-file = Відкрити файл
open-file-explained = Файл газети або edition.zip, який вам передали: виберіть його або перетягніть на сторінку. Він перевіряється і зберігається так само, як номер із сайту.
content-foreign = Замість цієї сторінки прийшла інша: можливо, мережа вимагає спочатку увійти. Зробіть це і спробуйте ще раз.
digit-zero = 0
decimal-separator = ,
kilobytes = КБ
megabytes = МБ
gigabytes = ГБ
reading-time = { $minutes ->
    [one] { $minutes } хвилина читання
    [few] { $minutes } хвилини читання
   *[many] { $minutes } хвилин читання
  }
articles = { $count ->
    [one] { $count } стаття
    [few] { $count } статті
   *[many] { $count } статей
  }
