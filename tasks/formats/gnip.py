"""Gnip and the historical API that it became: activities, in which a retweet is a share of the object inside."""

from tasks.formats import Format

FORMAT = Format(
    id="gnip",
    title="Gnip activities, a JSON object a line",
    container="json",
    signatures=(
        frozenset({"id", "body", "postedTime", "actor.preferredUsername"}),
        frozenset({"id", "body", "verb", "actor.preferredUsername"}),
    ),
    columns={
        "tweet_id": ("id", "link"),
        "author_id": ("actor.id",),
        "handle": ("actor.preferredUsername",),
        "display_name": ("actor.displayName",),
        "profile_location": ("actor.location.displayName",),
        "text": ("long_object.body", "body"),
        "posted_at": ("postedTime",),
        "lang": ("twitter_lang",),
        "is_retweet": ("verb",),
        "retweet_of_id": ("object.id",),
        "original_text": ("object.long_object.body", "object.body"),
        "hashtags": ("twitter_entities.hashtags[].text", "object.twitter_entities.hashtags[].text"),
        "other_handles": ("twitter_entities.user_mentions[].screen_name", "object.actor.preferredUsername"),
        "other_names": ("twitter_entities.user_mentions[].name", "object.actor.displayName"),
        "other_locations": ("location.displayName", "object.actor.location.displayName"),
    },
    sample=(
        '{"id": "tag:search.example.org,2005:301", "objectType": "activity", "verb": "post", "body": "Tea first #Care",'
        ' "postedTime": "2013-08-10T09:15:00.000Z", "actor": {"id": "id:example.org:7", "displayName": "Quiet Kettle",'
        ' "preferredUsername": "quietkettle_x", "location": {"displayName": "Larkfield"}},'
        ' "object": {"objectType": "note", "id": "object:search.example.org,2005:301"},'
        ' "twitter_entities": {"hashtags": [{"text": "Care"}]}, "twitter_lang": "en"}\n'
        '{"id": "tag:search.example.org,2005:302", "objectType": "activity", "verb": "share",'
        ' "body": "RT @quietkettle_x: Tea first", "postedTime": "2013-08-10T09:16:00.000Z",'
        ' "actor": {"id": "id:example.org:8", "displayName": "Odd Sock", "preferredUsername": "oddsock_y"},'
        ' "object": {"verb": "post", "id": "tag:search.example.org,2005:301", "body": "Tea first #Care",'
        ' "actor": {"preferredUsername": "quietkettle_x", "displayName": "Quiet Kettle"}}}\n'
    ),
    expected=(
        {"tweet_id": "301", "author_id": "7", "handle": "quietkettle_x", "profile_location": "Larkfield", "is_retweet": False,
         "retweet_of_id": None, "hashtags": ["care"], "posted_at": "2013-08-10T09:15:00"},
        {"tweet_id": "302", "is_retweet": True, "retweet_of_id": "301", "original_text": "Tea first #Care",
         "other_handles": ["quietkettle_x"]},
    ),
)
