"""The SRQR checklist (O'Brien et al. 2014), filled in from what the run knows; what it cannot know is marked as a blank."""

from tasks.pure.report.facts import Facts
from tasks.pure.report.numbers import count, counted
from tasks.pure.report.prose import paraphrases, scope
from tasks.pure.report.release import Release

TO_WRITE = "to be written by the authors"


def checklist(release: Release, facts: Facts) -> list[tuple[str, str, str]]:
    """Rows: the 21 items in their order: number, topic, and where it is answered; TO_WRITE marks a blank."""
    frame = release.codebook
    coded_by_hand = "Reliability: coders’ agreement with intervals." if release.agreement is not None else ""
    decided = f" {counted(release.decisions['applied'], 'text')} decided by people." if release.decisions else ""
    voices = "Theme by theme: quotes and what speaks against a heading." if release.has_texts or paraphrases(release) else ""
    answers = (
        ("Title", f"“{release.title}”; names the approach as a content analysis of a hashtag conversation"),
        ("Abstract", ""),
        ("Problem formulation", ""),
        ("Purpose or research question", ""),
        ("Qualitative approach and research paradigm", f"Method, Coding: rules of the frame “{frame.title}” {frame.version}"),
        ("Researcher characteristics and reflexivity", ""),
        ("Context", f"{scope(release)}; the setting of the conversation is {TO_WRITE}"),
        ("Sampling strategy", "Method, Material and De-duplication: every tweet of the study, each distinct text once"),
        ("Ethical issues pertaining to human subjects", "Ethics; approval is a blank there"),
        ("Data collection methods", f"Method, Material; how the archive was collected is {TO_WRITE}"),
        ("Data collection instruments and technologies", "Code availability; manifest.json has versions and digests"),
        ("Units of study", f"{counted(facts.distinct, 'distinct text')} of {count(facts.flow[0].read)} records; Flow of tweets"),
        ("Data processing", "Method, Anonymisation and De-duplication; What was removed"),
        ("Data analysis", f"Method, Coding; the whole frame is in codebook.toml.{decided}"),
        ("Techniques to enhance trustworthiness", f"{coded_by_hand}{voices and f' {voices}'} Same inputs, same bytes.".strip()),
        ("Synthesis and interpretation", f"Table 1, Table 2, overlap and timeline; interpretation is {TO_WRITE}"),
        ("Links to empirical data", voices or "no words are released; Table 1 has every count"),
        ("Integration with prior work, implications, transferability and contributions", ""),
        ("Limitations", "Limitations"),
        ("Conflicts of interest", ""),
        ("Funding", ""),
    )
    return [(f"S{number}", topic, answer or TO_WRITE) for number, (topic, answer) in enumerate(answers, 1)]
