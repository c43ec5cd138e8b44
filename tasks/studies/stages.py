"""The stages in their order, what each reads of earlier ones, and which settings and files each is given."""

from collections.abc import Mapping

STAGES = (
    "ingest", "anonymise", "deduplicate", "withhold", "share_out", "assign_themes", "search_back", "quotes", "tabulate",
    "disclose", "paraphrase", "gate", "draft", "publish",
)  # fmt: skip

# Libraries whose versions a bundle tells.
LIBRARIES = (
    "hushtag", "polars", "duckdb", "prefect", "great-expectations", "great-tables", "altair", "vl-convert-python", "python-docx",
)  # fmt: skip

READS: Mapping[str, tuple[str, ...]] = {
    "ingest": (),
    "anonymise": ("ingest",),
    "deduplicate": ("anonymise",),
    "withhold": ("ingest", "anonymise", "deduplicate"),
    "share_out": ("deduplicate",),
    "assign_themes": ("share_out",),
    "tabulate": ("ingest", "anonymise", "deduplicate", "withhold", "assign_themes"),
    "quotes": ("deduplicate", "withhold", "assign_themes"),
    "search_back": ("ingest", "anonymise", "deduplicate", "quotes"),
    "disclose": ("tabulate", "anonymise", "deduplicate", "assign_themes"),
    "paraphrase": ("ingest", "anonymise", "deduplicate", "withhold", "assign_themes", "disclose"),
    "gate": ("ingest", "anonymise", "deduplicate", "withhold", "assign_themes", "tabulate", "paraphrase"),
}
"""The stages whose tables each stage reads, in the order in which they run. `draft` and `publish` always run."""

EVERY_SETTING = "every setting"
GIVEN: Mapping[str, tuple[str, ...]] = {
    "ingest": ("dumps", "columns", "leave_out", "hashtags", "since", "until", "timezone"),
    "anonymise": ("strictness", "timezone", "key"),
    "deduplicate": ("near_duplicates", "short_texts", "hashtags"),
    "withhold": ("allowed",),
    "share_out": (),
    "assign_themes": ("codebook", "decisions"),
    "tabulate": ("codebook", "decisions", "timezone"),
    "quotes": (),
    "search_back": (),
    "disclose": ("codebook", "public profile", "exceptions"),
    "paraphrase": ("paraphrases", "codebook", "public profile"),
    "gate": (EVERY_SETTING, "codebook", "shared words"),
}
"""What each stage is given beside tables: settings of the study by name, and files by what they hold."""
