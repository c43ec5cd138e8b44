"""Where rows live and results are kept: folders named by content, the cache, locks and keys. No row is looked at."""
