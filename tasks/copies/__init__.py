"""Copies told from originals over Parquet files, for the stage and for the command; what a copy is stands in tasks/pure/copies."""
