"""twarc2, v2 of the platform's API, flattened: a JSON tweet a line with its author and referenced tweets inside."""

from tasks.formats import Format

# Domains of `context_annotations` whose entities are people.
PEOPLE = ("Person", "Politician", "Musician", "Actor", "Athlete", "Journalist", "Entertainment Personality", "Digital Creator")
COLUMNS = {
    "tweet_id": ("id",),
    "author_id": ("author_id", "author.id"),
    "handle": ("author.username",),
    "display_name": ("author.name",),
    "profile_location": ("author.location",),
    "text": ("note_tweet.text", "text"),
    "posted_at": ("created_at",),
    "lang": ("lang",),
    "editions": ("edit_history_tweet_ids",),
    "is_retweet": ("referenced_tweets[type=retweeted]?",),
    "retweet_of_id": ("referenced_tweets[type=retweeted].id",),
    "original_text": ("referenced_tweets[type=retweeted].note_tweet.text", "referenced_tweets[type=retweeted].text"),
    "hashtags": ("entities.hashtags[].tag", "referenced_tweets[type=retweeted].entities.hashtags[].tag"),
    "other_handles": ("entities.mentions[].username", "referenced_tweets[].author.username"),
    "other_names": (
        "entities.mentions[].name", "referenced_tweets[].author.name", "entities.annotations[type=Person][].normalized_text",
        *(f"context_annotations[domain>name={domain}][].entity.name" for domain in PEOPLE),
    ),
    "other_locations": (
        "geo.full_name", "referenced_tweets[].author.location", "entities.annotations[type=Place][].normalized_text",
        "context_annotations[domain>name=Place][].entity.name",
    ),
}

FORMAT = Format(
    id="twarc-v2",
    title="twarc2 flattened (v2, a tweet a line)",
    container="json",
    signatures=(
        frozenset({"id", "text", "author_id"}),
        frozenset({"id", "text", "edit_history_tweet_ids"}),
        frozenset({"id", "text", "author.username"}),
    ),
    columns=COLUMNS,
    sample=(
        '{"id": "21", "text": "Please listen #Care", "created_at": "2021-04-08T19:34:16.000Z", "author_id": "7",'
        ' "author": {"id": "7", "username": "quietkettle_x", "name": "Quiet Kettle", "location": "Larkfield"},'
        ' "entities": {"hashtags": [{"tag": "Care"}], "annotations": [{"type": "Product", "normalized_text": "Tea"},'
        ' {"type": "Person", "normalized_text": "Orla Tressick"}, {"type": "Place", "normalized_text": "Tarnwick"},'
        ' {"type": "Person", "normalized_text": "Carey Quarnby"}]}, "context_annotations": ['
        '{"domain": {"id": "3", "name": "TV Shows"}, "entity": {"name": "Larkfield Nights"}},'
        ' {"domain": {"id": "35", "name": "Politician"}, "entity": {"name": "Wendle Osgoodby"}},'
        ' {"domain": {"id": "13", "name": "Place"}, "entity": {"name": "Quillane"}}, {"entity": {"name": "Nobody"}}]}\n'
        '{"id": "22", "text": "RT @quietkettle_x: Please li\u2026", "created_at": "2021-04-08T19:35:00.000Z",'
        ' "author_id": "8", "author": {"id": "8", "username": "oddsock_y", "name": "Odd Sock"},'
        ' "referenced_tweets": [{"type": "retweeted", "id": "21", "text": "Please listen #Care",'
        ' "entities": {"hashtags": [{"tag": "Care"}]}}]}\n'
    ),
    expected=(
        {"tweet_id": "21", "handle": "quietkettle_x", "is_retweet": False, "hashtags": ["care"],
         "other_names": ["Orla Tressick", "Carey Quarnby", "Wendle Osgoodby"], "other_locations": ["Tarnwick", "Quillane"]},
        {"tweet_id": "22", "is_retweet": True, "retweet_of_id": "21", "original_text": "Please listen #Care"},
    ),
)
