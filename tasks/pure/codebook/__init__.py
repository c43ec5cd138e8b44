"""A coding frame examined: its proof, its changes, its rules at work, and words to write new ones from; no tweet is coded for a table here."""
