"""TAGS, the Google Sheet that archives a search: one CSV, NA or nothing where a value is missing."""

from tasks.formats import Format

FORMAT = Format(
    id="tags",
    title="TAGS CSV",
    container="csv",
    signature=frozenset({"id_str", "from_user", "text", "created_at", "entities_str", "status_url"}),
    columns={
        "tweet_id": ("id_str",),
        "author_id": ("from_user_id_str",),
        "handle": ("from_user",),
        "profile_location": ("user_location",),
        "text": ("text",),
        "posted_at": ("created_at",),
        "lang": ("user_lang",),
        "other_handles": ("in_reply_to_screen_name",),
        "other_locations": ("geo_coordinates",),
    },
    sample=(
        "id_str,from_user,text,created_at,user_location,from_user_id_str,entities_str,status_url\n"
        '41,quietkettle_x,"Tea, please #Care",Sat Aug 10 09:15:00 +0000 2013,Larkfield,7,,https://example.org/41\n'
    ),
    expected=({"tweet_id": "41", "handle": "quietkettle_x", "text": "Tea, please #Care", "is_retweet": None},),
)
