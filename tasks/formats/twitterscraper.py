"""twitterscraper, a scraper of the web page: CSV with semicolons, or a JSON array. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="twitterscraper",
    title="twitterscraper CSV or JSON",
    container="any",
    signatures=(
        frozenset({"tweet_id", "screen_name", "username", "text", "timestamp_epochs"}),
        frozenset({"id", "user", "fullname", "text", "timestamp", "html"}),
    ),
    columns={
        "tweet_id": ("tweet_id", "id", "tweet_url", "url"),
        "author_id": ("user_id",),
        "handle": ("screen_name", "user"),
        "display_name": ("username", "fullname"),
        "text": ("text",),
        "posted_at": ("timestamp_epochs", "timestamp"),
        "hashtags": ("hashtags",),
        "other_handles": ("reply_to_users/[].screen_name",),
    },
    timezone="UTC",
    sample=(
        '"screen_name";"username";"user_id";"tweet_id";"timestamp";"timestamp_epochs";"text";"hashtags";"reply_to_users"\n'
        '"quietkettle_x";"Quiet Kettle";"7";"401";"2013-08-10 09:15:00";1376126100;"Tea first #Care";"[\'Care\']";"[]"\n'
        '"oddsock_y";"Odd Sock";"8";"402";"2013-08-10 09:16:00";1376126160;"So true; and then a chair";"[]";'
        "\"[{'screen_name': 'quietkettle_x', 'user_id': '7'}]\"\n"
    ),
    expected=(
        {"tweet_id": "401", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "hashtags": ["care"],
         "posted_at": "2013-08-10T09:15:00"},
        {"tweet_id": "402", "handle": "oddsock_y", "text": "So true; and then a chair", "other_handles": ["quietkettle_x"]},
    ),
)
