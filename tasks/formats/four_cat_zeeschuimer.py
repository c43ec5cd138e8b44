"""4CAT's download of what Zeeschuimer sent it: the web page's tweets without their wrapper, a tweet a line."""

from tasks.formats import Format
from tasks.formats.zeeschuimer import COLUMNS

FORMAT = Format(
    id="4cat-zeeschuimer",
    title="4CAT NDJSON of Zeeschuimer's tweets",
    container="json",
    signatures=(
        frozenset({"rest_id", "legacy.full_text"}),
        frozenset({"__import_meta", "legacy"}),
        frozenset({"__import_meta", "tweet"}),
    ),
    wrapped="tweet",
    columns=COLUMNS,
    sample=(
        '{"rest_id": "491", "core": {"user_results": {"result": {"rest_id": "7", "legacy": {"screen_name": "quietkettle_x"}}}},'
        ' "legacy": {"full_text": "Please listen #Care", "created_at": "Thu Apr 08 19:34:16 +0000 2021", "user_id_str": "7"},'
        ' "__import_meta": {"item_id": "491"}}\n'
        '{"limitedActionResults": {}, "tweet": {"rest_id": "492", "legacy": {"full_text": "RT @quietkettle_x: Please li…",'
        ' "created_at": "Thu Apr 08 19:35:00 +0000 2021", "user_id_str": "8",'
        ' "retweeted_status_result": {"result": {"rest_id": "491"}}}}, "__import_meta": {"item_id": null}}\n'
    ),
    expected=(
        {"tweet_id": "491", "author_id": "7", "handle": "quietkettle_x", "is_retweet": False},
        {"tweet_id": "492", "author_id": "8", "is_retweet": True, "retweet_of_id": "491"},
    ),
)
