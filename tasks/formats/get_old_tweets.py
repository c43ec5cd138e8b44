"""GetOldTweets, a scraper of the search page: semicolons, minutes without a zone."""

from tasks.formats import Format

FORMAT = Format(
    id="get-old-tweets",
    title="GetOldTweets CSV",
    signatures=(frozenset({"username", "date", "text", "permalink", "id"}),),
    columns={
        "tweet_id": ("id", "permalink"),
        "author_id": ("author_id",),
        "handle": ("username",),
        "text": ("text",),
        "posted_at": ("date",),
        "hashtags": ("hashtags",),
        "other_handles": ("mentions", "to"),
        "other_locations": ("geo",),
    },
    sample=(
        "username;date;retweets;favorites;text;geo;mentions;hashtags;id;permalink\n"
        'quietkettle_x;2013-08-10 21:14;0;1;"Tea first #Care";;@oddsock_y;#Care;"91";https://example.org/status/91\n'
    ),
    expected=(
        {"tweet_id": "91", "handle": "quietkettle_x", "posted_at": "2013-08-10T20:14:00", "hashtags": ["care"],
         "other_handles": ["oddsock_y"]},
    ),
)
