"""Whether a text is about a frame's subject: its words give points, each once, and enough of them are needed."""

import re

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.codebook.letters import folded
from tasks.codebook.model import Subject
from tasks.codebook.phrases import THINGS

# Placeholders, links and handles are read over; what is left are words, hashtags with their #.
WORDS = re.compile(rf"\[(?:{'|'.join(THINGS)})\]|https?://\S+|@\w+|(#?\w[\w']*)")


def all_points(texts: pl.Series, subject: Subject) -> NDArray[np.int64]:
    """The points of each text; the hashtag of the conversation is one of the words that give them."""
    return np.array([points(text, subject) for text in texts.to_list()], np.int64)


def points(text: str, subject: Subject) -> int:
    """The points of a text's different words."""
    return sum(map(subject.points.__getitem__, subject.points.keys() & WORDS.findall(folded(text))))
