"""Zeeschuimer, a browser extension: what the web page itself was sent, a tweet a line."""

from tasks.formats import Format

COLUMNS = {
    "tweet_id": ("rest_id", "legacy.id_str"),
    "author_id": ("legacy.user_id_str", "core.user_results.result.rest_id"),
    "handle": (
        "core.user_results.result.legacy.screen_name", "core.user_results.result.core.screen_name", "user.screen_name",
    ),
    "display_name": (
        "core.user_results.result.legacy.name", "core.user_results.result.core.name", "user.name",
    ),
    "profile_location": (
        "core.user_results.result.legacy.location", "core.user_results.result.location.location", "user.location",
    ),
    "text": ("note_tweet.note_tweet_results.result.text", "legacy.full_text"),
    "posted_at": ("legacy.created_at",),
    "lang": ("legacy.lang",),
    "editions": ("edit_control.edit_tweet_ids", "edit_control.edit_control_initial.edit_tweet_ids",),
    "is_retweet": ("legacy.retweeted_status_result?",),
    "retweet_of_id": (
        "legacy.retweeted_status_result.result.rest_id", "legacy.retweeted_status_result.result.legacy.id_str",
        "legacy.retweeted_status_result.result.tweet.rest_id",
    ),
    "original_text": (
        "legacy.retweeted_status_result.result.note_tweet.note_tweet_results.result.text",
        "legacy.retweeted_status_result.result.legacy.full_text",
        "legacy.retweeted_status_result.result.tweet.note_tweet.note_tweet_results.result.text",
        "legacy.retweeted_status_result.result.tweet.legacy.full_text",
    ),
    "hashtags": (
        "legacy.entities.hashtags[].text",
        "legacy.retweeted_status_result.result.legacy.entities.hashtags[].text",
        "legacy.retweeted_status_result.result.tweet.legacy.entities.hashtags[].text",
    ),
    "other_handles": (
        "legacy.entities.user_mentions[].screen_name",
        "legacy.retweeted_status_result.result.core.user_results.result.legacy.screen_name",
        "legacy.retweeted_status_result.result.core.user_results.result.core.screen_name",
        "legacy.retweeted_status_result.result.tweet.core.user_results.result.legacy.screen_name",
        "legacy.retweeted_status_result.result.tweet.core.user_results.result.core.screen_name",
    ),
    "other_names": (
        "legacy.entities.user_mentions[].name",
        "legacy.retweeted_status_result.result.core.user_results.result.legacy.name",
        "legacy.retweeted_status_result.result.core.user_results.result.core.name",
        "legacy.retweeted_status_result.result.tweet.core.user_results.result.legacy.name",
        "legacy.retweeted_status_result.result.tweet.core.user_results.result.core.name",
    ),
    "other_locations": (
        "legacy.place.full_name",
        "legacy.retweeted_status_result.result.core.user_results.result.legacy.location",
        "legacy.retweeted_status_result.result.tweet.core.user_results.result.legacy.location",
    ),
}

FORMAT = Format(
    id="zeeschuimer",
    title="Zeeschuimer NDJSON",
    container="json",
    signatures=tuple(
        frozenset({name, held}) for name in ("item_id", "source_platform") for held in ("data.legacy", "data.tweet")
    ),
    within="data",
    wrapped="tweet",
    columns=COLUMNS,
    sample=(
        '{"item_id": "171", "source_platform": "twitter.com", "timestamp_collected": 1, "data": {"rest_id": "171",'
        ' "core": {"user_results": {"result": {"rest_id": "7", "legacy": {"screen_name": "quietkettle_x",'
        ' "name": "Quiet Kettle", "location": "Larkfield"}}}}, "legacy": {"full_text": "Please listen #Care",'
        ' "created_at": "Thu Apr 08 19:34:16 +0000 2021", "user_id_str": "7",'
        ' "entities": {"hashtags": [{"text": "Care"}]}}}}\n'
        '{"item_id": "172", "source_platform": "twitter.com", "timestamp_collected": 2, "data": {"rest_id": "172",'
        ' "core": {"user_results": {"result": {"rest_id": "8", "core": {"screen_name": "oddsock_y", "name": "Odd Sock"}}}},'
        ' "legacy": {"full_text": "RT @quietkettle_x: Please li\u2026", "created_at": "Thu Apr 08 19:35:00 +0000 2021",'
        ' "retweeted_status_result": {"result": {"rest_id": "171", "legacy": {"full_text": "Please listen #Care"}}}}}}\n'
    ),
    expected=(
        {"tweet_id": "171", "author_id": "7", "handle": "quietkettle_x", "profile_location": "Larkfield",
         "hashtags": ["care"], "is_retweet": False, "posted_at": "2021-04-08T19:34:16"},
        {"tweet_id": "172", "handle": "oddsock_y", "is_retweet": True, "retweet_of_id": "171",
         "original_text": "Please listen #Care"},
    ),
)
