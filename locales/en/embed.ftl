### What an article says in other people's pages.

# The button that opens the article where it stands.
embed-read-here = Read here
# The button that closes it again.
embed-show-less = Show less
embed-changed = The newsroom has changed this article since it was embedded here. This is the newest text.
embed-gone = The newsroom no longer publishes this article.
embed-stale = There may be newer news: no current edition of the newsroom could be reached.
