"""Names in scripts other than Latin that set spaces: behind a title or "my name is" in Arabic, Hebrew, Greek, Russian, Hindi."""

import re

import numpy as np

from tasks.pure.anonymise.characters import UPPER, Flags, Page
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import CONTEXT, PERSON, Found, Spans, of
from tasks.pure.anonymise.words import Words, digests_of

PROOF = {
    "الدكتور أحمد المنصوري ساعدني": "الدكتور [PERSON] ساعدني",
    "شكرا للممرضة ليلى، اسمي محمد": "شكرا للممرضة [PERSON]، اسمي [PERSON]",
    "ד״ר כהן הקשיב, קוראים לי דוד לוי": "ד״ר [PERSON] הקשיב, קוראים לי [PERSON]",
    "डॉ शर्मा ने सुना, मेरा नाम राजेश कुमार है": "डॉ [PERSON] ने सुना, मेरा नाम [PERSON] है",
    "ο γιατρός Παπαδόπουλος με άκουσε, με λένε Ελένη": "ο γιατρός [PERSON] με άκουσε, με λένε [PERSON]",
    "доктор Иванов слушал, меня зовут Ольга Петрова": "доктор [PERSON] слушал, меня зовут [PERSON]",
    "спасибо медсестре Анне": "спасибо медсестре [PERSON]",
    # Doctors and nurses of whom nobody is named.
    "الطبيب لم يسمعني": "الطبيب لم يسمعني",
    "הרופא הקשיב לי": "הרופא הקשיב לי",
    "डॉक्टर ने सुना": "डॉक्टर ने सुना",
    "ο γιατρός με άκουσε": "ο γιατρός με άκουσε",
    "доктор меня слушал": "доктор меня слушал",
}
ARABIC, HEBREW, HINDI = "[\u0621-\u065f\u0670-\u06d3]", "[\u05d0-\u05ea]", "[\u0900-\u0963\u0971-\u097f]"
NO_ARABIC = (
    r"(?!(?:لم|لا|لن|ما|في|من|على|عن|إلى|الى|هو|هي|كان"
    r"|كانت|قال|قالت|الذي|التي|هنا|هناك|جدا|رائع|رائعة|لطيف|لطيفة|جيد|جيدة|و|أن|ان|قد)(?!\w))"
)
NO_HEBREW = r"(?!(?:לא|של|את|על|הוא|היא|היה|היתה|הייתה|אמר|אמרה|לי|אותי|שלי|טוב|טובה|נהדר|נהדרת|מאוד|כי|עם)(?!\w))"
NO_HINDI = (
    r"(?!(?:ने|को|से|का|की|के|है|हैं|में|पर|और|नहीं|बहुत|अच्छे|अच्छी|जी|साहब|था|थे|थी|आए|आये|आया|आई|गए|गये|गया|कहा|बोले|बोली)"
    r"(?![\w\u0900-\u0963]))"
)
GREEK, GREEK_CAPITAL = "[\u0370-\u03ff\u1f00-\u1fff]", "[\u0386-\u03ab]"
CYRILLIC, CYRILLIC_CAPITAL = "[\u0400-\u052f]", "[\u0400-\u042f]"
ARABIC_CUES = (
    "الدكتور الدكتورة دكتور دكتورة السيد السيدة الممرض الممرضة "
    "للممرضة للدكتور للدكتورة ممرضة الأستاذ الأستاذة الشيخ اسمي إسمي اسمه اسمها يدعى تدعى"
)
HEBREW_CUES = "דר ר ד״ר דוקטור פרופ פרופסור מר גברת גב האחות אחות הרב לי שמי שמו שמה"
HINDI_CUES = "डॉ डॉक्टर श्री श्रीमती सुश्री कुमारी नर्स प्रोफेसर नाम"
GREEK_CUES = (
    "γιατρός γιατρό γιατρού γιατρέ κύριος κύριο κυρία κ κα δρ νοσοκόμα "
    "νοσηλεύτρια νοσηλευτής καθηγητής πάτερ λένε λέγομαι όνομά"
)
RUSSIAN_CUES = (
    "доктор доктора доктору доктором врач врача врачу профессор профессора медсестра медсестре медсестры "
    "медсестру сестра господин госпожа "
    "психиатр психиатру психолог психологу отец зовут фамилия имя"
)
CUES = {
    "arabic": (ARABIC_CUES, rf"{NO_ARABIC}{ARABIC}{{2,20}}(?: (?:ال|بن |بنت |أبو |آل |عبد ){ARABIC}{{2,20}})?"),
    "hebrew": (HEBREW_CUES, rf"{NO_HEBREW}{HEBREW}{{2,20}}(?: {NO_HEBREW}(?!ה){HEBREW}{{2,20}})?"),
    "hindi": (HINDI_CUES, rf"{NO_HINDI}{HINDI}{{2,30}}(?: {NO_HINDI}{HINDI}{{2,30}})?"),
    "greek": (GREEK_CUES, rf"{GREEK_CAPITAL}{GREEK}{{2,24}}(?: {GREEK_CAPITAL}{GREEK}{{2,24}}){{0,2}}"),
    "russian": (RUSSIAN_CUES, rf"{CYRILLIC_CAPITAL}{CYRILLIC}{{1,24}}(?:[ -]{CYRILLIC_CAPITAL}{CYRILLIC}{{1,24}}){{0,2}}"),
}
NAMED = {script: re.compile(rf"[.׳״']? ?(?:is |είναι )?({name})") for script, (_, name) in CUES.items()}
DIGESTS = {script: Few.of(digests_of(cues.split())) for script, (cues, _) in CUES.items()}
# Below this all letters are Latin.
FIRST, UNSPACED, BEFORE = 0x370, 0xE00, 12
# What "לי" and "नाम" need before them to tell a name: "they call me", "my".
LED = {"לי": re.compile(r"קוראים \Z"), "नाम": re.compile(r"(?:मेरा|उसका|उनका|इनका) \Z"), "ר": re.compile(r"ד[״׳\"']\Z")}


def cued_names(page: Page, words: Words) -> Spans:
    """Names that a title or a cue in their own script tells."""
    found: list[Found] = []
    far = np.flatnonzero(page.codes[words.starts] >= FIRST)
    for script, cues in DIGESTS.items():
        for at in far[cues.hold(words.digests[far])].tolist():
            start, end = int(words.starts[at]), int(words.ends[at])
            led = LED.get(page.text[start:end])
            match = NAMED[script].match(page.text, end, int(page.ends[words.rows[at]]))
            if match and (not led or led.search(page.text, max(0, start - BEFORE), start)):
                found.append((*match.span(1), PERSON))
    return of(CONTEXT, found)


def without_capital(page: Page, words: Words) -> Flags:
    """Words of such scripts without a capital: the tagger, which learned from English, knows nothing of them."""
    first = np.minimum(words.starts, len(page.codes) - 1)
    small: Flags = (page.codes[first] >= FIRST) & (page.codes[first] < UNSPACED) & (page.bits[first] & UPPER == 0)
    return small
