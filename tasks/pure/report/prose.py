"""The sentences of a report, made from its numbers: the same on the page and in the manuscript."""

from collections.abc import Iterator
from datetime import date

from tasks.pure.report.facts import Facts, Step
from tasks.pure.report.numbers import count, counted, listed, percent
from tasks.pure.report.release import Release


def summary(release: Release, told: Facts) -> str:
    """One paragraph with the numbers that matter."""
    ingest, copies = told.step("ingest"), told.step("deduplicate")
    sentences = (
        f"Of {counted(ingest.read, 'archived record')}, {count(ingest.kept)} are tweets of this study.",
        f"They hold {counted(told.distinct, 'distinct text')}{_once(copies.set_aside)}.",
        f"{count(told.coded)} of these{_share(told.coded, told.distinct)} are coded and {count(told.uncoded)} uncoded.",
        _largest(told),
        _found(told),
    )
    return " ".join(sentence for sentence in sentences if sentence)


def scope(release: Release) -> str:
    """What was studied: hashtags, days, time zone."""
    study = release.study
    tags = listed(f"#{tag}" for tag in study["hashtags"]) if study["hashtags"] else "the whole dump"
    return f"{tags}, {window(study['since'], study['until'])}, days in {study['timezone']}"


def window(since: str | None, until: str | None) -> str:
    """The days of a study as a sentence has them."""
    first, last = (day_name(each) if each else None for each in (since, until))
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else "all days"


def day_name(day: str) -> str:
    """A date such as 3 May 2013."""
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


def method(release: Release, told: Facts) -> Iterator[tuple[str, str]]:
    """The method section, a paragraph a step: its heading and its text, in the past tense and with the numbers."""
    yield "Material", _material(release, told.step("ingest"))
    yield "Anonymisation", _anonymisation(release, told)
    yield "De-duplication", _copies(release, told.step("deduplicate"))
    yield "Coding", _coding(release, told)
    if whose := paraphrases(release):
        yield "Quotation", whose
    yield "Release", _gate(release)


def limitations(release: Release) -> Iterator[str]:
    """What a reader must know before relying on the numbers."""
    if release.has_texts:
        yield (
            "The texts are pseudonymised, not anonymous (GDPR, recital 26): they hold their authors’ phrasing, and who "
            "searches for it can find the author. Paraphrase before quoting in public."
        )
    yield (
        "Names and places that are ordinary words, nicknames, and names in small letters can be missed by the "
        "anonymiser; the gate looks for what the dump and the gazetteer can tell it, and for no more."
    )
    yield "The rules find what is said in words that somebody foresaw: irony, images and linked pages are not seen."
    yield (
        "A dump holds what its collector was given: tweets that were deleted, protected or never delivered before it "
        "was made are missing, and their number is not known."
    )
    if paraphrases(release):
        yield "A paraphrase is its writer’s reading of a tweet; how it was said is not shown."
    yield "Those who tweet under a hashtag are a sample of nobody but themselves."


def table_note(release: Release, told: Facts) -> str:
    """What stands under Table 1."""
    parts = [f"N = {counted(told.distinct, 'distinct text')}, each counted once, under its primary heading."]
    if release.reference is not None:
        parts.append("Published: the counts of the study’s reference table, where it has the heading.")
    return " ".join([*parts, rounding(release)]).strip()


def paraphrases(release: Release) -> str:
    """Whose words the paraphrases are, and who vouches for them; empty where there are none."""
    said = release.tables.get("paraphrases")
    if said is None or not said.height:
        return ""
    people = listed(sorted(set(said.get_column("signed_by"))))
    return (
        f"No tweet is quoted. {counted(said.height, 'paraphrase')} {'stands' if said.height == 1 else 'stand'} for "
        "tweets under the headings: each was written by a person, held against every tweet of the study for words in a row "
        f"and rare words that would lead back to its author, and signed by {people}."
    )


def rounding(release: Release) -> str:
    """How counts are told where they are not told exactly; empty where they are."""
    parts = []
    if release.round_to > 1:
        parts.append(f"Counts are rounded to the nearest {release.round_to}, and sums are made of the rounded counts.")
    if release.smallest_count > 1:
        parts.append(
            f"Withheld are counts below {release.smallest_count}, counts behind which stand too few people, and others "
            "that would give them back."
        )
    return " ".join(parts)


def _largest(told: Facts) -> str:
    named = [f"{theme} ({count(tweets)}{_share(tweets, told.distinct, ', ')})" for theme, tweets in told.largest]
    if not named:
        return ""
    return f"The largest {'themes are' if len(named) > 1 else 'theme is'} {listed(named)}."


def _once(set_aside: int | None) -> str:
    if set_aside == 0:
        return ", and no retweet or copy is among them"
    return f" once {counted(set_aside, 'retweet or copy is', 'retweets and copies are')} set aside"


def _found(told: Facts) -> str:
    if told.found is None:
        return f"The coding frame has {counted(told.headings, 'heading')}."
    if told.found == 0:
        return "No heading of the coding frame occurs."
    if told.found == told.headings:
        return f"All {counted(told.headings, 'heading')} of the coding frame occur." if told.headings > 1 else ""
    return f"{count(told.found)} of the coding frame’s {counted(told.headings, 'heading')} occur."


def _share(part: int | None, whole: int | None, before: str = " (") -> str:
    share = percent(part, whole)
    return f"{before}{share}{')' if before.endswith('(') else ''}" if share else ""


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


def _anonymisation(release: Release, told: Facts) -> str:
    return (
        "Before anything else was done with the words, handles, names of people, places and health services, contact "
        f"details and links were replaced by placeholders such as [PERSON]: {counted(told.spans, 'span')}, copies "
        "included. Every handle, display name and profile location that the dump itself holds was looked for in every "
        "text; patterns, word lists and a statistical tagger found others "
        f"(strictness “{release.study['strictness']}”). Authors were known to the analysis by a keyed digest only."
    )


def _copies(release: Release, step: Step) -> str:
    return (
        f"Retweets and copies were set aside and the earliest original was kept. {_alike(release.study['near_duplicates'])} "
        f"Of {counted(step.read, 'tweet')}, {count(step.set_aside)} {_were(step.set_aside)} set aside{_reasons(step)}; "
        f"{counted(step.kept, 'distinct text')} remained."
    )


def _alike(near: float | None) -> str:
    if near is None:
        return "Only texts that are equal after normalising counted as the same."
    return (
        f"Two texts counted as the same from a similarity of {near:g} (edit distance, after normalising), unless a number, "
        "a negation or a word in another’s place makes them say different things."
    )


def _coding(release: Release, told: Facts) -> str:
    frame = release.codebook
    return (
        f"Each distinct text was coded by the rules of the coding frame “{frame.title}”, version {frame.version}: "
        f"{counted(len(frame.headings), 'heading')} under {counted(len(frame.themes), 'theme')}, each found by phrases in the "
        "tweets’ own words. A text may have several codes and has one primary code, by which Table 1 counts it: content "
        "before residual themes, strong before weak phrases, then more of them, then longer ones, then the frame’s own "
        f"order. {count(told.coded)} texts were coded and {count(told.uncoded)} were not."
    )


def _gate(release: Release) -> str:
    return (
        f"The results were released through a gate of {counted(len(release.checks), 'check')}, which derives its own lists of "
        "handles, names and places from the dump, by another route than the anonymiser, and searches the finished files. "
        "The same dump, coding frame and version of the software give the same files, byte for byte."
    )
