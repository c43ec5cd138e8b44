"""Traces by which somebody is reached or looked up: addresses, telephone numbers, postcodes, the platform's ids."""

from expectations.trace import Trace

# Areas by the first letters that they share; without them "MP3 4GB" would be a postcode.
POSTCODE_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
EMAIL = (
    r"[\w.+-]+@[\w-]+\.[A-Za-z]|[\w.+-]+ @ [\w-]+\.(com|org|net|co|ac|edu|gov|uk)\b"
    r"|[\w.+-]+ ?[(\[{] ?(?i:at) ?[)\]}] ?[\w-]+|[\w.+-]+ (?i:at) [\w-]+ (?i:dot) (?i:com|org|net|co|ac|edu|gov|uk)\b"
)
# At home in groups, one by one, from abroad, in North America, and in words.
TELEPHONE = (
    r"(^|[^0-9])0[0-9]{2,4}\)?[\s./‐-―-]{0,2}[0-9]{3,4}[\s./‐-―-]?[0-9]{3,4}([^0-9]|$)"
    r"|(^|[^0-9])0([ .-][0-9]){9,10}([^0-9]|$)|(\+|(^|[^0-9])00)[1-9]([ .()‐-―-]{0,2}[0-9]){8,13}([^0-9]|$)"
    r"|(^|[^0-9.])[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}([^0-9]|$)"
    r"|(?i:((zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble)[ ,-]+){9,})"
)
POSTCODE = rf"\b({POSTCODE_AREAS})[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{{2}}\b"
PLATFORM_ID = r"(^|[^0-9])([0-9]{15,20}|[1-9][0-9]{0,2}([ ,._-][0-9]{3}){5,6})([^0-9]|$)"

# Sums of money and great numbers, ranges of decimals and long fractions, numbers of a catalogue with a year, and papers.
NUMBERS_OF_NOBODY = (
    r"(?i:[$£€¥]|\b(us|u|r|a|c)\$[ds]?|\$[a-z]|\b(usd|eur|gbp)) ?[0-9][0-9.,]*[0-9]"
    r"|(^|[^0-9+.,])[1-9][0-9]{0,2}(([.][0-9]{3}){3,4}|(,[0-9]{3}){3,4})([^0-9.,]|[.,]([^0-9]|$)|$)"
    r"|(^|[^0-9+ ]|[^0-9+] )[1-9][0-9]{0,2}( [0-9]{3}){3,4}([^0-9 ]| [^0-9]|$)"
    r"|\b[1-9][0-9]{0,2}\.[0-9]{1,3} ?[–-] ?[1-9][0-9]{0,2}\.[0-9]{1,3}\b|\b(0\.[0-9]{5,}|[0-9]{1,3}\.[0-9]{12,})\b"
    r"|\b[A-Z]{1,4}-?[0-9]{5,10}/(19|20)[0-9]{2}\b|\b10\.[0-9]{4,9}/[A-Za-z0-9._;()/:-]+"
)

CONTACTS = (
    Trace(
        "no contact details",
        "E-mail addresses, telephone numbers and postcodes belong to people.",
        pattern=f"{EMAIL}|{TELEPHONE}|{POSTCODE}",
        unlike=NUMBERS_OF_NOBODY,
        breaking=(
            "ring 01632 960123",
            "ring +44 7700 900123.",
            "write to tarn.wick+1@owl.example",
            "near YO99 9ZZ now",
            "near YO99\u200b9ZZ now",
            "write to tarn＠owl.example",
            "write to tarn@\u200bowl.example",
            "write to tarn [at] owl.example",
            "write to tarn (at) owl dot example",
            "write to tarn at owl dot org",
            "write to tarn @ owl.org",
            "ring (01632) 960123",
            "ring 01632.960.123",
            "ring 01632/960\u2011123",
            "ring 01632\n960123",
            "ring 020 7946 0123",
            "ring ０１６３２ ９６０１２３",
            "ring 0 1 6 3 2 9 6 0 1 2 3",
            "ring 0044 1632 960123",
            "ring +1 (202) 555-0123",
            "ring 202-555-0123",
            "ring oh one six three two, nine six oh one two three",
            "see #ring07700900123",
            "ring 07700900123x",
            "ring me at+44-7700-900123",
            "ring 202-555-0123r",
            "for $500 ring 07700 900123",
        ),
        honest=(
            "waited 18 months, 2 calls, since 2013, at 10 of 20, MP3 4GB",
            "from 01/02/2013 09:30-10:45 to 05.06.2014, 10,000,000 a year, one two three four, at 5 @ home.then",
            "it costs $5.000.000.000, or U$D 4.000.000.000, or 10.000.000.000 Euro, for 5 000 000 000 of us",
            "strain A01234567/2014 at 123.090-123.175, p = 0.1234567890123456, by 10.1234/ABC.0000000000000123",
        ),
    ),
    Trace(
        "no platform ids",
        "An id is a time and leads to its author.",
        pattern=PLATFORM_ID,
        unlike=NUMBERS_OF_NOBODY,
        breaking=(
            "see 366123456789012345",
            "see 366,123,456,789,012,345",
            "see 366_123_456_789_012_345",
            "see 366123456\u200b789012345",
            "see ٣٦٦١٢٣٤٥٦٧٨٩٠١٢٣٤٥",
        ),
        honest=(
            "from 01/02/2013 to 03/04/2014, 1,000,000,000 of them",
            "p = 0.1234567890123456, by 10.1234/ABC.0000000000000123, or $1,000,000,000,000,000,000",
        ),
    ),
)
