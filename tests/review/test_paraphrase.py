"""What people write in place of tweets: read with its mistakes named, and refused where it leads back to a tweet."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.cli import main
from tasks.bundles.offered import CANDIDATES, SHOWN, offered
from tasks.errors import ParaphraseInvalid
from tasks.paraphrase import paraphrase
from tasks.pure.quotes.representative import representative
from tasks.review import paraphrase_sheet
from tasks.schema import (
    ANONYMISED,
    CODED,
    CONTRASTS,
    COPIES,
    DEDUPLICATED,
    INGESTED,
    PARAPHRASES,
    REPLACEMENTS,
    TABLE1,
    WITHHELD,
    Table,
)
from tasks.storage import store
from tasks.storage.source import Source
from tasks.studies.profiles import PublicProfile
from tests.bundles.test_check import CODEBOOK

SAID = (
    "When the lamp went out we sat in the dark and sang till quillmorning",
    "RT @owl: When the lamp went out we sat singing, friends, sang till morning",
    "Nobody sang in my house, and the lamp stayed lit",
    "We sat in the dark too",
)
# "quillmorning" of the first, by its place.
GAVE_WAY = [{"tweet_key": f"{0:016x}", "start": 56, "end": 68, "kind": "PERSON", "score": 0.5}]
SIGNED = 'signed_by = "A. Reader"\nsigned_on = 2026-01-31\nreason = "read beside the tweets"\n'
PROFILE = PublicProfile(smallest_count=10, fewest_authors=10, round_to=5, smallest_difference=10, shared_words=4)


def key(place: int) -> str:
    return f"{place:016x}"


def sheet(folder: Path, *texts: str, head: str = SIGNED, place: int = 0, heading: str = "shelter.offer") -> Path:
    entries = [f'[[quotes]]\ntweet_key = "{key(place)}"\nheading = "{heading}"\ntext = "{text}"\n' for text in texts]
    path = folder / "sheet.toml"
    path.write_text("\n".join([head, *entries]), encoding="utf-8")
    return path


def table(kind: Table, rows: list[dict[str, object]]) -> pl.DataFrame:
    return kind.conform(pl.concat([kind.empty(), pl.DataFrame(rows)], how="diagonal_relaxed"))


def held(
    folder: Path, path: Path, told: int | None = 15, authors: tuple[int, ...] = (0, 1, 2, 3), withheld: tuple[int, ...] = (3,)
) -> dict[str, pl.DataFrame]:
    """The tables that the stage makes of a sheet; the second tweet is a copy of the first."""
    places = range(len(SAID))
    ingested = table(INGESTED, [{"sequence": place, "text": SAID[place]} for place in places])
    people = [{"tweet_key": key(place), "sequence": place, "author_key": key(authors[place])} for place in places]
    kept = table(DEDUPLICATED, [{"tweet_key": key(place), "text": SAID[place]} for place in (0, 2, 3)])
    copies = table(COPIES, [{"tweet_key": key(1), "kept_key": key(0), "kind": "K2"}])
    codes = table(
        CODED, [{"tweet_key": key(place), "heading": "shelter.offer", "theme": "shelter"} for place in (0, 2, 3)]
    )
    table1 = table(TABLE1, [{"theme": "Shelter", "heading": "Offers", "tweets": told}])
    (folder / "codebook.toml").write_text(CODEBOOK)
    made = paraphrase.fn(
        Source.of(path),
        [store.write("ingested", tweets=ingested)],
        [store.write("anonymised", tweets=table(ANONYMISED, people), replacements=table(REPLACEMENTS, GAVE_WAY))],
        store.write("deduplicated", tweets=kept, copies=copies),
        store.write("withheld", withheld=table(WITHHELD, [{"tweet_key": key(place)} for place in withheld])),
        [store.write("coded", codes=codes)],
        store.write("disclosed", table1=table1),
        Source.of(folder / "codebook.toml"),
        PROFILE,
    )
    return {name: store.read(made, name) for name in made.rows}


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))


def test_other_words_are_told_with_their_signature_and_theme(tmp_path: Path) -> None:
    path = sheet(tmp_path, "  Somebody remembers\\n a night  without light, and singing ")
    found = held(tmp_path, path)
    assert found["paraphrases"].schema == PARAPHRASES.dtypes
    (row,) = found["paraphrases"].iter_rows(named=True)
    assert row["text"] == "Somebody remembers a night without light, and singing"
    assert (row["theme"], row["signed_by"], str(row["signed_on"])) == ("shelter", "A. Reader", "2026-01-31")
    assert found["kept_back"].height == 0


def test_a_tweet_whose_words_are_held_back_is_quoted_in_no_words(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Somebody remembers a night without light, and singing")
    with pytest.raises(ParaphraseInvalid, match="line 5: of a tweet whose words are held back"):
        held(tmp_path, path, withheld=(0,))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Then we SAT in the... dark", "4 words in a row"),
        ("They sat singing, friends, sang a lot", "4 words in a row"),
        ("So nobody sang in my house, and that was it", "or six another's"),
        ("It was a real quillmorning", "three words in a row, or a rare one"),
        ("A lamp went out somewhere", "three words in a row, or a rare one"),
    ],
)
def test_words_that_lead_back_to_the_tweet_or_a_copy_of_it_are_refused_by_line_and_never_told(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ParaphraseInvalid, match=f"line 5: .*{told}") as caught:
        held(tmp_path, sheet(tmp_path, text))
    assert not [word for word in ("lamp", "friends", "quillmorning", "dark") if word in caught.value.line()]
    assert caught.value.exit_code == 5


def test_what_others_say_too_leads_to_nobody_and_the_other_tweets_of_the_author_are_no_others(tmp_path: Path) -> None:
    path = sheet(tmp_path, "In the dark: who was it")
    assert held(tmp_path, path)["paraphrases"].height == 1
    with pytest.raises(ParaphraseInvalid, match="three words in a row"):
        held(tmp_path, path, authors=(0, 1, 2, 0))


def test_none_stands_under_a_heading_whose_count_is_withheld(tmp_path: Path) -> None:
    found = held(tmp_path, sheet(tmp_path, "A night without light."), told=None)
    assert (found["paraphrases"].height, found["kept_back"].height) == (0, 1)


def test_a_tweet_of_another_study_or_heading_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParaphraseInvalid, match="line 5: of no tweet of this study"):
        held(tmp_path, sheet(tmp_path, "A night.", place=9))
    with pytest.raises(ParaphraseInvalid, match="line 5: of no tweet of this study"):
        held(tmp_path, sheet(tmp_path, "A night.", heading="thanks.thanks"))


@pytest.mark.parametrize(
    ("head", "texts", "told"),
    [
        ("", ("A night.",), "line 2: unsigned"),
        (SIGNED.replace("A. Reader", "  "), ("A night.",), "line 5: unsigned"),
        (SIGNED.replace("signed_on", "# signed_on"), ("A night.", ""), "line 5: unsigned"),
        (SIGNED, ("A night.", "A day."), "lines 5, 10: the same tweet under the same heading"),
        (SIGNED.replace("2026-01-31", '"soon"'), ("A night.",), "signed_on: date from datetime parsing"),
        (SIGNED + "signature = 1\n", ("A night.",), "signature: extra forbidden"),
        (SIGNED, ("x" * 1001,), "line 5: text: string too long"),
        (SIGNED, ('"',), "cannot be read as TOML"),
    ],
)
def test_a_sheet_says_on_which_line_it_is_wrong(tmp_path: Path, head: str, texts: tuple[str, ...], told: str) -> None:
    with pytest.raises(ParaphraseInvalid, match=told):
        paraphrase_sheet.load(sheet(tmp_path, *texts, head=head))


def test_no_sheet_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ParaphraseInvalid, match="no such file"):
        paraphrase_sheet.load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Somebody met Orla Tressock without light", r"line 5 \(words? 3(, 4)?\): the anonymiser at strict"),
        ("A quillmornings song without light", r"line 5 \(word 2\): gave way as a person or a place"),
        ("Light went out, so people sat singing until morning", r"line 5 \(place 1 of 3\): its tweet comes among the first 20"),
    ],
)
def test_names_words_of_the_ledger_and_near_copies_are_refused_with_what_to_change_and_without_words(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(ParaphraseInvalid, match=told) as caught:
        held(tmp_path, sheet(tmp_path, text))
    assert not [word for word in ("Orla", "quillmorning", "sang", "singing") if word in caught.value.line()]


def team_bundle(folder: Path, keys: Sequence[int] = range(40)) -> Path:
    """A bundle with many tweets under one heading, one of which a person let out."""
    bundle = folder / "bundle"
    bundle.mkdir()
    (bundle / "codebook.toml").write_text(CODEBOOK)
    let_out = [{"tweet_key": key(0), "rule": "no links", "by": "A.", "reason": "So."}]
    manifest = {"study": {"profile": "team"}, "files": {}, "held_back": {"texts": 0, "by_rule": {}, "let_out": let_out}}
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    words = ["bed", "room", "sofa", "floor", "tent", "van", "loft", "shed", "barn", "boat"]
    rows = [
        {"tweet_key": key(keys[place]), "text": f'we can host "{" ".join(words[place % 7 : place % 11])}"\n[[quotes]] a{place}'}
        for place in range(40)
    ]
    same = {"theme": "shelter", "heading": "shelter.offer", "copies": 1, "month": "2013-08"}
    pl.DataFrame([row | same for row in rows]).write_parquet(bundle / "tweets.parquet")
    return bundle


def test_what_is_offered_is_drawn_by_key_from_more_than_are_shown(tmp_path: Path) -> None:
    """Who has all texts and the code, but not the key, knows the nearest to the centre and no more."""
    drawn = []
    for keys in (range(40), [0, *range(39, 0, -1)]):
        quotes, contrasts = offered(team_bundle(tmp_path, keys))
        rows = pl.read_parquet(tmp_path / "bundle" / "tweets.parquet")
        codes = rows.with_columns(is_primary=True, strength=pl.lit("strong"))
        nearest = representative(rows.filter(pl.col("tweet_key") != key(0)), codes, CONTRASTS.empty(), CANDIDATES)
        assert (quotes.height, contrasts.height) == (SHOWN, 0)
        assert set(quotes["text"]) < set(nearest["text"])
        drawn.append(set(quotes["text"]))
        shutil.rmtree(tmp_path / "bundle")
    assert drawn[0] != drawn[1]


def test_a_sheet_laid_out_from_a_bundle_reads_back_with_nothing_written_and_is_never_written_over(
    tmp_path: Path,
) -> None:
    bundle = team_bundle(tmp_path)
    out = tmp_path / "sheets" / "mine.toml"
    assert main(["paraphrase", str(bundle), "-o", str(out)]) == 0
    assert paraphrase_sheet.load(out).height == 0
    assert out.stat().st_mode & 0o777 == 0o600
    filled = (
        out.read_text()
        .replace('text = ""', 'text = "A bed."')
        .replace('signed_by = ""\n', SIGNED)
        .replace('reason = ""\n', "")
    )
    out.write_text(filled)
    assert paraphrase_sheet.load(out)["text"].to_list() == ["A bed."] * SHOWN
    assert main(["paraphrase", str(bundle), "-o", str(out)]) == 6
    assert out.read_text() == filled
