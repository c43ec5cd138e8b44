"""Tweets of v1.1 as a table: rtweet from 1.0 on, a Pandas table of tweepy's answers, or a flattened JSON."""

from tasks.formats import Format

FORMAT = Format(
    id="twarc-v1-table",
    title="v1.1 as a table: rtweet 1, tweepy, or flattened",
    signatures=(
        frozenset({"id_str", "created_at", "full_text"}),
        frozenset({"id_str", "created_at", "text", "user"}),
        frozenset({"id_str", "created_at", "text", "in_reply_to_status_id_str"}),
        frozenset({"id_str", "text", "user.screen_name"}),
        frozenset({"id_str", "full_text", "user.screen_name"}),
        frozenset({"id", "text", "user.screen_name"}),
        frozenset({"id", "full_text", "user.screen_name"}),
        frozenset({"id", "full_text", "user"}),
    ),
    columns={
        "tweet_id": ("id_str", "id"),
        "author_id": ("user.id_str", "user.id", "user_id_str", "user/id_str", "user/id"),
        "handle": ("user.screen_name", "screen_name", "user_screen_name", "user/screen_name"),
        "display_name": ("user.name", "name", "user_name", "user/name"),
        "profile_location": ("user.location", "location", "user_location", "user/location"),
        "text": ("extended_tweet.full_text", "extended_tweet/full_text", "full_text", "text"),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "is_retweet": ("retweeted_status.id_str?", "retweeted_status.id?", "retweeted_status?"),
        "retweet_of_id": (
            "retweeted_status.id_str", "retweeted_status.id", "retweeted_status_id_str", "retweeted_status/id_str",
            "retweeted_status/id",
        ),
        "original_text": (
            "retweeted_status.extended_tweet.full_text", "retweeted_status.full_text", "retweeted_status.text",
            "retweeted_status/extended_tweet.full_text", "retweeted_status/full_text", "retweeted_status/text",
        ),
        "hashtags": (
            "entities.hashtags/[].text", "retweeted_status.entities.hashtags/[].text", "entities/hashtags[].text",
            "retweeted_status/entities.hashtags[].text",
        ),
        "other_handles": (
            "entities.user_mentions/[].screen_name", "entities/user_mentions[].screen_name", "in_reply_to_screen_name",
            "retweeted_status.user.screen_name", "retweeted_status/user.screen_name",
        ),
        "other_names": (
            "entities.user_mentions/[].name", "entities/user_mentions[].name", "retweeted_status.user.name",
            "retweeted_status/user.name",
        ),
        "other_locations": (
            "place.full_name", "place/full_name", "retweeted_status.user.location", "retweeted_status/user.location",
        ),
    },
    timezone="UTC",
    sample=(
        ",created_at,id_str,full_text,entities,user,lang,retweeted_status\n"
        "0,Sat Aug 10 09:15:00 +0000 2013,241,Tea &amp; patience #Care,\"{'hashtags': [{'text': 'Care'}], 'user_mentions': []}\","
        "\"{'id_str': '7', 'screen_name': 'quietkettle_x', 'name': 'Quiet Kettle', 'location': 'Larkfield'}\",en,\n"
        "1,2013-08-10 09:16:00,242,RT @quietkettle_x: Tea &amp; pat…,\"{'hashtags': []}\","
        "\"{'id_str': '8', 'screen_name': 'oddsock_y', 'name': \"\"Odd's Sock\"\", 'location': None}\",en,"
        "\"{'id_str': '241', 'full_text': 'Tea &amp; patience #Care', 'entities': {'hashtags': [{'text': 'Care'}]}}\"\n"
    ),
    expected=(
        {"tweet_id": "241", "author_id": "7", "handle": "quietkettle_x", "text": "Tea & patience #Care",
         "profile_location": "Larkfield", "posted_at": "2013-08-10T09:15:00", "is_retweet": False, "hashtags": ["care"]},
        {"tweet_id": "242", "handle": "oddsock_y", "display_name": "Odd's Sock", "posted_at": "2013-08-10T09:16:00",
         "is_retweet": True, "retweet_of_id": "241", "original_text": "Tea & patience #Care", "hashtags": ["care"]},
    ),
)
