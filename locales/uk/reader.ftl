skip-to-content = До змісту
sections = Рубрики
languages = Мови
leave = Вийти
leave-title = Одразу вийти з цієї сторінки
front-page = Головна
archive = Архів
topics = Теми
places = Місця
about = Про нас
follow = Читайте нас
appeal = Від редакції
support = Підтримати нас

more = Ще
newer = Новіші
older = Раніші
list-empty = Тут поки нічого немає.
undated = Без дати
article-count = { $count ->
    [one] { $count } стаття
    [few] { $count } статті
   *[many] { $count } статей
  }
reading-time = { $minutes ->
    [one] { $minutes } хвилина читання
    [few] { $minutes } хвилини читання
   *[many] { $minutes } хвилин читання
  }

by = Автор: { $authors }
updated = Оновлено { $date }
corrected = Виправлено
also-in = Іншими мовами
withdrawn = Редакція відкликала цю статтю.
withdrawn-because = Редакція відкликала цю статтю. { $reason }
outdated = Застаріло
outdated-because = Застаріло: { $reason }
related = До теми
neighbours = Сусідні статті
newer-article = Новіша
older-article = Раніша
save = Зберегти
share = Передати
embed = Вбудувати

background = Контекст
note = Примітка
key-points = Головне
video = Відео
audio = Аудіо
table = Таблиця
code = Код
post = Допис
picture-elsewhere = Зображення на сайті { $site }
open-on = Відкрити: { $site }
back-to-text = { $number }. Назад до тексту

sources = Джерела
archived-copy = архівна копія
people = Люди
organisations = Організації
corrections = Виправлення
document-source = документ
person-source = людина
agency-source = агенція
channel-source = канал
video-source = відео
photo-source = фото
website-source = сайт
certainty-confirmed = підтверджено
certainty-likely = імовірно
certainty-disputed = оскаржується
certainty-unverified = не перевірено

not-found = Такої сторінки немає
not-found-advice = Можливо, в адресі помилка або стаття тепер лежить деінде. Усе, що тут є, доступне з головної сторінки.
not-in-file = Цього у файлі немає
not-in-file-advice = У відкритому файлі цієї сторінки немає. Можливо, вона є на сайті газети.
loading = Завантаження…
page-failed = Сторінку не вдалося завантажити
retry = Спробувати ще раз
part-missing = Частина застосунку не завантажилася, тому деякі кнопки поки не працюють. Читати це не заважає. Щоб спробувати ще раз, натисніть кнопку.
content-unreachable = Сайт не відповів. Перевірте зв’язок і спробуйте ще раз; те, що ви читали, — на крок назад.
content-missing = На сайті немає цього файлу. Можливо, сайт саме оновлюється: спробуйте за хвилину.
content-foreign = Замість цієї сторінки прийшла інша: можливо, мережа вимагає спочатку увійти. Зробіть це і спробуйте ще раз.
content-damaged = Те, що надійшло, обірване або змінене дорогою, тому не показане. Спробуйте ще раз.
content-unreadable = Цю сторінку зроблено для новішої версії. Перезавантажте, щоб отримати її.

digit-zero = 0
decimal-separator = ,
kilobytes = КБ
megabytes = МБ
gigabytes = ГБ
