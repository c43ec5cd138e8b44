"""`hushtag codebook test`: holds a coding frame to the proof that it carries."""

import argparse

from tasks.errors import CodebookInvalid

HELP = "examples fire, near misses do not, no phrase is idle or doubled, the version is that of the rules"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the codebooks."""
    parser.add_argument("codebook", nargs="+", metavar="PATH", help="files, or ids of codebooks that ship")


def execute(parsed: argparse.Namespace) -> None:
    """Prints a line a fault (✗) and a hint (·), then a line a codebook with the digest of its rules."""
    total = sum(_tested(name) for name in parsed.codebook)
    if total:
        raise CodebookInvalid(
            f"{total} fault{'s' if total != 1 else ''}", ", ".join(parsed.codebook), "Each line above says where."
        )


def _tested(name: str) -> int:
    from tasks import codebook as frames
    from tasks.pure.codebook.changes import rules_digest
    from tasks.pure.codebook.proof import faults, hints

    codebook = frames.load(frames.find(name))
    found = faults(codebook)
    for fault in found:
        print(f"  ✗ {fault.heading}: {fault.what}")
    for hint in hints(codebook):
        print(f"  · {hint.heading}: {hint.what}")
    examples = sum(len(heading.examples) for heading in codebook.headings)
    print(
        f"{codebook.id} {codebook.version} (rules {rules_digest(codebook)}): {len(codebook.headings)} headings, "
        f"{examples} examples, {len(found)} fault{'s' if len(found) != 1 else ''}"
    )
    return len(found)
