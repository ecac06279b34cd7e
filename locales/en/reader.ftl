### Pages, lists and articles.

## Page frame

# The first link of each page. It is seen only when it has the keyboard's focus.
skip-to-content = Skip to content
# Names the navigation between sections, for screen readers; on the page about the device, a heading.
sections = Sections
# Names the navigation between languages, for screen readers.
languages = Languages
# The button that leaves the newspaper at once.
leave = Leave
# Explains that button.
leave-title = Leave this page at once
front-page = Front page
# The list of months.
archive = Archive
# The list of topics, and the topics of an article.
topics = Topics
# The list of places, and the places of an article.
places = Places
# The page about the newspaper.
about = About
# Stands before links to the newspaper's channels.
follow = Follow us
# Names the newspaper's appeal for donations, for screen readers.
appeal = From the newsroom
# The link of the appeal.
support = Support us

## Lists

# Heads the articles of the front page that are in no section.
more = More
# The link to the next page of a list.
newer = Newer
# The link to the next page of a list.
older = Older
list-empty = Nothing here yet.
# Stands where an article has no date.
undated = Undated
# How many articles a list has.
article-count = { $count ->
    [one] { $count } article
   *[other] { $count } articles
  }
reading-time = { $minutes ->
    [one] { $minutes } min read
   *[other] { $minutes } min read
  }

## Articles

# $authors: their names, with commas.
by = By { $authors }
# $date: when the article was last changed.
updated = Updated { $date }
# The link to an article's corrections.
corrected = Corrected
# Stands before links to the article in other languages.
also-in = Also in
# Stands in the place of an article.
withdrawn = The newsroom has withdrawn this article.
# $reason: a sentence of the newsroom.
withdrawn-because = The newsroom has withdrawn this article. { $reason }
# Heads the newsroom's remark on an article that is no longer correct in every point.
outdated = Outdated
# $reason: a sentence of the newsroom.
outdated-because = Outdated: { $reason }
# Heads links to articles on the same subject.
related = Related
# Names the links to the next articles in time, for screen readers.
neighbours = Newer and older articles
# Heads the link to the next article in time.
newer-article = Newer
# Heads the link to the next article in time.
older-article = Older
# The button that keeps an article on the device.
save = Save
# The button that opens the dialog for sharing, and that dialog's title.
share = Share
# The button that shows how to put the article into another page.
embed = Embed

## What stands in articles

# Heads a box of background that has no title of its own.
background = Background
# Heads a note that has no title of its own.
note = Note
# Heads key points that have no title of their own.
key-points = Key points
video = Video
audio = Audio
# Names a table without a caption, for screen readers.
table = Table
# Names a piece of code, for screen readers.
code = Code
# Names a post whose social network has no name.
post = Post
# The link to a picture on another site. $site: its name.
picture-elsewhere = Picture on { $site }
# The link to another site. $site: its name, such as YouTube or example.org.
open-on = Open on { $site }
# The link from a footnote back to the text, for screen readers.
back-to-text = { $number }. Back to the text

## Facts under articles

sources = Sources
# The link to a stored copy of a source.
archived-copy = archived copy
people = People
organisations = Organisations
corrections = Corrections
# Kinds of sources.
document-source = document
person-source = person
agency-source = news agency
channel-source = channel
video-source = video
photo-source = photo
website-source = website
# How sure a source is.
certainty-confirmed = confirmed
certainty-likely = likely
certainty-disputed = disputed
certainty-unverified = not verified

## Pages that cannot be shown

not-found = There is no such page
not-found-advice = The address may have a typing error, or the article may have moved. You can reach everything from the front page.
# The title of a page that a newspaper in a file does not have.
not-in-file = Not in this file
not-in-file-advice = The file that you opened does not have this page. It may be on the newspaper’s site.
loading = Loading…
page-failed = This page could not be loaded
# The button that tries again.
retry = Try again
part-missing = A part of the app did not load, so some buttons do not work yet. You can go on reading. Press a button to try again.
content-unreachable = The site did not answer. Check your connection and try again. What you were reading is one step back.
content-missing = The site does not have this file. It may be in the middle of an update: try again in a minute.
content-foreign = Your network returned a different page. It may want you to log in. Log in, then try again.
content-damaged = This page arrived cut short or altered, so it is not shown. Try again.
content-unreadable = This page needs a newer version of the app. Reload to get it.

## Numbers

# The digit 0 of the language; the other nine follow it in Unicode.
digit-zero = 0
# Stands between a number and its fraction, as in 2.4.
decimal-separator = .
# Units of size, after a number.
kilobytes = KB
megabytes = MB
gigabytes = GB
