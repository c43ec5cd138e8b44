"""Scweet, a scraper of the web page. It calls the shown name a screen name; its first versions put name, handle and day
where the words belong, and the words beside them. Times are UTC.
"""

from tasks.formats import Format

FORMAT = Format(
    id="scweet",
    title="Scweet CSV",
    signatures=(frozenset({"UserScreenName", "UserName", "Timestamp", "Text", "Embedded_text"}),),
    head=r"[^\n@]+\n+@\w{1,20}\n+·?\n*[^\n]{0,30}",
    columns={
        "tweet_id": ("tweetId", "Tweet URL"),
        "handle": ("UserName",),
        "display_name": ("UserScreenName",),
        "text": ("Text", "Embedded_text"),
        "posted_at": ("Timestamp",),
    },
    timezone="UTC",
    sample=(
        "UserScreenName,UserName,Timestamp,Text,Embedded_text,Emojis,Comments,Likes,Retweets,Image link,Tweet URL\n"
        'Quiet Kettle,@quietkettle_x,2013-08-10T09:15:00.000Z,"Quiet Kettle\n@quietkettle_x\n·\nAug 10, 2013",Tea first #Care,,1,'
        "2,3,[],https://example.org/quietkettle_x/status/501\n"
        "Odd Sock,@oddsock_y,2013-08-10T09:16:00.000Z,So true #Care,,😀,1,2,3,[],https://example.org/oddsock_y/status/502\n"
    ),
    expected=(
        {"tweet_id": "501", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "text": "Tea first #Care",
         "posted_at": "2013-08-10T09:15:00"},
        {"tweet_id": "502", "handle": "oddsock_y", "display_name": "Odd Sock", "text": "So true #Care"},
    ),
)
