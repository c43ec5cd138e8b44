"""TAGS, the Google Sheet that archives a search: one CSV, NA or nothing where a value is missing."""

from tasks.formats import Format

FORMAT = Format(
    id="tags",
    title="TAGS CSV",
    signatures=(
        frozenset({"id_str", "from_user", "text", "created_at", "time"}),
        frozenset({"id_str", "from_user", "text", "created_at", "status_url"}),
        frozenset({"id_str", "from_user", "text", "entities_str"}),
    ),
    columns={
        "tweet_id": ("id_str", "status_url"),
        "author_id": ("from_user_id_str",),
        "handle": ("from_user",),
        "profile_location": ("user_location",),
        "text": ("text",),
        "posted_at": ("created_at", "time"),
        "lang": ("user_lang", "iso_language_code"),
        "other_handles": ("entities_str/user_mentions[].screen_name", "in_reply_to_screen_name", "to_user"),
        "hashtags": ("entities_str/hashtags[].text",),
        "other_names": ("entities_str/user_mentions[].name",),
        "other_locations": ("geo_coordinates",),
    },
    sample=(
        "id_str,from_user,text,created_at,user_location,from_user_id_str,entities_str,status_url\n"
        '41,quietkettle_x,"Tea, please #Care",Sat Aug 10 09:15:00 +0000 2013,Larkfield,7,,https://example.org/41\n'
    ),
    expected=({"tweet_id": "41", "handle": "quietkettle_x", "text": "Tea, please #Care", "is_retweet": None},),
)
