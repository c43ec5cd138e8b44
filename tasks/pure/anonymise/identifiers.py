"""Numbers that a register gives to one person: of patients, insurance, passports, licences, cards, claims and vehicles.

Those with a form of their own, or a digit that checks the others, go wherever they stand; the rest behind a word that
says what they are.
"""

import re
from collections.abc import Iterator

import numpy as np

from tasks.pure.anonymise.characters import DIGIT, Page, Places
from tasks.pure.anonymise.cued_numbers import behind
from tasks.pure.anonymise.digest_table import Few
from tasks.pure.anonymise.spans import ID, Found
from tasks.pure.anonymise.words import Words, digests_of

PROOF = {
    "my NHS number is 943 476 5919": "my NHS number is [ID]",
    "nhs no: 943-476-5919 again": "nhs no: [ID] again",
    "the form says 943 476 5919": "the form says [ID]",
    "insurance no. QQ123456C": "insurance no. [ID]",
    "that is QQ 12 34 56 C": "that is [ID]",
    "passport no 123456789 is lost": "passport no [ID] is lost",
    "hospital number K123456": "hospital number [ID]",
    "MRN 0098123, ward round": "MRN [ID], ward round",
    "insurance policy number is 55667788": "insurance policy number is [ID]",
    "claim ref 12345678": "claim ref [ID]",
    "my licence is TRESS605104TR9IJ": "my licence is [ID]",
    "driving licence TRESS 605104 TR9IJ": "driving licence [ID]",
    "ref: AB/123456/13, my ref no is TX-20391-B": "ref: [ID], my ref no is [ID]",
    "unit number K1234567, medical record number 123 4567": "unit number [ID], medical record number [ID]",
    "PPS number 1234567TA, DNI 12345678Z, aadhaar 2345 6789 0123": "PPS number [ID], DNI [ID], aadhaar [ID]",
    "IBAN GB29 NWBK 6016 1331 9268 19 or DE89370400440532013000": "IBAN [ID] or [ID]",
    "nr. der versicherung A123456780": "nr. der versicherung [ID]",
    "card 4929 1234 5678 9015": "card [ID]",
    "sort code 20-00-00, acc 12345678": "sort code [ID], acc [ID]",
    # Counts and sums are nobody's.
    "the NHS has 1200000 staff": "the NHS has 1200000 staff",
    "patients number 12345 this year": "patients number 12345 this year",
    "case 10000 was recorded": "case 10000 was recorded",
    "12345 steps, 943 476 times": "12345 steps, 943 476 times",
    "policy of 2013, form P45": "policy of 2013, form P45",
    "ref: page 12, see reference 4 of 2013-14": "ref: page 12, see reference 4 of 2013-14",
    "lot 123456780, order 12 of 2013": "lot 123456780, order 12 of 2013",
}
NUMBER = r"(?:\.? ?(?:no|nos|num|number|id|ref|reference|code|pin)\b\.?)"
IS = r" ?[:#=]? ?(?:(?:is|was|nr) )?[:#]? ?"
STATES = (
    "ppsn?|aadhaar|aadhar|medicare|tfn|utr|dni|nie|nif|nino|imei|sécu|secu|sécurité sociale|bsn|pesel|cpf|sin|versicherten ?nummer"
    "|krankenkasse|versicherung|crn"
)
# What states give: digits in groups, with a letter or two about them.
OF_A_STATE = r"(?=(?:[a-z ./-]{0,3}\d){7})[a-z]{0,2}[ -]?\d(?:[ ./-]?\d){6,17}(?:[ -]?[a-z]{1,2}(?![a-z]))?"
# Letters, digits and signs of which at least five are digits; or groups of digits.
VALUE = (
    r"((?=(?:[a-z/*.-]{0,6}\d){5})[a-z]{0,5}[/-]?\d(?:[a-z\d]|[/*.-](?=[a-z\d])){3,18}"
    r"|(?=(?:[a-z -]{0,3}\d){5})[a-z]{0,3}[ -]?\d{1,6}(?:[ -]\d{2,6}){1,4}(?: ?[a-z])?(?![ -]?\d)"
    r"|[a-z]{2,4}[/-]\d{2,8}(?:[/-][a-z\d]{1,6}){1,2})"
)
CUED = re.compile(
    r"(?<!\w)(?:"
    rf"(?:hosp(?:ital)?|patient|unit|mrn|chi|ssn|h ?& ?c){NUMBER}?{IS}{VALUE}"
    rf"|(?:nhs|n\.h\.s\.|national insurance|ni|nino|social security|medical record|record|crn){NUMBER}{IS}{VALUE}"
    rf"|(?:passport|visa){NUMBER}?{IS}([a-z]{{0,2}}\d{{7,9}})"
    r"|(?:insurance|policy|claim|claimant|case|crime|incident|complaint|member|membership|customer|benefit|pip|esa|dwp"
    r"|licen[cs]e|driver"
    r"|prescription|nmc|gmc|hcpc|staff|employee|student|payroll|tenancy|cad|log|booking|order|appointment|invoice|tracking)"
    rf"(?: (?:policy|claim|case))?{NUMBER}{IS}{VALUE}"
    rf"|(?:ref|reference)\b\.?(?: ?(?:no|number|code)\b\.?(?: ?[:#=]| is)?| ?[:#=]| is) ?{VALUE}"
    rf"|(?:{STATES}){NUMBER}?{IS}({OF_A_STATE})"
    rf"|(?:acc|acct|account|a/c|iban){NUMBER}?{IS}(\d{{6,10}})"
    rf"|(?:sort ?(?:code)?|s/c){IS}(\d\d[ -]\d\d[ -]\d\d)"
    rf"|(?:reg|plate){NUMBER}?{IS}([a-z]{{2}}\d\d ?[a-z]{{3}})"
    r")(?!\w)",
    re.IGNORECASE,
)
CUES = (
    "hosp hospital patient unit mrn chi ssn h nhs n national ni nino social medical record crn passport visa insurance policy "
    "claim claimant case crime incident complaint member membership customer benefit pip esa dwp licence license driver "
    "prescription nmc gmc hcpc staff employee student payroll tenancy cad log booking order appointment invoice tracking ref "
    "reference pps ppsn aadhaar aadhar medicare tfn utr dni nie nif imei sécu secu sécurité bsn pesel cpf sin versichertennummer "
    "versicherten krankenkasse versicherung acc acct account a c iban sort s reg plate"
)
CUE_DIGESTS = Few.of(digests_of(CUES.split()))
FORMED = re.compile(
    r"(?<![\w.+£$€-])(?:"
    r"[A-Za-z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-Da-d]"  # National Insurance
    r"|[A-Z9]{5}\d{6}[A-Z9]{2}\d[A-Z]{2}"  # a driving licence
    r"|[A-Z9]{5} \d{6} [A-Z9]{2}\d[A-Z]{2}"
    r"|\d{3}-\d{2}-\d{4}"  # social security, USA
    r")(?![\w-])"
)
PATIENT = re.compile(r"(?<![\w.+£$€-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])")
ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?!\w)")
CARD = re.compile(r"(?<![\w.+£$€-])\d{4}(?:[ -]?\d{4}){3}(?![\w-])")
# What has a form of its own holds six digits in eight characters; a number behind a cue five digits with letters between
# them, a plate two.
FORMED_DIGITS, FORMED_WITHIN = 6, 8
CUED_DIGITS, CUED_WITHIN = 5, 30
PLATES = Few.of(digests_of(["reg", "plate"]))


