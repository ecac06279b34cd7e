### The dialogs that make a file, open a file, and embed an article.

# The title of the dialog that makes a file.
share-title = Pass on
# What is shared, when it is the reader's saved articles.
share-saved = Saved articles
# Explains the file that is made.
share-file = One file with everything in it. It is made on this device and opens in any browser, without the site and without a network.
# A choice.
share-with-pictures = With pictures
# A choice.
share-as-neutral = Give the file a name and a title that tell nothing
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
share-made = The file is made: { $size }
share-copied = The text is copied.
share-not-copied = This browser did not let it be copied. What is selected you can copy yourself.
share-failed = It could not be made: something it needs is not on this device, and the site did not answer.
share-too-old = This browser cannot do that. A newer one can.
# A button.
share-close = Close

## What stands in the file

share-carried = This newspaper is a single file. It asks nobody for anything, and you can hand it on.
share-newest = Newest article: { $date }

## Opening a file

share-opening = Checking the file…
# $edition: its number and date.
share-opened = Kept from the file: edition { $edition }
share-opened-articles = Articles saved from the file: { $count }
share-same = All that is in this file is here already.
# $date: when its newest article was published.
share-older = This file is older than what is here, so nothing was changed. Its newest article: { $date }
share-forged = This newspaper’s newsroom has not signed what is in this file: it was forged, or is of another newspaper. Nothing was changed.
share-unsigned = This newspaper is signed, and the file is not. Nothing was changed.
share-unproven = The file does not have the lists that prove its articles. Nothing was changed. Ask for a file with the whole edition.
share-fork = The file has another edition with the number of one that is here, and both are signed. Nothing was changed. Ask the newsroom which is theirs.
share-foreign = This is no newspaper file and no edition.zip. Nothing was changed.
# $newspaper: its name.
share-other = This file is of another newspaper, so nothing was changed: { $newspaper }
share-short = This file is cut short: its end did not arrive. Ask for it again. Nothing was changed.
share-damaged = This file was damaged or altered on its way: what is in it is not what it says. Nothing was changed.
share-full = There is no room on this device for what is in the file. Nothing was changed.
share-denied = Nothing can be kept in this tab. Open the file itself to read it.
share-off = You have chosen to keep no editions. Change that on the page “On this device”, or open the file itself to read it.
share-busy = An edition is being taken just now. Try again when that is done.
share-stopped = Stopped. Nothing was changed.

## Embedding an article

# The title of the dialog.
share-embed = Embed this article
share-embed-text = Copy one of these into your page. None of them sets a cookie or asks anybody but this newspaper.
# The three things to copy.
share-quotation = A quotation, for any page, feed or letter
# A choice.
share-whole = With the whole text
share-card = A card in a frame, without scripts
share-element = The article itself, opened where it stands
# A button.
share-copy-snippet = Copy
# Names a preview, for screen readers.
share-preview = How it will look
