"""The table that tutorials of tweepy made common on Kaggle: `user_name` is a display name."""

from tasks.formats import Format

FORMAT = Format(
    id="kaggle",
    title="Kaggle's common CSV of a stream",
    signatures=(
        frozenset({"user_name", "user_location", "user_created", "date", "text"}),
        frozenset({"user_name", "user_location", "date", "text", "is_retweet"}),
    ),
    columns={
        "tweet_id": ("id", "tweet_id"),
        "handle": ("user_screen_name", "screen_name"),
        "display_name": ("user_name",),
        "profile_location": ("user_location",),
        "text": ("text",),
        "posted_at": ("date",),
        "is_retweet": ("is_retweet",),
        "hashtags": ("hashtags",),
    },
    timezone="UTC",
    sample=(
        "id,user_name,user_location,user_description,user_created,user_followers,date,text,hashtags,source,is_retweet\n"
        "471,Quiet Kettle,Larkfield,,2010-01-01 00:00:00,3,2013-08-10 09:15:00,Tea first #Care,['Care'],Web,False\n"
        "472,Odd Sock,,,2010-01-01 00:00:00,3,2013-08-10 09:16:00,Tea first #Care,['Care'],Web,True\n"
    ),
    expected=(
        {"tweet_id": "471", "display_name": "Quiet Kettle", "profile_location": "Larkfield", "hashtags": ["care"], "handle": None,
         "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "472", "display_name": "Odd Sock", "is_retweet": True},
    ),
)
