"""Damaged dumps: every row is read or set aside with its line and a reason, and the words come out as typed."""

import bz2
import gzip
import io
import json
import lzma
import os
import sys
import tarfile
import tomllib
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
import xlwt

from flows.cli import main
from tasks.errors import DumpUnreadable
from tasks.pure.ingest.reasons import REASONS
from tasks.reading import doubts, dump, encodings, find, guess, packages, records, workbooks
from tasks.reading.dump_files import find_dumps, parts_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HEADER = "ID,Posted at,Screen name,Text\n"
ROWS = [f"{number},2014-04-03 20:49:{number % 60:02} +0000,sock_{number},tea number {number}\n" for number in range(1, 7)]


def read(path: Path, columns: dict[str, str] | None = None) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    parts = list(dump.read(dump.File(path, path.name, columns, "Europe/London", path.parent)))
    aside = pl.concat(part.set_aside for part in parts)
    assert set(aside["reason"]) <= set(REASONS)
    return pl.concat(part.tweets for part in parts), list(aside.select("line", "reason").iter_rows())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dump.csv"


def written(path: Path, *rows: str) -> Path:
    path.write_text(HEADER + "".join(rows), encoding="utf-8", newline="")
    return path


def test_a_sound_table_is_read_whole(path: Path) -> None:
    tweets, aside = read(written(path, *ROWS))
    assert tweets["line"].to_list() == [2, 3, 4, 5, 6, 7]
    assert tweets["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    assert aside == []


def test_a_header_that_returns_is_set_aside(path: Path) -> None:
    tweets, aside = read(written(path, *ROWS[:2], HEADER, *ROWS[2:]))
    assert (tweets.height, aside) == (6, [(4, "repeated header")])


def test_a_row_that_is_short_or_long_costs_only_itself(path: Path) -> None:
    short, long = "8,2014-04-03 20:49:29 +0000,sock_8\n", "9,2014-04-03 20:49:29 +0000,sock_9,\"tea\",milk,sugar\n"
    tweets, aside = read(written(path, ROWS[0], short, *ROWS[1:3], long, *ROWS[3:]))
    assert tweets.height == 6
    assert aside == [(3, "fewer fields than the header"), (6, "more fields than the header")]


def test_surplus_fields_that_are_empty_are_no_surplus(path: Path) -> None:
    tweets, aside = read(written(path, ROWS[0].replace("\n", ",,\n"), *ROWS[1:]))
    assert (tweets.height, aside) == (6, [])


def test_lines_within_quotes_are_counted(path: Path) -> None:
    tweets, aside = read(written(path, '7,2014-04-03 20:49:29 +0000,sock_7,"tea\n\nand ""milk"""\n', *ROWS, "\n", ROWS[0]))
    assert tweets["text"][0] == 'tea\n\nand "milk"'
    assert tweets["line"].to_list() == [2, 5, 6, 7, 8, 9, 10, 12]
    assert aside == []


def test_lines_within_quotes_are_counted_by_the_patient_reader_too(path: Path) -> None:
    quoted = '7,2014-04-03 20:49:29 +0000,sock_7,"tea\n\nand ""milk"""\n'
    tweets, aside = read(written(path, quoted, "8,short\n", *ROWS))
    assert tweets["text"][0] == 'tea\n\nand "milk"'
    assert tweets["line"].to_list() == [2, 6, 7, 8, 9, 10, 11]
    assert aside == [(5, "fewer fields than the header")]


def test_a_quote_that_never_ends_costs_its_own_line_only(path: Path) -> None:
    tweets, aside = read(written(path, *ROWS[:2], '7,2014-04-03 20:49:29 +0000,sock_7,"tea\n', *ROWS[2:]))
    assert (tweets.height, aside) == (6, [(4, "quotation that never ends")])


def test_a_file_cut_in_its_last_row_keeps_the_rest(path: Path) -> None:
    tweets, aside = read(written(path, *ROWS, '7,2014-04-03 20:49:29 +0000,sock_7,"tea and'))
    assert (tweets.height, aside) == (6, [(8, "quotation that never ends")])
    tweets, aside = read(written(path, *ROWS, "7,2014-04-0"))
    assert (tweets.height, aside) == (6, [(8, "fewer fields than the header")])


def test_quotes_inside_an_unquoted_field_are_words(path: Path) -> None:
    tweets, aside = read(written(path, *ROWS, '7,2014-04-03 20:49:29 +0000,sock_7,say "tea" twice\n'))
    assert (tweets["text"][6], aside) == ('say "tea" twice', [])


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_may_be_of_any_kind(path: Path, end: str) -> None:
    path.write_text((HEADER + "".join(ROWS)).replace("\n", end), encoding="utf-8", newline="")
    tweets, aside = read(path)
    assert tweets["text"].to_list() == [f"tea number {number}" for number in range(1, 7)]
    assert (tweets["line"].to_list(), aside) == ([2, 3, 4, 5, 6, 7], [])


def test_line_ends_may_be_mixed(path: Path) -> None:
    rows = ROWS[0].replace("\n", "\r\n") + ROWS[1].replace("\n", "\r") + "".join(ROWS[2:])
    path.write_text(HEADER + rows, encoding="utf-8", newline="")
    assert read(path)[0].height == 6


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_words_come_out_as_typed_whatever_they_were_saved_as(path: Path, encoding: str) -> None:
    said = "don’t – “café” is naïve…"
    path.write_bytes((HEADER + f"1,2014-04-03 20:49:29 +0000,sock,{said}\n").encode(encoding))
    tweets, aside = read(path)
    assert (tweets["text"].to_list(), aside) == ([said], [])
    assert tweets["tweet_id"].to_list() == ["1"]


def test_words_read_in_the_wrong_alphabet_are_put_right(path: Path) -> None:
    said = "don’t – café 😀"
    wrong = "".join(bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in said.encode())
    assert read(written(path, f"1,2014-04-03 20:49:29 +0000,sock,{wrong}\n"))[0]["text"].to_list() == [said]
    honest = "Ângela Ñandú Ãé"
    assert read(written(path, f"1,2014-04-03 20:49:29 +0000,sock,{honest}\n"))[0]["text"].to_list() == [honest]


def test_entities_are_unescaped_once_not_twice(path: Path) -> None:
    tweets, _ = read(written(path, "1,2014-04-03 20:49:29 +0000,sock,tea &amp; milk &amp;amp; salt\n"))
    assert tweets["text"].to_list() == ["tea & milk &amp; salt"]


@pytest.mark.parametrize("given", ["4.53E+17", "4,53E+17", "453000000000000000.0"])
def test_an_id_that_a_spreadsheet_destroyed_is_no_id(path: Path, given: str) -> None:
    quoted = f'"{given}"' if "," in given else given
    rows = [row.replace(f"{number},", f"{quoted},", 1) for number, row in enumerate(ROWS, 1)]
    parts = list(dump.read(dump.File(written(path, *rows), "x", None, "UTC", path.parent)))
    assert parts[0].tweets["tweet_id"].null_count() == 6
    assert list(doubts.told(parts[0].doubts)) == ["x: 6 ids were rounded by a spreadsheet; they are not used"]


def test_ids_that_all_end_in_zeros_were_rounded(path: Path) -> None:
    rows = [row.replace(f"{number},", f"45320000000{number:04}000,", 1) for number, row in enumerate(ROWS, 1)]
    tweets, _ = read(written(path, *rows))
    assert tweets["tweet_id"].null_count() == 6
    one = [row.replace(f"{number},", f"4532000000012{number:04}9,", 1) for number, row in enumerate(ROWS, 1)]
    assert read(written(path, *one[:-1], one[-1].replace("69,", "60,")))[0]["tweet_id"].null_count() == 0


def test_ids_that_javascript_rounded_to_seventeen_digits_were_rounded(path: Path) -> None:
    rows = [row.replace(f"{number},", f"45320000000{number * 37:05}00,", 1) for number, row in enumerate(ROWS, 1)]
    assert read(written(path, *rows))[0]["tweet_id"].null_count() == 6


def test_nul_bytes_are_left_out(path: Path) -> None:
    assert read(written(path, ROWS[0].replace("tea", "t\0ea"), *ROWS[1:]))[0]["text"][0] == "tea number 1"


def tweet(number: int) -> str:
    user = {"screen_name": "sock", "name": "Odd Sock", "location": "Larkfield"}
    return json.dumps({"id_str": str(number), "text": f"tea {number}", "user": user, "entities": {"hashtags": [{"text": "tea"}]}})


def test_a_broken_line_among_good_ones_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join([tweet(1), tweet(2)[:40], "", '{"limit": {"track": 5}}', "7", tweet(3)]))
    tweets, aside = read(path)
    assert tweets["line"].to_list() == [1, 6]
    assert aside == [(2, "broken record"), (4, "not a tweet"), (5, "not a tweet")]


