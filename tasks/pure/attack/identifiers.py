"""Indirect identifiers: what a text without names still tells of its author's life, and how many others say the same.

Each kind is a pattern, in Rust's dialect; what it matches, in small letters, is the term that authors share. A detail that
hardly anybody shares leads somebody who knows the author to them. Ages and dates are told in numbers; the lists hold what is
said often enough in tweets about health, and nothing more: a detail told in other words is missed.
"""

import polars as pl

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    "|dec(?:ember)?"
)
NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen"
)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
WORK = (
    "nurse|teacher|doctor|gp|psychologist|psychiatrist|therapist|counsellor|social worker|paramedic|midwife|pharmacist|physio|carer"
    "|lawyer|solicitor|barrister|vicar|priest|rabbi|imam|soldier|veteran|officer|policeman|policewoman|firefighter|pilot|farmer|chef"
    "|engineer|lecturer|professor|student|librarian|musician|artist|writer|journalist|driver|builder|plumber|electrician|accountant"
    "|programmer|developer|scientist|researcher|actor|athlete|councillor|mp|vet|dentist|surgeon|porter|cleaner|receptionist|manager"
)
KIN = (
    "husband|wife|partner|fiancee?|ex|mum|mom|mother|dad|father|son|daughter|brother|sister|twins?|triplets|baby|newborn|children"
    "|kids|grand(?:son|daughter|mother|father|child|children)|gran|nan|grandad|uncle|aunt|auntie|niece|nephew|cousins?"
    "|step(?:son|daughter|mother|father)|foster (?:son|daughter|child|parents?)|adopted (?:son|daughter|child)"
)
CONDITIONS = (
    "narcolepsy|huntington'?s|ehlers[- ]danlos|marfan|lupus|sickle cell|cystic fibrosis|motor neurone disease|haemophilia"
    "|hemophilia|porphyria|sarcoidosis|myasthenia|scleroderma|guillain[- ]barre|tourette'?s|trigeminal neuralgia|pku"
    "|wilson'?s disease|addison'?s|cushing'?s|turner syndrome|klinefelter|spina bifida|muscular dystrophy|achondroplasia"
    "|dwarfism|albinism|catatonia|conversion disorder|dissociative identity|depersonali[sz]ation|trichotillomania"
    "|body integrity|capgras|cotard|schizoaffective|cyclothymia|postpartum psychosis|puerperal psychosis|hiv|transplant|amputee"
    "|paraplegic|quadriplegic|deafblind|stoma|colostomy|leukaemia|leukemia|myeloma|sarcoma|mesothelioma|crohn'?s|endometriosis"
)
KINDS = {
    "age": (
        rf"\b(?:i'?m|i am|aged?|turned|turning) (?:only |just |nearly |almost )?(?:\d{{2}}|{NUMBER}|(?:{TENS})(?:[- ]\w+)?)\b"
        r"|\b\d{1,3}[- ]?(?:yo|y/o|yrs?[- ]old|years?[- ]old)\b"
        r"|\bin my (?:early |mid |late )?(?:teens|\d0s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b"
    ),
    "occupation": rf"\b(?:i'?m|i am|i was|i work as|i worked as|as|being) (?:an? )?(?:[a-z]+ )?(?:{WORK})\b",
    "family": rf"\b(?:my|our) (?:[a-z]+ )?(?:{KIN})\b|\b(?:widow|widower|widowed|orphan|single (?:mum|mother|dad|father))\b",
    "date": (
        rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS}|may)\b(?: \d{{4}})?|\b(?:{MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?\b"
        r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\bin (?:19|20)\d{2}\b"
    ),
    "condition": rf"\b(?:{CONDITIONS})\b",
    "workplace": r"\b(?:i work|i worked|my job|my shift|employed) (?:in|at|for|on) (?:an? |the |my )?(?:[a-z]+ )?[a-z]+\b",
}


def identifiers(texts: pl.DataFrame) -> pl.DataFrame:
    """What each text (tweet_key, text) tells of a life.

    Rows: one a text, kind and term, by key, then kind. Columns: tweet_key, kind, term.
    """
    small = texts.lazy().select("tweet_key", text=pl.col("text").str.to_lowercase().str.replace_all("’", "'"))
    found = [
        small.select("tweet_key", kind=pl.lit(kind), term=pl.col("text").str.extract_all(pattern))
        .explode("term")
        .drop_nulls("term")
        for kind, pattern in KINDS.items()
    ]
    return pl.concat(found).unique().sort("tweet_key", "kind", "term").collect()


def crowds(told: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """How many authors share what a text tells: each detail by itself, and all of them together.

    `told` are the rows of `identifiers` of the texts looked at, `others` (author, kind, term) of all tweets.
    Rows: one a text, by key. Columns: tweet_key, details, rarest (authors who share its rarest detail), crowd (authors who
    share them all).
    """
    sharing = told.join(others.unique(), on=["kind", "term"], how="left")
    details = pl.struct("kind", "term")
    each = sharing.group_by("tweet_key", "kind", "term").agg(authors=pl.col("author").drop_nulls().n_unique())
    rarest = each.group_by("tweet_key").agg(details=pl.len(), rarest=pl.col("authors").min())
    shared = sharing.drop_nulls("author").group_by("tweet_key", "author").agg(shared=details.n_unique())
    all_ = shared.join(rarest, on="tweet_key").filter(pl.col("shared") == pl.col("details")).group_by("tweet_key").len("crowd")
    counted = rarest.join(all_, on="tweet_key", how="left").with_columns(pl.col("crowd").fill_null(0))
    return counted.select("tweet_key", pl.col("details", "rarest", "crowd").cast(pl.Int64)).sort("tweet_key")
