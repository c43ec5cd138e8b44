"""Pasted text: a tweet a line or, where lines stand empty, a tweet between them."""

from tasks.formats import Format

FORMAT = Format(
    id="pasted",
    title="plain text, a tweet a line or between empty lines",
    container="text",
    signatures=(),
    columns={"text": ("text",)},
    sample="Tea first #Care\nand then a chair\n\nPlease listen #Care\n",
    expected=(
        {"text": "Tea first #Care\nand then a chair", "tweet_id": None, "handle": None, "hashtags": None},
        {"text": "Please listen #Care"},
    ),
)
