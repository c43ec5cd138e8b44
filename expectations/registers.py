"""Traces by which somebody is looked up in a register: a date of birth, and numbers that are one person's alone."""

from expectations.trace import Trace

MONTH = r"(?i:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
DAY = (
    r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(19|20)?[0-9]{2}|(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
    rf"|[0-9]{{1,2}}(st|nd|rd|th)?[ -](of )?{MONTH},?[ -](19|20)[0-9]{{2}}"
    rf"|{MONTH} [0-9]{{1,2}}(st|nd|rd|th)?,? (19|20)[0-9]{{2}}"
)
BIRTH = rf"(?i:\b(dob|d\.o\.b|date of birth|birthday|born)\b)([^0-9]{{0,20}}[^0-9A-Za-z])?({DAY})([^0-9/.-]|[.-]([^0-9]|$)|$)"
# Which letters may begin one: https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
INSURANCE = (
    r"(^|[^\p{L}\p{N}£$€+.-])(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?(?i:[A-D])([^\p{L}\p{N}-]|$)"
)
PATIENT = r"(?i:\bnhs ?(no|num|number)\b)[^0-9]{0,8}[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}([^0-9]|$)"
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
        ),
        honest=("born in April, my birthday is on the 3rd", "my birthday, 10/11 of us came", "we met on 03/04/2013, born again"),
    ),
    Trace(
        "no numbers of registers",
        "The number of a patient or an insured person is theirs alone.",
        pattern=f"{INSURANCE}|{PATIENT}|{SECURITY}",
        breaking=(
            "that is AB 12 34 56 C",
            "nino ab123456c.",
            "NHS number: 943-476-5919",
            "nhs no 9434765919",
            "ssn 078-05-1120",
        ),
        honest=("the NHS has 1200000 staff", "on 10 11 12 at 9", "AB123456", "NHS number 1 of 10, since 2013", "2013-14-2015"),
    ),
)