def test_half_an_emoji_does_not_cost_the_tweet(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(tweet(1) + "\n" + tweet(2).replace("tea", "tea \\ud83d"))
    assert read(path)[0]["text"].to_list() == ["tea 1", "tea \ufffd 2"]


def test_an_array_an_element_a_line_is_its_elements(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    path.write_text("\n".join(["[", *(tweet(number) + "," for number in range(3)), tweet(3), "]"]))
    tweets, aside = read(path)
    assert (tweets["line"].to_list(), aside) == ([2, 3, 4, 5], [])


@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_is_read_by_element_and_where_cut_to_the_last_whole_one(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "dump.json"
    whole = json.dumps([json.loads(tweet(number)) for number in (1, 2, 3)], indent=indent)
    path.write_text(whole)
    assert read(path)[0]["line"].to_list() == [1, 2, 3]
    path.write_text(whole[:-20])
    tweets, aside = read(path)
    assert (tweets["line"].to_list(), aside) == ([1, 2], [(3, "broken record")])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd.compress])
def test_a_packed_dump_is_unpacked(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "dump.csv.packed"
    path.write_bytes(pack((HEADER + "".join(ROWS)).encode()))  # type: ignore[operator]
    assert read(path)[0].height == 6
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(DumpUnreadable, match="cannot be unpacked"):
        read(path)


def test_what_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "ALWAYS_UNPACKED", 1 << 20)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(bytes(5 << 20)))
    with pytest.raises(DumpUnreadable, match="200 times its size"):
        read(tmp_path / "bomb.csv.gz")


