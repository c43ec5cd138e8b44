"""The stages, one module each, and the rooms that they work with; Prefect is known to the stages and to storage/caching.py alone."""
