"""The encoding before UTF-8 in which a file's high bytes make the likeliest words."""

from collections.abc import Iterable, Mapping

import numpy as np

# Of each encoding for Latin letters those that words are likely to have, in the order in which one is taken for another. What two
# give to one byte counts where it is common: ì and ý are left to Czech, ŕ and ĺ to Italian and Danish.
MARKS = "‘’“”„…–—•£€°"
LATIN: Mapping[str, str] = {
    "cp1252": MARKS + "áàâäãåæçéèêëíîïñóòôöõøœúùûüß",
    "mac_roman": MARKS + "áàâäãåæçéèêëíîïñóòôöõøœúùûüß",
    "cp1250": MARKS + "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäôăîşţŐŰŁŚŻŹ",
    "cp1254": MARKS + "ğışİĞŞçöüâîû",
    "cp850": "áàâäãåæçéèêëíîïñóòôöõøúùûüß",
}
# Of each encoding for other scripts its letters, the commonest first, which count twice.
OTHERS: Mapping[str, str] = {
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґў",
    "koi8_r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ",
    "cp1253": "αοιετσνηυρπκμλςάέήίόύώωγδβθχφξζψ",
    "cp1255": "יוהלאמרתבשנעםדקחפטצכזגסןםךץף",
    "cp1256": "اليمنورتبعدسهفكحقجشصطخذضغزثظءئىةأإآؤ،؟",
    "cp874": "านรอกเง่ยมวลดทสตะีคบไปใแหขจชพโิัาำุู้ๆฉซญณถธนผฝฟภฤศษฬฮึืๅ็์",
}
COMMONEST, OF_OTHERS = 14, 0.6
# Encodings of two bytes a letter: letters that their texts are made of, and the first bytes of the commoner among them. Korean
# comes before Chinese, which would find its own commonest signs there.
KANA, HANGUL, HAN = (0x3040, 0x30FF), (0xAC00, 0xD7A3), (0x4E00, 0x9FFF)
WIDE: Mapping[str, tuple[tuple[tuple[int, int], ...], tuple[int, int]]] = {
    "shift_jis": ((KANA, HAN), (0x82, 0x98)),
    "euc_jp": ((KANA, HAN), (0xA4, 0xCF)),
    "euc_kr": ((HANGUL,), (0xB0, 0xC8)),
    "gb18030": ((HAN,), (0xB0, 0xD7)),
    "big5": ((HAN,), (0xA4, 0xC6)),
}
FEWEST_KANA = 0.15
# From so many neighbours of a high byte on, of two that it may have, words are not of Latin letters: accents stand alone.
NEXT = 1.0
ENOUGH = 1 << 20


def encoding_of(lines: Iterable[bytes]) -> str:
    """The likeliest encoding of lines that are not UTF-8, of which about the first megabyte is looked at.

    Ties: the encoding that is named first.
    """
    words = b""
    for line in lines:
        words += line
        if len(words) >= ENOUGH:
            break
    high = np.flatnonzero(np.frombuffer(words, np.uint8) > 0x7F)
    if 2 * np.count_nonzero(np.diff(high) == 1) < NEXT * len(high):
        return max(LATIN, key=lambda encoding: sum(map(words.decode(encoding, "replace").count, LATIN[encoding])))
    return max([*WIDE, *OTHERS], key=lambda encoding: _likely(words, encoding))


def _likely(words: bytes, encoding: str) -> float:
    """The share of letters that the encoding's texts are made of, those that are not the commonest for less."""
    letters = [letter for letter in words.decode(encoding, "replace") if ord(letter) > 0x7F]
    if encoding in OTHERS:
        common, others = set(OTHERS[encoding][:COMMONEST]), set(OTHERS[encoding][COMMONEST:])
        known = sum(1 if letter in common else OF_OTHERS * (letter in others) for letter in letters)
        return known / len(letters)
    scripts, (first, last) = WIDE[encoding]
    if KANA in scripts and sum(KANA[0] <= ord(letter) <= KANA[1] for letter in letters) < FEWEST_KANA * len(letters):
        return 0.0
    own = [letter for letter in letters if any(low <= ord(letter) <= high for low, high in scripts)]
    return sum(first <= letter.encode(encoding)[0] <= last for letter in own) / len(letters)
