skip-to-content = رفتن به متن
sections = بخش‌ها
languages = زبان‌ها
leave = خروج
leave-title = خروج فوری از این صفحه
front-page = صفحهٔ نخست
archive = بایگانی
topics = موضوع‌ها
places = جاها
about = دربارهٔ ما
follow = ما را دنبال کنید
appeal = از تحریریه
support = از ما حمایت کنید

more = بیشتر
newer = تازه‌تر
older = قدیمی‌تر
list-empty = هنوز چیزی اینجا نیست.
undated = بدون تاریخ
article-count = { $count ->
    [one] { $count } مقاله
   *[other] { $count } مقاله
  }
reading-time = { $minutes ->
    [one] { $minutes } دقیقه مطالعه
   *[other] { $minutes } دقیقه مطالعه
  }

by = نویسنده: { $authors }
updated = به‌روزرسانی { $date }
corrected = تصحیح‌شده
also-in = به زبان‌های دیگر
withdrawn = تحریریه این مقاله را پس گرفته است.
withdrawn-because = تحریریه این مقاله را پس گرفته است. { $reason }
outdated = قدیمی شده
outdated-because = قدیمی شده: { $reason }
related = مرتبط
neighbours = مقاله‌های پیشین و پسین
newer-article = تازه‌تر
older-article = قدیمی‌تر
save = ذخیره
share = به دیگران دادن
embed = جاسازی

background = پیش‌زمینه
note = یادداشت
key-points = نکته‌های اصلی
video = ویدیو
audio = صدا
table = جدول
code = کد
post = پست
picture-elsewhere = تصویر در { $site }
open-on = باز کردن در { $site }
back-to-text = { $number }. بازگشت به متن

sources = منابع
archived-copy = نسخهٔ بایگانی‌شده
people = افراد
organisations = سازمان‌ها
corrections = تصحیح‌ها
document-source = سند
person-source = شخص
agency-source = خبرگزاری
channel-source = کانال
video-source = ویدیو
photo-source = عکس
website-source = وب‌سایت
certainty-confirmed = تأییدشده
certainty-likely = محتمل
certainty-disputed = مورد اختلاف
certainty-unverified = تأییدنشده

not-found = چنین صفحه‌ای نیست
not-found-advice = شاید نشانی اشتباه باشد یا مقاله اکنون جای دیگری باشد. به هر چه اینجاست از صفحهٔ نخست می‌توان رسید.
not-in-file = در این پرونده نیست
not-in-file-advice = این صفحه در پروندهٔ باز نیست. شاید در سایت خود روزنامه باشد.
loading = در حال بارگذاری…
page-failed = این صفحه بارگذاری نشد
retry = دوباره تلاش کنید
part-missing = بخشی از برنامه بارگیری نشد، پس برخی دکمه‌ها هنوز کار نمی‌کنند. می‌توانید به خواندن ادامه دهید. برای تلاش دوباره دکمه‌ای را بزنید.
content-unreachable = سایت پاسخ نداد. اتصال خود را بررسی کنید و دوباره تلاش کنید؛ آنچه می‌خواندید یک گام عقب‌تر است.
content-missing = سایت این پرونده را ندارد. شاید در حال به‌روزرسانی است: یک دقیقهٔ دیگر تلاش کنید.
content-foreign = به جای این صفحه صفحهٔ دیگری آمد: شاید شبکه می‌خواهد نخست وارد شوید. این کار را بکنید و دوباره تلاش کنید.
content-damaged = آنچه رسید ناقص بود یا در راه تغییر کرده بود، پس نشان داده نمی‌شود. دوباره تلاش کنید.
content-unreadable = این صفحه برای نسخهٔ تازه‌تری ساخته شده است. برای دریافت آن صفحه را دوباره بارگذاری کنید.

digit-zero = ۰
decimal-separator = ٫
kilobytes = کیلوبایت
megabytes = مگابایت
gigabytes = گیگابایت
