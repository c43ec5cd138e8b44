"""snscrape, a scraper: `content` in its first years, `rawContent` later."""

from tasks.formats import Format

FORMAT = Format(
    id="snscrape",
    title="snscrape JSONL, both generations",
    container="json",
    signatures=(
        frozenset({"id", "date", "content", "user.username"}),
        frozenset({"id", "date", "rawContent", "user.username"}),
    ),
    columns={
        "tweet_id": ("id", "url"),
        "author_id": ("user.id",),
        "handle": ("user.username",),
        "display_name": ("user.displayname",),
        "profile_location": ("user.location",),
        "text": ("rawContent", "content"),
        "posted_at": ("date",),
        "lang": ("lang",),
        "is_retweet": ("retweetedTweet?",),
        "retweet_of_id": ("retweetedTweet.id",),
        "original_text": ("retweetedTweet.rawContent", "retweetedTweet.content"),
        "hashtags": ("hashtags", "retweetedTweet.hashtags"),
        "other_handles": ("mentionedUsers[].username", "retweetedTweet.user.username", "quotedTweet.user.username"),
        "other_names": ("mentionedUsers[].displayname", "retweetedTweet.user.displayname", "quotedTweet.user.displayname"),
        "other_locations": ("place.fullName", "retweetedTweet.user.location", "quotedTweet.user.location"),
    },
    sample=(
        '{"id": 101, "date": "2021-04-08T19:34:16+00:00", "content": "Please listen #Care", "hashtags": ["Care"],'
        ' "user": {"username": "quietkettle_x", "id": 7, "displayname": "Quiet Kettle", "location": "Larkfield"},'
        ' "retweetedTweet": null, "mentionedUsers": null}\n'
        '{"id": 102, "date": "2022-04-08T19:34:16+00:00", "rawContent": "RT @quietkettle_x: Please li…",'
        ' "user": {"username": "oddsock_y", "id": "8"}, "retweetedTweet": {"id": 101, "rawContent":'
        ' "Please listen #Care", "user": {"username": "quietkettle_x"}}}\n'
    ),
    expected=(
        {"tweet_id": "101", "text": "Please listen #Care", "author_id": "7", "is_retweet": False, "hashtags": ["care"]},
        {"tweet_id": "102", "is_retweet": True, "retweet_of_id": "101", "original_text": "Please listen #Care",
         "other_handles": ["quietkettle_x"]},
    ),
)
