"""minet and gazouilloire, in the columns that they share; lists are joined with a bar."""

from tasks.formats import Format

FORMAT = Format(
    id="minet",
    title="minet or gazouilloire, CSV or JSONL",
    container="any",
    signatures=(
        frozenset({"id", "local_time", "user_screen_name", "text"}),
        frozenset({"id", "timestamp_utc", "user_screen_name", "text"}),
    ),
    columns={
        "tweet_id": ("id", "url"),
        "author_id": ("user_id",),
        "handle": ("user_screen_name",),
        "display_name": ("user_name",),
        "profile_location": ("user_location",),
        "text": ("text",),
        "posted_at": ("timestamp_utc", "local_time"),
        "lang": ("lang",),
        "is_retweet": ("retweeted_id?",),
        "retweet_of_id": ("retweeted_id",),
        "hashtags": ("hashtags",),
        "other_handles": ("mentioned_names", "retweeted_user", "quoted_user", "to_username"),
        "other_locations": ("place_name",),
    },
    sample=(
        "id,timestamp_utc,local_time,user_screen_name,text,lang,user_location,user_id,user_name,retweeted_id,"
        "retweeted_user,mentioned_names,hashtags\n"
        "141,1376126100,2013-08-10T11:15:00,quietkettle_x,Tea first #Care #Tea,en,Larkfield,7,Quiet Kettle,,,,care|tea\n"
        "142,1376126160,2013-08-10T11:16:00,oddsock_y,RT @quietkettle_x: Tea first #Care #Tea,en,,8,Odd Sock,141,"
        "quietkettle_x,quietkettle_x,care|tea\n"
    ),
    expected=(
        {"tweet_id": "141", "posted_at": "2013-08-10T09:15:00", "is_retweet": False, "hashtags": ["care", "tea"]},
        {"tweet_id": "142", "is_retweet": True, "retweet_of_id": "141", "other_handles": ["quietkettle_x"]},
    ),
)
