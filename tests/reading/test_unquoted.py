"""Tables without quotes: what stands at the ends of a record tells where its words begin and end."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.reading import unquoted
from tasks.reading.csv_blocks import lines_are_even
from tests.reading.test_damage import read

HEADER = "text,favorited,replyToSN,created,truncated,id,screenName"
ROW = "{},FALSE,NA,2013-08-10 09:0{}:00,FALSE,100{},sock_{}"


def rows(*texts: str) -> list[str]:
    return [ROW.format(text, n, n, n) for n, text in enumerate(texts)]


def test_words_that_hold_commas_and_line_ends_are_whole_and_each_record_is_one(tmp_path: Path) -> None:
    said = ["Tea first", "Kind, patient, and warm", '"In a way", she said\nit was, yes', "So\n\nit is", "Then rest"]
    (tmp_path / "dump.csv").write_text("\n".join([HEADER, *rows(*said)]) + "\n", encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert tweets["text"].to_list() == said
    assert (tweets["line"].to_list(), aside) == ([2, 3, 4, 6, 9], [])
    assert tweets["handle"].to_list() == [f"sock_{n}" for n in range(5)]


def test_a_record_that_is_cut_costs_itself_where_its_first_fields_tell_the_next(tmp_path: Path) -> None:
    head = "created_at,id_str,from_user,text,time,user_lang"
    told = [f"2013-08-10 09:0{n}:00,{n},sock,tea, {n},10/08/2013,en" for n in range(5)]
    told[2] = "2013-08-10 09:02:00,2,sock,tea"
    (tmp_path / "dump.csv").write_text("\n".join([head, "2013-08-10 09:09:00,9,sock,tea,10/08/2013,en", *told]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert tweets["text"].to_list() == ["tea", "tea, 0", "tea, 1", "tea, 3", "tea, 4"]
    assert aside == [(5, "fewer fields than the header")]


def test_a_table_with_quotes_is_left_as_it_is(tmp_path: Path) -> None:
    said = ['"Tea, first"', '"Then ""rest"", yes"', "Tea, with milk", "And so"]
    (tmp_path / "dump.csv").write_text("\n".join([HEADER, *rows(*said)]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert tweets["text"].to_list() == ["Tea, first", 'Then "rest", yes', "And so"]
    assert aside == [(4, "more fields than the header")]


def test_the_numbers_that_r_writes_before_each_row_without_a_name_are_no_column_of_the_others(tmp_path: Path) -> None:
    told = [f'"{n}",{row}' for n, row in enumerate(rows("Tea first", "Then rest"), 1)]
    (tmp_path / "dump.csv").write_text("\n".join([HEADER, *told]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert (tweets["text"].to_list(), aside) == (["Tea first", "Then rest"], [])


def test_words_in_the_last_column_keep_their_commas_and_lines(tmp_path: Path) -> None:
    said = ["Tea first", "Kind, patient, and warm", "In a way, she said\nit was, yes\n\n2 of them", "Then rest"]
    told = [f"100{n},2013-08-10 09:0{n}:00,sock_{n},{text}" for n, text in enumerate(said)]
    (tmp_path / "dump.csv").write_text("\n".join(["id,created_at,screen_name,text", *told, "1009,2013-08"]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert (tweets["text"].to_list(), tweets["line"].to_list()) == (said, [2, 3, 4, 8])
    assert aside == [(9, "fewer fields than the header")]


def test_a_comma_that_two_columns_may_hold_divides_nothing_but_by_what_follows_it(tmp_path: Path) -> None:
    told = [f"100{n},2013-08-10 09:0{n}:00,sock_{n},Ann {n} Lee,tea {n} first" for n in range(5)]
    told += ["1008,2013-08-10 09:08:00,sock,Ann Lee,warm, kind", "1009,2013-08-10 09:09:00,sock,Ann Lee,warm,kind"]
    told += ["1007,2013-08-10 09:07:00,sock,Lee, Ann,warm"]
    (tmp_path / "dump.csv").write_text("\n".join(["id,created_at,screen_name,name,text", *told]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert tweets["text"].to_list()[5:] == ["warm, kind", "warm"]
    assert (tweets["display_name"].to_list()[5:], aside) == (["Ann Lee", "Lee, Ann"], [(8, "more fields than the header")])


def test_words_between_columns_of_which_one_holds_few_words_are_whole(tmp_path: Path) -> None:
    told = [f"100{n},tea {n} first,Twitter for {'i' * (n % 2)}Phone,2013-08-10 09:0{n % 10}:00" for n in range(20)]
    told += ["1990,warm,kind, and so,Twitter for Phone,2013-08-10 09:08:00"]
    (tmp_path / "dump.csv").write_text("\n".join(["id,text,source,created_at", *told]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert (tweets["text"].to_list()[-1], aside) == ("warm,kind, and so", [])


@pytest.mark.parametrize("said", ['"In a way", she said\nso it was', '"Tea", "milk", he said', '"Never", ever'])
def test_words_that_begin_in_quotes_do_not_make_a_small_table_one_with_quotes(tmp_path: Path, said: str) -> None:
    every = ["Tea first", "Kind, patient", said, "Then rest"]
    (tmp_path / "dump.csv").write_text("\n".join([HEADER, *rows(*every)]), encoding="utf-8")
    tweets, aside = read(tmp_path / "dump.csv")
    assert (tweets["text"].to_list(), aside) == (every, [])


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a,1", "b,2", '"c,3"', "d", "e,f,5", ",", '"', "g,6\n"]), min_size=1, max_size=8))
def test_where_all_lines_hold_as_many_cells_no_table_is_taken_for_one_without_quotes(lines: list[str]) -> None:
    block = "".join(f"{line}\n" for line in ["text,id", *lines])
    head = [line for line in block.split("\n")[1:] if line.strip()]
    if lines_are_even(iter([block.encode()]), ",", 2, 1, 99):
        assert unquoted._learned(head, ",", 2, 0) is None


@pytest.mark.parametrize(
    ("blocks", "are_even"),
    [([b"x\na,b\nc,d\n"], True), ([b"x\na,b\nc\n"], False), ([b'x\na,b\n"c\n'], True), ([b"x\na,b\nc,d"], False), ([], False),
     ([b"x\na,b\n", b"c,d\n"], False), ([b"x\na,b\nc,d\n", b"e\n"], True), ([b"x\na,b\nc,d\ne\n"], True)],
)  # fmt: skip
def test_lines_are_even_where_so_many_are_seen_at_once_to_be(blocks: list[bytes], are_even: bool) -> None:
    assert lines_are_even(iter(blocks), ",", 2, 1, 2) is are_even
