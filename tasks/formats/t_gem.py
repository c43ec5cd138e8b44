"""The `t` gem, a command line for the platform: `t search all --csv`."""

from tasks.formats import Format

FORMAT = Format(
    id="t-gem",
    title="CSV of the t gem",
    signatures=(frozenset({"ID", "Posted at", "Screen name", "Text"}),),
    columns={"tweet_id": ("ID",), "handle": ("Screen name",), "text": ("Text",), "posted_at": ("Posted at",)},
    sample="ID,Posted at,Screen name,Text\n51,2014-04-03 20:49:29 +0000,quietkettle_x,Tea first\n",
    expected=({"tweet_id": "51", "handle": "quietkettle_x", "text": "Tea first", "hashtags": None},),
)
