"""Words pasted from the platform's web page: name, handle and day stand above each tweet, counts below it."""

from tasks.formats import Format

FORMAT = Format(
    id="web-page",
    title="pasted from the platform's web page",
    container="text",
    signatures=(),
    head=(
        r"^(?P<name>[^\n@]+)\n+@(?P<handle>\w{1,20})\b(?: ?\n+| *)"
        r"(?:· ?\n*|(?=\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d))"
        r"(?P<time>\d{1,2} ?[smhd]|[^\n]{0,16}\d[^\n]{0,20})\n+(?:Replying to *\n(?P<replying>@[^\n]+(?:\n(?:and|@[^\n]+))*)\n+)?"
    ),
    tail=r"(?:\s*^(?:[\d.,]+ ?[KMkm]?|Show this thread|Show more|Translate post|Quote|·|Last edited[^\n]*)$)+\s*",
    columns={
        "handle": ("handle",),
        "display_name": ("name",),
        "text": ("text",),
        "posted_at": ("time",),
        "other_handles": ("replying",),
    },
    sample=(
        "Quiet Kettle\n@quietkettle_x\n·\n10 Aug 2013\nTea first #Care\nand then a chair\n3\n12\n\n"
        "Odd Sock\n@oddsock_y\n·\nAug 10, 2013\nPlease listen #Care\n1\n"
    ),
    expected=(
        {"handle": "quietkettle_x", "display_name": "Quiet Kettle", "text": "Tea first #Care\nand then a chair",
         "posted_at": "2013-08-09T23:00:00"},
        {"handle": "oddsock_y", "display_name": "Odd Sock", "text": "Please listen #Care", "tweet_id": None,
         "posted_at": "2013-08-09T23:00:00"},
    ),
)
