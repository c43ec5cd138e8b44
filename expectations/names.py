"""Traces that name somebody or some place: handles, and what the dump's own columns and the gazetteer tell."""

from expectations.trace import Trace

# As it is; with a letter nobody sees; in full width; with Cyrillic letters; in mathematical ones.
DISGUISES = ("wendlefen82", "wend\u034flefen82", "ｗｅｎｄｌｅｆｅｎ８２", "wеndlеfеn82", "𝐰𝐞𝐧𝐝𝐥𝐞𝐟𝐞𝐧𝟖𝟐")

NAMES = (
    Trace(
        "no usernames",
        "A handle leads to a person in one step.",
        pattern=r"(^|[^\p{L}\p{N}_])@[\p{L}\p{N}_]",
        unlike=r"\B@[_.~^-]{1,3}@\B|\B@(?i:ss|rse)(?i:e[dr]|er?s|ing?|s|y|ty|ies|holes?|wits?|heads?|faces?)?\b",
        breaking=(
            "as @wendlefen82 said",
            "as ＠wendlefen82 said",
            "as ﹫wendlefen82 said",
            "as @\u200bwendlefen82 said",
            "as @\u00adwendlefen82 said",
            "dizzy @_@wendlefen82 and @ssington",
        ),
        honest=("meet @ noon, a@b is not a handle", "so dizzy @_@ @__@ today @.@", "what an @ss, you @rseholes, @ssface"),
    ),
    Trace(
        "no handle of the dump",
        "People are also called by their handle without the @.",
        kind="USER",
        dump={"handle": "wendlefen82"},
        breaking=tuple(f"so {handle} told me" for handle in DISGUISES),
        honest_dump={"handle": "recovery"},
        honest=("my recovery is my own",),
    ),
    Trace(
        "no display name of the dump",
        "A name that the dump shows beside a handle can be found.",
        kind="PERSON",
        dump={"display_name": "Orla Tressick, 田中 花子"},
        breaking=("thank you orla tressick", "昨日田中花子さんに会った", "昨日、田中 花子さんと"),
        honest_dump={"display_name": "Hope, 田中 花子"},
        honest=("I hope there is Hope", "田中さんと花子さんに会った"),
    ),
    Trace(
        "nobody who gave way elsewhere",
        "A name taken out of one text and left in another is told after all.",
        kind="LEDGER",
        breaking=("thank you quarnby", "QUARNBY again", "また佐藤花子と話した"),
        honest=("we can host #quarnby", "thank you quarnbyside", "花子と話した"),
    ),
    Trace(
        "no location string of the dump",
        "What a profile says of its place narrows down who is speaking.",
        kind="PLACE",
        dump={"profile_location": "Tarnwick, UK, 大阪府 堺市"},
        breaking=("cold ward in Tarnwick", "寒い大阪府堺市の病棟"),
        honest_dump={"profile_location": "Home and Earth, 大阪府 堺市"},
        honest=("home is where earth is", "大阪府と堺市の病棟"),
    ),
    Trace(
        "no place of the gazetteer",
        "Geographical material is removed by the method.",
        kind="GAZETTEER",
        breaking=("the Glasgow clinic",),
        honest=("I am reading in the bath",),
    ),
)
