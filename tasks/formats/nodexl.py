"""NodeXL: a workbook of edges, one for each that a tweet mentions, so that a tweet may come several times. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="nodexl",
    title="NodeXL edges",
    signatures=(
        frozenset({"Vertex 1", "Vertex 2", "Relationship", "Tweet"}),
        frozenset({"Vertex 1", "Vertex 2", "Tweet", "Imported ID"}),
    ),
    columns={
        "tweet_id": ("Imported ID", "Unified Twitter ID", "Twitter Page for Tweet"),
        "handle": ("Vertex 1",),
        "text": ("Tweet",),
        "posted_at": ("Tweet Date (UTC)", "Relationship Date (UTC)"),
        "lang": ("Language",),
        "is_retweet": ("Relationship",),
        "retweet_of_id": ("Retweet ID",),
        "hashtags": ("Hashtags in Tweet",),
        "other_handles": ("Vertex 2",),
        "other_locations": ("Place Full Name",),
    },
    month_first=True,
    timezone="UTC",
    sample=(
        "Vertex 1,Vertex 2,Relationship,Tweet,Hashtags in Tweet,Tweet Date (UTC),Imported ID\n"
        "quietkettle_x,oddsock_y,Mentions,Tea first @oddsock_y #Care #Tea,care tea,2013-08-10 09:15:00,261\n"
        "oddsock_y,quietkettle_x,Retweet,RT @quietkettle_x: Tea first,,8/10/2013 9:16,262\n"
    ),
    expected=(
        {"tweet_id": "261", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00", "is_retweet": False,
         "hashtags": ["care", "tea"], "other_handles": ["oddsock_y"]},
        {"tweet_id": "262", "is_retweet": True},
    ),
)
