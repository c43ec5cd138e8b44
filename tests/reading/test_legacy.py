"""Files from before UTF-8, in the encodings of many countries."""

import pytest

from tasks.reading.legacy import encoding_of

WORDS = {
    "cp1252": ("My nurse said “no” – naïve café…", "Città e così via, è già però più su", "På båden er der øl og æg",
               "L’été où j’étais là, ça va, élève", "Für die Ärzte: größer, länger", "El año en que mañana será también"),
    "mac_roman": ("My nurse said “no” – naïve café…", "L’été où j’étais là, ça va, élève", "El año en que mañana será también"),
    "cp1250": ("Dług kolejki źle działa, część", "Děti čekají příliš dlouho u lékaře", "Őrült hosszú várakozás az ügyeleten"),
    "cp1254": ("Sağlık için bekleyiş çok uzun, şikâyet",),
    "cp850": ("Le café et l’hôpital où j’étais".replace("’", "'"),),
    "cp1251": ("Очередь в больнице очень длинная", "Лікарня далеко, черга дуже довга"),
    "koi8_r": ("Очередь в больнице очень длинная",),
    "cp1253": ("Η ουρά στο νοσοκομείο είναι μεγάλη",),
    "cp1255": ("התור בבית החולים ארוך מאוד היום",),
    "cp1256": ("الانتظار في المستشفى طويل جدا",),
    "cp874": ("รอคิวที่โรงพยาบาลนานมาก",),
    "shift_jis": ("病院の待ち時間がとても長い",),
    "euc_jp": ("病院の待ち時間がとても長い",),
    "euc_kr": ("병원 대기 시간이 너무 길다",),
    "gb18030": ("医院排队时间太长了，护士很好",),
    "big5": ("醫院排隊時間太長了，護士很好",),
}  # fmt: skip


@pytest.mark.parametrize(("encoding", "words"), [(name, each) for name, every in WORDS.items() for each in every])
def test_words_tell_the_encoding_that_they_were_saved_in(encoding: str, words: str) -> None:
    saved = f"12,sock_9,{words} #CareTalk,Sat Aug 10 09:10:00 2013\n".encode(encoding)
    assert saved.decode(encoding_of([saved])) == saved.decode(encoding)
