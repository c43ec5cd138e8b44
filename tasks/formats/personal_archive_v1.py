"""The personal archive of earlier years: tweets without the wrapper that later ones have."""

from tasks.formats import Format

FORMAT = Format(
    id="personal-archive-v1",
    title="personal archive, earlier (tweet.js)",
    container="json",
    signatures=(frozenset({"id_str", "full_text"}), frozenset({"id_str", "text", "entities.user_mentions"})),
    columns={
        "tweet_id": ("id_str",),
        "handle": ("user.screen_name",),
        "display_name": ("user.name",),
        "text": ("full_text", "text"),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "is_retweet": ("retweeted_status?",),
        "hashtags": ("entities.hashtags[].text",),
        "other_handles": ("entities.user_mentions[].screen_name",),
        "other_names": ("entities.user_mentions[].name",),
    },
    sample=(
        'window.YTD.tweet.part0 = [ {"id_str": "191", "full_text": "Tea first #Care",\n'
        ' "created_at": "Sat Aug 10 09:15:00 +0000 2013", "entities": {"hashtags": [{"text": "Care"}],'
        ' "user_mentions": []}},\n'
        '{"id_str": "192", "full_text": "RT @oddsock_y: Tea", "created_at": "Sat Aug 10 09:16:00 +0000 2013",\n'
        ' "entities": {"user_mentions": [{"screen_name": "oddsock_y"}]}, "retweeted_status": {"id_str": "190"}} ]\n'
    ),
    expected=(
        {"tweet_id": "191", "text": "Tea first #Care", "hashtags": ["care"], "is_retweet": False},
        {"tweet_id": "192", "is_retweet": True, "other_handles": ["oddsock_y"]},
    ),
)
