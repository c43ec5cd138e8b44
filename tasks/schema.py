"""The tables: what a row is, who may see it, and every column described once."""

from dataclasses import dataclass
from typing import Annotated, Literal

import polars as pl

Audience = Literal["restricted", "internal", "public"]


@dataclass(frozen=True)
class Column:
    """A column: its name, its type, and what it means; null is "the source does not say"."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table of one stage: what a row is, who may see it, its columns in order."""

    name: str
    audience: Audience
    row: str
    columns: tuple[Column, ...]

    @property
    def dtypes(self) -> pl.Schema:
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.dtypes)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly this table's columns, in order and cast.

        Raises: polars.exceptions.ColumnNotFoundError when a column is missing; InvalidOperationError when one does
        not fit its type.
        """
        return frame.select(pl.col(column.name).cast(column.dtype) for column in self.columns)


UTC = pl.Datetime("us", "UTC")

INGESTED = Table(
    "ingested", "restricted", "a tweet as dumped, once, with its provenance",
    (
        Column("sequence", pl.Int64, "place in the study by time, then id, then dump and line; from 0, no gaps"),
        Column("dump", pl.String, "name of the file it came from, relative to what the study names"),
        Column("line", pl.Int64, "line of that file on which its record begins, or place in an array; from 1"),
        Column("format", pl.String, "id of the dump format that read it"),
        Column("tweet_id", pl.String, "the platform's id; null when the dump has none or a spreadsheet destroyed it"),
        Column("author_id", pl.String, "the platform's id of the author"),
        Column("handle", pl.String, "the author's handle, without @"),
        Column("display_name", pl.String, "the author's display name"),
        Column("profile_location", pl.String, "what the author's profile says of where they are"),
        Column("text", pl.String, "the tweet's words, in full where the dump has them; HTML entities unescaped once"),
        Column("posted_at", UTC, "when it was posted; a time without zone is read in the study's time zone"),
        Column("lang", pl.String, "language as the platform guessed it"),
        Column("is_retweet", pl.Boolean, "the platform's own flag or object"),
        Column("retweet_of_id", pl.String, "the platform's id of the retweeted tweet"),
        Column("original_text", pl.String, "the retweeted tweet's words in full"),
        Column("hashtags", pl.List(pl.String), "from entities, without #, folded; null where the dump has none"),
        Column("other_handles", pl.List(pl.String), "handles in the record besides the author's: mentioned, retweeted"),
        Column("other_names", pl.List(pl.String), "display names in the record besides the author's"),
        Column("other_locations", pl.List(pl.String), "places in the record besides the profile's: a geotag"),
        Column("question", pl.String, "the question that the text answers, where a study's [columns] names one"),
    ),
)

SET_ASIDE = Table(
    "set_aside", "restricted", "a record of a dump that is not in `ingested`, and why",
    (
        Column("dump", pl.String, "as in `ingested`"),
        Column("line", pl.Int64, "as in `ingested`"),
        Column("reason", pl.String, "one of the reasons of tasks/pure/ingest/reasons.py"),
    ),
)

ANONYMISED = Table(
    "anonymised", "internal", "a tweet without its people and places",
    (
        Column("tweet_key", pl.String, "keyed digest of the tweet's id or provenance: 16 hex digits"),
        Column("author_key", pl.String, "keyed digest of the author: 16 hex digits; null when the author is unknown"),
        Column("sequence", pl.Int64, "as in `ingested`: order without a time"),
        Column("posted_on", pl.Date, "day in the study's time zone; never released beside a tweet"),
        Column("month", pl.String, "the month of that day, YYYY-MM"),
        Column("lang", pl.String, "as in `ingested`"),
        Column("text", pl.String, "the words, with placeholders for people, places, services, contacts and links"),
        Column("is_retweet", pl.Boolean, "as in `ingested`"),
        Column("retweet_of_key", pl.String, "the tweet_key that the retweeted tweet has, if it is in the dump"),
        Column("original_text", pl.String, "the retweeted tweet's words, anonymised the same way"),
        Column("question", pl.String, "the question that the text answers, anonymised the same way; never released"),
    ),
)

REPLACEMENTS = Table(
    "replacements", "restricted", "a span of a tweet's text that a placeholder stands for",
    (
        Column("tweet_key", pl.String, "as in `anonymised`"),
        Column("start", pl.Int64, "first code point, in the ingested text"),
        Column("end", pl.Int64, "code point after the last"),
        Column("kind", pl.String, "USER, PERSON, PLACE, SERVICE, CONTACT, LINK, DATE or ID"),
        Column("rule", pl.String, "what found it: pattern, dictionary, gazetteer, context, tagger ..."),
        Column("score", pl.Float64, "certainty from 0 to 1; 1 for a rule"),
    ),
)

DOUBTS = Table(
    "doubts", "restricted", "a span that fell just short of being replaced: what it stands on may be a name left in",
    REPLACEMENTS.columns,
)

DEDUPLICATED = Table(
    "deduplicated", "internal", "a distinct text",
    (
        Column("tweet_key", pl.String, "of the copy that is kept: the earliest original"),
        Column("posted_on", pl.Date, "of the kept copy"),
        Column("month", pl.String, "of the kept copy"),
        Column("lang", pl.String, "of the kept copy"),
        Column("text", pl.String, "the new words: of comment-then-retweet, the comment"),
        Column("copies", pl.Int64, "tweets that this text stands for, itself included; at least 1"),
        Column("authors", pl.Int64, "distinct authors among those tweets; null when none is known"),
        Column("question", pl.String, "of the kept copy: as in `anonymised`"),
    ),
)

COPIES = Table(
    "copies", "internal", "a tweet that is not kept, and of what it is a copy",
    (
        Column("tweet_key", pl.String, "the tweet set aside"),
        Column("kind", pl.String, "K1 to K8; the kinds are described in tasks/pure/copies/kinds.py"),
        Column("kept_key", pl.String, "the tweet kept in its place; null when its original is not in the dump"),
        Column("similarity", pl.Float64, "from 0 to 1; 1 is equal after normalising; null is not compared"),
    ),
)

WITHHELD = Table(
    "withheld", "restricted", "a distinct text and a rule of the gate that its words break: counted, but its words go nowhere",
    (
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("rule", pl.String, "name of the rule, as in expectations/traces.py"),
        Column("start", pl.Int64, "first code point of what broke it first, in the text of `deduplicated`"),
        Column("end", pl.Int64, "code point after the last"),
    ),
)

LET_OUT = Table(
    "let_out", "restricted", "as in `withheld`, but a person looked at the text and let it out",
    (
        *WITHHELD.columns,
        Column("by", pl.String, "who let it out"),
        Column("reason", pl.String, "why, in that person's words"),
    ),
)

PARTLY_COMPARED = Table(
    "partly_compared", "internal",
    "a kept tweet that resembles so many others that it was compared with some only; there where a study has such tweets",
    (Column("tweet_key", pl.String, "as in `deduplicated`"),),
)

SEARCH_BACK = Table(
    "search_back", "internal", "a text that is quoted, by key, searched for among the originals of all kept tweets",
    (
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("surprisal", pl.Float64, "bits: how rare its words left are among the originals, each by itself, summed"),
        Column("rank", pl.Int64, "originals that answer to its words as well as its own does, by BM25, its own included"),
        Column("score", pl.Float64, "1 - best other original's BM25 / its own's: 0 hides in a crowd, 1 shares no word"),
        Column("is_singled_out", pl.Boolean, "whether the score is at least 0.75: its own is four times as good as any other"),
    ),
)

CODED = Table(
    "coded", "internal", "a tweet x heading",
    (
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("heading", pl.String, "heading id, or `uncoded`"),
        Column("theme", pl.String, "theme id, or `uncoded`"),
        Column("rule", pl.String, "the strongest phrase that fired, as in the codebook; null when uncoded or given by people"),
        Column("strength", pl.String, "strong or weak; null when uncoded or given by people"),
        Column("words", pl.String, "the words of the anonymised text that fired; null when uncoded"),
        Column("start", pl.Int64, "first code point of those words; null when uncoded"),
        Column(
            "status",
            pl.String,
            "live (counts), suggested (one weak cue, off the subject, a fallback), struck (by `unless`), overruled (by people)",
        ),
        Column("hits", pl.Int64, "live strong and weak hits of this heading"),
        Column("is_primary", pl.Boolean, "exactly one row a tweet is"),
        Column("step", pl.String, "the ladder step that decided for the primary; null on other rows"),
    ),
)

QUOTES = Table(
    "quotes", "internal", "a quote that stands for a heading",
    (
        Column("theme", pl.String, "theme id"),
        Column("heading", pl.String, "heading id; the tweet's primary code"),
        Column("position", pl.Int64, "order in which it was picked under its heading, from 1"),
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("text", pl.String, "the anonymised words"),
        Column("copies", pl.Int64, "as in `deduplicated`"),
        Column("score", pl.Float64, "as in `search_back`: how far its words lead to it alone, from 0 to 1; null when not searched"),
        Column("is_singled_out", pl.Boolean, "as in `search_back`; null when not searched"),
    ),
)

CONTRASTS = Table(
    "contrasts", "internal", "a tweet that speaks against a heading under which it, or a phrase in it, was found",
    (
        Column("theme", pl.String, "theme id"),
        Column("heading", pl.String, "heading id"),
        Column("position", pl.Int64, "place under its heading, from 1; the reasons take turns"),
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("text", pl.String, "the anonymised words"),
        Column("reason", pl.String, "struck, denied, opposite or low margin: see tasks/pure/quotes/deviant_cases.py"),
        Column("score", pl.Float64, "as in `quotes`; null when not searched"),
        Column("is_singled_out", pl.Boolean, "as in `search_back`; null when not searched"),
    ),
)

DECISIONS = Table(
    "decisions", "internal", "a tweet that people settled",
    (
        Column("number", pl.Int64, "of the decision, in the study's decisions file"),
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("text_sha256", pl.String, "digest of the anonymised words that people read, white space as one blank"),
        Column("headings", pl.List(pl.String), "heading ids or `uncoded`, the primary one first"),
        Column("decided_by", pl.String, "who decided, as they gave it"),
        Column("decided_on", pl.Date, "when, as they gave it"),
        Column("reason", pl.String, "why, in their words"),
    ),
)

DECIDED = Table(
    "decided", "internal", "a decision that stands above the rules in this part of the tweets",
    (
        Column("number", pl.Int64, "as in `decisions`"),
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("is_changed", pl.Boolean, "whether the words are no longer those that people read"),
    ),
)

RELEASED_DECISIONS = Table(
    "released_decisions", "internal", "a decision of people on a tweet of the release",
    (
        Column("number", pl.Int64, "as in `decisions`"),
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("headings", pl.String, "heading ids or `uncoded`, the primary one first, joined by `; `"),
        Column("decided_by", pl.String, "who decided, as they gave it"),
        Column("decided_on", pl.Date, "when, as they gave it"),
        Column("is_changed", pl.Boolean, "whether the words are no longer those that people read"),
    ),
)

ASKED = Table(
    "asked", "internal", "a question of the coding frame that a tweet answers; there where the frame has questions",
    (
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("question", pl.String, "the name that the frame gives to the question; what was asked is not released"),
    ),
)

PARAPHRASES = Table(
    "paraphrases", "internal", "a tweet in another's words, signed; released without its key",
    (
        Column("tweet_key", pl.String, "as in `deduplicated`"),
        Column("theme", pl.String, "theme id"),
        Column("heading", pl.String, "heading id, of a code of the tweet"),
        Column("against", pl.String, "as the reason in `contrasts`; null where it stands for its heading"),
        Column("text", pl.String, "the paraphrase"),
        Column("signed_by", pl.String, "who vouches that it does not lead back to the tweet"),
        Column("signed_on", pl.Date, "when, as that person gave it"),
        Column("reason", pl.String, "why it may go out, in that person's words"),
    ),
)

TYPED_WORDS = Table(
    "typed_words", "internal", "a text that a person typed and that a bundle tells",
    (
        Column("tweet_key", pl.String, "the text's number, written as keys are: 16 hex digits"),
        Column("place", pl.String, "where it stands: the file, then the heading or setting"),
        Column("text", pl.String, "the words as they were typed"),
        Column("is_phrase", pl.Boolean, "whether tweets are coded by it"),
    ),
)

TWEETS = Table(
    "tweets", "internal", "a distinct tweet as it is released to a team",
    (
        Column("tweet_key", pl.String, "names the tweet in the study's files; drawn with the study's key, no id of the platform"),
        Column("text", pl.String, "the anonymised words: pseudonymised, not anonymous; null where they are held back"),
        Column("theme", pl.String, "id of its primary heading's theme, or `uncoded`"),
        Column("heading", pl.String, "id of its primary heading, or `uncoded`"),
        Column("copies", pl.Int64, "how many tweets of the dump say the same, itself included"),
        Column("month", pl.String, "the month in which the kept copy was posted, YYYY-MM; null without a time"),
    ),
)

CODES = Table(
    "codes", "internal", "a code of a released tweet",
    (
        Column("tweet_key", pl.String, "as in `tweets`"),
        Column("heading", pl.String, "heading id, or `uncoded`"),
        Column("rule", pl.String, "the phrase of the codebook that fired; null when uncoded or given by people"),
        Column("words", pl.String, "the words of the text that fired; null when uncoded, or where the text is held back"),
        Column("is_primary", pl.Boolean, "exactly one row a tweet is"),
    ),
)

TABLE1 = Table(
    "table1", "public", "a heading with its count; themes in codebook order, headings A-Z, Uncoded last",
    (
        Column("theme", pl.String, "theme name"),
        Column("heading", pl.String, "heading name"),
        Column("tweets", pl.Int64, "distinct tweets whose primary code it is; sums to N"),
    ),
)

OVERLAP = Table(
    "overlap", "public", "a pair of themes, the first before the second in codebook order, or a theme with itself",
    (
        Column("theme", pl.String, "theme name"),
        Column("other_theme", pl.String, "theme name"),
        Column("tweets", pl.Int64, "distinct tweets with a live code in both"),
    ),
)

TIMELINE = Table(
    "timeline", "public", "a day of the study",
    (
        Column("posted_on", pl.Date, "day in the study's time zone; null for tweets without a time"),
        Column("tweets", pl.Int64, "tweets ingested that day, copies included"),
        Column("unique_tweets", pl.Int64, "distinct texts first seen that day"),
    ),
)

AUTHORS = Table(
    "authors", "internal", "a theme with the number of its people; Uncoded after the themes, then all together",
    (
        Column("theme", pl.String, "theme name; null for all themes and Uncoded together"),
        Column("authors", pl.Int64, "different authors of the distinct texts whose primary code it is; unknown ones do not count"),
    ),
)

HOURS = Table(
    "hours", "internal", "an hour of a study that lasted few days",
    (
        Column("hour", pl.Datetime("us"), "its beginning, in the study's time zone"),
        Column("tweets", pl.Int64, "tweets ingested in that hour, copies included"),
        Column("unique_tweets", pl.Int64, "distinct texts first seen in that hour"),
    ),
)

THEME_TIMELINE = Table(
    "theme_timeline", "internal", "a theme at a time at which it has a text",
    (
        Column("moment", pl.Datetime("us"), "hour, or day where the study lasted longer, in the study's time zone"),
        Column("theme", pl.String, "theme name"),
        Column("tweets", pl.Int64, "distinct texts of that time whose primary code it is"),
    ),
)

FLOW = Table(
    "flow", "public", "a number of the flow diagram, in order",
    (
        Column("stage", pl.String, "ingest, deduplicate or assign_themes"),
        Column("outcome", pl.String, "read, kept or set_aside"),
        Column("reason", pl.String, "why set aside; empty otherwise"),
        Column("tweets", pl.Int64, "rows; at each stage read = kept + set aside"),
    ),
)

DRIFT = Table(
    "drift", "public", "a theme of two releases of a study",
    (
        Column("theme", pl.String, "theme name"),
        Column("before_tweets", pl.Int64, "distinct tweets in the earlier release"),
        Column("after_tweets", pl.Int64, "distinct tweets in the later one"),
        Column("before_share", pl.Float64, "of the earlier N, from 0 to 1; 0 when there was none"),
        Column("after_share", pl.Float64, "of the later N"),
        Column("points", pl.Float64, "later share less earlier share, in percentage points"),
    ),
)

TABLES = {
    table.name: table
    for table in (
        INGESTED, SET_ASIDE, ANONYMISED, REPLACEMENTS, DOUBTS, DEDUPLICATED, COPIES, PARTLY_COMPARED, WITHHELD, LET_OUT, CODED,
        TWEETS, CODES, TABLE1, OVERLAP, TIMELINE, AUTHORS, HOURS, THEME_TIMELINE, FLOW, DRIFT, QUOTES, CONTRASTS, SEARCH_BACK,
        PARAPHRASES, DECISIONS, DECIDED, RELEASED_DECISIONS, ASKED, TYPED_WORDS,
    )
}

Ingested = Annotated[pl.DataFrame, INGESTED]
Anonymised = Annotated[pl.DataFrame, ANONYMISED]
Replacements = Annotated[pl.DataFrame, REPLACEMENTS]
Doubts = Annotated[pl.DataFrame, DOUBTS]
Deduplicated = Annotated[pl.DataFrame, DEDUPLICATED]
Copies = Annotated[pl.DataFrame, COPIES]
Withheld = Annotated[pl.DataFrame, WITHHELD]
Coded = Annotated[pl.DataFrame, CODED]
Quotes = Annotated[pl.DataFrame, QUOTES]
Contrasts = Annotated[pl.DataFrame, CONTRASTS]
SearchBack = Annotated[pl.DataFrame, SEARCH_BACK]
TypedWords = Annotated[pl.DataFrame, TYPED_WORDS]
Table1 = Annotated[pl.DataFrame, TABLE1]
Drift = Annotated[pl.DataFrame, DRIFT]
