### Where the newspaper comes from: its page, and warnings about it.

## The page about where the newspaper comes from

# The title of the page, and the link to it.
provenance = Where this comes from
provenance-intro = Anyone can host a copy of this newspaper. If the newsroom signs its editions, the signature shows that a copy is genuine, wherever it comes from.
provenance-needs-scripts = Signatures are checked by scripts, which this browser does not run.
provenance-limits = A copy from an address that you do not know cannot vouch for itself, because its app may be forged too. The newsroom’s own address can, or the command offprint, or a page that embeds an article together with the newsroom’s key.
# A heading.
fingerprint = The newsroom’s fingerprint
# A heading over the keys.
signing-keys = Signed with
# A heading over a list of addresses.
sources-checked = What each address has
# A heading.
check-yourself = Checking it yourself
# offprint is the name of a command.
check-yourself-explained = Get the fingerprint from the newsroom in another way, on paper or in a call, and compare the words. On a computer, the command offprint checks that a whole copy is what the newsroom signed.

## What the check of signatures has shown

provenance-unknown = No address has been checked yet.
provenance-unsigned = This newspaper is not signed. Only its address vouches for its words.
provenance-fresh = Signed by the newsroom. No newer edition was found.
# $sources: how many addresses of how many, see sources-answered.
provenance-aging = { $days ->
    [one] This edition was signed { $days } day ago, and no newer one was found. Addresses that sent a signed edition: { $sources }.
   *[other] This edition was signed { $days } days ago, and no newer one was found. Addresses that sent a signed edition: { $sources }.
  }
provenance-expired = { $days ->
    [one] This edition is { $days } day old. There may be newer news that could not be reached or is being withheld.
   *[other] This edition is { $days } days old. There may be newer news that could not be reached or is being withheld.
  }
provenance-clock-wrong = This device’s clock cannot be right, so the age of this edition is unknown. Set the date and time.
provenance-no-answer = No address of this newspaper answered.
provenance-login-page = Your network returned a different page in place of the newspaper. It may want you to log in.
provenance-altered = What arrived is not what the newsroom signed, so it was refused.
provenance-older-than-seen = Every edition that arrived is older than one that this device already knows, so none was accepted.
# $manifests: how the two editions' hashes begin.
provenance-conflict = Two signed editions have the same number: { $manifests }. Before you trust either, ask the newsroom in another way which one is theirs.
provenance-page-altered = The page that arrived is not the one in the newest edition that the newsroom signed. You now see the signed page.
provenance-page-unknown = The page that arrived is not in the newest edition that the newsroom signed.
provenance-keys-changed = The newsroom has replaced its keys and signed the change with the previous ones. Its fingerprint is still: { $fingerprint }
provenance-source-ignored = { $address } sent a version that the newsroom did not sign. We ignored it.
# Stands in provenance-aging.
sources-answered = { NUMBER($answered) } of { NUMBER($asked) }

## What each address has

source-status-newest = the newest edition
source-status-behind = an older edition
source-status-older-than-seen = an edition older than one this device already knows
source-status-conflict = another edition with the same number
source-status-altered = a version that the newsroom did not sign
source-status-unsigned = an edition without a signature
source-status-login-page = a different page
source-status-silent = no answer
