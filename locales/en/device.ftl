### What is stored on the reader's device: its page, and the notice at the bottom of the window.

## The page about what is on the device

# The title of the page, and the link to it.
device = On this device
device-intro = What this site stores on your device, and what it does not.
device-needs-scripts = This site has stored nothing here. Storage needs scripts, which this browser does not run.
# The browser lets the site store nothing.
storage-denied = This browser does not let the site store anything, perhaps because this is a private window. You can read as long as the site answers.
# The reader has chosen to read privately.
storage-private = You are reading privately in this tab. Until you close it, this site writes nothing to your device. It cannot prevent what the browser itself stores, such as its history.
# The newspaper is in a file that the reader has opened.
single-file-explained = This newspaper is a single file. All of it is in the file that you opened, and the app stores nothing on this device.

## The edition

edition = Edition { NUMBER($number) }
no-edition = No edition is stored here yet.
# $time: date and time.
downloaded-at = Downloaded { $time }, by this device’s clock
# How many of the articles are on the device.
articles-of = { $total ->
    [one] { NUMBER($count) } of { $total } article
   *[other] { NUMBER($count) } of { $total } articles
  }
# How many pictures are on the device.
picture-count = Pictures: { NUMBER($count) }
# How many files to which articles link are on the device.
file-count = Files: { NUMBER($count) }
# How many articles should be on the device and are not.
missing-articles = { $count ->
    [one] { $count } article is missing
   *[other] { $count } articles are missing
  }
# The button that downloads an edition, or what is missing of it.
download = Download
# A choice.
keep-editions = Keep the newest edition on this device, to read it without a connection
# A choice.
keep-pictures = Keep its pictures too
# A choice. $size: that of all these files together.
keep-files = Keep the files that articles link to too ({ $size })
# A choice.
download-automatically = Download new editions without asking

## Parts of the paper

# A heading.
months = Months
# A heading.
saved-articles = Saved articles
no-saved-articles = None yet. Each article has a button below it that saves it.
# The button that keeps a section or a month on the device.
keep = Keep
# The same button for screen readers. $name: the section or month.
keep-part = Keep: { $name }
# The button that removes a section, a month or an article.
remove = Remove
# The same button for screen readers. $name: what is removed.
remove-part = Remove: { $name }

## Space

# A heading.
space = Space
# $used and $available are sizes, such as 12 MB.
space-used = { $used } of { $available }
sizes-explained = These are the sizes of the stored files. A download is usually less than half as large.
persistence-granted = The browser has promised not to remove this by itself.
persistence-none = The browser may remove this by itself when space runs out, or when you have not visited for a while.
persistence-refused = The browser did not promise to keep this. It may do so once you add this site to your home screen or your bookmarks.
# A button.
persistence-request = Ask the browser to keep it
# A link.
reload-app = Load the newest version of the app from the site

## Opening a file

# A heading and its button.
open-file = Open a file
open-file-explained = Choose a newspaper file or an edition.zip that you were given, or drop it on this page. It is checked, then stored like an edition from the site.

## Leaving fewer traces

# A heading.
fewer-traces = Leaving fewer traces
quick-exit-explained = The button at the top of each page leaves it at once. This does not erase that you were here, and the pages before it are still one step back.
# A choice, or a sentence without its full stop. Escape is the name of the key.
leave-by-escape = Leave when I press Escape twice
leave-by-escape-explained = To leave, you can also press Escape twice.
# A heading and its button.
read-privately = Read privately
read-privately-explained = Removes what is stored here. After that, this site writes nothing to your device until you close this tab.
# A heading and its button.
erase-all = Forget everything
erase-all-explained = Removes the edition, its pictures and files, your saved articles, your choices and the offline app from this browser. Nothing is stored again until you close this tab.
# What the app cannot erase.
erase-limits = This does not reach the browser’s history, the copies of pages and pictures that the browser itself stores, or what your network and provider have recorded.
# Stands before a list of places.
erased = Removed. This is what each place holds now:
# A line of that list.
erase-result = { $place }: { $result }
# Places where a site can leave something.
storage-caches = Stored files
storage-database = Articles
storage-settings = Choices
storage-worker = Offline app
# What is left in such a place.
remaining-nothing = nothing is left
remaining-something = something is left; close all tabs of this site and try again
remaining-unknown = this browser does not say

## The notice at the bottom of the window

# Names the bar of a download, for screen readers.
downloading = Downloading
# $done and $size are sizes, such as 80 KB.
downloading-articles = { $total ->
    [one] Downloading: { NUMBER($count) } of { $total } article, { $done } of { $size }
   *[other] Downloading: { NUMBER($count) } of { $total } articles, { $done } of { $size }
  }
downloading-pictures = Pictures: { NUMBER($count) } of { NUMBER($total) }, { $done } of { $size }
# The files are pictures too.
downloading-files = Files: { NUMBER($count) } of { NUMBER($total) }, { $done } of { $size }
# The button that stops a download.
stop = Stop
# There is a newer edition. $size: how much there is to download.
update-new = { $new ->
    [one] { $new } new article, { $size }
   *[other] { $new } new articles, { $size }
  }
update-changed = { $changed ->
    [one] { $changed } changed article, { $size }
   *[other] { $changed } changed articles, { $size }
  }
update-new-and-changed = { $new ->
    [one] { $new } new article
   *[other] { $new } new articles
  }, { $changed ->
    [one] { $changed } changed article
   *[other] { $changed } changed articles
  }, { $size }
update-other = There is a newer edition: { $size }
# The button that postpones the newer edition.
not-now = Not now
edition-saved = { $count ->
    [one] Saved on this device: { $count } article
   *[other] Saved on this device: { $count } articles
  }
edition-partly-saved = { $count ->
    [one] There is not enough room for everything. Saved on this device: { $count } article
   *[other] There is not enough room for everything. Saved on this device: { $count } articles
  }
pictures-not-saved = There was no room for the pictures. The text is saved.
files-not-saved = There was no room for all files. The text is saved.
site-silent = The site does not answer. You are reading the edition on this device.
# $date: when the edition being read was published.
site-silent-edition = The site does not answer. You are reading the edition on this device, of { $date }.
# Where data is dear or the edition is large. $size: the size of the texts, and of the app if it is not here yet.
edition-offered = { $count ->
    [one] { $count } article can be saved on this device, to read without a network: about { $size }, without pictures. Nothing has been downloaded yet.
   *[other] { $count } articles can be saved on this device, to read without a network: about { $size }, without pictures. Nothing has been downloaded yet.
  }
edition-evicted = The browser has removed the edition that was stored here. You can download it again.
download-unreachable = The site stopped answering. What has arrived is stored and will not be downloaded again.
download-foreign = Your network returned a different page. It may want you to log in. Your saved edition has not changed.
download-damaged = A part of the new edition is missing or damaged, so the edition was refused. Your saved edition has not changed.
download-unreadable = The new edition needs a newer version of the app. Your saved edition has not changed.
download-full = There is no room on this device for the new edition. Your saved edition has not changed. Remove something, or keep less.
download-stopped = Stopped. What has arrived is stored and will not be downloaded again.
# The button that closes the notice.
close = Close
