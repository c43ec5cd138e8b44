"""What single words tell of those beside them: titles, roles, conditions, heads of services, as bits from one table."""

from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tasks.pure.anonymise.digest_table import Table
from tasks.pure.anonymise.words import Words, digests_of

Signs = NDArray[np.uint64]

TITLES = str.split("dr drs prof professor mr mrs ms mx sir dame cllr revd rev reverend imam rabbi sheikh sheik maulana")
SHORT_TITLES, LETTERS = str.split("dr drs mr ms mrs mx miss prof rev revd"), str.split(
    "nice ot ots aims sad dob iban pps ppsn mrn ssn tfn dni nie plz isbn issn doi imei psn bsn utr crn"
)
# Bell's palsy, Parkinson disease: the name of a condition is nobody's.
CLINICAL = str.split(
    "palsy disease syndrome disorder lymphoma chorea dementia encephalopathy psychosis aphasia area sign test scale "
    "inventory criteria law act contracture ataxia tumour tumor anaemia anemia reflex stain thyroiditis sarcoma "
    "virus cyst procedure technique catheter splint tendon smear arteritis vasculitis fundoplication exercises cells nodules "
    "oesophagus esophagus phenomenon manoeuvre maneuver index score questionnaire curve hierarchy delusion"
)
# Whose name with an s is the condition itself: "Parkinson's runs in our family".
EPONYMS = str.split(
    "parkinson huntington alzheimer asperger tourette hashimoto raynaud sjogren sjögren crohn addison cushing hodgkin meniere "
    "ménière korsakoff wernicke behcet behçet peyronie scheuermann wegener dupuytren hirschsprung kaposi perthes"
)
MEASURES = str.split("inventory scale questionnaire dementia")
NOT_AFTER = str.split(
    "my your our their his her its the a an this that these those of under over into upon early talk about through up out "
    "down back me us them him it everyone someone all some how what why if manager round rounds"
)
DETERMINER = str.split("my your our their his her the a an this that every each no some")
# After these a plain word written small is a thing: "with grace".
THINGS = str.split("with by of the some such a an and for my your our his her this that no more much have has had any")
# Who bears one of these may be called by it or after it: "nurse Joy", "Joy, my nurse".
CALLED = str.split(
    "nurse sister matron cpn hca ot physio midwife keyworker worker coordinator counsellor therapist psychologist "
    "psychiatrist consultant paramedic receptionist pharmacist friend aunt auntie aunty uncle cousin miss pc sgt "
    "pcso insp father "
    "bishop pastor vicar canon judge lady lord deacon pandit nun monk sis bro brother son daughter niece nephew "
    "husband hubby wife "
    "partner boyfriend girlfriend nan nana nanna gran granny grandma grandad granddad grandpa stepmum stepdad stepmother "
    "stepfather stepson stepdaughter godmother godfather godson goddaughter law mate hcsw locum registrar surgeon dentist"
)
KIN = str.split(
    "mum mam mom dad mother father son daughter sister brother wife husband partner family nan gran death funeral"
)
ROLES = [*CALLED, *str.split("nurses cpns doctor gp carer advocate volunteer manager nephew niece neighbour lady team crew "
                             "ward unit reception staff")]  # fmt: skip
OWNED, PLACED = str.split("my our the her his"), str.split("in near around outside")
# A month that is a town as well.
MONTHS = ["march"]
# Heads of roads and of sites, and what stands before the name of a landmark.
ROADS = str.split(
    "road rd street avenue ave lane ln drive crescent terrace boulevard blvd way close grove mews parkway pkwy highway hwy "
    "freeway fwy turnpike expressway roundabout bypass"
)
SITES = str.split(
    "arms inn tavern hotel hostel school academy college university nursery park hall church chapel cathedral "
    "mosque temple synagogue "
    "gurdwara library museum gallery theatre theater stadium arena station airport square castle estate farm "
    "cemetery prison tower "
    "towers gardens pier mall plaza bridge beach lake river creek island bay valley canyon hill motel ranch "
    "lounge bistro grill grille casino brewery building airbase barracks fjord dales moor moors peninsula heights falls springs "
    "harbour harbor marina zoo dam reservoir cove glacier observatory racecourse roadhouse saloon coast ocean"
)
LANDMARKS = str.split("river lake mount mt loch lough hmp hmyoi glen hotel camp fort hmas rnas raf")
# What only people do, what they are said to have been, and the words between.
DOING = str.split(
    "said says rang phoned listened texted emailed visited apologised apologized smiled laughed cried hugged told asked prescribed "
    "diagnosed discharged refused shouted promised"
)
# "Tressick didn't listen", "was so kind"; and to whom one speaks.
NOT_DOING = str.split("didn doesn couldn wouldn hasn never always")
SELDOM = str.split(
    "listen listens listened ring rings rang phone phones phoned ask asks asked believe believed believes explain explains "
    "explained apologise apologised call calls called"
)
SO = str.split("so very really such just always incredibly")
SPOKEN_TO = str.split("told asked thanked phoned rang texted emailed hugged")
BEING, PRAISE = str.split("was is"), str.split("lovely kind brilliant amazing wonderful fab fabulous fantastic rude patient gentle "
                                               "caring supportive late off away")  # fmt: skip
