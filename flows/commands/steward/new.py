"""`hushtag steward new`: draws the key by which a steward's decisions are known."""

import argparse
from pathlib import Path

from flows.passphrase import asked

HELP = "draw a steward's key, and print the lines for the study's file"
LINES = """Put these lines into the study's file, below its other settings:

[[stewards]]
name = {name}
key = "{key}"

The other half is in {path}, for you alone. Keep it where nobody else who runs Hushtag can read it, and keep a copy."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the steward's name, and how the key is kept."""
    parser.add_argument("name", metavar="NAME", help="the steward's name, as a release tells it")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="where the key is kept: a new file")
    parser.add_argument("--passphrase", action="store_true", help="ask for a passphrase that opens the key")


def execute(parsed: argparse.Namespace) -> None:
    """Writes the key and prints its public half."""
    from tasks.storage.ed25519 import draw
    from tasks.studies.toml_lines import toml_value

    key = draw(parsed.out, asked("A passphrase for the new key: ") if parsed.passphrase else "")
    print(LINES.format(name=toml_value(parsed.name), key=key, path=parsed.out))
