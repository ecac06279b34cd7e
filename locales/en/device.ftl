### What is stored on the reader's device: its page, and the notice at the bottom of the window.

## The page about what is on the device

# The title of the page, and the link to it.
device = On this device
device-intro = What this site keeps on your device, and what it does not.
device-needs-scripts = Nothing of this site is kept here: that needs scripts, which this browser does not run.
# The browser lets the site store nothing.
storage-denied = This browser lets the site keep nothing, perhaps because the window is a private one. You can read as long as the site answers.
# The reader has chosen to read privately.
storage-private = You are reading privately in this tab: until you close it, this site writes nothing to your device. What the browser itself keeps, such as its history, the site cannot prevent.
# The newspaper is in a file that the reader has opened.
single-file-explained = This is a newspaper in a file. All of it is in the file that is open, and the app leaves nothing on this device.

## The edition

edition = Edition { NUMBER($number) }
no-edition = Nothing is kept here yet.
# $time: date and time.
downloaded-at = Taken, by this device’s clock, { $time }
# How many of the articles are on the device.
articles-of = { $total ->
    [one] { NUMBER($count) } of { $total } article
   *[other] { NUMBER($count) } of { $total } articles
  }
# How many pictures are on the device.
picture-count = Pictures: { NUMBER($count) }
# How many articles should be on the device and are not.
missing-articles = { $count ->
    [one] Not here: { $count } article
   *[other] Not here: { $count } articles
  }
# The button that downloads an edition, or what is missing of it.
download = Get
# A choice.
keep-editions = Keep the newest edition, to read it without a connection
# A choice.
keep-pictures = Keep its pictures too
# A choice.
download-automatically = Get new editions without asking

## Parts of the paper

# A heading.
months = Months
# A heading.
saved-articles = Saved articles
no-saved-articles = None yet. Under each article there is a button that saves it.
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
sizes-explained = Sizes are those of the files as they are kept. What goes over the network is usually less than half.
persistence-granted = The browser has promised not to remove this by itself.
persistence-none = The browser may remove this by itself: when space runs out, or when you have not been here for a while.
persistence-refused = The browser was asked, and did not promise to keep it. It may do so once this site is on your home screen or among your bookmarks.
# A button.
persistence-request = Ask the browser to keep it
# A link.
reload-app = Load the newest version of this reader from the site

## Opening a file

# A heading and its button.
open-file = Open a file
open-file-explained = A newspaper file or an edition.zip that somebody gave you: choose it, or drop it on the page. It is checked, and kept like an edition from the site.

## Leaving fewer traces

# A heading.
fewer-traces = Leaving fewer traces
quick-exit-explained = The key Escape or the button at the top of each page leaves it at once. That does not erase that you were here, and pages before it are still one step back.
# A heading and its button.
read-privately = Read privately
read-privately-explained = Removes what is kept here. After that this site writes nothing to your device until you close this tab.
# A heading and its button.
erase-all = Forget everything
erase-all-explained = Removes the edition, pictures, saved articles, your choices and the offline reader from this browser. Until this tab is closed, nothing is kept again.
# What the app cannot erase.
erase-limits = This does not reach the browser’s history and the copies of pages and pictures that it keeps itself, nor what your network and provider have recorded.
# Stands before a list of places.
erased = Removed. This is what each place holds now:
# A line of that list.
erase-result = { $place }: { $result }
# Places where a site can leave something.
storage-caches = Stored files
storage-database = Articles
storage-settings = Choices
storage-worker = Offline reader
# What is left in such a place.
remaining-nothing = nothing is left
remaining-something = something is left; close all tabs of this site and try again
remaining-unknown = this browser does not tell

## The notice at the bottom of the window

# Names the bar of a download, for screen readers.
downloading = Being kept on this device:
# $done and $size are sizes, such as 80 KB.
downloading-articles = { $total ->
    [one] Being kept on this device: { NUMBER($count) } of { $total } article, { $done } of { $size }
   *[other] Being kept on this device: { NUMBER($count) } of { $total } articles, { $done } of { $size }
  }
downloading-pictures = Pictures: { NUMBER($count) } of { NUMBER($total) }, { $done } of { $size }
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
# The button that puts the newer edition off.
not-now = Not now
edition-saved = { $count ->
    [one] Kept on this device: { $count } article
   *[other] Kept on this device: { $count } articles
  }
edition-partly-saved = { $count ->
    [one] There is no room for all of it. Kept on this device: { $count } article
   *[other] There is no room for all of it. Kept on this device: { $count } articles
  }
pictures-not-saved = There was no room for the pictures: the text is here.
site-silent = The site does not answer. You are reading what is kept on this device:
# $date: when the edition was published that is read.
site-silent-edition = The site does not answer. You are reading what is kept on this device: { $date }
edition-evicted = The browser has removed what was kept here.
download-unreachable = The site stopped answering. What has arrived is kept, and will not be fetched again.
download-foreign = Another page came in place of the new edition: the network may want you to log in first. What you have is still here.
download-damaged = A part of the new edition is missing or damaged, so it was not taken. What you have is still here.
download-unreadable = The new edition is made for a newer version of the reader. What you have is still here.
download-full = There is no room on this device for the new edition. What you have is still here: remove something, or keep less.
download-stopped = Stopped. What has arrived is kept, and will not be fetched again.
# The button that closes the notice.
close = Close
