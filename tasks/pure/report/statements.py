"""What a journal asks beside the results: dates, ethics, availability, citation, references. Blanks are marked, not guessed."""

from collections.abc import Iterator

from tasks.pure.report.numbers import counted, listed
from tasks.pure.report.prose import paraphrases, window
from tasks.pure.report.release import Release

BLANK = "[to be filled in: {}]"


def statements(release: Release) -> Iterator[tuple[str, str]]:
    """Each statement: its heading and its text, in the order in which journals print them."""
    yield "Date of the data", _dates(release)
    yield "Ethics", _ethics(release)
    yield "Data availability", _data(release)
    yield "Code availability", _code(release)
    yield "How to cite", _citation(release)


def references(release: Release) -> Iterator[str]:
    """The sources of the methods that this release used, A to Z."""
    yield "Brown LD, Cai TT, DasGupta A. Interval estimation for a binomial proportion. Statistical Science 2001;16(2):101–133."
    yield "Carbonell J, Goldstein J. The use of MMR, diversity-based reranking for reordering documents. SIGIR 1998:335–336."
    if release.agreement is not None:
        yield "Cohen J. A coefficient of agreement for nominal scales. Educational and Psychological Measurement 1960;20:37–46."
        yield (
            "Gwet KL. Computing inter-rater reliability and its variance in the presence of high agreement. British Journal of "
            "Mathematical and Statistical Psychology 2008;61:29–48."
        )
        yield "Krippendorff K. Computing Krippendorff’s alpha-reliability. University of Pennsylvania, 2011."
    yield (
        "O’Brien BC, Harris IB, Beckman TJ, Reed DA, Cook DA. Standards for reporting qualitative research: a synthesis of "
        "recommendations. Academic Medicine 2014;89(9):1245–1251."
    )
    if release.agreement is not None:
        yield "Passonneau R. Measuring agreement on set-valued items (MASI). LREC 2006:831–836."


def _dates(release: Release) -> str:
    study, days = release.study, release.tables["timeline"].drop_nulls().get_column("posted_on")
    found = f" The tweets told here were posted {window(str(days.min()), str(days.max()))}." if days.len() else ""
    asked = f"The study asks for {window(study['since'], study['until'])} (days in {study['timezone']})."
    return f"{asked}{found} When the archive was collected: {BLANK.format('day and tool')}."


def _ethics(release: Release) -> str:
    told = (
        "This bundle is for the study’s team: its texts keep their authors’ phrasing and can be searched for."
        if release.has_texts
        else "No tweet’s words and no row a tweet are released."
        + (" Quotes are paraphrases that a person wrote and signed." if paraphrases(release) else "")
    )
    return (
        "The tweets were public when they were archived; their authors were not asked. Handles, names, places, contacts and links "
        "were removed before anybody read or coded a text, and authors are known by a keyed digest only. "
        f"{told} Approval: {BLANK.format('committee and reference, or why none was needed')}. "
        f"Funding and interests: {BLANK.format('statement')}."
    )


def _data(release: Release) -> str:
    released = "Counts" if not release.has_texts else "Counts, codes and anonymised texts"
    return (
        f"{released} are in this bundle, listed with their digests in manifest.json. The archive itself is not released: "
        f"it holds people’s words and handles. Where it is held and who may ask for it: {BLANK.format('place and contact')}."
    )


def _code(release: Release) -> str:
    frame = release.codebook
    return (
        f"The bundle was made with Hushtag {release.versions.get('hushtag', '')} (Apache-2.0). The coding frame “{frame.title}”, "
        f"version {frame.version}, is in codebook.toml with its {counted(len(frame.headings), 'heading')}. The same archive, "
        "frame, key and code give the same files, byte for byte."
    )


def _citation(release: Release) -> str:
    """As the study's file says how it is cited, and blanks where it does not."""
    cited = release.study.get("citation") or {}
    creators = listed(cited.get("creators", ())) or BLANK.format("authors")
    year = str(cited.get("published") or "")[:4] or BLANK.format("year")
    doi = f"doi:{cited['doi']}" if cited.get("doi") else BLANK.format("repository and DOI")
    made = f"Made with Hushtag {release.versions.get('hushtag', '')}; inputs {release.inputs_sha256[:12]}"
    return f"{creators} ({year}). {release.title} [data set]. {made}. {doi}."
