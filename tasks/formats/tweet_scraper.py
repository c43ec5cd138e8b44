"""TweetScraper, a scraper of the web page built on Scrapy: a JSON tweet a line. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="tweet-scraper",
    title="TweetScraper JSON lines",
    container="any",
    signatures=(frozenset({"ID", "usernameTweet", "datetime", "text"}),),
    columns={
        "tweet_id": ("ID", "url"),
        "author_id": ("user_id",),
        "handle": ("usernameTweet",),
        "text": ("text",),
        "posted_at": ("datetime",),
        "is_retweet": ("is_retweet",),
    },
    timezone="UTC",
    is_parted=True,
    sample=(
        '{"ID": "411", "datetime": "2013-08-10 09:15:00", "is_reply": false, "is_retweet": false, "text": "Tea first #Care",'
        ' "url": "/quietkettle_x/status/411", "user_id": "7", "usernameTweet": "quietkettle_x"}\n'
        '{"ID": "412", "datetime": "2013-08-10 09:16:00", "is_retweet": true, "text": "# Care: tea first",'
        ' "user_id": "8", "usernameTweet": "oddsock_y"}\n'
    ),
    expected=(
        {"tweet_id": "411", "author_id": "7", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "412", "handle": "oddsock_y", "text": "#Care: tea first", "is_retweet": True},
    ),
)
