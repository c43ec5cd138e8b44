"""Topsy, a search engine for tweets; often enriched with the author's profile. An original has the same id in both links."""

from tasks.formats import Format

FORMAT = Format(
    id="topsy",
    title="Topsy CSV, plain or enriched",
    signatures=(frozenset({"content", "trackback_permalink", "trackback_author_nick"}),),
    columns={
        "tweet_id": ("trackback_permalink", "id"),
        "handle": ("trackback_author_nick", "user_screen_name"),
        "display_name": ("trackback_author_name", "user_name"),
        "profile_location": ("user_location", "location"),
        "text": ("content",),
        "posted_at": ("tweet_timestamp", "trackback_date", "firstpost_date"),
        "lang": ("tweet_lang",),
        "retweet_of_id": ("url",),
        "hashtags": ("hashtags",),
        "other_handles": ("user_mentions", "tweet_in_reply_to_screen_name"),
        "other_locations": ("tweet_place", "place"),
    },
    month_first=True,
    sample=(
        "content,firstpost_date,trackback_author_nick,trackback_permalink,url\n"
        "Tea first #Care,06/01/14,quietkettle_x,http://example.org/quietkettle_x/status/81,"
        "http://example.org/quietkettle_x/status/81\n"
        "RT @quietkettle_x: Tea first #Care,06/13/14,oddsock_y,http://example.org/oddsock_y/status/82,"
        "http://example.org/quietkettle_x/status/81\n"
    ),
    expected=(
        {"tweet_id": "81", "handle": "quietkettle_x", "text": "Tea first #Care", "posted_at": "2014-05-31T23:00:00",
         "retweet_of_id": None},
        {"tweet_id": "82", "retweet_of_id": "81", "is_retweet": True},
    ),
)
