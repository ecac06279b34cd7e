### What each language calls itself. Add a line for a language of yours.

ar = العربية
be = Беларуская
de = Deutsch
en = English
es = Español
fa = فارسی
fr = Français
he = עברית
hy = Հայերեն
it = Italiano
ka = ქართული
kk = Қазақша
pl = Polski
pt = Português
ru = Русский
tr = Türkçe
uk = Українська
ur = اردو
uz = Oʻzbekcha
zh = 中文
