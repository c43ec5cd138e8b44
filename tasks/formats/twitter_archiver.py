"""Twitter Archiver, an add-on that fills a Google sheet."""

from tasks.formats import Format

FORMAT = Format(
    id="twitter-archiver",
    title="Twitter Archiver sheet",
    signatures=(frozenset({"Date", "Screen Name", "Full Name", "Tweet Text", "Tweet ID"}),),
    columns={
        "tweet_id": ("Tweet ID",),
        "handle": ("Screen Name",),
        "display_name": ("Full Name",),
        "profile_location": ("TwitterLocation", "Location"),
        "text": ("Tweet Text",),
        "posted_at": ("Date",),
        "other_locations": ("Location",),
    },
    month_first=True,
    sample=(
        "Date,Screen Name,Full Name,Tweet Text,Tweet ID,Link(s),Media,Location,Retweets,Favorites,App,Followers,Follows,Listed,"
        "Verfied,User Since,TwitterLocation,Bio,Website,Timezone,Profile Image\n"
        "8/10/2013 10:15:00,@quietkettle_x,Quiet Kettle,Tea first #Care,291,,,,0,0,web,1,2,0,No,1/1/2010,Larkfield,,,,\n"
    ),
    expected=(
        {"tweet_id": "291", "handle": "quietkettle_x", "display_name": "Quiet Kettle", "profile_location": "Larkfield",
         "posted_at": "2013-08-10T09:15:00"},
    ),
)
