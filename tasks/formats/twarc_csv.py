"""twarc-csv, which makes twarc2 flattened tweets a table, and other tables of v2; lists are inside a cell."""

from tasks.formats import Format

FORMAT = Format(
    id="twarc-csv",
    title="v2 as a table: twarc-csv, tweepy",
    signatures=(frozenset({"id", "text", "author.username", "created_at"}), frozenset({"id", "text", "author_id"})),
    columns={
        "tweet_id": ("id",),
        "author_id": ("author_id", "author.id"),
        "handle": ("author.username",),
        "display_name": ("author.name",),
        "profile_location": ("author.location",),
        "text": ("text",),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "editions": ("edit_history_tweet_ids",),
        "is_retweet": ("referenced_tweets.retweeted.id?", "referenced_tweets/[type=retweeted]?"),
        "retweet_of_id": ("referenced_tweets.retweeted.id", "referenced_tweets/[type=retweeted].id"),
        "hashtags": ("entities.hashtags/[].tag", "entities.hashtags/[]", "entities/hashtags[].tag"),
        "other_handles": (
            "entities.mentions/[].username", "entities.mentions/[]", "entities/mentions[].username",
            "retweeted_username", "quoted_username", "in_reply_to_username", "in_reply_to_user.username",
        ),
        "other_names": ("in_reply_to_user.name",),
        "other_locations": ("geo.full_name", "in_reply_to_user.location"),
    },
    is_escaped=True,
    timezone="UTC",
    sample=(
        "id,referenced_tweets.retweeted.id,author_id,text,created_at,author.username,author.name,author.location,"
        "entities.hashtags\n"
        '61,,7,Please\\nlisten #Care,2021-04-08T19:34:16.000Z,quietkettle_x,Quiet Kettle,Larkfield,"[{""tag"": ""Care""}]"\n'
        '62,61,8,RT @quietkettle_x: Please li…,2021-04-08T19:35:00.000Z,oddsock_y,Odd Sock,,"[""#Care""]"\n'
    ),
    expected=(
        {"tweet_id": "61", "handle": "quietkettle_x", "text": "Please\nlisten #Care", "is_retweet": False, "hashtags": ["care"]},
        {"tweet_id": "62", "hashtags": ["care"], "is_retweet": True, "retweet_of_id": "61", "author_id": "8"},
    ),
)
