"""What leads back to a person, in whatever table holds words for others to read: one rule a kind of trace."""

from expectations import Rule

SEARCHED = ("tweets", "paraphrases")
OTHER = "00000000000000aa"
# As it is; with a letter nobody sees; in full width; with Cyrillic letters; in mathematical ones.
DISGUISES = ("wendlefen82", "wend\u034flefen82", "ｗｅｎｄｌｅｆｅｎ８２", "wеndlеfеn82", "𝐰𝐞𝐧𝐝𝐥𝐞𝐟𝐞𝐧𝟖𝟐")
# Areas by the first letters that they share; without them "MP3 4GB" would be a postcode.
POSTCODE_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
EMAIL = (
    r"[\w.+-]+@[\w-]+\.[A-Za-z]|[\w.+-]+ @ [\w-]+\.(com|org|net|co|ac|edu|gov|uk)\b"
    r"|[\w.+-]+ ?[(\[{{] ?(?i:at) ?[)\]}}] ?[\w-]+|[\w.+-]+ (?i:at) [\w-]+ (?i:dot) (?i:com|org|net|co|ac|edu|gov|uk)\b"
)
# At home in groups, one by one, from abroad, in North America, and in words.
TELEPHONE = (
    r"(^|[^0-9])0[0-9]{{2,4}}\)?[\s./‐-―-]{{0,2}}[0-9]{{3,4}}[\s./‐-―-]?[0-9]{{3,4}}([^0-9]|$)"
    r"|(^|[^0-9])0([ .-][0-9]){{9,10}}([^0-9]|$)|(\+|(^|[^0-9])00)[1-9]([ .()‐-―-]{{0,2}}[0-9]){{8,13}}([^0-9]|$)"
    r"|(^|[^0-9.])[0-9]{{3}}\)?[ .-][0-9]{{3}}[ .-][0-9]{{4}}([^0-9]|$)"
    r"|(?i:((zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble)[ ,-]+){{9,}})"
)
POSTCODE = rf"\b({POSTCODE_AREAS})[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{{{{2}}}}\b"
PLATFORM_ID = r"(^|[^0-9])([0-9]{{15,20}}|[1-9][0-9]{{0,2}}([ ,._-][0-9]{{3}}){{5,6}})([^0-9]|$)"


