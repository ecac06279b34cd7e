### Words that the builder adds to articles.

# Heads a note that the newsroom marked as [!TIP], and that has no title of its own. The others do the same.
alert-tip = Tip
alert-important = Important
alert-warning = Warning
alert-caution = Caution
