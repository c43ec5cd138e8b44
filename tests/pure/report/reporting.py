"""A small release to report on; every word of it is invented, some of them hostile."""

from dataclasses import replace
from datetime import date

import polars as pl

from expectations.passing_release import frames
from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.report.release import Release
from tasks.schema import CONTRASTS, FLOW, OVERLAP, PARAPHRASES, QUOTES, TABLE1, TIMELINE

HOSTILE = (
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "<a href=\"javascript:document.title='run'\">javascript:alert(1)</a>",
    "</title></style></svg></textarea><svg onload=\"document.title='run'\">",
    "{{ 7 * 191 }} {% raw %} {{ release.study }}",
    '=HYPERLINK("x")',
    '" autofocus onfocus="document.title=\'run\'" x="',
    "&lt;script&gt; ]]> <!-- --> \u202e gnp.exe \u0007",
)
STUDY = {
    "id": "small",
    "title": "A small study",
    "hashtags": ["care"],
    "since": "2013-08-10",
    "until": "2013-08-11",
    "timezone": "Europe/London",
    "profile": "team",
    "strictness": "standard",
    "near_duplicates": 0.9,
}
CODEBOOK = Codebook(
    id="small",
    version="0.1.0",
    title="Small",
    themes=(Theme("shelter", "Shelter", "content", "A roof for a night"), Theme("thanks", "Thanks", "residual")),
    headings=(
        Heading(
            "shelter.offer", "shelter", "Offers", "A bed is offered.", strong=("can host",), unless=("can't host",)
        ),
        Heading(
            "shelter.search", "shelter", "Searches", "A bed is looked for.", include="Also a floor.", weak=("sofa",)
        ),
        Heading("thanks.thanks", "thanks", "Thanks", "Thanks somebody."),
    ),
    sets={},
)
COUNTS = (("Shelter", "Offers", 30), ("Shelter", "Searches", 5), ("Thanks", "Thanks", 4), ("Uncoded", "Uncoded", 1))
STEPS = (
    ("ingest", "read", "", 60),
    ("ingest", "set_aside", "broken record", 3),
    ("ingest", "set_aside", "outside the window", 7),
    ("ingest", "kept", "", 50),
    ("anonymise", "read", "", 50),
    ("anonymise", "kept", "", 50),
    ("deduplicate", "read", "", 50),
    ("deduplicate", "set_aside", "K2", 9),
    ("deduplicate", "set_aside", "K8", 1),
    ("deduplicate", "kept", "", 40),
    ("assign_themes", "read", "", 40),
    ("assign_themes", "kept", "coded", 39),
    ("assign_themes", "kept", "uncoded", 1),
)
TABLES = {
    "table1": pl.DataFrame(COUNTS, schema=TABLE1.dtypes, orient="row"),
    "overlap": pl.DataFrame(
        [("Shelter", "Shelter", 36), ("Shelter", "Thanks", 2), ("Thanks", "Thanks", 6)],
        schema=OVERLAP.dtypes,
        orient="row",
    ),
    "timeline": pl.DataFrame(
        [(date(2013, 8, 10), 30, 25), (date(2013, 8, 11), 19, 14), (None, 1, 1)], schema=TIMELINE.dtypes, orient="row"
    ),
    "flow": pl.DataFrame(STEPS, schema=FLOW.dtypes, orient="row"),
    "removed": pl.DataFrame({"kind": ["PERSON", "USER"], "spans": [2, 1], "tweets": [1, 1]}),
    "quotes": pl.DataFrame(
        [
            ("shelter", "shelter.offer", place, f"{place:016x}", f"we can host {words}", place, 1.0, place % 2 == 1)
            for place, words in enumerate(("three of you", *HOSTILE), 1)
        ],
        schema=QUOTES.dtypes,
        orient="row",
    ),
    "contrasts": pl.DataFrame(
        [("shelter", "shelter.offer", 1, "0" * 16, f"they can host nobody {HOSTILE[0]}", "denied", 1.0, True)],
        schema=CONTRASTS.dtypes,
        orient="row",
    ),
}
RELEASE = Release(
    study=STUDY,
    tables=TABLES,
    reference=pl.DataFrame({"theme": ["Shelter", "Thanks"], "heading": ["Offers", "Thanks"], "tweets": [3, 1]}),
    codebook=CODEBOOK,
    checks=[
        {"rule": "unique text", "table": "tweets", "why": "So.", "severity": "critical", "outcome": "pass", "rows": 0},
        {
            "rule": "days add up",
            "table": "timeline",
            "why": "Too.",
            "severity": "warning",
            "outcome": "fail",
            "rows": 2,
        },
    ],
    leak={"people (%)": 17.2, "tweets measured": 2387},
    versions={"hushtag": "0.1.0"},
    inputs_sha256="ab" * 32,
    inputs={"codebook": "cd" * 32, "reference": None},
)


