"""What a study is: its file, its settings and profile, what it was last made of, and how far its result moved; no row of a dump."""
