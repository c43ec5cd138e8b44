"""Names in scripts that set no space between words: beside a title or a cue, and those of the dump's own columns.

Chinese, Japanese, Korean and Thai; a run of such letters is one word to every other layer.
"""

import re

import numpy as np

from tasks.pure.anonymise.characters import Flags, Page, Places
from tasks.pure.anonymise.dictionary import LETTER, OF_A_NAME, Dictionary
from tasks.pure.anonymise.spans import CONTEXT, DICTIONARY, PERSON, PLACE, Found, Spans, of
from tasks.pure.anonymise.words import Words

PROOF = {
    "田中さんに会った": "[PERSON]さんに会った",
    "昨日は佐藤花子先生が来た": "昨日は[PERSON]先生が来た",
    "李先生和张女士来了": "[PERSON]先生和[PERSON]女士来了",
    "我叫王小明。": "我叫[PERSON]。",
    "박지성 씨가 왔다": "[PERSON] 씨가 왔다",
    "私の名前は山田太郎です": "私の名前は[PERSON]です",
    "제 이름은 박지민입니다": "제 이름은 [PERSON]입니다",
    "我住在北京的": "我住在[PLACE]的",
    "東京に住んでいます、서울에 살아요": "[PLACE]に住んでいます、[PLACE]에 살아요",
    "หมอสมชายใจดี": "หมอ[PERSON]ใจดี",
    "이영희 간호사가 왔다": "[PERSON] 간호사가 왔다",
    "คุณสมชายมาแล้ว": "คุณ[PERSON]มาแล้ว",
    "ฉันชื่อสมชาย": "ฉันชื่อ[PERSON]",
    # Kin, patients, doctors and quality are nobody.
    "お母さんと看護師さんに会った": "お母さんと看護師さんに会った",
    "หมอใจดี หมอบอกว่าดี หมอฟันใจดี": "หมอใจดี หมอบอกว่าดี หมอฟันใจดี",
    "一人で家に住んでいます、我住在这里": "一人で家に住んでいます、我住在这里",
    "患者さんのため": "患者さんのため",
    "医生和护士都很好": "医生和护士都很好",
    "คุณหมอใจดี คุณภาพชีวิต": "คุณหมอใจดี คุณภาพชีวิต",
}
JAPANESE = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|清水|斎藤|斉藤|山崎|阿部|池田|橋本|石川"
    "|前田|藤田|後藤|小川|岡田|村上|長谷川|近藤|石井|坂本|遠藤|藤井|青木|西村|福田|太田|三浦|岡本|松田|中島|中野|原田|小野|田村|竹内"
    "|金子|和田|中山|石田|上田|森田|柴田|酒井|横山|宮崎|宮本|内田|高木|谷口|大野|丸山|今井|河野|藤原|武田|村田|上野|杉山|増田|平野"
)
CHINESE = (
    "[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖董潘"
    "袁蔡蒋杜叶葉魏苏蘇吕呂沈姚卢盧姜崔钟鍾谭譚陆陸汪廖贾賈邹鄒邱]"
)
KOREAN = "[김박최강조윤임한오서신권황안송류홍]"
THAI_VERBS = r"(?=\s|$|มา|บอก|โทร|พูด|ใจดี|เป็น|ได้|ให้|ที่|และ|กับ|ครับ|ค่ะ|คะ|ไป|จะ)"
# Words behind "doctor" and "my name is" that name nobody.
NO_DOCTOR = (
    "ใจ|ที่|บอก|พูด|ไม่|ให้|คน|จะ|ก็|นัด|ดู|ตรวจ|มา|ไป|เก่ง|ฟัน"
    "|เด็ก|ผู้|แล้ว|ได้|เป็น|ดี|สั่ง|กับ|และ|ครับ|ค่ะ|คะ|ตา|หญิง|ชาย|ลำ|นวด|ดูด|ความ|ผ่า|รัก|จิต"
)
UNNAMED = "(?!何|なに|なん|誰|だれ|秘密|言)"
NAMED = re.compile(
    rf"(?:{JAPANESE})[一-龥々ぁ-んァ-ヴー]{{0,3}}(?=さん|様|先生|ちゃん|くん|君|氏)"
    rf"|{CHINESE}[一-龥]{{0,2}}(?=先生|女士|小姐|医生|醫生|大夫|护士|護士|老师|老師|主任|教授)"
    rf"|(?<=我叫){CHINESE}[一-龥]{{1,2}}|(?<=名叫){CHINESE}[一-龥]{{1,2}}|(?<=叫做){CHINESE}[一-龥]{{1,2}}"
    rf"|{KOREAN}[가-힣]{{1,2}}(?= ?(?:씨|님|선생님|간호사|의사|교수))"
    r"|(?<![가-힣])[이정장][가-힣]{2}(?= ?(?:씨|선생님|간호사|의사|교수))"
    rf"|(?<=คุณ)(?!หมอ|แม่|พ่อ|ครู|ค่า|ภาพ|พยาบาล|ตา|ยาย|ลุง|ป้า|น้า|อา|จะ|ได้|ไม่|ที่|มา|ไป|เป็น)[ก-๎]{{2,12}}?{THAI_VERBS}"
    rf"|(?<=名前は){UNNAMED}[一-龥々ぁ-んァ-ヴー]{{2,8}}?(?=です|と|だ|。|、|$)"
    rf"|(?<=이름은 )[가-힣]{{2,4}}?(?=입니다|이에요|예요|이야|야)"
    rf"|(?<=หมอ)(?!{NO_DOCTOR})[ก-๎]{{3,12}}?{THAI_VERBS}"
    rf"|(?:(?<=ชื่อ)|(?<=ชื่อ ))[ก-๎]{{2,12}}?(?: [ก-๎]{{2,12}}?)?{THAI_VERBS}"
)
LIVED = re.compile(
    r"(?<=住在)(?!这|那|这里|那里|医院|家|一)[一-龥]{2,3}?(?=[，。！、\s,.!]|$|市|的|了|很|区)"
    r"|(?<![一-龥々])(?!病院|施設|自宅|実家|近所|田舎|都会|一人|二人|海外|地方|寮)[一-龥々]{2,4}(?:都|府|県|市|区|町|村)?(?=に住|在住)"
    r"|(?<![가-힣])(?!병원|시골|여기|거기|집|근처|혼자)[가-힣]{2,4}(?=에서? 살)"
)
# A word that begins as a run of such letters does.
BEGUN = re.compile("[\u0e01-\u0e4e\u3005\u3041-\ud7a3]{2}")
FIRST, LAST, REPEATED = 0x0E01, 0xD7A3, ord("々")
# The most letters of a run that may be a name alone.
LONGEST_ALONE = 4
# What may stand between two words of a name.
JOINERS, WIDE_SPACE = tuple(ord(sign) for sign in f"{OF_A_NAME} \t\n\r\u00a0"), 0x3000


