"""`hushtag codebook schema`: the JSON Schema from which editors complete a codebook's file."""

import argparse

HELP = "the JSON Schema of a codebook's file, for editors"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def execute(parsed: argparse.Namespace) -> None:
    """Prints it."""
    import json

    from tasks.codebook.file_schema import schema

    print(json.dumps(schema(), indent=2, ensure_ascii=False))
