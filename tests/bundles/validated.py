"""Holds a research object to RO-Crate 1.2 by its own validator, without the network: `python validated.py FOLDER`.

The terms that our research objects use are mapped as the standard's context has them (https://w3id.org/ro/crate/1.2/context, CC0).
"""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter
from rocrate_validator import models, services
from urllib3 import HTTPResponse

CONTEXT = "https://w3id.org/ro/crate/1.2/context"
SCHEMA = (
    "CreativeWork", "Dataset", "Organization", "Person", "about", "affiliation", "author", "creator", "datePublished",
    "description", "encodingFormat", "hasPart", "identifier", "license", "name", "publisher", "url", "version",
)  # fmt: skip
TERMS = {name: f"http://schema.org/{name}" for name in SCHEMA} | {
    "File": "http://schema.org/MediaObject",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}


class Here(BaseAdapter):
    """Answers for the context, and for nothing else."""

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        if request.url != CONTEXT:
            raise requests.ConnectionError(request.url)
        body = json.dumps({"@context": TERMS}).encode()
        headers = {"Content-Type": "application/ld+json"}
        answer = requests.Response()
        answer.request, answer.url, answer.status_code, answer.headers = request, CONTEXT, 200, headers
        answer.raw = HTTPResponse(body=BytesIO(body), headers=headers, status=200, preload_content=False)
        return answer

    def close(self) -> None:
        """Holds nothing open."""


def broken(crate: Path) -> list[str]:
    """What the standard requires and the research object lacks; of what it does not know a term, that too."""
    told = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    kinds = {kind for each in told for kind in ([each["@type"]] if isinstance(each["@type"], str) else each["@type"])}
    unknown = ({name for each in told for name in each if name[0] != "@"} | kinds) - TERMS.keys()
    usual = requests.Session.__init__

    def offline(session: requests.Session, *given: Any, **named: Any) -> None:
        usual(session, *given, **named)
        for scheme in ("https://", "http://"):
            session.mount(scheme, Here())

    requests.Session.__init__ = offline  # type: ignore[method-assign]
    required = models.Severity.REQUIRED
    asked = services.ValidationSettings(rocrate_uri=str(crate), profile_identifier="ro-crate-1.2", requirement_severity=required)
    issues = services.validate(asked).get_issues()
    return [f"no term {each}" for each in sorted(unknown)] + sorted(f"{each.check.identifier}: {each.message}" for each in issues)


if __name__ == "__main__":
    print(json.dumps(broken(Path(sys.argv[1]))))