def identifiers(page: Page, words: Words) -> Iterator[Found]:
    """Numbers of one person, without the word that says so."""
    digits = np.flatnonzero((page.bits & DIGIT) > 0)
    for row in _near(page, digits, FORMED_DIGITS, FORMED_WITHIN).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        yield from ((*match.span(), ID) for match in FORMED.finditer(page.text, begin, end))
        yield from ((*match.span(), ID) for match in PATIENT.finditer(page.text, begin, end) if _checks(match.group()))
        yield from ((*match.span(), ID) for match in ACCOUNT.finditer(page.text, begin, end) if _is_account(match.group()))
        yield from ((*match.span(), ID) for match in CARD.finditer(page.text, begin, end) if _is_card(match.group()))
    plated = words.rows[PLATES.hold(words.digests)]
    numbered = np.union1d(_near(page, digits, CUED_DIGITS, CUED_WITHIN), plated)
    for match in behind(CUE_DIGESTS, CUED, page, words, numbered):
        yield *match.span(match.lastindex or 0), ID


def _near(page: Page, digits: Places, count: int, within: int) -> Places:
    """The texts in which so many digits stand within so many characters."""
    last = count - 1
    return np.unique(page.row_of(digits[:-last][digits[last:] - digits[:-last] < within]))


def _checks(number: str) -> bool:
    """Whether the last digit of an NHS number is what the others ask for (modulus 11)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return digits[0] > 0 and check % 11 == digits[9]


def _is_card(number: str) -> bool:
    """Whether the digits of a card check (Luhn)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [digit if place % 2 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def _is_account(number: str) -> bool:
    """Whether the digits of an IBAN check (ISO 7064)."""
    letters = number.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1