def told(release: Release = RELEASE, study: dict[str, object] | None = None, **tables: pl.DataFrame) -> Release:
    """The release with another study or other tables."""
    return replace(release, study={**release.study, **(study or {})}, tables={**release.tables, **tables})


def paraphrased(*texts: str) -> Release:
    """A public release that quotes in paraphrase; the last one speaks against its heading."""
    rows = [
        (
            "shelter",
            "shelter.offer",
            "denied" if text == texts[-1] else None,
            text,
            "A. Reader",
            date(2026, 1, 31),
            "read beside it",
        )
        for text in texts
    ]
    said = pl.DataFrame(rows, schema=PARAPHRASES.empty().drop("tweet_key").schema, orient="row")
    kept = {name: table for name, table in TABLES.items() if name not in {"quotes", "contrasts"}}
    return replace(RELEASE, study={**STUDY, "profile": "public"}, tables={**kept, "paraphrases": said})


def hostile() -> Release:
    """A release whose every name is out to run."""
    theme, heading = Theme("shelter", HOSTILE[0], "content", HOSTILE[1]), HOSTILE[3]
    codebook = replace(
        CODEBOOK,
        title=HOSTILE[4],
        themes=(theme, CODEBOOK.themes[1]),
        headings=(
            Heading("shelter.offer", "shelter", heading, HOSTILE[0], HOSTILE[1], HOSTILE[2], strong=HOSTILE),
            *CODEBOOK.headings[1:],
        ),
    )
    renamed = {"Shelter": theme.name, "Offers": heading}
    tables = {
        name: frame.with_columns(pl.col(pl.String).replace(renamed)) if name in {"table1", "overlap"} else frame
        for name, frame in TABLES.items()
    }
    checks = [{**check, "rule": HOSTILE[0], "why": HOSTILE[1], "table": HOSTILE[3]} for check in RELEASE.checks]
    return replace(
        RELEASE,
        study={**STUDY, "title": HOSTILE[3], "hashtags": [HOSTILE[0]], "timezone": HOSTILE[1]},
        tables={**tables, "flow": TABLES["flow"].with_columns(pl.col("reason").replace("broken record", HOSTILE[2]))},
        codebook=codebook,
        checks=checks,
        versions={HOSTILE[0]: HOSTILE[1]},
        inputs={HOSTILE[0]: HOSTILE[1]},
        leak={HOSTILE[0]: HOSTILE[1]},
    )


def empty() -> Release:
    """A release of nothing."""
    bare = frames()
    zero = TABLES["table1"].with_columns(tweets=pl.lit(0, pl.Int64))
    return told(
        table1=zero,
        overlap=TABLES["overlap"].with_columns(tweets=pl.lit(0, pl.Int64)),
        timeline=TIMELINE.empty(),
        flow=bare["flow"].with_columns(tweets=pl.lit(0, pl.Int64)),
        removed=TABLES["removed"].clear(),
        quotes=QUOTES.empty(),
        contrasts=CONTRASTS.empty(),
    )
