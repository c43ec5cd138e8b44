"""snscrape saved as a table, under its own names or those that its tutorials made common; a user may be an object or a link."""

from tasks.formats import Format

FORMAT = Format(
    id="snscrape-csv",
    title="snscrape CSV",
    signatures=(
        frozenset({"Datetime", "Tweet Id", "Text", "Username"}),
        frozenset({"id", "date", "content", "user"}),
        frozenset({"id", "date", "rawContent", "user"}),
        frozenset({"id", "date", "content", "username"}),
        frozenset({"id", "date", "rawContent", "username"}),
        frozenset({"id", "date", "content", "user.username"}),
        frozenset({"id", "date", "rawContent", "user.username"}),
    ),
    columns={
        "tweet_id": ("Tweet Id", "id", "url"),
        "author_id": ("user.id", "user/id"),
        "handle": ("Username", "username", "user.username", "user/username", "user"),
        "display_name": ("user.displayname", "user/displayname", "displayname"),
        "profile_location": ("user.location", "user/location"),
        "text": ("Text", "rawContent", "content"),
        "posted_at": ("Datetime", "date"),
        "lang": ("Language", "lang"),
        "is_retweet": ("retweetedTweet.id?", "retweetedTweet?"),
        "retweet_of_id": ("retweetedTweet.id", "retweetedTweet/id"),
        "original_text": ("retweetedTweet/rawContent", "retweetedTweet/content"),
        "hashtags": ("hashtags",),
        "other_handles": ("mentionedUsers/[].username", "quotedTweet/user.username", "retweetedTweet/user.username"),
        "other_names": ("mentionedUsers/[].displayname", "quotedTweet/user.displayname", "retweetedTweet/user.displayname"),
        "other_locations": ("place/fullName", "place.fullName", "quotedTweet/user.location", "retweetedTweet/user.location"),
    },
    sample=(
        ",id,date,rawContent,user,hashtags,retweetedTweet,mentionedUsers\n"
        "0,111,2021-04-08 19:34:16+00:00,Please listen #Care,\"{'username': 'quietkettle_x', 'id': 7,"
        " 'displayname': 'Quiet Kettle', 'created': datetime.datetime(2010, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),"
        " 'location': 'Larkfield'}\",['Care'],,\n"
        "1,112,2021-04-08 19:35:16+00:00,Please listen #Care,https://example.org/oddsock_y,,"
        "\"{'id': 111, 'rawContent': 'Please'}\",\"[{'username': 'quietkettle_x', 'displayname': 'Quiet Kettle'}]\"\n"
    ),
    expected=(
        {"tweet_id": "111", "author_id": "7", "handle": "quietkettle_x", "profile_location": "Larkfield",
         "posted_at": "2021-04-08T19:34:16", "is_retweet": False, "hashtags": ["care"]},
        {"tweet_id": "112", "handle": "oddsock_y", "is_retweet": True, "retweet_of_id": "111", "original_text": "Please",
         "other_handles": ["quietkettle_x"], "other_names": ["Quiet Kettle"]},
    ),
)
