"""The archive that the platform gives its users: `tweets.js`, of one account, which it does not name in each tweet."""

from tasks.formats import Format

FORMAT = Format(
    id="personal-archive",
    title="personal archive (tweets.js, or the zip it comes in)",
    container="json",
    signatures=(frozenset({"tweet.id_str", "tweet.full_text"}),),
    within="tweet",
    columns={
        "tweet_id": ("id_str",),
        "text": ("full_text",),
        "posted_at": ("created_at",),
        "lang": ("lang",),
        "editions": ("edit_info.initial.editTweetIds", "edit_info.edit.editControlInitial.editTweetIds",),
        "hashtags": ("entities.hashtags[].text",),
        "other_handles": ("entities.user_mentions[].screen_name",),
        "other_names": ("entities.user_mentions[].name",),
    },
    sample=(
        'window.YTD.tweets.part0 = [ {\n  "tweet" : {\n    "id_str" : "181",\n    "full_text" : "Tea first #Care",\n'
        '    "created_at" : "Sat Aug 10 09:15:00 +0000 2013",\n'
        '    "entities" : { "hashtags" : [ { "text" : "Care" } ], "user_mentions" : [ ] }\n  }\n} ]\n'
    ),
    expected=({"tweet_id": "181", "text": "Tea first #Care", "hashtags": ["care"], "handle": None},),
)