def test_a_line_without_end_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "LONGEST_LINE", 1 << 20)
    with pytest.raises(DumpUnreadable, match="one line is longer"):
        read(written(path, "tea" * (1 << 20)))


def test_an_archive_that_reaches_outside_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../tweets.csv", HEADER)
    with pytest.raises(DumpUnreadable, match="leads outside it"):
        find.places([path])


def test_members_of_one_name_are_both_read_under_names_of_their_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
        archive.writestr("tweets.jsonl", tweet(1))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("tweets.jsonl", tweet(2) + "\n" + tweet(3))
    (whole,) = find_dumps([tmp_path / "dump.zip"])
    (part,) = parts_of([whole], None, "UTC", tmp_path)
    assert part.tweets.select("dump", "tweet_id").rows() == [
        ("dump.zip/tweets.jsonl", "1"), ("dump.zip/tweets.jsonl (2)", "2"), ("dump.zip/tweets.jsonl (2)", "3"),
    ]  # fmt: skip


def test_a_link_that_leads_out_of_the_dump_s_folder_is_refused_and_one_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    written(tmp_path / "other.csv", *ROWS)
    (tmp_path / "dump" / "link.csv").symlink_to(tmp_path / "other.csv")
    for asked in (tmp_path / "dump", tmp_path / "dump" / "*.csv"):
        with pytest.raises(DumpUnreadable, match=r"link\.csv: is a link that leads out"):
            find.places([asked])
    assert [place.path for place in find.places([tmp_path / "dump" / "link.csv"])] == [tmp_path / "other.csv"]


def test_a_link_beside_a_personal_archive_is_read_within_its_folder_only(tmp_path: Path) -> None:
    (tmp_path / "dump").mkdir()
    tweets = tmp_path / "dump" / "tweets.js"
    tweets.write_text("window.YTD.tweets.part0 = []", encoding="utf-8")
    written(tmp_path / "account.js", *ROWS)
    (tmp_path / "dump" / "note-tweet.js").symlink_to("tweets.js")
    (file,) = [file for dump in find_dumps([tweets]) for file in dump.files]
    assert len(file.beside) == 1
    (tmp_path / "dump" / "account.js").symlink_to(tmp_path / "account.js")
    with pytest.raises(DumpUnreadable, match=r"account\.js: is a link that leads out"):
        find_dumps([tweets])


