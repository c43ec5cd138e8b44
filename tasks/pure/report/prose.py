"""The sentences of a report, made from its numbers: the same on the page and in the manuscript."""

from collections.abc import Iterator
from datetime import date

from tasks.pure.report.facts import Facts
from tasks.pure.report.numbers import count, counted, listed, percent
from tasks.pure.report.release import Release


def summary(release: Release, facts: Facts) -> str:
    """One paragraph with the numbers that matter."""
    ingest, copies = facts.step("ingest"), facts.step("deduplicate")
    sentences = (
        f"Of {counted(ingest.read, 'archived record')}, {count(ingest.kept)} are tweets of this study.",
        f"They hold {counted(facts.distinct, 'distinct text')}{_copies_clause(copies.set_aside)}.",
        f"{count(facts.coded)} of these{_share_clause(facts.coded, facts.distinct)} are coded and {count(facts.uncoded)} uncoded.",
        _largest_themes_sentence(facts),
        _headings_sentence(facts),
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
    if notice := frame_notice(release):
        yield notice
    yield "The rules find what is said in words that somebody foresaw: irony, images and linked pages are not seen."
    yield (
        "A dump holds what its collector was given: tweets that were deleted, protected or never delivered before it "
        "was made are missing, and their number is not known."
    )
    if paraphrases(release):
        yield "A paraphrase is its writer’s reading of a tweet; how it was said is not shown."
    yield "Those who tweet under a hashtag are a sample of nobody but themselves."


def frame_notice(release: Release) -> str:
    """That the coding frame was written for another conversation, where a study named none; empty where it did."""
    if release.frame.get("is_named", True):
        return ""
    weak = release.frame.get("weak_only_share")
    share = f" {100 * weak:.0f} % of the coded texts rest on weak phrases alone." if weak is not None else ""
    return (
        f"No coding frame was named: “{release.codebook.title}” was used, which was written for another conversation. Its themes "
        f"may not fit this one.{share} Read the texts before you rely on a count, and write a frame with “hushtag codebook new”."
    )


def table_note(release: Release, facts: Facts) -> str:
    """What stands under Table 1."""
    parts = [f"N = {counted(facts.distinct, 'distinct text')}, each counted once, under its primary heading."]
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
    """How counts are rounded, withheld or given noise; empty where they are exact."""
    if release.noise:
        return noise(release)
    parts = []
    if release.round_to > 1:
        parts.append(f"Counts are rounded to the nearest {release.round_to}, and sums are made of the rounded counts.")
    if release.smallest_count > 1:
        parts.append(
            f"Withheld are counts below {release.smallest_count}, counts behind which stand too few people, and others "
            "that would give them back."
        )
    return " ".join(parts)


def noise(release: Release) -> str:
    """That counts carry noise, how much, and what follows for a reader."""
    return (
        f"Every count carries noise of at most {release.noise}, added or taken away by a secret key, so that two releases do not "
        "tell how many tweets came between them. The same tweets have the same count in every release. Counts are right on "
        "average, and counts that are made of others need not add up. 0 stands for none or for few: no count from 1 to "
        f"{release.smallest_count - 1} is told. Withheld are counts behind which stand too few people."
    )


def _largest_themes_sentence(facts: Facts) -> str:
    named = [f"{theme} ({count(tweets)}{_share_clause(tweets, facts.distinct, ', ')})" for theme, tweets in facts.largest]
    if not named:
        return ""
    return f"The largest {'themes are' if len(named) > 1 else 'theme is'} {listed(named)}."


def _copies_clause(set_aside: int | None) -> str:
    if set_aside == 0:
        return ", and no retweet or copy is among them"
    return f" once {counted(set_aside, 'retweet or copy is', 'retweets and copies are')} set aside"


def _headings_sentence(facts: Facts) -> str:
    if facts.found is None:
        return f"The coding frame has {counted(facts.headings, 'heading')}."
    if facts.found == 0:
        return "No heading of the coding frame occurs."
    if facts.found == facts.headings:
        return f"All {counted(facts.headings, 'heading')} of the coding frame occur." if facts.headings > 1 else ""
    return f"{count(facts.found)} of the coding frame’s {counted(facts.headings, 'heading')} occur."


def _share_clause(part: int | None, whole: int | None, before: str = " (") -> str:
    share = percent(part, whole)
    return f"{before}{share}{')' if before.endswith('(') else ''}" if share else ""
