"""The trace that a link is, whole, cut or disarmed."""

from expectations.trace import Trace

LINKS = (
    Trace(
        "no links",
        "A link leads to the tweet, the page or the person.",
        pattern=(
            r"(?i:h(tt|xx)ps?:\s*/|ftp://|\btt?ps?://|(^|\s)://[\p{L}\p{N}]|\bwww\.[\p{L}\p{N}]"
            r"|\bwww\. ?[\w-]+\. ?(com|org|net|co|uk|info|edu|gov|io)\b"
            r"|\b(t\.co|bit\.ly|goo\.gl|ow\.ly|tinyurl\.com|youtu\.be|fb\.me|is\.gd|j\.mp|dlvr\.it|buff\.ly|wp\.me)/)"
            r"|(^|[^\w@$./-])[\w-]+(\.[a-z-]+)*(\.|\[\.\]|\[dot\])(com|org|net|uk)(/|[^\w@+.-]|\.?$)"
            r"|[\p{L}\p{N}] ?[(\[{< ](?i:dot)[)\]}> ] ?(?i:com|org|net|co)\b|\w[。·](com|org|net|co)\b|\w,(com|org)/"
            r"|(?i:h(tt|xx)ps?\[:\]//)|[a-z0-9-]{3,} \. ?(com|org)\b|[\p{L}\p{N}] ?\[\.\] ?(com|org|net|co)\b"
        ),
        breaking=(
            "read http://t.co/abc",
            "read HTTPS://OWL.EXAMPLE",
            "cut off at https:/…",
            "see www.owl.example",
            "seen at pic.twitter.com/abc",
            "short: bit.ly/abc",
            "cut: ht\u200btp://t.co/abc",
            "spaced: http: //t.co/abc",
            "disarmed: hxxp://owl.example",
            "bare: quietowl.co.uk/page",
            "bare: quietowl.com",
            "hidden: quietowl[.]com",
            "glued: fun...www.quietowl.com",
            "glued: 30%.bit.ly/1abcdE",
            "cut: ttp://bit.ly/1abcdE",
            "cut: ://ow.ly/t5aHL",
            "tagged: #www.quietowl.com",
            "short of its ending: www.justgiving/quietkettle",
            "spaced: www. quietowl. com",
            "tagged: #CareyQuietPledge.com",
            "spelled: quietowl dot com",
            "spelled: quietowl(dot)org",
            "spelled: quietowl [.] co [.] uk",
            "spaced: quietowl . com",
            "another stop: quietowl。com",
            "another stop: quietowl,com/page",
            "disarmed: hxxps[:]//quietowl",
        ),
        honest=(
            "read [LINK], the www is wide.Complete.Net result, uk.organised, about.complete",
            "before WWW. It was",
            "a dot, co-ordinated . Come, dot to dot",
        ),
    ),
)