def unspaced(page: Page) -> Places:
    """Where letters of such scripts stand."""
    far = np.flatnonzero(page.codes >= FIRST)
    codes = page.codes[far]
    thai = codes <= 0x0E4E
    eastern = ((codes >= 0x3041) & (codes <= LAST)) | (codes == REPEATED)
    letters: Places = far[(thai | eastern) & page.is_word[far]]
    return letters


def pairs(letters: Places) -> Places:
    """Where two such letters stand side by side."""
    side_by_side: Places = letters[:-1][np.diff(letters) == 1]
    return side_by_side


def sentences(words: Words, letters: Places) -> Flags:
    """Words that are such a run and longer than a name: the tagger, which learned from English, knows nothing of them."""
    at = np.searchsorted(letters, words.starts)
    begins = letters[np.minimum(at, len(letters) - 1)] == words.starts if len(letters) else np.zeros(len(words.starts), dtype=bool)
    long: Flags = begins & (words.ends - words.starts > LONGEST_ALONE)
    return long


def in_runs(page: Page, found: Spans) -> Flags:
    """Whether spans are three such letters or more, or a run: within one, a shorter name is too often a part of another word."""
    letters = np.concatenate([[0], np.cumsum(np.isin(np.arange(len(page.codes)), unspaced(page)))])
    lengths = found.ends - found.starts
    whole: Flags = (letters[found.ends] - letters[found.starts] == lengths) & (lengths > 2)
    return whole


def told_names(page: Page, letters: Places) -> Spans:
    """Names that a title or a cue tells."""
    found: list[Found] = []
    for row in np.unique(page.row_of(letters)).tolist():
        begin, end = int(page.begins[row]), int(page.ends[row])
        for pattern, kind in ((NAMED, PERSON), (LIVED, PLACE)):
            found += [(*match.span(), kind) for match in pattern.finditer(page.text, begin, end)]
    return of(CONTEXT, found)


def own_names(page: Page, letters: Places, dictionary: Dictionary) -> Spans:
    """Terms of the dump inside runs of such letters; those of several words stand with a space between or without."""
    if not len(letters) or not dictionary.unspaced:
        return of(DICTIONARY, [])
    gap, between = np.diff(letters), page.codes[letters[:-1] + 1]
    near = (gap == 1) | ((gap > 1) & (np.isin(between, JOINERS) | (between == WIDE_SPACE)))
    codes = page.codes[letters].astype(np.int64)
    heads = codes[:-1] << LETTER | codes[1:]
    found: list[Found] = []
    for place in np.flatnonzero(near & np.isin(heads, list(dictionary.unspaced))).tolist():
        matches = ((each.match(page.text, letters[place]), kind) for each, kind in dictionary.unspaced[int(heads[place])])
        found += next(([(*match.span(), kind)] for match, kind in matches if match), [])
    return of(DICTIONARY, found)
