"""What small studies are made of: a coding frame of two headings, and dumps as TAGS writes them."""

import csv
from collections.abc import Iterable
from pathlib import Path

FIRST_ID = 366_000_000_000_000_000
CODEBOOK = """
[codebook]
id = "small"
version = "0.1.0"
[themes.asking]
name = "Asking"
[themes.thanks]
name = "Thanks"
kind = "residual"
[[headings]]
id = "asking.listen"
name = "Listening"
definition = "Asks to be heard."
strong = ["listen to me"]
[[headings]]
id = "thanks.thanks"
name = "Thanks"
definition = "Thanks somebody."
strong = ["thanks"]
"""
COLUMNS = (
    "id_str",
    "from_user",
    "text",
    "created_at",
    "from_user_id_str",
    "user_location",
    "entities_str",
    "status_url",
)


def write_tags(path: Path, tweets: Iterable[tuple[int, str, str]], place: str = "", first_id: int = FIRST_ID) -> None:
    """A dump of tweets, given as number, author and words; the number makes the id, the author's id and the minute."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, author, words in tweets:
            time = f"Sat Aug 10 09:{number:02}:00 +0000 2013"
            writer.writerow([first_id + number, author, words, time, 70 + number, place, "", ""])
