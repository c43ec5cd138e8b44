"""The command line as a contract: commands, exit codes, one line for a person."""

import pytest

from flows.cli import found, main, parser
from tasks import errors


def test_every_command_says_what_it_is_for() -> None:
    assert {"run", "anonymise", "code", "copies"} <= set(found())
    for name, module in found().items():
        assert module.HELP, name
        assert module.__doc__, name


@pytest.mark.parametrize("arguments", [[], ["dance"], ["run", "--colour"]])
def test_nonsense_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_refusal_is_one_line_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "nowhere.csv", "--codebook", "nowhere", "-o", "x.csv"]) == 5
    told = capsys.readouterr().err
    assert told.startswith("hushtag: nowhere: no such codebook.")
    assert told.count("\n") == 1


def test_exit_codes_are_those_of_the_tree() -> None:
    codes = {
        kind.__name__: kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.HushtagError)
    }
    assert codes == {
        "HushtagError": 1,
        "Unforeseen": 1,
        "UsageError": 2,
        "GateClosed": 3,
        "Unsigned": 3,
        "DumpUnreadable": 4,
        "DeclarationError": 5,
        "CodebookInvalid": 5,
        "StudyInvalid": 5,
        "ReviewInvalid": 5,
        "StorageError": 6,
    }


@pytest.mark.parametrize("name", ["dearmhp", "nhs_experience"])
def test_the_codebooks_that_ship_keep_their_own_proof(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codebook", "test", name]) == 0, capsys.readouterr().out