NAMED_SO = str.split("called named")
# Given names somewhere, and written small nearly always something else.
NOBODYS = str.split(
    "don lil dat ima imma tod wil neva til vid aren hun soo der telly havin dang san santa ave sep lang elle yaa "
    "abi hella lotta "
    "goin lovin makin dey como kan favorite favor favors centers peed ole theres tomo fella girlie addy isn wasn "
    "doesn couldn "
    "wouldn didn hasn haven shouldn ain mustn sho heli maa naman satu masa los las von del bin wan gon tho ser "
    "mon les des "
    "une que por para ich das und ist nan papa mama mam mom doc meg deb sim pic pics gal mac cam ram tam jan mar "
    "dec nov feb "
    "pip jersey china java cuba paris med meds psych rehab admin intro info demo memo pro con ref rep mum "
    "mums mummy daddy "
    "ana mia ed ali thru tha dis den dem bae bby hola hun huns aka tba tbh imo fyi mil bil sil fil thur thurs tues "
    "weds sha haha hahah hahaha hehe idk yas smh lmao wtf omg rofl btw tho cos coz cuz nino"
)
# Words that name a place or a person too, and hardly ever where they are written small or begin a sentence.
MERE = ["reading", "ward", "nino"]
# What a service's name ends in.
HEADS = str.split(
    "hospital hospitals infirmary trust nhsft ward clinic surgery practice hospice cmht crht camhs unit lodge "
    "centre center court house ccg icb chc healthcare partnership pct"
)
SMALL_HEADS = str.split("hospital infirmary ward clinic surgery hospice")
# Trusts known by their letters; capitals matter.
ACRONYMS = str.split(
    "SLaM SLAM CNWL ELFT NELFT BEH BEHMHT SWLSTG SABP KMPT NSFT NHFT LPFT LYPFT SHSC TEWV GMMH GMW MCFT LCFT AWP CWP SPFT "
    "CPFT EPUT HPFT OBMH DHCFT RDaSH SWYPFT BSMHFT BCPFT NTW CNTW UCLH UHB UHBW GSTT KCH GOSH NUH MFT BCUHB ABUHB "
    "CAVUHB HDUHB SBUHB BHSCT NHSGGC QMC QEUH UHCW NNUH LTHT BSUH UHSM CMFT SRFT UHNM LGI"
)
# Of those, what is also a word in capitals names a service only where a word before says so: "under SLAM".
WORDS_TOO, LEADING = str.split("SLAM GOSH"), str.split("in at from under by with to of and the via for")
# What may stand before or after a found name and belong to it; completing.py reads on from there.
BEFORE = str.split(
    "north south mid west east northern southern western eastern northwest northeast southwest southeast central "
    "inner outer "
    "upper lower greater great royal little mount port fort cape lake saint county san santa los las nhs "
    "van von de der den la bin ibn bint al el o d mac mc ap ab ferch ó ní nic da dos das di del della ten ter zu binti ben "
    "sir dame lord lady baroness baron viscount earl countess prince princess duke duchess president minister senator governor "
    "mayor chancellor ambassador archbishop cardinal king queen pope congressman congresswoman sheriff chaplain of "
    "downtown uptown midtown northwestern northeastern southwestern southeastern"
)
PARTICLES = str.split(
    "van von de der den la bin ibn bint al el o d mac mc ap ab ferch ó ní nic da dos "
    "das di del della ten ter zu binti ben"
)
AFTER = str.split("general royal district university community hospital infirmary hospice surgery clinic ward unit and nhs")
# What a place's name may end in, in any case: "Melbourne jail", "BOLIN CREEK", "the Thai Embassy".
ENDING = str.split(
    "academy apartments apts arena campus canyon capitol cathedral corner creek district embassy festival interchange jail "
    "junction mosque mountain mountains peninsula pier plaza prefecture province restaurant stadium territory tower towers"
)
# The same, with a capital only: written small they are things.
TITLED_ENDINGS = str.split(
    "building cafe castle center centre chapel church college forest gallery hall hotel inn lake library lounge mall museum palace "
    "prison region resort school schools theatre theater university village zoo"
)

LISTS = (TITLES, SHORT_TITLES, LETTERS, CLINICAL, EPONYMS, MEASURES, NOT_AFTER, DETERMINER, THINGS, CALLED, ROLES, OWNED, PLACED,
         MERE, HEADS, SMALL_HEADS, [name.lower() for name in ACRONYMS], BEFORE, [*AFTER, *ENDING],
         ["s"], ["from"], ["to"], ["ward"], PARTICLES, KIN, LEADING,
         DOING, BEING, PRAISE, NAMED_SO, NOBODYS, [*ROADS, "st"], SITES, LANDMARKS, MONTHS,
         NOT_DOING, SELDOM, SO, SPOKEN_TO)  # fmt: skip
(A_TITLE, SHORT, OF_THE_FIELD, CONDITION, AN_EPONYM, MEASURE, NO_NAME_BEFORE, DETERMINES, A_THING_AFTER, CALLED_SO, A_ROLE, OWNS,
 AT_A_PLACE, MERELY, A_HEAD, A_SMALL_HEAD, AN_ACRONYM, MAY_GO_BEFORE, MAY_GO_AFTER, POSSESSIVE, A_FROM, A_TO,
 A_WARD, A_PARTICLE, IS_KIN, LEADS,
 ACTS, WAS, PRAISED, CALLED_NAMES, SLANG,
 A_ROAD, A_SITE, A_LANDMARK, A_MONTH,
 DOES_NOT, DO, SO_MUCH, IS_TOLD) = (1 << n for n in range(len(LISTS)))  # fmt: skip


@cache
def _table() -> tuple[Table, Signs]:
    bits: dict[int, int] = defaultdict(int)
    for n, these in enumerate(LISTS):
        for digest in digests_of(these).tolist():
            bits[digest] |= 1 << n
    every = sorted(bits)
    return Table.of(np.array(every, dtype=np.uint64)), np.array(
        [*(bits[digest] for digest in every), 0], dtype=np.uint64
    )


def signs(words: Words) -> Signs:
    """What each word tells of those beside it."""
    table, bits = _table()
    return bits[table.find(words.digests)]
