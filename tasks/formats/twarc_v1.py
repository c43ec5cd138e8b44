"""twarc, v1.1 of the platform's API: a JSON tweet a line, from search or stream."""

from tasks.formats import Format

FORMAT = Format(
    id="twarc-v1",
    title="twarc v1.1 JSONL (search or stream)",
    container="json",
    signatures=(
        frozenset({"id_str", "user.screen_name", "text"}),
        frozenset({"id_str", "user.screen_name", "full_text"}),
    ),
    columns={
        "tweet_id": ("id_str",),
        "author_id": ("user.id_str",),
        "handle": ("user.screen_name",),
        "display_name": ("user.name",),
        "profile_location": ("user.location",),
        "text": ("extended_tweet.full_text", "full_text", "text"),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "editions": ("edit_history.edit_tweet_ids",),
        "is_retweet": ("retweeted_status?",),
        "retweet_of_id": ("retweeted_status.id_str",),
        "original_text": (
            "retweeted_status.extended_tweet.full_text", "retweeted_status.full_text", "retweeted_status.text",
        ),
        "hashtags": (
            "entities.hashtags[].text", "extended_tweet.entities.hashtags[].text",
            "retweeted_status.entities.hashtags[].text", "retweeted_status.extended_tweet.entities.hashtags[].text",
        ),
        "other_handles": (
            "entities.user_mentions[].screen_name", "extended_tweet.entities.user_mentions[].screen_name",
            "retweeted_status.user.screen_name",
        ),
        "other_names": (
            "entities.user_mentions[].name", "extended_tweet.entities.user_mentions[].name", "retweeted_status.user.name",
        ),
        "other_locations": ("place.full_name", "retweeted_status.user.location"),
    },
    sample=(
        '{"id_str": "11", "created_at": "Sat Aug 10 09:15:00 +0000 2013", "text": "Tea &amp; patience #Care",'
        ' "lang": "en", "user": {"id_str": "7", "screen_name": "quietkettle_x", "name": "Quiet Kettle",'
        ' "location": "Larkfield"}, "entities": {"hashtags": [{"text": "Care"}], "user_mentions": []}}\n'
        '{"id_str": "12", "created_at": "Sat Aug 10 09:16:00 +0000 2013", "text": "RT @quietkettle_x: Tea &amp; pat\u2026",'
        ' "user": {"id_str": "8", "screen_name": "oddsock_y", "name": "Odd Sock", "location": ""},'
        ' "entities": {"hashtags": [], "user_mentions": [{"screen_name": "quietkettle_x", "name": "Quiet Kettle"}]},'
        ' "retweeted_status": {"id_str": "11", "text": "Tea &amp; patience #Care",'
        ' "user": {"screen_name": "quietkettle_x", "name": "Quiet Kettle", "location": "Larkfield"},'
        ' "entities": {"hashtags": [{"text": "Care"}]}}}\n'
    ),
    expected=(
        {"tweet_id": "11", "handle": "quietkettle_x", "text": "Tea & patience #Care", "is_retweet": False,
         "hashtags": ["care"], "profile_location": "Larkfield"},
        {"tweet_id": "12", "is_retweet": True, "retweet_of_id": "11", "original_text": "Tea & patience #Care",
         "hashtags": ["care"], "other_handles": ["quietkettle_x"]},
    ),
)
