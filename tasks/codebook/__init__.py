"""The coding frame: its model, its phrases and how its file is read."""

from tasks.codebook.loading import find, load
from tasks.codebook.model import UNCODED, Codebook, Heading, Theme

__all__ = ["UNCODED", "Codebook", "Heading", "Theme", "find", "load"]
