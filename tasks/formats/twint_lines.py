"""twint without a table: id, day, time, zone and handle stand before the words on each line."""

from tasks.formats import Format

FORMAT = Format(
    id="twint-lines",
    title="twint's plain output",
    container="text",
    signatures=(),
    head=(
        r"^(?P<id>\d{5,20}) (?P<date>\d{4}-\d\d-\d\d) (?P<time>\d\d:\d\d:\d\d) "
        r"(?:(?P<zone>[^<>\n]{1,40}?) )?(?P<retweeted>RT )?<(?P<username>\w{1,20})> ?"
    ),
    tail=r" \| \d+ replies \d+ retweets \d+ likes",
    columns={"tweet_id": ("id",), "handle": ("username",), "text": ("text",), "posted_at": ("date + time + zone",),
             "is_retweet": ("retweeted?",)},
    sample=(
        "1366000000000000001 2013-08-10 10:15:00 +0100 <quietkettle_x> Tea first #Care | 3 replies 4 retweets 5 likes\n"
        "1366000000000000002 2013-08-10 10:16:00 BST RT <oddsock_y> RT @quietkettle_x: Tea first #Care\n"
    ),
    expected=(
        {"tweet_id": "1366000000000000001", "handle": "quietkettle_x", "text": "Tea first #Care",
         "posted_at": "2013-08-10T09:15:00", "is_retweet": False},
        {"tweet_id": "1366000000000000002", "handle": "oddsock_y", "text": "RT @quietkettle_x: Tea first #Care",
         "posted_at": "2013-08-10T09:16:00", "is_retweet": True},
    ),
)
