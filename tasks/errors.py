"""Every way Hushtag can refuse, and the exit code each one has.

    HushtagError
    ├── Unforeseen        1   a bug of Hushtag
    ├── UsageError        2   the command line does not make sense
    ├── GateClosed        3   the gate found something that may not be released
    │   └── ThresholdCrossed  the result is beyond what the study allows, for people to look
    ├── Unsigned          3   a person has to let it out, and none has
    ├── Refused           3   a person decided to keep it in
    ├── Postponed         3   too few tweets are new since the last public release
    ├── DumpUnreadable    4   a dump cannot be read
    ├── DeclarationError  5   something a person wrote in a file is wrong
    │   ├── CodebookInvalid
    │   ├── StudyInvalid
    │   ├── ParaphraseInvalid
    │   └── ReviewInvalid
    └── StorageError      6   storage is missing, damaged or full

A message is one line: what, where, what to do. It never holds tweet text, a handle, a name or an id.
"""


class HushtagError(Exception):
    """Root of the tree: carries what went wrong, where, and what to do about it."""

    exit_code = 1

    def __init__(self, what: str, where: object = "", advice: str = "") -> None:
        self.what, self.where, self.advice = what, str(where), advice
        super().__init__(self.line())

    def line(self) -> str:
        """One line for people."""
        where = f"{self.where}: " if self.where else ""
        advice = f" {self.advice}" if self.advice else ""
        return " ".join(f"{where}{self.what.rstrip('.')}.{advice}".split())

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.what, self.where, self.advice)


class Unforeseen(HushtagError):
    """A bug of Hushtag: the kind of error is shown, its words are kept where rows are."""

    def __init__(self, stage: str, kind: str, details: object) -> None:
        self.arguments = (stage, kind, details)
        super().__init__(
            f"{stage} failed with {kind}", "", f"Please report it; details, which may quote rows: {details}"
        )

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), self.arguments


class UsageError(HushtagError):
    """The command line does not make sense."""

    exit_code = 2


class GateClosed(HushtagError):
    """The gate found something that may not be released."""

    exit_code = 3


class ThresholdCrossed(GateClosed):
    """The result is beyond a threshold of its study."""


class Unsigned(HushtagError):
    """A person has to let the release out, and none has."""

    exit_code = 3


class Refused(HushtagError):
    """A person decided against the release."""

    exit_code = 3


class Postponed(HushtagError):
    """Too few tweets came or went since the last public release for another one."""

    exit_code = 3


class DumpUnreadable(HushtagError):
    """A dump is missing, empty, or in no form that is known."""

    exit_code = 4


class DeclarationError(HushtagError):
    """Something a person wrote in a file is wrong."""

    exit_code = 5


class CodebookInvalid(DeclarationError):
    """A coding frame breaks the rules of its language."""


class StudyInvalid(DeclarationError):
    """A study file breaks its schema."""


class ParaphraseInvalid(DeclarationError):
    """A paraphrase is unsigned, or leads back to the tweet that it is of."""


class ReviewInvalid(DeclarationError):
    """A coder's sheet is not the one that was exported, or holds what the codebook does not know."""


class StorageError(HushtagError):
    """Storage is missing, damaged or full."""

    exit_code = 6
