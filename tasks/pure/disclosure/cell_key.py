"""Noise by the cell-key method (Fraser and Wooton 2005; Thompson, Broadfoot and Elazar 2013), as statistical offices use it.

Each record has a random key that never changes. The key of a count is the sum of its records' keys, and a table of
perturbations says for a count and its key what is added. So the same records give the same count in every release.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp
from types import MappingProxyType

from tasks.pure.disclosure.suppression import Policy

KEYS = 2**32
"""Keys of records and counts are below this. A probability is a share of them, so that noise is unbiased to 1e-7 of a tweet."""
STEPS, STEEPEST = 56, 400.0
"""Halvings of an interval, and where it begins and ends: the tilts and curvatures of a row that are looked through."""


@dataclass(frozen=True)
class Noise:
    """What is added to a count at most, either way, and its variance where a count leaves room for it."""

    maximum: int
    variance: float


def record_keys(names: Iterable[str], secret: bytes) -> list[int]:
    """A key for each record, of its name and the study's secret: who has not the secret cannot tell it from chance."""
    begun = hmac.new(secret, b"record key\0", hashlib.sha256)
    return [_drawn(begun, name) for name in names]


def perturbed(count: int, key: int, noise: Noise, policy: Policy) -> int:
    """The count with the noise that its key draws: 0 or a multiple of `round_to` that is not under `smallest_count`; 0 stays 0."""
    if not count:
        return 0
    drawn = key % KEYS
    row = perturbations(_representative(count, noise, policy), noise, policy.smallest_count, policy.round_to)
    return count + next(added for added, bound in row.items() if drawn < bound)


def people_asked(cell: str, secret: bytes, noise: Noise, policy: Policy) -> int:
    """How many people must stand behind a count: `fewest_authors` and up to `maximum` more, the same in every release.

    That a count is told where it was withheld before would else say that a certain number was passed.
    """
    if policy.fewest_authors == 1:
        return 1
    return policy.fewest_authors + _drawn(hmac.new(secret, b"people\0", hashlib.sha256), cell) % (noise.maximum + 1)


@cache
def perturbations(count: int, noise: Noise, smallest: int, base: int) -> Mapping[int, int]:
    """A row of the table of perturbations: for each number that may be added, the key below which it is, in order.

    Of all probabilities that keep within `maximum`, add nothing on average and have the variance, these leave most open
    (maximum entropy: Giessing 2016). Where no variance so small is possible, it is as small as can be; nor larger than can be.
    """
    reached = range(max(0, count - noise.maximum), count + noise.maximum + 1)
    added = [each - count for each in reached if each == 0 or (each >= smallest and each % base == 0)]
    sharp = _crossing(lambda slope: _variance(added, slope, noise.maximum) - noise.variance)
    shares = _unbiased(added, sharp, noise.maximum)
    bounds = [round(bound * KEYS) for bound in accumulate(shares)]
    return MappingProxyType(dict(zip(added, [*bounds[:-1], KEYS], strict=True)))


def _representative(count: int, noise: Noise, policy: Policy) -> int:
    """The least count with the same row: far from nought only what is left over by `round_to` counts."""
    first = policy.smallest_count + noise.maximum
    return count if count <= first else first + (count - first) % policy.round_to


def _drawn(begun: hmac.HMAC, name: str) -> int:
    one = begun.copy()
    one.update(name.encode("utf-8", "surrogatepass"))
    return int.from_bytes(one.digest()[:4])


def _variance(added: list[int], sharp: float, maximum: int) -> float:
    return sum(share * each * each for share, each in zip(_unbiased(added, sharp, maximum), added, strict=True))


def _unbiased(added: list[int], sharp: float, maximum: int) -> list[float]:
    """Shares in proportion to exp(tilt x + sharp x x), x the part of the maximum, with the tilt that makes their mean nought."""

    def mean(tilt: float) -> float:
        return sum(share * each for share, each in zip(_shares(added, tilt, sharp, maximum), added, strict=True))

    return _shares(added, _crossing(mean), sharp, maximum)


def _shares(added: list[int], tilt: float, sharp: float, maximum: int) -> list[float]:
    powers = [tilt * each / maximum + sharp * (each / maximum) ** 2 for each in added]
    most = max(powers)
    weights = [exp(power - most) for power in powers]
    whole = sum(weights)
    return [weight / whole for weight in weights]


def _crossing(rising: Callable[[float], float]) -> float:
    """Where a rising function is nought, or the end that is nearest to it."""
    low, high = -STEEPEST, STEEPEST
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
