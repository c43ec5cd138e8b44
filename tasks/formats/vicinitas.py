"""Vicinitas, a service that exports the tweets of a search as a workbook."""

from tasks.formats import Format

FORMAT = Format(
    id="vicinitas",
    title="Vicinitas workbook",
    signatures=(frozenset({"Tweet Id", "Text", "Screen Name", "UTC", "Tweet Type"}),),
    columns={
        "tweet_id": ("Tweet Id",),
        "handle": ("Screen Name",),
        "display_name": ("Name",),
        "text": ("Text",),
        "posted_at": ("UTC", "Created At"),
        "lang": ("Language",),
        "is_retweet": ("Tweet Type",),
        "hashtags": ("Hashtags",),
        "other_handles": ("Mentions",),
    },
    timezone="UTC",
    sample=(
        "Tweet Id,Text,Name,Screen Name,UTC,Created At,Favorites,Retweets,Language,Client,Tweet Type,URLs,Hashtags,Mentions\n"
        '"""441""",Tea first #Care,Quiet Kettle,quietkettle_x,2013-08-10T09:15:00.000Z,'
        "Sat Aug 10 09:15:00 +0000 2013,0,0,English,Web,Tweet,,1,0\n"
        '"""442""",RT @quietkettle_x: Tea first #Care,Odd Sock,oddsock_y,2013-08-10T09:16:00.000Z,,0,0,English,Web,Retweet,,1,1\n'
    ),
    expected=(
        {"tweet_id": "441", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "442", "handle": "oddsock_y", "is_retweet": True},
    ),
)
