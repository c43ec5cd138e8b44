"""Why a record of a dump is not among the tweets of a study: every reason that the ledger may give."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "broken record": "a line, or the end of an array, that is not JSON",
    "earlier edition": "a tweet that its author edited later; the last edition is kept",
    "fewer fields than the header": "a row that was cut",
    "file without tweets": "a file found among others that is empty, or in which nothing can be a tweet's words",
    "left out by the study": "a file that the study file names under leave_out",
    "more fields than the header": "a row with delimiters that nobody quoted",
    "no time to hold against the window": "the study has a window, and the tweet no time",
    "not a tweet": "a record of something else: a user, a count, a notice of the stream, an empty page",
    "outside the window": "before the study's first day or after its last, in the study's time zone",
    "quotation that never ends": "a line with a quote that is not closed",
    "repeated header": "the header once more among the rows",
    "same tweet again": "a tweet that other records hold too; the longest text is kept, with what the others add",
    "tweet without text": "a row whose text is empty",
    "without the hashtag": "in neither the text, the entities nor the retweeted tweet",
}
