"""The platform's own analytics of an account, as it exports them: the account stands in each tweet's link alone."""

from tasks.formats import Format

FORMAT = Format(
    id="twitter-analytics",
    title="Twitter Analytics CSV",
    signatures=(frozenset({"Tweet id", "Tweet permalink", "Tweet text", "time"}),),
    columns={
        "tweet_id": ("Tweet id", "Tweet permalink"),
        "handle": ("Tweet permalink",),
        "text": ("Tweet text",),
        "posted_at": ("time",),
    },
    timezone="UTC",
    sample=(
        '"Tweet id","Tweet permalink","Tweet text","time","impressions","engagements"\n'
        '"451","https://example.org/quietkettle_x/status/451","Tea first #Care","2013-08-10 09:15 +0000","12.0","1.0"\n'
    ),
    expected=({"tweet_id": "451", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00"},),
)
