"""Reading dumps: which format a file is in, its records, and the rows of `ingested` they make."""
