"""The flow diagram as a figure: a box for what each stage kept, and beside the way there what was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.pure.report.facts import Counts, Step
from tasks.pure.report.figures import FONT
from tasks.pure.report.numbers import count, total
from tasks.pure.report.templates import rendered

TEMPLATES = ("flow.svg.j2",)
# Pixels.
HEIGHT, LINE, GAP, WIDTH = 52, 17, 36, 210


@dataclass(frozen=True)
class Box:
    """A box, its top in pixels, and the lines beside the way into it."""

    top: int
    number: str
    name: str
    lines: tuple[tuple[int, str], ...] = ()


def flow_figure(flow: Sequence[Step], held_back: Counts = ()) -> str:
    """The diagram as SVG; texts held back stand beside the way into the last box, in which they are counted."""
    boxes = [Box(1, count(flow[0].read), "records read")]
    for step in flow:
        below = boxes[-1].top + HEIGHT
        written = _lines(step) if step is not flow[-1] else _lines(step) + _held(held_back)
        lines = tuple((below + 24 + LINE * place, words) for place, words in enumerate(written))
        boxes.append(Box(below + max(GAP, LINE * len(lines) + 24), count(step.kept), step.name, lines))
    ends = [(count(number), name) for name, number in flow[-1].split]
    return rendered("flow.svg.j2", boxes=boxes, ends=ends, height=HEIGHT, gap=GAP, width=WIDTH, font=FONT)


def _lines(step: Step) -> tuple[str, ...]:
    if not step.reasons:
        return ()
    return (f"{count(step.set_aside)} set aside", *(f"{count(number)} {reason}" for reason, number in step.reasons))


def _held(held_back: Counts) -> tuple[str, ...]:
    if not held_back:
        return ()
    held = count(total(number for _, number in held_back))
    return (f"{held} counted, words held back", *(f"{count(number)} {rule}" for rule, number in held_back))