def traces(table: str) -> tuple[Rule, ...]:
    """The rules for a table with the columns tweet_key and text, one of SEARCHED."""
    return (
        Rule(
            "no usernames",
            "A handle leads to a person in one step.",
            _matches(r"(^|[^\p{{L}}\p{{N}}_])@[\p{{L}}\p{{N}}_]"),
            {
                table: (
                    {"text": "as @wendlefen82 said"},
                    {"text": "as ＠wendlefen82 said"},
                    {"text": "as ﹫wendlefen82 said"},
                    {"text": "as @\u200bwendlefen82 said"},
                    {"text": "as @\u00adwendlefen82 said"},
                )
            },
            rows=5,
            honest={table: ({"text": "meet @ noon, a@b is not a handle"},)},
        ),
        Rule(
            "no handle of the dump",
            "People are also called by their handle without the @.",
            _holds("USER", table),
            {
                "ingested": ({"handle": "wendlefen82"},),
                table: tuple(
                    {"tweet_key": f"{place:016x}", "text": f"so {handle} told me"}
                    for place, handle in enumerate(DISGUISES, 10)
                ),
            },
            rows=5,
            honest={"ingested": ({"handle": "recovery"},), table: ({"text": "my recovery is my own"},)},
        ),
        Rule(
            "no display name of the dump",
            "A name that the dump shows beside a handle can be found.",
            _holds("PERSON", table),
            {
                "ingested": ({"display_name": "Orla Tressick"},),
                table: ({"tweet_key": OTHER, "text": "thank you orla tressick"},),
            },
            honest={"ingested": ({"display_name": "Hope"},), table: ({"text": "I hope there is Hope"},)},
        ),
        Rule(
            "no location string of the dump",
            "What a profile says of its place narrows down who is speaking.",
            _holds("PLACE", table),
            {
                "ingested": ({"profile_location": "Tarnwick, UK"},),
                table: ({"tweet_key": OTHER, "text": "cold ward in Tarnwick"},),
            },
            honest={
                "ingested": ({"profile_location": "Home and Earth"},),
                table: ({"text": "home is where earth is"},),
            },
        ),
        Rule(
            "no place of the gazetteer",
            "Geographical material is removed by the method.",
            _holds("GAZETTEER", table),
            {table: ({"tweet_key": OTHER, "text": "the Glasgow clinic"},)},
            honest={table: ({"text": "I am reading in the bath"},)},
        ),
        Rule(
            "no links",
            "A link leads to the tweet, the page or the person.",
            _matches(
                r"(?i:h(tt|xx)ps?:\s*/|ftp://|\bwww\.|\b(t\.co|bit\.ly|goo\.gl|ow\.ly|tinyurl\.com|youtu\.be|fb\.me)/)"
                r"|(^|[^\w@$#./-])[\w-]+(\.[a-z-]+)*(\.|\[\.\]|\[dot\])(com|org|net|uk)(/|[^\w@+.-]|\.?$)"
            ),
            {
                table: (
                    {"text": "read http://t.co/abc"},
                    {"text": "read HTTPS://OWL.EXAMPLE"},
                    {"text": "cut off at https:/…"},
                    {"text": "see www.owl.example"},
                    {"text": "seen at pic.twitter.com/abc"},
                    {"text": "short: bit.ly/abc"},
                    {"text": "cut: ht\u200btp://t.co/abc"},
                    {"text": "spaced: http: //t.co/abc"},
                    {"text": "disarmed: hxxp://owl.example"},
                    {"text": "bare: quietowl.co.uk/page"},
                    {"text": "bare: quietowl.com"},
                    {"text": "hidden: quietowl[.]com"},
                )
            },
            rows=12,
            honest={
                table: ({"text": "read [LINK], the www is wide.Complete.Net result, uk.organised, about.complete"},)
            },
        ),
        Rule(
            "no contact details",
            "E-mail addresses, telephone numbers and postcodes belong to people.",
            _matches(f"{EMAIL}|{TELEPHONE}|{POSTCODE}"),
            {
                table: (
                    {"text": "ring 01632 960123"},
                    {"text": "ring +44 7700 900123."},
                    {"text": "write to tarn.wick+1@owl.example"},
                    {"text": "near YO99 9ZZ now"},
                    {"text": "near YO99\u200b9ZZ now"},
                    {"text": "write to tarn＠owl.example"},
                    {"text": "write to tarn@\u200bowl.example"},
                    {"text": "write to tarn [at] owl.example"},
                    {"text": "write to tarn (at) owl dot example"},
                    {"text": "write to tarn at owl dot org"},
                    {"text": "write to tarn @ owl.org"},
                    {"text": "ring (01632) 960123"},
                    {"text": "ring 01632.960.123"},
                    {"text": "ring 01632/960\u2011123"},
                    {"text": "ring 01632\n960123"},
                    {"text": "ring 020 7946 0123"},
                    {"text": "ring ０１６３２ ９６０１２３"},
                    {"text": "ring 0 1 6 3 2 9 6 0 1 2 3"},
                    {"text": "ring 0044 1632 960123"},
                    {"text": "ring +1 (202) 555-0123"},
                    {"text": "ring 202-555-0123"},
                    {"text": "ring oh one six three two, nine six oh one two three"},
                )
            },
            rows=22,
            honest={
                table: (
                    {"text": "waited 18 months, 2 calls, since 2013, at 10 of 20, MP3 4GB"},
                    {
                        "text": "from 01/02/2013 09:30-10:45 to 05.06.2014, 10,000,000 a year, one two three four, at 5 @ home.then"
                    },
                )
            },
        ),
        Rule(
            "no platform ids",
            "An id is a time and leads to its author.",
            rf"SELECT tweet_key FROM {{batch}} WHERE regexp_matches(plain(text), '{PLATFORM_ID}')"
            " OR NOT regexp_matches(tweet_key, '^[0-9a-f]{{16}}$')",
            {
                table: (
                    {"tweet_key": "366123456789012345"},
                    {"text": "see 366123456789012345"},
                    {"text": "see 366,123,456,789,012,345"},
                    {"text": "see 366_123_456_789_012_345"},
                    {"text": "see 366123456\u200b789012345"},
                    {"text": "see ٣٦٦١٢٣٤٥٦٧٨٩٠١٢٣٤٥"},
                )
            },
            rows=6,
            honest={table: ({"text": "from 01/02/2013 to 03/04/2014, 1,000,000,000 of them"},)},
        ),
    )


def _holds(kind: str, table: str) -> str:
    found = f"SELECT tweet_key FROM found WHERE kind = '{kind}' AND source = '{table}'"
    return f"SELECT tweet_key FROM {{batch}} SEMI JOIN ({found}) USING (tweet_key)"


def _matches(pattern: str) -> str:
    return f"SELECT tweet_key FROM {{batch}} WHERE regexp_matches(plain(text), '{pattern}')"
