"""Tables without quotes: what stands at the ends of a record tells where its words begin and end."""

from pathlib import Path

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
