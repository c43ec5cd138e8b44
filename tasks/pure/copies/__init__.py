"""Which texts are copies of which: the kinds, the near-duplicates, and the ledger."""
