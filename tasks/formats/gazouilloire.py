"""Gazouilloire: what it keeps in Elasticsearch, a document a line, as elasticdump exports it."""

from tasks.formats import Format, minet

FORMAT = Format(
    id="gazouilloire",
    title="Gazouilloire's documents, as elasticdump exports them",
    container="json",
    signatures=(frozenset({"_source.text", "_source.timestamp_utc", "_source.user_screen_name"}),),
    timezone="UTC",
    columns={
        **{target: tuple(f"_source.{source}" for source in sources) for target, sources in minet.FORMAT.columns.items()},
        "tweet_id": ("_id", "_source.url"),
    },
    sample=(
        '{"_index": "care_tweets_2020_04", "_type": "_doc", "_id": "1246911234567890123", "_score": null, "_source":'
        ' {"timestamp_utc": 1586118186, "local_time": "2020-04-05T21:23:06", "text": "Please listen #Care", "lang": "en",'
        ' "user_id": "7", "user_screen_name": "quietkettle_x", "user_name": "Quiet Kettle", "user_location": "Larkfield",'
        ' "retweeted_id": null, "retweeted_user": null, "hashtags": ["care"], "mentioned_names": []}, "sort": [1]}\n'
        '{"_index": "care_tweets_2020_04", "_type": "_doc", "_id": "1246911234567890124", "_score": null, "_source":'
        ' {"timestamp_utc": 1586118246, "local_time": "2020-04-05T21:24:06", "lang": "en",'
        ' "text": "RT @quietkettle_x: Please listen #Care", "user_id": "8", "user_screen_name": "oddsock_y",'
        ' "user_name": "Odd Sock", "retweeted_id": "1246911234567890123", "retweeted_user": "quietkettle_x",'
        ' "hashtags": ["care"], "mentioned_names": ["quietkettle_x"]}, "sort": [2]}\n'
    ),
    expected=(
        {"tweet_id": "1246911234567890123", "author_id": "7", "handle": "quietkettle_x", "display_name": "Quiet Kettle",
         "profile_location": "Larkfield", "is_retweet": False, "hashtags": ["care"], "posted_at": "2020-04-05T20:23:06"},
        {"tweet_id": "1246911234567890124", "is_retweet": True, "retweet_of_id": "1246911234567890123",
         "other_handles": ["quietkettle_x"]},
    ),
)
