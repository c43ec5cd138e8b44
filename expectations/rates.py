"""Rates by which an anonymiser that does not work is seen, where the dump and the gazetteer cannot tell.

They are taken over the first texts by key: keys are digests, so that those are a sample drawn by lot. A name is two words with
capitals, neither of which is common, in a text most of whose small words are. Of such names in 17 real dumps and sets an
anonymiser that works left a word of at most 24 % (37 % at the strictness light), one whose tagger found nothing of 85 % or
more. Of small words the first left 96 % or more, and one whose tagger had no weights at most 73 %.
"""

from expectations import Rule

LOOKED_AT = 20_000
MOST_NAMES, LEAST_WORDS = 0.6, 0.85
FEW = 3
PAIR = r"(?:^|[^\w#@''’.])([A-Z][a-z]+) ([A-Z][a-z]{{2,}})(?:[^\w''’]|$)"
SMALL = r"\b[a-z]{{2,}}\b"
BOTH = (
    "WITH looked_at AS (SELECT tweet_key, sequence, text FROM {batch} WHERE text IS NOT NULL"
    f" ORDER BY tweet_key LIMIT {LOOKED_AT}),"
    " both_texts AS (SELECT tweet_key, looked_at.text, ingested.text AS original FROM looked_at JOIN ingested USING (sequence))"
)
PAIRS = (
    f"pairs AS (SELECT tweet_key, text, original, unnest(regexp_extract_all(original, '{PAIR}', 1)) AS one,"
    f" unnest(regexp_extract_all(original, '{PAIR}', 2)) AS other FROM both_texts)"
)
ENGLISH = (
    f"english AS (SELECT tweet_key FROM (SELECT tweet_key, unnest(regexp_extract_all(original, '{SMALL}')) AS word FROM pairs)"
    " GROUP BY tweet_key HAVING avg((word IN (SELECT word FROM common_words))::INTEGER) >= 0.5)"
)
NAMED = (
    "named AS (SELECT tweet_key, bool_or(list_has_any(regexp_extract_all(text, '\\w+'), [one, other])) AS is_left"
    " FROM pairs SEMI JOIN english USING (tweet_key) WHERE lower(one) NOT IN (SELECT word FROM common_words)"
    " AND lower(other) NOT IN (SELECT word FROM common_words) GROUP BY tweet_key)"
)
# Handles, links and numbers are not words that an anonymiser should leave.
SPOKEN = f"len(regexp_extract_all(regexp_replace({{words}}, '\\S*[@＠0-9]\\S*|\\S+[./]\\S+', '', 'g'), '{SMALL}'))"
OFFER = "A bed was offered by Orla Tressick to all of us"


def _both(texts: int, text: str, original: str = OFFER) -> dict[str, tuple[dict[str, object], ...]]:
    return {
        "ingested": tuple({"sequence": place, "text": original} for place in range(1, texts + 1)),
        "anonymised": tuple(
            {"sequence": place, "tweet_key": f"{place:016x}", "text": text} for place in range(1, texts + 1)
        ),
    }


RATES = (
    Rule(
        "most names are gone",
        "A tagger that finds nothing leaves the names that neither the dump nor the gazetteer knows.",
        f"{BOTH}, {PAIRS}, {ENGLISH}, {NAMED} SELECT tweet_key FROM named WHERE is_left"
        f" AND (SELECT count_if(is_left) FROM named) > greatest({FEW}, (SELECT {MOST_NAMES} * count(*) FROM named))",
        _both(4, "A bed was offered by [PERSON] Tressick to all of us"),
        rows=4,
        honest=_both(3, OFFER),
        is_rate=True,
    ),
    Rule(
        "most words are left",
        "An anonymiser that takes whatever it reads leaves nothing to be coded.",
        f"{BOTH}, counted AS (SELECT sum({SPOKEN.replace('{words}', 'text')}) AS after,"
        f" sum({SPOKEN.replace('{words}', 'original')}) AS before, count(*) AS texts FROM both_texts)"
        f" SELECT 'few' AS words FROM counted WHERE texts > {FEW} AND after < {LEAST_WORDS} * before",
        _both(4, "A bed [PERSON] of us"),
        honest=_both(4, "[USER] A bed was offered by [PERSON] to all of us [LINK]", f"@owl {OFFER} http://t.co/a/lamp"),
        is_rate=True,
    ),
)
