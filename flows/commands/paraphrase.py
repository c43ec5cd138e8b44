"""`hushtag paraphrase`: lays out the sheet in which a person puts a bundle's quotes into other words, and signs them."""

import argparse
from pathlib import Path

HELP = "lay out a sheet in which people say in other words what may be quoted, and sign it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the bundle and the sheet."""
    parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="a released bundle of profile team")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="SHEET.toml")
    parser.epilog = (
        "The study's file names the sheet as `paraphrases`; a run with profile public holds it to the tweets."
    )


def execute(parsed: argparse.Namespace) -> None:
    """Writes the sheet for its owner alone, and says what comes next."""
    from tasks.bundles.offered import offered
    from tasks.review import paraphrase_sheet as sheets

    quotes, contrasts = offered(parsed.bundle)
    sheets.write_new(parsed.output, sheets.laid_out(quotes, contrasts))
    print(
        f"{parsed.output}: {quotes.height + contrasts.height:,} texts to put into other words; it holds tweets' words."
    )
    print(f'Then, in the study\'s file: paraphrases = "{parsed.output.name}", by its path from there.')