def test_a_file_whose_name_is_not_utf_8_is_refused_in_one_line(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")).write_text(HEADER, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    with pytest.raises(DumpUnreadable, match=r"caf\?\.csv: its name is not UTF-8"):
        find.places([tmp_path])


@pytest.mark.parametrize("place", ["released", "drafts", "votes", "attacks", "coded"])
def test_what_hushtag_wrote_is_not_a_dump(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSHTAG_DATA", str(tmp_path))
    for folder in ("dumps", place):
        (tmp_path / folder).mkdir()
        written(tmp_path / folder / "tweets.csv", *ROWS)
    with pytest.raises(DumpUnreadable, match="among what Hushtag wrote"):
        find.places([tmp_path / "**" / "*.csv"])
    assert len(find.places([tmp_path / "dumps"])) == 1


def test_an_archive_of_another_kind_is_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "dump.tar.gz", "w:gz") as archive:
        archive.add(written(tmp_path / "dump.csv", *ROWS), "dump.csv")
    with pytest.raises(DumpUnreadable, match="is a tar archive"):
        read(tmp_path / "dump.tar.gz")


def test_a_word_where_an_archive_has_its_mark_makes_none(path: Path) -> None:
    begun = HEADER + "7,2014-04-03 20:49:07 +0000,sock_7,"
    tweets, _ = read(written(path, begun.removeprefix(HEADER) + "tea and c".rjust(257 - len(begun), ".") + "ustard\n", *ROWS))
    assert path.read_bytes()[257:].startswith(b"ustard")
    assert len(tweets) == 7


def test_an_archive_is_its_members(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/tweets.js", "window.YTD.tweets.part0 = [" + json.dumps({"tweet": {"id_str": "1"}}) + "]")
        archive.writestr("data/like.js", "window.YTD.like.part0 = []")
        archive.writestr("data/js/tweets/2013_08.js", 'Grailbird.data.tweets_2013_08 = \n [ {"id_str": "1"} ]')
        archive.writestr("data/js/user_details.js", "var user_details = {}")
        archive.writestr("assets/page.html", "<p>")
        archive.writestr("README.txt", "how to read this")
    places = find.places([path])
    assert [place.member for place in places] == ["data/js/tweets/2013_08.js", "data/tweets.js"]
    assert find.names(places)[1] == "dump.zip/data/tweets.js"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is empty"),
        (" \n\n", "is empty"),
        ('{"name": "sock", "followers": 4}\n', "nearest is"),
        ("colour,size\nred,4\n", "nearest is"),
        ("1,tea\n2,milk\n", "no header"),
    ],
)
def test_what_is_no_dump_is_refused_in_one_line(path: Path, content: str, complaint: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DumpUnreadable, match=complaint) as refused:
        read(path)
    assert "\n" not in str(refused.value)


def test_unknown_columns_are_guessed_by_what_they_hold(path: Path) -> None:
    rows = (f"sock_{n},Odd Sock {n},2014-04-0{n} 10:00,words about the tea of day {n},453200{n}\n" for n in range(1, 9))
    path.write_text("name,user_name,when,what,key\n" + "".join(rows), encoding="utf-8")
    with pytest.raises(DumpUnreadable) as refused:
        read(path)
    for pair in ('handle = "name"', 'display_name = "user_name"', 'posted_at = "when"', 'text = "what"', 'tweet_id = "key"'):
        assert pair in str(refused.value)


@pytest.mark.parametrize(
    ("handle", "display"), [("name", "user_name"), ("user_name", "name"), ("location", "name")]
)
def test_what_a_column_is_called_does_not_settle_what_it_holds(path: Path, handle: str, display: str) -> None:
    people = [("sock_1", "Odd Sock"), ("teatime7", "Tea 🌸"), ("kettle_x", "Quiet Kettle"), ("jo_b", "The Tea Room")]
    rows = [f"{people[n % 4][0]},{people[n % 4][1]},2014-04-03 10:{n:02},words about tea of hour {n},TRUE\n" for n in range(20)]
    path.write_text(f"{handle},{display},when,what,favorited\n" + "".join(rows), encoding="utf-8")
    with pytest.raises(DumpUnreadable, match=f'handle = "{handle}"') as refused:
        read(path)
    assert f'display_name = "{display}"' in str(refused.value)


