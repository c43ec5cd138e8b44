"""academictwitteR, an R package for v2, in its tidy form."""

from tasks.formats import Format

FORMAT = Format(
    id="academictwitter",
    title="academictwitteR CSV (tidy)",
    signatures=(frozenset({"tweet_id", "user_username", "text", "created_at"}),),
    columns={
        "tweet_id": ("tweet_id",),
        "author_id": ("author_id",),
        "handle": ("user_username",),
        "display_name": ("user_name",),
        "profile_location": ("user_location",),
        "text": ("text",),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "is_retweet": ("sourcetweet_type", "ref_type"),
        "retweet_of_id": ("sourcetweet_id",),
        "original_text": ("sourcetweet_text",),
    },
    sample=(
        "tweet_id,user_username,text,created_at,lang,author_id,user_name,user_location,sourcetweet_type,sourcetweet_id,"
        "sourcetweet_text\n"
        "131,quietkettle_x,Please listen #Care,2021-04-08T19:34:16.000Z,en,7,Quiet Kettle,Larkfield,NA,NA,NA\n"
        "132,oddsock_y,RT @quietkettle_x: Please li…,2021-04-08T19:35:00.000Z,en,8,Odd Sock,NA,retweeted,131,"
        "Please listen #Care\n"
        "133,oddsock_y,Yes,2021-04-08T19:36:00.000Z,en,8,Odd Sock,NA,quoted,131,Please listen #Care\n"
    ),
    expected=(
        {"tweet_id": "131", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "is_retweet": None},
        {"tweet_id": "132", "is_retweet": True, "retweet_of_id": "131", "original_text": "Please listen #Care"},
        {"tweet_id": "133", "is_retweet": False, "retweet_of_id": None, "original_text": None},
    ),
)
