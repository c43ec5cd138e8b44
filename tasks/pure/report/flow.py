"""The flow diagram as a figure: a box for what each stage kept, and beside the way there what was set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasks.pure.report.facts import Step
from tasks.pure.report.figures import FONT
from tasks.pure.report.numbers import count
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


def flow_figure(flow: Sequence[Step]) -> str:
    """The diagram as SVG."""
    boxes = [Box(1, count(flow[0].read), "records read")]
    for step in flow:
        below = boxes[-1].top + HEIGHT
        lines = tuple((below + 24 + LINE * place, words) for place, words in enumerate(_lines(step)))
        boxes.append(Box(below + max(GAP, LINE * len(lines) + 24), count(step.kept), step.name, lines))
    ends = [(count(number), name) for name, number in flow[-1].split]
    return rendered("flow.svg.j2", boxes=boxes, ends=ends, height=HEIGHT, gap=GAP, width=WIDTH, font=FONT)


def _lines(step: Step) -> tuple[str, ...]:
    if not step.reasons:
        return ()
    return (f"{count(step.set_aside)} set aside", *(f"{count(number)} {reason}" for reason, number in step.reasons))
