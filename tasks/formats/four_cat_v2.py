"""4CAT, as it keeps tweets of v2: NDJSON in which `author_user` and the referenced tweets are inside."""

from tasks.formats import Format

FORMAT = Format(
    id="4cat-v2",
    title="4CAT NDJSON (v2)",
    container="json",
    signatures=(frozenset({"id", "text", "author_id", "author_user.username"}), frozenset({"id", "text", "author_user"})),
    columns={
        "tweet_id": ("id",),
        "author_id": ("author_id",),
        "handle": ("author_user.username",),
        "display_name": ("author_user.name",),
        "profile_location": ("author_user.location",),
        "text": ("note_tweet.text", "text"),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "editions": ("edit_history_tweet_ids",),
        "is_retweet": ("referenced_tweets[type=retweeted]?",),
        "retweet_of_id": ("referenced_tweets[type=retweeted].id",),
        "original_text": (
            "referenced_tweets[type=retweeted].note_tweet.text", "referenced_tweets[type=retweeted].text",
        ),
        "hashtags": ("entities.hashtags[].tag", "referenced_tweets[type=retweeted].entities.hashtags[].tag"),
        "other_handles": (
            "entities.mentions[].username", "in_reply_to_user.username", "referenced_tweets[].author_user.username",
        ),
        "other_names": ("entities.mentions[].name", "in_reply_to_user.name", "referenced_tweets[].author_user.name"),
        "other_locations": (
            "geo.place.full_name", "entities.mentions[].location", "in_reply_to_user.location",
            "referenced_tweets[].author_user.location",
        ),
    },
    sample=(
        '{"id": "251", "text": "RT @quietkettle_x: Please li…", "created_at": "2021-04-08T19:35:00.000Z", "author_id": "8",'
        ' "author_user": {"id": "8", "username": "oddsock_y", "name": "Odd Sock", "location": "Cove"},'
        ' "referenced_tweets": [{"type": "retweeted", "id": "21", "text": "Please listen #Care",'
        ' "entities": {"hashtags": [{"tag": "Care"}]},'
        ' "author_user": {"username": "quietkettle_x", "name": "Quiet Kettle", "location": "Larkfield"}}]}\n'
    ),
    expected=(
        {"tweet_id": "251", "handle": "oddsock_y", "profile_location": "Cove", "is_retweet": True, "retweet_of_id": "21",
         "original_text": "Please listen #Care", "hashtags": ["care"], "other_handles": ["quietkettle_x"],
         "other_locations": ["Larkfield"]},
    ),
)
