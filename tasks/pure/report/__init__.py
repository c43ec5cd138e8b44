"""The report: one self-contained page from the tables of a release."""
