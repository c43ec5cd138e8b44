"""TweetScraper 2: the page's own tweet, as v1.1 had it, under `raw_data`; people are files of their own."""

from tasks.formats import Format
from tasks.formats.twarc_v1 import FORMAT as V1

FORMAT = Format(
    id="tweet-scraper-v2",
    title="TweetScraper 2 JSON",
    container="json",
    signatures=(frozenset({"id_", "raw_data.full_text"}), frozenset({"id_", "raw_data.text"})),
    within="raw_data",
    columns={**V1.columns, "author_id": ("user_id_str", *V1.columns["author_id"])},
    sample=(
        '{"id_": "521", "raw_data": {"id_str": "521", "created_at": "Sat Aug 10 09:15:00 +0000 2013", "full_text": "Tea #Care",'
        ' "user_id_str": "7", "entities": {"hashtags": [{"text": "Care"}], "user_mentions": []}}}\n'
        '{"id_": "522", "raw_data": {"id_str": "522", "created_at": "Sat Aug 10 09:16:00 +0000 2013", "full_text": "RT @quie",'
        ' "user_id_str": "8", "retweeted_status": {"id_str": "521", "full_text": "Tea first #Care"}}}\n'
    ),
    expected=(
        {"tweet_id": "521", "author_id": "7", "text": "Tea #Care", "hashtags": ["care"],
         "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "522", "author_id": "8", "is_retweet": True, "retweet_of_id": "521"},
    ),
)
