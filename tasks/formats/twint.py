"""twint, a scraper: lists as Python prints them; its times are local, with their offset in a column of its own."""

from tasks.formats import Format

FORMAT = Format(
    id="twint",
    title="twint CSV or JSON",
    signatures=(
        frozenset({"id", "username", "tweet", "date"}),
        frozenset({"id", "username", "tweet", "created_at"}),
    ),
    columns={
        "tweet_id": ("id", "link"),
        "author_id": ("user_id",),
        "handle": ("username",),
        "display_name": ("name",),
        "profile_location": ("location",),
        "text": ("tweet",),
        "posted_at": ("date + time + timezone", "created_at", "date + time"),
        "lang": ("language",),
        "is_retweet": ("retweet",),
        "retweet_of_id": ("retweet_id",),
        "hashtags": ("hashtags",),
        "other_handles": (
            "mentions/[].screen_name", "mentions/[]", "reply_to/[].screen_name", "reply_to/[].username", "user_rt",
        ),
        "other_names": ("mentions/[].name", "reply_to/[].name"),
        "other_locations": ("place", "near"),
    },
    sample=(
        "id,created_at,date,time,timezone,user_id,username,name,place,tweet,language,mentions,hashtags,link,retweet,retweet_id\n"
        "231,2013-08-10 10:15:00 BST,2013-08-10,10:15:00,+0100,7,quietkettle_x,Quiet Kettle,,Tea first #Care,en,"
        "\"[{'screen_name': 'oddsock_y', 'name': 'Odd Sock', 'id': '8'}]\",\"['care', 'tea']\","
        "https://example.org/status/231,False,\n"
        "232,1376126160000,2013-08-10,10:16:00,BST,8,oddsock_y,Odd Sock,,Tea first #Care,en,['quietkettle_x'],[],"
        "https://example.org/status/232,True,231\n"
    ),
    expected=(
        {"tweet_id": "231", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "posted_at": "2013-08-10T09:15:00",
         "hashtags": ["care", "tea"], "other_handles": ["oddsock_y"], "other_names": ["Odd Sock"], "is_retweet": False},
        {"tweet_id": "232", "posted_at": "2013-08-10T09:16:00", "other_handles": ["quietkettle_x"], "is_retweet": True,
         "retweet_of_id": "231"},
    ),
)
