"""DMI-TCAT, a capture tool for the stream: `time` is in seconds since 1970. Its sample of random tweets has no ids."""

from tasks.formats import Format

FORMAT = Format(
    id="dmi-tcat",
    title="DMI-TCAT CSV",
    signatures=(
        frozenset({"id", "time", "created_at", "from_user_name", "text"}),
        frozenset({"time", "created_at", "from_user_name", "text"}),
    ),
    columns={
        "tweet_id": ("id",),
        "author_id": ("from_user_id",),
        "handle": ("from_user_name",),
        "display_name": ("from_user_realname",),
        "profile_location": ("location",),
        "text": ("text",),
        "posted_at": ("time", "created_at"),
        "lang": ("lang",),
        "hashtags": ("hashtags",),
        "other_handles": ("to_user_name", "mentions"),
    },
    sample=(
        "id,time,created_at,from_user_name,text,lang,to_user_name,location,from_user_id,from_user_realname,mentions,hashtags\n"
        '71,1376126100,2013-08-10 09:15:00,quietkettle_x,"Tea, please #Care",en,,Larkfield,7,Quiet Kettle,oddsock_y; spoon_z,'
        "Care; Tea\n"
    ),
    expected=(
        {"tweet_id": "71", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "profile_location": "Larkfield",
         "posted_at": "2013-08-10T09:15:00", "hashtags": ["care", "tea"], "other_handles": ["oddsock_y", "spoon_z"]},
    ),
)
