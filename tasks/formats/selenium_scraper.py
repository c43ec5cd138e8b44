"""selenium-twitter-scraper, which reads the web page: tags, mentions and emoji stand in columns of their own. Times are UTC."""

from tasks.formats import Format

FORMAT = Format(
    id="selenium-scraper",
    title="selenium-twitter-scraper CSV",
    signatures=(frozenset({"Name", "Handle", "Timestamp", "Content", "Tags", "Tweet Link"}),),
    columns={
        "tweet_id": ("Tweet ID", "Tweet Link"),
        "author_id": ("Tweeter ID",),
        "handle": ("Handle",),
        "display_name": ("Name",),
        "text": ("Content",),
        "posted_at": ("Timestamp",),
        "hashtags": ("Tags",),
        "other_handles": ("Mentions",),
    },
    timezone="UTC",
    sample=(
        "Name,Handle,Timestamp,Verified,Content,Comments,Retweets,Likes,Analytics,Tags,Mentions,Profile Image,Tweet Link,Tweet ID\n"
        "Quiet Kettle,@quietkettle_x,2013-08-10T09:15:00.000Z,False,Tea first ,1,2,3,1.2K,['#Care'],['@oddsock_y'],"
        "https://example.org/7.jpg,https://example.org/quietkettle_x/status/511,tweet_id:511\n"
    ),
    expected=(
        {"tweet_id": "511", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "hashtags": ["care"],
         "other_handles": ["oddsock_y"], "posted_at": "2013-08-10T09:15:00"},
    ),
)
