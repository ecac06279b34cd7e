device = On this device
device-intro = What this site keeps on your device, and what it does not.
device-needs-scripts = Nothing of this site is kept here: that needs scripts, which this browser does not run.
storage-denied = This browser lets the site keep nothing, perhaps because the window is a private one. You can read as long as the site answers.
storage-private = You are reading privately in this tab: until you close it, this site writes nothing to your device. What the browser itself keeps, such as its history, the site cannot prevent.
edition = Edition
no-edition = Nothing is kept here yet.
downloaded-at = Taken, by this device’s clock,
pictures = Pictures:
missing-articles = Not here:
download = Get
stop = Stop
not-now = Not now
close = Close
keep-editions = Keep the newest edition, to read it without a connection
keep-pictures = Keep its pictures too
download-automatically = Get new editions without asking
keep = Keep
remove = Remove
months = Months
saved-articles = Saved articles
no-saved-articles = None yet. Under each article there is a button that saves it.
save = Save
space = Space
sizes-explained = Sizes are those of the files as they are kept. What goes over the network is usually less than half.
persistence-granted = The browser has promised not to remove this by itself.
persistence-none = The browser may remove this by itself: when space runs out, or when you have not been here for a while.
persistence-refused = The browser was asked, and did not promise to keep it. It may do so once this site is on your home screen or among your bookmarks.
persistence-request = Ask the browser to keep it
reload-app = Load the newest version of this reader from the site
fewer-traces = Leaving fewer traces
quick-exit-explained = The key Escape or the button at the top of each page leaves it at once. That does not erase that you were here, and pages before it are still one step back.
read-privately = Read privately
read-privately-explained = Removes what is kept here. After that this site writes nothing to your device until you close this tab.
erase-all = Forget everything
erase-all-explained = Removes the edition, pictures, saved articles, your choices and the offline reader from this browser. Until this tab is closed, nothing is kept again.
erased = Removed. This is what each place holds now:
erase-limits = This does not reach the browser’s history and the copies of pages and pictures that it keeps itself, nor what your network and provider have recorded.
storage-caches = Stored files
storage-database = Articles
storage-settings = Choices
storage-worker = Offline reader
remaining-nothing = nothing is left
remaining-something = something is left; close all tabs of this site and try again
remaining-unknown = this browser does not tell
downloading = Being kept on this device:
edition-saved = Kept on this device:
edition-partly-saved = There is no room for all of it. Kept on this device:
pictures-not-saved = There was no room for the pictures: the text is here.
site-silent = The site does not answer. You are reading what is kept on this device:
edition-evicted = The browser has removed what was kept here.
download-unreachable = The site stopped answering. What has arrived is kept, and will not be fetched again.
download-foreign = Another page came in place of the new edition: the network may want you to log in first. What you have is still here.
download-damaged = A part of the new edition is missing or damaged, so it was not taken. What you have is still here.
download-unreadable = The new edition is made for a newer version of the reader. What you have is still here.
download-full = There is no room on this device for the new edition. What you have is still here: remove something, or keep less.
download-stopped = Stopped. What has arrived is kept, and will not be fetched again.
part-of = { $part } of { $whole }
articles-of = { $total ->
    [one] { $count } of { $total } article
   *[other] { $count } of { $total } articles
  }
new-articles = { $count ->
    [one] { $count } new article
   *[other] { $count } new articles
  }
changed-articles = { $count ->
    [one] { $count } changed article
   *[other] { $count } changed articles
  }
