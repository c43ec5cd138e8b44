"""Brandwatch: mentions of a query, below lines that describe it; the id is at the end of a link."""

from tasks.formats import Format

FORMAT = Format(
    id="brandwatch",
    title="Brandwatch mentions, CSV or XLSX",
    signatures=(
        frozenset({"Query Name", "Date", "Url", "Author", "Full Text"}),
        frozenset({"Query Name", "Date", "Url", "Author", "Snippet"}),
        frozenset({"Query Name", "Date", "URL", "Author", "Snippet"}),
    ),
    columns={
        "tweet_id": ("Url", "URL"),
        "author_id": ("Twitter Author ID", "X Author ID"),
        "handle": ("Author",),
        "display_name": ("Full Name",),
        "profile_location": ("Location Name", "City"),
        "text": ("Full Text", "Snippet"),
        "posted_at": ("Date",),
        "lang": ("Language",),
        "is_retweet": ("Thread Entry Type",),
        "retweet_of_id": ("Twitter Retweet of", "X Repost of"),
        "hashtags": ("Hashtags",),
        "other_handles": ("Mentioned Authors", "Twitter Reply to", "Thread Author"),
    },
    sample=(
        "Query Id,Query Name,Date,Title,Snippet,Url,Author,Full Text,Hashtags,Mentioned Authors,Thread Entry Type,"
        "Twitter Author ID,Twitter Retweet of\n"
        "1,Care,2013-08-10 10:15:00.0,Tea,Tea first,http://example.org/quietkettle_x/statuses/271,quietkettle_x,"
        "\"Tea first, then rest #Care\",#care,@oddsock_y,post,7,\n"
        "1,Care,2013-08-10 10:16:00.0,Tea,Tea first,http://example.org/oddsock_y/statuses/272,oddsock_y,"
        "RT @quietkettle_x: Tea first,,@quietkettle_x,share,8,http://example.org/quietkettle_x/statuses/271\n"
    ),
    expected=(
        {"tweet_id": "271", "author_id": "7", "handle": "quietkettle_x", "text": "Tea first, then rest #Care",
         "posted_at": "2013-08-10T09:15:00", "is_retweet": False, "hashtags": ["care"], "other_handles": ["oddsock_y"]},
        {"tweet_id": "272", "is_retweet": True, "retweet_of_id": "271"},
    ),
)
