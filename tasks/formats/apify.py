"""Apify's tweet scrapers: JSON or, flattened, a table with strokes in its names."""

from tasks.formats import Format

FORMAT = Format(
    id="apify",
    title="Apify tweet scraper JSON",
    container="any",
    signatures=(
        frozenset({"id", "createdAt", "author.userName", "text"}),
        frozenset({"id", "createdAt", "author.userName", "fullText"}),
    ),
    columns={
        "tweet_id": ("id", "url"),
        "author_id": ("author.id",),
        "handle": ("author.userName",),
        "display_name": ("author.name",),
        "profile_location": ("author.location",),
        "text": ("fullText", "text"),
        "posted_at": ("createdAt",),
        "lang": ("lang",),
        "is_retweet": ("isRetweet",),
        "retweet_of_id": ("retweet.id", "retweeted_tweet.id"),
        "original_text": ("retweet.fullText", "retweet.text", "retweeted_tweet.text"),
        "hashtags": ("entities.hashtags[].text", "retweet.entities.hashtags[].text"),
        "other_handles": (
            "entities.user_mentions[].screen_name", "inReplyToUsername", "quote.author.userName", "retweet.author.userName",
            "retweeted_tweet.author.userName",
        ),
        "other_names": (
            "entities.user_mentions[].name", "quote.author.name", "retweet.author.name", "retweeted_tweet.author.name",
        ),
        "other_locations": ("place.full_name", "quote.author.location", "retweet.author.location"),
    },
    sample=(
        '[{"type": "tweet", "id": "311", "url": "https://example.org/quietkettle_x/status/311", "text": "Tea first #C…",'
        ' "fullText": "Tea first #Care", "createdAt": "Sat Aug 10 09:15:00 +0000 2013", "lang": "en", "isRetweet": false,'
        ' "author": {"userName": "quietkettle_x", "id": "7", "name": "Quiet Kettle", "location": "Larkfield"}, "place": {},'
        ' "entities": {"hashtags": [{"text": "Care"}], "user_mentions": [{"screen_name": "oddsock_y", "name": "Odd Sock"}]}},\n'
        ' {"type": "tweet", "id": "312", "text": "RT @quietkettle_x: Tea first #Care", "isRetweet": true,'
        ' "createdAt": "Sat Aug 10 09:16:00 +0000 2013", "author": {"userName": "oddsock_y", "id": "8"}}]\n'
    ),
    expected=(
        {"tweet_id": "311", "author_id": "7", "handle": "quietkettle_x", "text": "Tea first #Care", "is_retweet": False,
         "profile_location": "Larkfield", "hashtags": ["care"], "other_handles": ["oddsock_y"], "other_names": ["Odd Sock"]},
        {"tweet_id": "312", "handle": "oddsock_y", "is_retweet": True},
    ),
)
