embed-read-here = Read here
embed-show-less = Show less
embed-changed = The newsroom has changed this article since it was embedded here. This is the newest text.
embed-gone = The newsroom no longer publishes this article.
embed-stale = There may be newer news: no current edition of the newsroom could be reached.
