"""REFI-QDA project (project.qde, as it lies in a .qdpx): the codebook within it, without the sources and what is coded there."""

from xml.etree import ElementTree

from tasks.codebook.interchange import refi_qda
from tasks.codebook.model import Codebook

TITLE = "REFI-QDA project, its codebook"
ENDINGS = (".qde",)
NAMESPACE = "urn:QDA-XML:project:1.0"
SAMPLE = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="{NAMESPACE}" name="care" origin="another tool"><Users><User guid="1" name="A"/></Users><CodeBook><Codes>
<Code guid="11111111-2222-4333-8444-555555555555" name="Shelter" isCodable="true">
<Code guid="11111111-2222-4333-8444-666666666666" name="Offers" isCodable="true"/></Code>
</Codes></CodeBook></Project>""".encode()
HEADINGS: dict[str, tuple[str, ...]] = {"Shelter": (), "Offers": ()}
decoded = refi_qda.decoded
lost = refi_qda.lost


def encoded(codebook: Codebook) -> bytes:
    """A project of this codebook alone."""
    book = refi_qda.encoded(codebook).replace(refi_qda.NAMESPACE.encode(), NAMESPACE.encode(), 1)
    within = ElementTree.fromstring(book)  # noqa: S314 - made by ourselves
    within.attrib.clear()
    ElementTree.register_namespace("", NAMESPACE)
    project = ElementTree.Element(f"{{{NAMESPACE}}}Project", name=codebook.title, origin="Hushtag")
    project.append(within)
    text: bytes = ElementTree.tostring(project, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
