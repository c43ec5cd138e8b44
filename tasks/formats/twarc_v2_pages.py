"""twarc2, v2 of the platform's API, as it came: a page of tweets a line, authors and referenced tweets beside them."""

from tasks.formats import Format
from tasks.formats.twarc_v2 import COLUMNS

FORMAT = Format(
    id="twarc-v2-pages",
    title="twarc2 pages (v2, data and includes a line)",
    container="json",
    signatures=(
        frozenset({"data[].id", "data[].text"}),
        frozenset({"data.id", "data.text"}),
    ),
    columns=COLUMNS,
    pages=True,
    sample=(
        '{"data": [{"id": "31", "text": "RT @quietkettle_x: Please li\u2026", "created_at": "2021-04-08T19:35:00.000Z",'
        ' "author_id": "8", "referenced_tweets": [{"type": "retweeted", "id": "21"}]}],'
        ' "includes": {"users": [{"id": "8", "username": "oddsock_y", "name": "Odd Sock"},'
        ' {"id": "7", "username": "quietkettle_x", "name": "Quiet Kettle"}],'
        ' "tweets": [{"id": "21", "author_id": "7", "text": "Please listen #Care"}]}}\n'
    ),
    expected=(
        {"tweet_id": "31", "handle": "oddsock_y", "is_retweet": True, "retweet_of_id": "21",
         "original_text": "Please listen #Care", "other_handles": ["quietkettle_x"]},
    ),
)
