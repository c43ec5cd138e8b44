"""The method section of a report, a paragraph a step, with the numbers of the release."""

from collections.abc import Iterator

from tasks.pure.report.facts import Facts, Step
from tasks.pure.report.held_back import held_back
from tasks.pure.report.numbers import count, counted, listed
from tasks.pure.report.prose import day_name, paraphrases, window
from tasks.pure.report.release import Release
from tasks.pure.report.reliability import reliability


def method(release: Release, facts: Facts) -> Iterator[tuple[str, str]]:
    """The method section, a paragraph a step: its heading and its text, in the past tense and with the numbers."""
    yield "Material", _material(release, facts.step("ingest"))
    yield "Anonymisation", _anonymisation(release, facts)
    yield "De-duplication", _copies(release, facts.step("deduplicate"))
    yield "Coding", _coding(release, facts)
    if sentences := list(reliability(release)):
        yield "Reliability", " ".join(sentences)
    if whose := paraphrases(release):
        yield "Quotation", whose
    yield "Release", _gate(release)


def _material(release: Release, step: Step) -> str:
    study = release.study
    limits = [f"bore {listed(f'#{tag}' for tag in study['hashtags'])}"] if study["hashtags"] else []
    if study["since"] or study["until"]:
        limits.append(f"were posted {_during(study['since'], study['until'])} (days in {study['timezone']})")
    taken = f" Tweets were kept where they {listed(limits)}." if limits else " All tweets of the dumps were kept."
    aside = (
        f" {counted(step.set_aside, 'record')} {_were(step.set_aside)} set aside{_reasons(step)}."
        if step.set_aside != 0
        else ""
    )
    version = release.versions.get("hushtag", "")
    return (
        f"Archived dumps of tweets were read with Hushtag {version}.{taken} Of {counted(step.read, 'record')}"
        f", {count(step.kept)} were tweets of the study.{aside} Links were counted and never followed."
    )


def _during(since: str | None, until: str | None) -> str:
    if since and until and since != until:
        return f"between {day_name(since)} and {day_name(until)}"
    return f"on {day_name(since)}" if since and until else window(since, until)


def _reasons(step: Step) -> str:
    return f" ({'; '.join(f'{reason}: {count(tweets)}' for reason, tweets in step.reasons)})" if step.reasons else ""


def _were(number: int | None) -> str:
    return "was" if number == 1 else "were"


def _anonymisation(release: Release, facts: Facts) -> str:
    return (
        "Before anything else was done with the words, handles, names of people, places and health services, contact "
        "details, dates of birth, numbers of registers and links were replaced by placeholders such as [PERSON]: "
        f"{counted(facts.spans, 'span')}, copies included. Handles, display names and profile locations that the dump itself "
        "holds were looked for in every text, but for those that are plain words too; patterns, word lists and a statistical "
        "tagger found others "
        f"(strictness “{release.study['strictness']}”). Authors were known to the analysis by a keyed digest only."
    )


def _copies(release: Release, step: Step) -> str:
    return (
        "Retweets and copies were set aside and the earliest original was kept. "
        f"{_similarity_sentence(release.study['near_duplicates'])} "
        f"Of {counted(step.read, 'tweet')}, {count(step.set_aside)} {_were(step.set_aside)} set aside{_reasons(step)}; "
        f"{counted(step.kept, 'distinct text')} remained."
    )


def _similarity_sentence(near: float | None) -> str:
    if near is None:
        return "Only texts that are equal after normalising counted as the same."
    return (
        f"Two texts counted as the same from a similarity of {near:g} (edit distance, after normalising), unless a number, "
        "a negation or a word in another’s place makes them say different things."
    )


def _coding(release: Release, facts: Facts) -> str:
    frame = release.codebook
    return (
        f"Each distinct text was coded by the rules of the coding frame “{frame.title}”, version {frame.version}: "
        f"{counted(len(frame.headings), 'heading')} under {counted(len(frame.themes), 'theme')}, each found by phrases in the "
        "tweets’ own words. A text may have several codes and has one primary code, by which Table 1 counts it: content "
        "before residual themes, strong before weak phrases, then more of them, then longer ones, then the frame’s own "
        f"order. {count(facts.coded)} texts were coded and {count(facts.uncoded)} were not.{_weak(release)}"
    )


def _weak(release: Release) -> str:
    weak = release.frame.get("weak_only_share")
    return "" if weak is None else f" {100 * weak:.0f} % of the coded texts rest on weak phrases alone."


def _gate(release: Release) -> str:
    told = f"{held} " if (held := held_back(release)) else ""
    return (
        f"The results were released through a gate of {counted(len(release.checks), 'check')}, which derives its own lists of "
        "handles, names and places from the dump, by another route than the anonymiser, and searches the finished files. "
        f"{told}The same dump, coding frame and version of the software give the same files, byte for byte."
    )
