"""Traces by which somebody is reached or looked up: addresses, telephone numbers, postcodes, the platform's ids."""

from expectations.trace import Trace

# Areas by the first letters that they share; without them "MP3 4GB" would be a postcode.
POSTCODE_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE"
)
ENDING = "com|org|net|co|ac|edu|gov|uk|de|fr|es|ie"
EMAIL = (
    r"[\w.+-]+@[\w-]+[.,][A-Za-z]|[\w.+-]+ @ [\w-]+\.(com|org|net|co|ac|edu|gov|uk)\b|\w@ ?[\w-]+ ?\. ?(com|org|co)\b"
    rf"|[\w.+-]+ ?[(\[{{<] ?(?i:at|@) ?[)\]}}>] ?[\w-]+|[\w.+-]+[ _-](?i:at)[ _-][\w-]+[ _-](?i:dot)[ _-](?i:{ENDING})\b"
    rf"|\w (?i:arroba|arobase|ät) [\w-]+ (?i:dot|punto|point|punkt) (?i:{ENDING})\b|\w@\w+ (?i:dot) (?i:{ENDING})\b"
    r"|[A-Za-z][\w+-]*[0-9._][\w.+-]*( (?i:at) | ?@ ?)(?i:gmail|googlemail|hotmail|yahoo|outlook|icloud)\b"
)
# At home in groups, one by one, from abroad, in North America and India, behind a word that asks to ring, and in words.
DIGIT_WORD = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|hundred"
SAID = rf"({DIGIT_WORD}|[0-9]{{1,3}})"
SAID_ON = rf"(({DIGIT_WORD}|o|double|treble|triple|[0-9]{{1,3}})[ ,-]+)"
TELEPHONE = (
    r"(^|[^0-9])0[0-9]{2,4}\)?[\s./_*~‐-―-]{0,2}[0-9]{3,4}[\s./_*~‐-―-]{0,2}[0-9]{3,4}([^0-9]|$)"
    r"|(^|[^0-9])0([ .-][0-9]){9,10}([^0-9]|$)|(\+|(^|[^0-9])00)[1-9]([ .()‐-―-]{0,2}[0-9]){8,13}([^0-9]|$)"
    r"|(^|[^0-9.])[0-9]{3}\)?[ .-][0-9]{3}[ .-][0-9]{4}([^0-9]|$)|\(0 ?[0-9]{1,4}\) ?[0-9]([ -]?[0-9]){5,8}([^0-9]|$)"
    r"|(^|[^\w+.£$€])(0[0-9] [0-9]{3} [0-9]{4}|[6-9][0-9]{4}[ -][0-9]{5})([^\w]|$)"
    r"|\b(?i:call|ring|phone|tel|text|txt|whatsapp|mobile|mob|fax)( (?i:me|us|on|at)){0,2}[ :]{1,2}"
    r"[1-9]([ ._*~-]?[0-9]){6,13}([^\w]|$)"
    rf"|(?i:(({DIGIT_WORD}|double|treble|triple)[ ,-]+){{9,}})"
    rf"|\b(?i:(o|oh|zero|nought)[ ,-]+{SAID_ON}{{7,}}{SAID}\b)|(^|[^0-9])0 (?i:{SAID_ON}{{7,}}{SAID}\b)"
    rf"|(^|[^0-9])0[0-9]{{3,4}} (?i:({DIGIT_WORD})[ ,-]+{SAID_ON}{{1,}}{SAID}\b)"
)
POSTCODE = (
    rf"\b({POSTCODE_AREAS})[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{{2}}\b|\bGIR 0AA\b"
    r"|\b[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] [0-9][ABCEGHJ-NPRSTV-Z][0-9]\b"
    r"|\b(?i:eircode|post ?code):? (?i:[a-z][0-9][0-9w] ?[a-z0-9]{4})\b|\b(?i:zip|zip code|plz|pin ?code):? [0-9]{5,6}\b"
)
PLATFORM_ID = r"(^|[^0-9])([0-9]{15,20}|[1-9][0-9]{0,2}([ ,._-][0-9]{3}){5,6})([^0-9]|$)"

# Sums of money and great numbers, ranges of decimals and long fractions, books, hours of work, who counts, numbers of a
# catalogue with a year, and papers.
NUMBERS_OF_NOBODY = (
    r"(?i:[$£€¥]|\b(us|u|r|a|c)\$[ds]?|\$[a-z]|\b(usd|eur|gbp)) ?[0-9][0-9.,]*[0-9]"
    r"|(^|[^0-9+.,])[1-9][0-9]{0,2}(([.][0-9]{3}){3,4}|(,[0-9]{3}){3,4})([^0-9.,]|[.,]([^0-9]|$)|$)"
    r"|(^|[^0-9+ ]|[^0-9+] )[1-9][0-9]{0,2}( [0-9]{3}){3,4}([^0-9 ]| [^0-9]|$)"
    r"|\b[1-9][0-9]{0,2}\.[0-9]{1,3} ?[–-] ?[1-9][0-9]{0,2}\.[0-9]{1,3}\b|\b(0\.[0-9]{5,}|[0-9]{1,3}\.[0-9]{12,})\b"
    r"|\b(?i:isbn(-1[03])?:? ?)[0-9X -]{10,17}|\b97[89]-[0-9][0-9-]{8,12}X?\b"
    r"|\b([01][0-9]|2[0-4])[0-5][0-9] ?[–-] ?([01][0-9]|2[0-4])[0-5][0-9]([^0-9]|$)"
    r"|(?i:one[ ,-]+two[ ,-]+three[ ,-]+four|four[ ,-]+three[ ,-]+two[ ,-]+one)"
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
            "orla-at-tarnmail-dot-com is it",
            "write to orla <at> tarnmail",
            "write to orla[@]tarnmail",
            "orla99 at gmail or q.tarn @ hotmail",
            "write orla@tarnmail,com",
            "write orla@ tarnmail .com",
            "orla arroba tarnmail punto es",
            "orla@tarnmail dot com",
            "ring 07700_900_123",
            "ring 07700*900~123",
            "ring (0 30) 12 34 56 78",
            "ring 01 234 5678",
            "ring 98765 43210",
            "call 1300 555 123",
            "text me on 612.345.678",
            "o seven seven double oh nine o o one two three",
            "ring 0 seven 7 double 0 9 hundred 1 2 3",
            "ring 07700 nine hundred 123",
            "at GIR 0AA",
            "at K1A 0B1 now",
            "eircode A65 F4E2",
            "zip: 60614",
        ),
        honest=(
            "waited 18 months, 2 calls, since 2013, at 10 of 20, MP3 4GB",
            "from 01/02/2013 09:30-10:45 to 05.06.2014, 10,000,000 a year, one two three four, at 5 @ home.then",
            "it costs $5.000.000.000, or U$D 4.000.000.000, or 10.000.000.000 Euro, for 5 000 000 000 of us",
            "one, two, three, four, five, six, seven, eight, nine, ten, breathe",
            "isbn 978-0-306-40615-7, ISBN 0306406152, from 0900-1700 daily, call 10 of us, text 1984",
            "he was at google, then at yahoo in 2013, see page 12 at gmail, 5 @ home",
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
