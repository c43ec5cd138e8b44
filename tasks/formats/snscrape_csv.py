"""snscrape saved as a table, under the column names that its tutorials made common."""

from tasks.formats import Format

FORMAT = Format(
    id="snscrape-csv",
    title="snscrape CSV",
    signatures=(
        frozenset({"Datetime", "Tweet Id", "Text", "Username"}),
        frozenset({"id", "date", "content", "user"}),
        frozenset({"id", "date", "rawContent", "user"}),
        frozenset({"id", "date", "rawContent", "username"}),
    ),
    columns={
        "tweet_id": ("Tweet Id", "id", "url"),
        "handle": ("Username", "username", "user/username"),
        "display_name": ("user/displayname",),
        "profile_location": ("user/location",),
        "text": ("Text", "rawContent", "content"),
        "posted_at": ("Datetime", "date"),
        "lang": ("Language", "lang"),
        "hashtags": ("hashtags",),
    },
    sample=(
        ",Datetime,Tweet Id,Text,Username\n"
        "0,2021-04-08 19:34:16+00:00,111,Please listen #Care,quietkettle_x\n"
    ),
    expected=({"tweet_id": "111", "handle": "quietkettle_x", "posted_at": "2021-04-08T19:34:16"},),
)
