"""rtweet, an R package; an id may begin with x so that a spreadsheet leaves it alone. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="rtweet",
    title="rtweet CSV or XLSX",
    signatures=(frozenset({"status_id", "screen_name", "text", "created_at"}),),
    columns={
        "tweet_id": ("status_id", "status_url"),
        "author_id": ("user_id",),
        "handle": ("screen_name",),
        "display_name": ("name",),
        "profile_location": ("location",),
        "text": ("text",),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "is_retweet": ("is_retweet",),
        "retweet_of_id": ("retweet_status_id",),
        "original_text": ("retweet_text",),
        "hashtags": ("hashtags",),
        "other_handles": ("mentions_screen_name", "retweet_screen_name", "quoted_screen_name", "reply_to_screen_name"),
        "other_names": ("retweet_name", "quoted_name"),
        "other_locations": ("place_full_name", "retweet_location", "quoted_location"),
    },
    timezone="UTC",
    sample=(
        "user_id,status_id,created_at,screen_name,text,is_retweet,hashtags,mentions_screen_name,retweet_status_id,"
        "retweet_text,name,location\n"
        "x7,x121,2021-04-08T19:34:16Z,quietkettle_x,Please listen #Care #Tea,FALSE,Care Tea,NA,,,Quiet Kettle,Larkfield\n"
        "x8,x122,2021-04-08 19:35:00,oddsock_y,Please listen #Care #Tea,TRUE,Care Tea,quietkettle_x,x121,"
        "Please listen #Care #Tea,Odd Sock,\n"
    ),
    expected=(
        {"tweet_id": "121", "author_id": "7", "is_retweet": False, "hashtags": ["care", "tea"], "retweet_of_id": None},
        {"tweet_id": "122", "posted_at": "2021-04-08T19:35:00", "is_retweet": True, "retweet_of_id": "121",
         "other_handles": ["quietkettle_x"], "original_text": "Please listen #Care #Tea"},
    ),
)
