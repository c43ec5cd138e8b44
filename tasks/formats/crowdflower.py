"""CrowdFlower's (Figure Eight's) tables of tweets that people judged, which Kaggle made common."""

from tasks.formats import Format

FORMAT = Format(
    id="crowdflower",
    title="CrowdFlower or Figure Eight CSV",
    signatures=(
        frozenset({"tweet_id", "name", "text", "tweet_created"}),
        frozenset({"_unit_id", "_golden", "text", "tweet_id"}),
        frozenset({"_unit_id", "_golden", "tweet_text"}),
    ),
    columns={
        "tweet_id": ("tweet_id", "id"),
        "handle": ("name", "screen_name", "user_name", "author"),
        "text": ("text", "tweet_text"),
        "posted_at": ("tweet_created", "created", "created_at", "tweet_date"),
        "profile_location": ("tweet_location", "user_location"),
    },
    sample=(
        "tweet_id,sentiment,sentiment:confidence,name,retweet_count,text,tweet_coord,tweet_created,tweet_location,user_timezone\n"
        "461,neutral,1.0,quietkettle_x,0,Tea first #Care,,2013-08-10 02:15:00 -0700,Larkfield,Pacific Time\n"
    ),
    expected=(
        {"tweet_id": "461", "handle": "quietkettle_x", "profile_location": "Larkfield", "posted_at": "2013-08-10T09:15:00"},
    ),
)
