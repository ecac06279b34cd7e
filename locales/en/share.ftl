### The dialogs that make a file, open a file, and embed an article.

# The title of the dialog that makes a file.
share-title = Share
# What is shared, when it is the reader's saved articles.
share-saved = Saved articles
# Explains the file that is made.
share-file = One file with everything in it. It is made on this device and opens in any browser, without the site and without a network.
# A choice.
share-with-pictures = With pictures
# A choice.
share-as-neutral = Give the file a name and a title that reveal nothing
# The title of a file that is to tell nothing.
share-neutral = Pages
# A button.
share-share = Share the file
# A button.
share-save = Save the file
# A button.
share-copy = Copy as text
# A button.
share-print = Print or save as PDF
# Unfolds the link and its code.
share-link = The link
# Names the code, for screen readers.
share-code = QR code of the link
share-working = Making the file…
# $size: such as 80 KB.
share-made = The file is ready: { $size }
share-copied = Copied.
share-not-copied = This browser did not allow copying. You can copy selected text yourself.
share-failed = The file could not be made. Something that it needs is not on this device, and the site did not answer.
share-too-old = This browser is too old for that. Use a newer one.
# A button.
share-close = Close

## What stands in the file

share-carried = This newspaper is a single file. It needs no network, and you can pass it on.
share-newest = Newest article: { $date }

## Opening a file

# The link to the front page of a newspaper that was in a file.
share-read = Read
share-opening = Checking the file…
# $edition: its number and date.
share-opened = Saved from the file: edition { $edition }
share-opened-articles = { $count ->
    [one] { $count } article saved from the file
   *[other] { $count } articles saved from the file
  }
share-same = Everything in this file is on this device already.
# $date: when its newest article was published.
share-older = This file is older than what is on this device, so nothing was changed. Its newest article: { $date }
# Follows the sentence before it, above the button "Read".
share-readable = You can read it until you reload this page, and nothing of it is saved.
share-forged = The newsroom of this newspaper did not sign what is in this file. It was forged, or is from another newspaper. Nothing was changed.
share-unsigned = This newspaper is signed, and the file is not. Nothing was changed.
share-unproven = The file lacks the lists that prove its articles. Nothing was changed. Ask for a file with the whole edition.
share-conflict = The file has a different edition with the number of one on this device, and both are signed. Nothing was changed. Ask the newsroom which one is theirs.
share-foreign = This is not a newspaper file and not an edition.zip. Nothing was changed.
# $newspaper: its name.
share-other = This file is from another newspaper, so nothing was changed: { $newspaper }
share-short = This file is cut short: its end did not arrive. Ask for it again. Nothing was changed.
share-damaged = This file was damaged or altered on its way. Ask for it again. Nothing was changed.
share-full = There is no room on this device for what is in the file. Nothing was changed.
share-denied = Nothing can be stored in this tab. To read the file, open it by itself.
share-off = You have chosen to keep no editions. Change that on the page “On this device”, or open the file by itself to read it.
share-busy = An edition is being downloaded. Try again when that is done.
share-part-missing = A part of the app did not load. Nothing was changed. Try again.
share-stopped = Stopped. Nothing was changed.

## Embedding an article

# The title of the dialog.
share-embed = Embed this article
share-embed-text = Copy one of these into your page. None of them sets a cookie or contacts anyone but this newspaper.
# The three things to copy.
share-quotation = A quotation, for any page, feed or email
# A choice.
share-whole = With the whole text
share-card = A card in a frame, without scripts
share-element = The article itself, which opens where it stands
# A button.
share-copy-snippet = Copy
# Names a preview, for screen readers.
share-preview = Preview
