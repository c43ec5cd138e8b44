"""Meltwater: documents that were found, in UTF-16 with tabs in its first years; the words are in the sentence that was hit."""

from tasks.formats import Format

FORMAT = Format(
    id="meltwater",
    title="Meltwater CSV",
    signatures=(
        frozenset({"Date", "URL", "Hit Sentence", "Influencer"}),
        frozenset({"Date", "URL", "Hit Sentence", "Author Handle"}),
    ),
    columns={
        "tweet_id": ("Tweet Id", "URL"),
        "author_id": ("Twitter Id",),
        "handle": ("Author Handle", "Influencer", "Twitter Screen Name"),
        "display_name": ("Author Name",),
        "profile_location": ("City",),
        "text": ("Hit Sentence", "Opening Text"),
        "posted_at": ("Date + Time", "Date"),
        "hashtags": ("Hashtags",),
    },
    sample=(
        "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tCountry\tTweet Id\tTwitter Id\tHashtags\n"
        "10-Aug-2013 10:15AM\t\thttp://example.org/quietkettle_x/statuses/281\tTea\tTea first #Care\tTwitter\t@quietkettle_x\t"
        "United Kingdom\t281\t7\t#Care\n"
    ),
    expected=(
        {"tweet_id": "281", "author_id": "7", "handle": "quietkettle_x", "text": "Tea first #Care",
         "posted_at": "2013-08-10T09:15:00", "hashtags": ["care"]},
    ),
)
