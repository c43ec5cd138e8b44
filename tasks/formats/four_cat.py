"""4CAT, a capture and analysis toolkit: the words are in `body`."""

from tasks.formats import Format

FORMAT = Format(
    id="4cat",
    title="4CAT CSV",
    signatures=(frozenset({"id", "thread_id", "timestamp", "body", "author"}),),
    columns={
        "tweet_id": ("id", "link", "tweet_url"),
        "author_id": ("author_id",),
        "handle": ("author",),
        "display_name": ("author_fullname", "author_name"),
        "profile_location": ("author_location",),
        "text": ("body",),
        "posted_at": ("unix_timestamp", "timestamp"),
        "lang": ("language", "language_guess"),
        "is_retweet": ("is_retweet",),
        "hashtags": ("hashtags",),
        "other_handles": ("mentions", "retweeted_user", "quoted_user", "quote_author", "replied_user", "replied_author"),
        "other_locations": ("place_name",),
    },
    timezone="UTC",
    sample=(
        "id,thread_id,timestamp,unix_timestamp,subject,body,author,author_fullname,author_id,is_retweet,retweeted_user,"
        "hashtags,mentions\n"
        '161,161,2013-08-10 09:15:00,1376126100,,"Tea, first #Care #Tea",quietkettle_x,Quiet Kettle,7,no,,"Care,Tea",\n'
        "162,162,2013-08-10 09:16:00,1376126160,,RT @quietkettle_x: Tea,oddsock_y,Odd Sock,8,yes,quietkettle_x,,\n"
    ),
    expected=(
        {"tweet_id": "161", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00", "hashtags": ["care", "tea"],
         "is_retweet": False},
        {"tweet_id": "162", "is_retweet": True, "other_handles": ["quietkettle_x"]},
    ),
)