def test_columns_of_the_study_are_read_and_must_be_there(path: Path) -> None:
    path.write_text("what,when\ntea,2014-04-03 10:00\n", encoding="utf-8")
    tweets, _ = read(path, {"text": "what", "posted_at": "when"})
    assert str(tweets["posted_at"][0]) == "2014-04-03 09:00:00+00:00"
    with pytest.raises(DumpUnreadable, match="has no column why"):
        read(path, {"text": "why"})


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Tweets" '
    'sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def workbook(path: Path, rows: list[list[str | float]]) -> Path:
    def cell(value: str | float) -> str:
        words = f'<c t="inlineStr"><is><t>{value}</t></is></c>'
        return words if isinstance(value, str) else f"<c><v>{value!r}</v></c>"

    with zipfile.ZipFile(path, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        cells = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(cells))
    return path


def table() -> list[list[str]]:
    return [row.strip().split(",") for row in (HEADER, *ROWS)]


def test_a_workbook_is_read_and_one_without_header_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dump.xlsx", [*table(), []])  # type: ignore[list-item]
    assert read(path)[0]["line"].to_list() == [2, 3, 4, 5, 6, 7]
    assert read(path)[0]["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    with pytest.raises(DumpUnreadable, match="no header"):
        read(workbook(path, table()[1:]))  # type: ignore[arg-type]


def test_ids_that_a_workbook_keeps_as_numbers_are_destroyed_beyond_what_a_number_holds(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [*table()]  # type: ignore[list-item]
    for place in range(1, 7):
        rows[place][0] = 453200000000123450.0 + 1000 * place
    rows[5][0] = 45320000.0
    assert read(workbook(tmp_path / "dump.xlsx", rows))[0]["tweet_id"].to_list() == [None] * 4 + ["45320000", None]


def test_an_error_in_a_cell_of_a_workbook_costs_its_row_at_most(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dump.xlsx", [*table()])  # type: ignore[list-item]
    for cell, kept in (("tea number 3", 5), ("sock_4", 6)):
        sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
        broken = sheet.replace(f'<c t="inlineStr"><is><t>{cell}</t></is></c>', '<c t="e"><v>#NAME?</v></c>')
        with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as archive:
            for name, content in PARTS.items():
                archive.writestr(name, content)
            archive.writestr("xl/worksheets/sheet1.xml", broken)
        tweets, aside = read(tmp_path / "broken.xlsx")
        assert (tweets.height, len(aside)) == (kept, 6 - kept)


def test_a_cell_far_from_the_table_is_refused_before_the_room_between_is_asked_for(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dump.xlsx", "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(far))
    with pytest.raises(DumpUnreadable, match="row 1,048,576, column 16,384"):
        read(tmp_path / "dump.xlsx")


def test_a_numbers_document_is_read(tmp_path: Path) -> None:
    numbers = pytest.importorskip("numbers_parser")
    document = numbers.Document()
    for row, cells in enumerate(table()):
        for column, cell in enumerate(cells):
            document.sheets[0].tables[0].write(row, column, cell)
    document.save(tmp_path / "dump.numbers")
    assert read(tmp_path / "dump.numbers")[0]["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.xlsx"
    path.write_bytes(b"lock")
    with pytest.raises(DumpUnreadable, match="not a workbook"):
        read(path)


def test_parquet_is_read_in_any_schema(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    pl.read_csv(io.StringIO(HEADER + "".join(ROWS))).write_parquet(path)
    assert read(path)[0]["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    pl.read_ndjson(io.StringIO(tweet(1) + "\n" + tweet(2))).write_parquet(path)
    assert read(path)[0]["handle"].to_list() == ["sock", "sock"]


@pytest.mark.parametrize("nests", [False, True])
def test_parquet_may_keep_times_as_times_and_words_as_bytes(tmp_path: Path, nests: bool) -> None:
    noon = datetime(2013, 8, 10, 12, tzinfo=UTC)
    words = {"text": ["café".encode()], "lang": [b"\xff"]}
    table = pl.DataFrame({"id": [1], "created_at": [noon], "took": [timedelta(hours=1)]} | words)
    nested = table.with_columns(hashtags=pl.Series([["Care"]]), place=pl.Series([{"since": noon}]))
    (nested if nests else table).write_parquet(tmp_path / "dump.parquet")
    (found,) = read(tmp_path / "dump.parquet")[0].select("tweet_id", "text", "posted_at", "lang").rows()
    assert found == ("1", "café", noon, "\ufffd")


@pytest.mark.parametrize("behind", ["", ";;;", ","])
def test_a_table_within_the_cells_of_another_is_read(path: Path, behind: str) -> None:
    rows = [*ROWS, '7,2014-04-03 20:49:29 +0000,sock_7,"tea, ""milk""\n"\n']
    wrapped = ['"' + row.strip("\n").replace('"', '""') + f'"{behind}\n' for row in (HEADER, *rows)]
    path.write_text("".join(wrapped), encoding="utf-8")
    tweets, aside = read(path)
    assert (tweets.height, aside) == (7, [])
    assert tweets["text"][6] == 'tea, "milk"\n'


def test_a_table_that_was_wrapped_twice_is_read(path: Path) -> None:
    table = "".join((HEADER, *ROWS))
    for _ in range(2):
        table = "".join('"' + row.replace('"', '""') + '"\n' for row in table.splitlines())
    path.write_text(table, encoding="utf-8")
    assert (read(path)[0].height, read(path)[1]) == (6, [])


def test_rows_that_a_spreadsheet_kept_whole_in_one_cell_are_rows_among_others(path: Path) -> None:
    wrapped = ['"' + row.strip("\n").replace('"', '""') + '"\n' for row in ROWS]
    path.write_text("".join((HEADER, ROWS[0], *wrapped[1:3], *ROWS[3:], '"7,cut"\n')), encoding="utf-8")
    tweets, aside = read(path)
    assert tweets.height == 6
    assert [reason for _, reason in aside] == ["fewer fields than the header"]


def test_quotes_with_a_stroke_before_them_are_words(path: Path) -> None:
    row = '"7","2014-04-03 20:49:29 +0000","sock_7","He said \\"no\\", and left"\n'
    path.write_text("".join((HEADER, *ROWS, row)), encoding="utf-8")
    tweets, aside = read(path)
    assert (tweets["text"][-1], aside) == ('He said "no", and left', [])


def test_lock_files_and_prose_in_a_folder_are_no_dumps(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "~$a.xlsx", ".hidden.csv", "LICENSE", "README.md", "SOURCE.txt"):
        written(tmp_path / name)
    assert find.names(find.places([tmp_path])) == ["a.csv", "b.csv"]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder in ("x/day", "y/day"):
        (tmp_path / folder).mkdir(parents=True)
        written(tmp_path / folder / "dump.csv")
    assert find.names(find.places([tmp_path, tmp_path / "x"])) == ["x/day/dump.csv", "y/day/dump.csv"]


def test_an_ods_is_read(tmp_path: Path) -> None:
    names = ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    names += ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    names += ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{''.join(cell.format(each) for each in row)}</table:table-row>" for row in table())
    sheet = f'<table:table table:name="Tweets">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "dump.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        entry = '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        manifest = ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest{manifest}>{entry}</manifest:manifest>")
        archive.writestr("content.xml", f"<office:document-content{names}>{body}</office:document-content>")
    assert read(tmp_path / "dump.ods")[0]["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]


def test_an_xls_is_read(tmp_path: Path) -> None:
    sheet = (book := xlwt.Workbook()).add_sheet("Tweets")
    for row, cells in enumerate(table()):
        for column, each in enumerate(cells):
            sheet.write(row, column, each)
    book.save(tmp_path / "dump.xls")
    assert read(tmp_path / "dump.xls")[0]["tweet_id"].to_list() == ["1", "2", "3", "4", "5", "6"]


def test_what_cannot_be_streamed_is_refused_when_it_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook(tmp_path / "dump.xlsx", table())  # type: ignore[arg-type]
    monkeypatch.setattr(workbooks, "LARGEST", 1_000)
    with pytest.raises(DumpUnreadable, match="more than 1 GiB"):
        read(book)
    (tmp_path / "dump.json").write_text(f"[{tweet(1)},\n{tweet(2)}]")
    monkeypatch.setattr(records, "LARGEST_VALUE", 100)
    with pytest.raises(DumpUnreadable, match="more than 512 MiB"):
        read(tmp_path / "dump.json")


@pytest.mark.parametrize("name", ["tweets.jsonl", "tweets.jsonl.gz"])
def test_a_member_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(packages, "ALWAYS_UNPACKED", 1 << 20)
    bomb = bytes(5 << 20)
    with zipfile.ZipFile(tmp_path / "dump.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, gzip.compress(bomb) if name.endswith(".gz") else bomb)
    with pytest.raises(DumpUnreadable, match="200 times its size"):
        read(packages.member(tmp_path / "dump.zip", 0, name, tmp_path))


def test_a_value_that_is_not_a_number_does_not_cost_the_tweet(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(tweet(1)[:-1] + ', "score": NaN}\n')
    assert read(path)[0]["text"].to_list() == ["tea 1"]


@pytest.mark.parametrize("indent", [None, 2])
def test_what_is_no_dump_counts_by_its_records_not_by_its_lines(tmp_path: Path, indent: int | None) -> None:
    path = tmp_path / "users.json"
    path.write_text(json.dumps([{"name": "sock", "followers": n} for n in range(3)], indent=indent))
    file = dump.File(path, path.name, None, "UTC", tmp_path)
    assert dump.without_tweets(file).set_aside["line"].to_list() == [1, 2, 3]


def test_the_guess_is_a_table_to_paste_into_the_study(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (f"2014-04-0{n} 10:00,words about the tea of day {n}\n" for n in range(1, 9))
    path.write_text("when,what\n" + "".join(rows), encoding="utf-8")
    assert main(["formats", str(path)]) == 0
    told = capsys.readouterr().out
    assert tomllib.loads(told[told.index("[columns]") :]) == {"columns": {"text": "what", "posted_at": "when"}}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_what_a_file_holds_is_told_in_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str) -> None:
    known = [{"id": str(n), "created_at": "2013-08-10", "text": "tea", "username": "sock"} for n in range(3)]
    unknown = [{"who": f"sock_{n}", "what": f"tea comes {n} times before rest", "when": f"2013-08-1{n} 10:00"} for n in range(9)]
    for name, rows in (("known", known), ("unknown", unknown)):
        path, frame = tmp_path / f"{name}.{ending}", pl.DataFrame(rows)
        if ending == "xlsx":
            workbook(path, [list(frame.columns), *map(list, frame.rows())])
        else:
            {"csv": frame.write_csv, "jsonl": frame.write_ndjson, "parquet": frame.write_parquet}[ending](path)
        assert main(["formats", str(path)]) == 0
    told = capsys.readouterr().out
    assert f"known.{ending}: common-table; of its first records 3 are tweets, 0 are not" in told
    assert "holds tweet_id, posted_at, text, handle" in told
    assert tomllib.loads(told[told.index("[columns]") :])["columns"] == {"text": "what", "posted_at": "when", "handle": "who"}


@pytest.mark.parametrize("name", ["timestamp_ms", "created.epoch", "TimeSent"])
def test_a_time_as_long_as_an_id_is_not_guessed_to_be_one(name: str) -> None:
    told = [str(1_600_000_000_000 + 7_919 * n) for n in range(20)]
    table = pl.DataFrame({name: told, "num": [str(1_300_000_000_000_000_000 + n) for n in range(20)]})
    assert guess.guessed(table).get("tweet_id") == "num"


def test_a_coordinate_is_no_place_and_a_postal_code_is(path: Path) -> None:
    head = "id_str,from_user,text,created_at,time,geo_coordinates,user_location\n"
    places = ["53.3, -1.5", "loc: 53.3,-1.5", "90210", "Larkfield"]
    path.write_text(head + "".join(f'{n},sock,tea,,,"{place}",\n' for n, place in enumerate(places, 1)), encoding="utf-8")
    found = read(path)[0]["other_locations"]
    assert [each.to_list() if each is not None else [] for each in found] == [[], ["loc: 53.3,-1.5"], ["90210"], ["Larkfield"]]
