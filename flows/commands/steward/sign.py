"""`hushtag steward sign`: a steward's decision on a draft, signed, as a line that the run's page or `run --vote` takes."""

import argparse
from pathlib import Path

from flows.passphrase import asked

HELP = "sign a decision on a draft: check it, and print the vote"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the draft, the key, the decision and the reason."""
    parser.add_argument("draft", type=Path, metavar="DRAFT", help="a folder data/drafts/STUDY/VERSION")
    parser.add_argument("--key", type=Path, required=True, metavar="FILE", help="the key, as `hushtag steward new` wrote it")
    decision = parser.add_mutually_exclusive_group(required=True)
    decision.add_argument("--approve", dest="decision", action="store_const", const="approve", help="let it out")
    decision.add_argument("--refuse", dest="decision", action="store_const", const="refuse", help="keep it in")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why; it goes into the manifest")
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="where the vote goes (default: standard output)")


def execute(parsed: argparse.Namespace) -> None:
    """Holds the draft to its promises, and signs what is decided on it."""
    from tasks.bundles.check import hold
    from tasks.bundles.checks.bundle import opened
    from tasks.bundles.checks.decision import voted_words
    from tasks.errors import UsageError
    from tasks.storage import ed25519
    from tasks.storage.digests import file_sha256
    from tasks.studies.stewards import Vote

    if not parsed.reason.strip():
        raise UsageError("--reason says nothing", "", "Say why.")
    folder = parsed.draft.resolve()
    key = ed25519.read(parsed.key, asked("The key's passphrase: ") if ed25519.is_locked(parsed.key) else "")
    hold(folder, is_draft=True)
    study, sha256 = opened(folder).manifest["study"]["id"], file_sha256(folder / "manifest.json")
    said = (study, sha256, parsed.decision, parsed.reason.strip())
    vote = Vote(
        study=study,
        draft=sha256,
        decision=parsed.decision,
        reason=parsed.reason.strip(),
        key=ed25519.public_of(key),
        signature=ed25519.signed(key, voted_words(*said)),
    )
    if parsed.out:
        parsed.out.write_text(f"{vote.model_dump_json()}\n", encoding="utf-8")
    else:
        print(vote.model_dump_json())
