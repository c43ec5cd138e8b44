"""The personal archive of the first years: `tweets.csv`."""

from tasks.formats import Format

FORMAT = Format(
    id="personal-archive-csv",
    title="personal archive, first form (tweets.csv)",
    signatures=(frozenset({"tweet_id", "timestamp", "text", "retweeted_status_id"}),),
    columns={
        "tweet_id": ("tweet_id",),
        "text": ("text",),
        "posted_at": ("timestamp",),
        "is_retweet": ("retweeted_status_id?",),
        "retweet_of_id": ("retweeted_status_id",),
    },
    sample=(
        '"tweet_id","in_reply_to_status_id","timestamp","source","text","retweeted_status_id"\n'
        '"201","","2013-08-10 09:15:00 +0000","web","Tea first #Care",""\n'
        '"202","","2013-08-10 09:16:00 +0000","web","RT @oddsock_y: Tea","192"\n'
    ),
    expected=(
        {"tweet_id": "201", "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "202", "is_retweet": True, "retweet_of_id": "192"},
    ),
)
