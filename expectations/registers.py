"""Traces by which somebody is looked up in a register: a date of birth, and numbers that are one person's alone."""

from expectations.trace import Trace

MONTH = (
    r"(?i:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|june?|juin|july?|juil|aug|aoû|ago|sept?|oct|okt|nov|dec|déc|dez|dic|ene)"
    r"[a-zéû]{0,7}\.?"
)
DAY = (
    r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(19|20)?[0-9]{2}|(19|20)[0-9]{2}[/.-][0-9]{2}[/.-][0-9]{2}"
    r"|[0-9]{2} [0-9]{2} (19|20)[0-9]{2}"
    rf"|[0-9]{{1,2}}(st|nd|rd|th|er|\.)?[ -]?(of |de )?{MONTH},?[ -]?(de )?(19|20)[0-9]{{2}}"
    rf"|{MONTH} [0-9]{{1,2}}(st|nd|rd|th)?,? (19|20)[0-9]{{2}}"
)
BIRTH = (
    r"(?i:\b(dob|d[. ]o[. ]b|date of birth|birth ?date|birthday|bday|born|née?|geboren|geb|nacid[oa]|fecha de nacimiento)\b)"
    rf"([^0-9]{{0,20}}[^0-9A-Za-z])?({DAY})([^0-9/.-]|[.-]([^0-9]|$)|$)"
    r"|(?i:\b(dob|d\.o\.b|date of birth)\b)[.:]{0,2} ?([0-9]{6}|[0-9]{8})([^0-9/.-]|$)"
)
# Which letters may begin one: https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
INSURANCE = (
    r"(^|[^\p{L}\p{N}£$€+.-])(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?(?i:[A-D])([^\p{L}\p{N}-]|$)"
)
PATIENT = r"(?i:\bnhs ?(no|num|number)\b)[^0-9]{0,8}[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}([^0-9]|$)"
# Behind a word that says what they are; Irish and Spanish ones have a letter at the end.
CUED = (
    r"\b(?i:(mrn|passport|ppsn?|dni|nie|nino)( (no|number))?\.?|(hosp(ital)?|patient|crime|claim|prescription|ref"
    r"|reference|licence)\.?( (no|number|id|ref)\b\.?:?| ?:) ?)[ :#]{0,2}(?i:[a-z]{0,3}[0-9]{7,9}[a-z]{0,2})([^\p{L}\p{N}-]|$)"
    r"|\b(?i:iban):? ?[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){3,7}|\b(?i:sort code):? [0-9]{2}[ -][0-9]{2}[ -][0-9]{2}\b"
)
SECURITY = r"(^|[^\p{L}\p{N}£$€+.-])[0-9]{3}-[0-9]{2}-[0-9]{4}([^\p{L}\p{N}-]|$)"

REGISTERS = (
    Trace(
        "no date of birth",
        "With a place or a sex a date of birth leads to one person.",
        pattern=BIRTH,
        breaking=(
            "dob 3/4/81",
            "my D.O.B. 03.04.1981.",
            "date of birth: 1981-04-03",
            "my son was born on the 3rd of April 2012",
            "born April 3, 1981 in a storm",
            "born 0３/04/1981",
            "dob 03041981",
            "dob 1981/04/03",
            "d o b 03 04 1981",
            "née le 3 avril 1981",
            "geboren am 3. April 1981",
            "nacido el 3 de abril de 1981",
            "DOB 03APR1981",
        ),
        honest=(
            "born in April, my birthday is on the 3rd",
            "my birthday, 10/11 of us came", "we met on 03/04/2013, born again",
            "dob 12, ref 2013",
        ),
    ),
    Trace(
        "no numbers of registers",
        "The number of a patient or an insured person is theirs alone.",
        pattern=f"{INSURANCE}|{PATIENT}|{CUED}|{SECURITY}",
        breaking=(
            "that is AB 12 34 56 C",
            "nino ab123456c.",
            "NHS number: 943-476-5919",
            "nhs no 9434765919",
            "ssn 078-05-1120",
            "MRN 0098123",
            "hospital no. K1234567",
            "ref: 12345678",
            "passport number K1234567",
            "DNI 12345678Z, PPS 1234567TA",
            "iban GB29 NWBK 6016 1331 9268 19",
            "sort code 20-00-00",
        ),
        honest=(
            "the NHS has 1200000 staff",
            "on 10 11 12 at 9",
            "AB123456",
            "reference: 2013/14, claim no 1",
            "NHS number 1 of 10, since 2013",
            "2013-14-2015",
        ),
    ),
)
