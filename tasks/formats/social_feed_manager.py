"""Social Feed Manager, twarc's json2csv and Hydrator, which share their columns; the first spelt one `reweet_id`."""

from tasks.formats import Format

FORMAT = Format(
    id="social-feed-manager",
    title="Social Feed Manager, twarc json2csv or Hydrator CSV",
    signatures=(
        frozenset({"id", "tweet_url", "user_screen_name", "text", "tweet_type"}),
        frozenset({"twitter_id", "screen_name", "twitter_url", "text"}),
        frozenset({"id", "tweet_url", "parsed_created_at", "text"}),
        frozenset({"id", "user_screen_name", "text", "reweet_id"}),
        frozenset({"id", "user_screen_name", "text", "retweet_id"}),
    ),
    columns={
        "tweet_id": ("id", "twitter_id", "tweet_url", "twitter_url"),
        "author_id": ("user_id",),
        "handle": ("user_screen_name", "screen_name"),
        "display_name": ("user_name",),
        "profile_location": ("user_location", "location"),
        "text": ("text",),
        "posted_at": ("created_at", "parsed_created_at", "created_at_date"),
        "lang": ("lang",),
        "is_retweet": ("tweet_type", "is_retweet_strict", "is_retweet", "reweet_id?", "retweet_id?"),
        "retweet_of_id": ("retweet_or_quote_id", "reweet_id", "retweet_id"),
        "hashtags": ("hashtags",),
        "other_handles": ("retweet_or_quote_screen_name", "retweet_screen_name", "in_reply_to_screen_name", "mentions"),
        "other_locations": ("place",),
    },
    month_first=True,
    timezone="UTC",
    sample=(
        "id,tweet_url,created_at,user_screen_name,text,tweet_type,hashtags,retweet_or_quote_id,"
        "retweet_or_quote_screen_name,user_id,user_location,user_name\n"
        "151,https://example.org/status/151,Sat Aug 10 09:15:00 +0000 2013,quietkettle_x,Tea first #Care,original,Care,,,"
        "7,Larkfield,Quiet Kettle\n"
        "152,https://example.org/status/152,Sat Aug 10 09:16:00 +0000 2013,oddsock_y,RT @quietkettle_x: Tea,retweet,,151,"
        "quietkettle_x,8,,Odd Sock\n"
        "153,https://example.org/status/153,Sat Aug 10 09:17:00 +0000 2013,oddsock_y,So true,quote,,151,"
        "quietkettle_x,8,,Odd Sock\n"
    ),
    expected=(
        {"tweet_id": "151", "handle": "quietkettle_x", "is_retweet": False, "hashtags": ["care"]},
        {"tweet_id": "152", "is_retweet": True, "retweet_of_id": "151"},
        {"tweet_id": "153", "is_retweet": False, "retweet_of_id": None, "other_handles": ["quietkettle_x"]},
    ),
)
