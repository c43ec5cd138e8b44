"""twitteR, an R package before rtweet. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="twitter-r",
    title="twitteR CSV",
    signatures=(frozenset({"text", "screenName", "created", "id"}),),
    columns={
        "tweet_id": ("id",),
        "handle": ("screenName",),
        "text": ("text",),
        "posted_at": ("created",),
        "is_retweet": ("isRetweet",),
        "other_handles": ("replyToSN",),
    },
    timezone="UTC",
    sample=(
        '"","text","favorited","favoriteCount","replyToSN","created","truncated","replyToSID","id","replyToUID",'
        '"statusSource","screenName","retweetCount","isRetweet","retweeted","longitude","latitude"\n'
        '"1","RT @quietkettle_x: Please listen #Care",FALSE,0,NA,2014-07-08 19:34:16,FALSE,NA,"181",NA,'
        '"<a href=""http://example.org"">web</a>","oddsock_y",1,TRUE,FALSE,NA,NA\n'
    ),
    expected=(
        {"tweet_id": "181", "handle": "oddsock_y", "posted_at": "2014-07-08T19:34:16", "is_retweet": True,
         "other_handles": None},
    ),
)
