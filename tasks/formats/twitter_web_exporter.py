"""twitter-web-exporter, a script in the browser: CSV or a JSON array of what a page was sent."""

from tasks.formats import Format

FORMAT = Format(
    id="twitter-web-exporter",
    title="twitter-web-exporter CSV or JSON",
    container="any",
    signatures=(
        frozenset({"id", "created_at", "full_text", "screen_name", "name", "retweeted_status", "quoted_status"}),
        frozenset({"id", "created_at", "full_text", "screen_name", "name", "views_count"}),
    ),
    columns={
        "tweet_id": ("id", "url"),
        "author_id": ("user_id",),
        "handle": ("screen_name",),
        "display_name": ("name",),
        "text": ("full_text",),
        "posted_at": ("created_at",),
        "is_retweet": ("retweeted_status?",),
        "retweet_of_id": ("retweeted_status",),
    },
    is_escaped=True,
    sample=(
        "id,created_at,full_text,media,screen_name,name,user_id,in_reply_to,retweeted_status,quoted_status,views_count\n"
        '"421","2013-08-10 10:15:00 +01:00","Tea first\\n#Care","[]","quietkettle_x","Quiet Kettle","7",,,,8\n'
        '"422","2013-08-10 10:16:00 +01:00","RT @quietkettle_x: Tea","[]","oddsock_y","Odd Sock","8",,"421",,8\n'
    ),
    expected=(
        {"tweet_id": "421", "author_id": "7", "handle": "quietkettle_x", "text": "Tea first\n#Care", "is_retweet": False,
         "posted_at": "2013-08-10T09:15:00"},
        {"tweet_id": "422", "display_name": "Odd Sock", "is_retweet": True, "retweet_of_id": "421"},
    ),
)
