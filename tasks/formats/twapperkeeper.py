"""TwapperKeeper and yourTwapperKeeper, archives of a search."""

from tasks.formats import Format

FORMAT = Format(
    id="twapperkeeper",
    title="TwapperKeeper CSV",
    signatures=(frozenset({"text", "to_user_id", "from_user", "id", "created_at"}),),
    columns={
        "tweet_id": ("id",),
        "author_id": ("from_user_id",),
        "handle": ("from_user",),
        "text": ("text",),
        "posted_at": ("time", "created_at"),
        "lang": ("iso_language_code",),
        "other_locations": ("geo_coordinates_0",),
    },
    sample=(
        "text,to_user_id,from_user,id,from_user_id,iso_language_code,source,created_at,time\n"
        '"Tea, first #Care",,quietkettle_x,211,7,en,web,"Sat, 10 Aug 2013 09:15:00 +0000",1376126100\n'
    ),
    expected=({"tweet_id": "211", "handle": "quietkettle_x", "posted_at": "2013-08-10T09:15:00"},),
)
