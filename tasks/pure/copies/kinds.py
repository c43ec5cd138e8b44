"""The kinds of retweet and copy, each with an original, its copies, and what looks like one and is kept.

The ledger names these kinds. copy_marks.sql recognises them; one test holds it to every sample below.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of copy: its name, what it means, and samples that prove it."""

    id: str
    name: str
    meaning: str
    original: str
    copies: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()
    is_flagged: bool = False


KINDS = (
    Kind(
        "K1",
        "flagged retweet",
        "The platform itself says so, by a flag or an object.",
        original="Night shift done and the ward is quiet at last",
        copies=("Night shift done and the ward is quiet at last",),
        is_flagged=True,
    ),
    Kind(
        "K2",
        "retweet",
        "RT and a handle at the start, with nothing new before it but emoji, tags or handles.",
        original="Proud to say that our clinic opens its doors on Monday",
        copies=(
            "RT @clinic: Proud to say that our clinic opens its doors on Monday",
            "rt @clinic Proud to say that our clinic opens its doors on Monday",
            "RT: @clinic Proud to say that our clinic opens its doors on Monday",
            "♺ @clinic: Proud to say that our clinic opens its doors on Monday",
            "RT [USER]: Proud to say that our clinic opens its doors on Monday [LINK]",
            "👏👏 RT @clinic: Proud to say that our clinic opens its doors on Monday",
            "@mum #news RT @clinic: Proud to say that our clinic opens its doors on Monday",
            "RT @porter: RT @clinic: Proud to say that our clinic opens its doors on Monday",
            "Please share! RT @clinic: Proud to say that our clinic opens its doors on Monday",
            'RT "@clinic: Proud to say that our clinic opens its doors on Monday"',
            "RT @ clinic: Proud to say that our clinic opens its doors on Monday",
            "非公式RT @clinic: Proud to say that our clinic opens its doors on Monday",
            "ＲＴ ＠clinic: Proud to say that our clinic opens its doors on Monday",
            "Retweeted Quiet Kettle (@clinic):\n\nProud to say that our clinic opens its doors on Monday",
            "Retweeted [PERSON] ([USER]): Proud to say that our clinic opens its doors on Monday",
            "QT @clinic: Proud to say that our clinic opens its doors on Monday",
            "Repost @clinic: Proud to say that our clinic opens its doors on Monday",
        ),
        near_misses=(
            "Please RT @clinic and tell everybody about Monday",
            "Retweet @clinic if you like the smell of fresh paint",
            "Reposting @clinic is what I do all day on Mondays",
            "I am for ever retweeting @clinic: their doors are the bluest",
            "RT if you agree that a clinic should open on Mondays",
            "Our smart art @clinic: come and see what the patients painted",
        ),
    ),
    Kind(
        "K3",
        "comment and retweet",
        "New words, kept as a text: before RT and a handle or, where the platform flags no retweet, after two slashes.",
        original="Waiting rooms should have plants and daylight",
        copies=(
            "🌿 RT @garden: Waiting rooms should have plants and daylight",
            "RT @garden: Waiting rooms should have plants and daylight // 👏",
        ),
        comments=(
            ("I agree! RT @garden: Waiting rooms should have plants and daylight", "I agree!"),
            ("Ours has neither of them RT [USER] Waiting rooms should have plants", "Ours has neither of them"),
            ("RT @garden: Waiting rooms should have plants and daylight // and so should wards", "and so should wards"),
            ('RT: "@garden: Waiting rooms should have plants and daylight" mine has a fern', "mine has a fern"),
            ("RT “@garden: Waiting rooms should have plants and daylight” - and a window", "and a window"),
            ('Yes! RT "[USER]: Waiting rooms should have plants and daylight" and a tap', "Yes! and a tap"),
            ("[USER] look at this RT @garden: Waiting rooms should have plants and daylight", "[USER] look at this"),
            ("(very true) RT @garden: Waiting rooms should have plants and daylight", "(very true)"),
            ('"Exactly this" RT @garden: Waiting rooms should have plants and daylight', '"Exactly this"'),
            ("see this page [sic] RT @garden: Waiting rooms should have plants and daylight", "see this page [sic]"),
            ('We never had (RT "@garden: Waiting rooms should have plants and daylight"', "We never had"),
            ('"Not in our town RT @garden: Waiting rooms should have plants and daylight"', "Not in our town"),
            ("So sad :( RT @garden: Waiting rooms should have plants and daylight", "So sad :("),
        ),
    ),
    Kind(
        "K4",
        "modified or partial retweet",
        "MT or PRT and a handle.",
        original="The physiotherapist taught my father to walk again and we are thankful every day",
        copies=(
            "MT @son: The physiotherapist taught my father to walk again and we are thankful every day",
            "PRT [USER] The physiotherapist taught my father to walk again and we are thankful every day",
            "MT @son The physiotherapist taught my father to walk again and we're thankful every day",
        ),
        near_misses=("We climbed Mt [PLACE] for the hospice and would do it again",),
    ),
    Kind(
        "K5",
        "credit",
        "Words of another, with via, h/t and a handle at the end.",
        original="Ten ways to make a hospital kinder to children",
        copies=(
            "Ten ways to make a hospital kinder to children via @kindly",
            "Ten ways to make a hospital kinder to children (via [USER])",
            "Ten ways to make a hospital kinder to children https://example.org/ten h/t @kindly",
        ),
        near_misses=("Heard of the new ambulance station via @radio", "Came home via @station with two bags"),
    ),
    Kind(
        "K6",
        "quotation",
        "A handle, a colon and words in quotes, closed or not; a comment beside it is kept.",
        original="My counsellor listened for an hour without looking at the clock",
        copies=(
            "“@thankful: My counsellor listened for an hour without looking at the clock”",
            '"@thankful: My counsellor listened for an hour without looking at the clock" 💚 #kind',
            "“[USER]: My counsellor listened for an hour without looking at the clock",
            "“[USER]: My counsellor listened for an hour without looking at the clock” HT [USER]",
            "‘@thankful: My counsellor listened for an hour without looking at the clock’",
        ),
        near_misses=('She said "my counsellor listened" and I cried with her',),
        comments=(
            (
                "“@thankful: My counsellor listened for an hour without looking at the clock” this is how it should be",
                "this is how it should be",
            ),
            ('Mine too! "[USER]: My counsellor listened for an hour without looking at the clock"', "Mine too!"),
            ("“[USER]: My counsellor listened for an hour without looking at the clock” - so rare", "so rare"),
        ),
    ),
    Kind(
        "K7",
        "cut",
        "The beginning of a longer text, cut with an ellipsis.",
        original=(
            "To everyone who answered the phone that winter when I could not speak and you waited until I could:"
            " thank you from all of us at home"
        ),
        copies=(
            "RT @caller: To everyone who answered the phone that winter when I could not speak and you waited unt…",
            "To everyone who answered the phone that winter when I could not speak and you waited until I c…",
        ),
        near_misses=("To everyone…", "To everyone who answered the phone that winter and then hung up on us…"),
    ),
    Kind(
        "K8",
        "pasted",
        "Equal, or nearly so, without handles, links, the study's own tags, tags at the end, case and punctuation.",
        original="Dear nurses of ward seven, you make the long days shorter",
        copies=(
            "dear nurses of ward seven - you make the long days shorter!!",
            "@ward Dear nurses of ward seven, you make the long days shorter #thanks https://example.org/7",
            "Dear nurses of ward seven, you make the loong days shorter",
        ),
        near_misses=(
            "Dear nurses of ward seven, you make the long days darker",
            "Dear nurses of ward seven, you never make the long days shorter",
            "Dear nurses of ward 7, you make the long days shorter",
            "Dear nurses of ward 9, you make the long days shorter",
            "Dear #porters of ward seven, you make the long days shorter",
            "Dear #cooks of ward seven, you make the long days shorter",
        ),
    ),
)
