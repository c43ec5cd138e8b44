"""A coding frame examined: its proof, its changes, its rules at work. No tweet is coded for a table here."""
