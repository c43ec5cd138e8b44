"""The Trump Twitter Archive, and tools that export in its columns: one account, which no row names."""

from tasks.formats import Format

FORMAT = Format(
    id="trump-archive",
    title="Trump Twitter Archive CSV or JSON",
    container="any",
    signatures=(
        frozenset({"source", "text", "created_at", "retweet_count", "favorite_count", "is_retweet", "id_str"}),
        frozenset({"id", "text", "isRetweet", "isDeleted", "device", "date"}),
    ),
    columns={
        "tweet_id": ("id_str", "id"),
        "text": ("text",),
        "posted_at": ("created_at", "date"),
        "is_retweet": ("is_retweet", "isRetweet"),
    },
    month_first=True,
    timezone="UTC",
    sample=(
        "source,text,created_at,retweet_count,favorite_count,is_retweet,id_str\n"
        "Web,RT @quietkettle_x: Tea first #Care,08-09-2013 21:15:00,7,0,true,431\n"
        "Web,Tea first #Care,08-10-2013 09:15:00,7,0,false,432\n"
    ),
    expected=(
        {"tweet_id": "431", "posted_at": "2013-08-09T21:15:00", "is_retweet": True},
        {"tweet_id": "432", "posted_at": "2013-08-10T09:15:00", "is_retweet": False, "handle": None},
    ),
)
