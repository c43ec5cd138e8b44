"""Where rows live and results are kept: folders named by content, receipts, the cache, locks, keys and removal; no row is looked at."""
