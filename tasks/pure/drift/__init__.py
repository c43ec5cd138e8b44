"""How a result moved from one release to the next, and what a study allows; release counts in, no rows."""
