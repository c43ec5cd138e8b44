"""Tables that people made themselves, with Pandas, Polars or R, under the names that most give to a tweet's id, words and time.

All columns that may name a person are read as such, for what is not read as a name is not looked for in the words.
"""

from itertools import product

from tasks.formats import Format

IDS = ("id", "tweet_id", "id_str", "status_id", "tweetid")
TEXTS = ("text", "full_text", "tweet", "tweet_text", "content")
TIMES = ("created_at", "date", "timestamp", "datetime", "time", "created", "posted_at")

FORMAT = Format(
    id="common-table",
    title="a table under common names (id, text, created_at ...), as Parquet, CSV or JSON",
    container="any",
    is_general=True,
    signatures=tuple(map(frozenset, product(IDS, TEXTS, TIMES))),
    columns={
        "tweet_id": (*IDS, "url", "permalink"),
        "author_id": ("user_id", "author_id", "user_id_str"),
        "handle": ("screen_name", "username", "user_screen_name", "handle", "from_user", "user", "author", "user_name"),
        "display_name": (
            "display_name", "displayname", "name", "full_name", "fullname", "user_name", "author_name", "real_name",
        ),
        "profile_location": ("user_location", "profile_location", "author_location", "location"),
        "text": ("full_text", *(name for name in TEXTS if name != "full_text")),
        "posted_at": TIMES,
        "lang": ("lang", "language"),
        "is_retweet": ("is_retweet", "isRetweet"),
        "retweet_of_id": ("retweeted_status_id", "retweet_id", "retweet_of_id"),
        "hashtags": ("hashtags", "hashtag", "tags"),
        "other_handles": ("mentions", "user_mentions", "in_reply_to_screen_name", "reply_to"),
        "other_locations": ("place", "country", "city"),
    },
    sample=(
        "tweet_id,date,user_name,full_text,hashtags,is_retweet\n"
        "481,2013-08-10 10:15:00,quietkettle_x,Tea first #Care,['Care'],False\n"
        "482,2013-08-10 10:16:00,Odd Sock,Tea first #Care,['Care'],True\n"
    ),
    expected=(
        {"tweet_id": "481", "handle": "quietkettle_x", "hashtags": ["care"], "posted_at": "2013-08-10T09:15:00",
         "is_retweet": False},
        {"tweet_id": "482", "other_names": ["Odd Sock"], "display_name": "Odd Sock", "is_retweet": True},
    ),
)
