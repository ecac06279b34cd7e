### Where the newspaper comes from: its page, and warnings about it.

## The page about where the newspaper comes from

# The title of the page, and the link to it.
provenance = Where this comes from
provenance-intro = Anybody may host a copy of this newspaper. What makes it the newsroom’s is its signature, whoever sends it.
provenance-needs-scripts = Signatures are checked by scripts, which this browser does not run.
provenance-limits = A copy from an address that you do not know cannot vouch for itself, since the app in it may be forged too. The newsroom’s own address can, the command offprint, or a page that embeds an article together with the newsroom’s key.
# A heading.
fingerprint = The newsroom’s fingerprint
# A heading over the keys.
signing-keys = Signed with
# A heading over a list of addresses.
sources-checked = What each address has
# A heading.
check-yourself = Checking it yourself
# offprint is the name of a command.
check-yourself-explained = Get the fingerprint from the newsroom in another way, on paper or in a call, and compare the words. The command offprint says on a computer whether all of a copy is what was signed.

## What the check of signatures has shown

provenance-unknown = Nobody has been asked yet.
provenance-unsigned = This newspaper is not signed: only its address vouches for its words.
provenance-fresh = Signed by the newsroom, and the newest edition that was found.
# $sources: how many addresses of how many, see sources-answered.
provenance-aging = { $days ->
    [one] This edition was signed { $days } day ago, and no newer one was found. Signed editions came from { $sources } addresses.
   *[other] This edition was signed { $days } days ago, and no newer one was found. Signed editions came from { $sources } addresses.
  }
provenance-expired = { $days ->
    [one] This edition is { $days } day old. Newer news may exist that could not be reached, or is being withheld.
   *[other] This edition is { $days } days old. Newer news may exist that could not be reached, or is being withheld.
  }
provenance-clock = This device’s clock cannot be right, so nobody can say how old this edition is.
provenance-silent = No address of this newspaper answered.
provenance-foreign = Another page came in place of the newspaper: the network may want you to log in first.
provenance-altered = What came is not what the newsroom signed, so it was not taken.
provenance-older = Only older editions than you have read came, so none was taken.
# $manifests: how the two editions' hashes begin.
provenance-conflict = Two signed editions have one number: { $manifests }. Ask the newsroom in another way which of them is theirs before you trust either.
provenance-page = The page that came is not that of the newest edition that the newsroom signed. You now see the signed one.
provenance-stray = The page that came is not in the newest edition that the newsroom signed.
provenance-new-keys = The newsroom has changed its keys, and signed the change with its former ones. Its fingerprint is still: { $fingerprint }
provenance-ignored = Something else than the newsroom signed came from { $address } and was ignored.
# Stands in provenance-aging.
sources-answered = { NUMBER($answered) } of { NUMBER($asked) }

## What each address has

source-status-newest = the newest edition
source-status-behind = an older edition
source-status-older = an edition older than you have read
source-status-conflict = another edition with the same number
source-status-altered = something else than was signed
source-status-unsigned = an edition that is not signed
source-status-foreign = another page
source-status-silent = no answer
