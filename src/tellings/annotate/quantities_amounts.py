"""What a matched number means: value, bounds and unit, before the thing counted is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tellings.annotate.phrases import Match, Reading

ABOUT = 0.12
"""Share of a value that "about" leaves open on either side."""
NEARLY = 0.12
JUST_OVER = 0.1
WIDEST_RANGE = 20
"""A range whose ends lie farther apart than this factor is two amounts ("fell $2 to $108"), or a telephone number."""
SCALES = (1e12, 1e9, 1e6, 1e3)
FIXED_UNITS = {"age": "year-old", "percent": "%", "fraction": "%", "ratio": "%"}


@dataclass(frozen=True, slots=True)
class Amount:
    """Value, bounds and unit before a modifier is applied."""

    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None
    modifier: str = "exact"


def bounds(value: float, modifier: str) -> tuple[float | None, float | None]:
    """Return the lowest and highest amount that a modified value can mean; None is open."""
    spread = max(abs(value) * ABOUT, 0.5) if value < 10 else abs(value) * ABOUT
    return {
        "about": (value - spread, value + spread),
        "nearly": (value - abs(value) * NEARLY, value),
        "just over": (value, value + abs(value) * JUST_OVER),
        "at least": (value, None),
        "more than": (value, None),
        "up to": (None, value),
        "less than": (None, value),
        "several": (2 * value, 10 * value),
    }.get(modifier, (value, value))


Found = Iterator[tuple[int, int, Amount]]
"""First token, last token (excluded) and amount."""


def amounts_of(match: Match, reading: Reading, *, counts: bool = False, reached: bool = False) -> Found:
    """Yield first token, last token and amount of each amount in a match.

    `counts`: a noun follows, so that "from 200 to 250 soldiers" is a range and not a change; `reached`: a verb of change
    stands before, so that "rose $2 to $3" is two amounts and not a range.
    """
    make, unit = match.rule.make, unit_of(match)
    if make == "range" or (make == "change" and counts):
        yield from _range(match, reading, unit, apart=reached)
    elif make == "change":
        yield from _apart(match, reading, unit)
    elif make in ("vague", "several"):
        low, high = _vague(match) if make == "vague" else _several(match)
        yield match.first, match.last, Amount(None, low, high, unit, "vague")
    else:
        value = VALUES.get(make, _plain)(match)
        if value is not None:
            yield match.first, match.last, Amount(value, value, value, unit)


def unit_of(match: Match) -> str | None:
    """Return the unit of a match: a currency's code, a measure's sign, "%", "year-old", or what its rule names."""
    fixed = match.rule.options.get("unit") or FIXED_UNITS.get(match.rule.make)
    if fixed or match.one("PERCENT"):
        return str(fixed or "%")
    sign, code = match.one("CURSIGN"), match.one("CURCODE") or match.one("ISOCODE")
    if code and sign in (None, "USD"):
        return str(code)
    unit = sign or match.one("CURRENCY") or match.one("MEASURE")
    return f"{unit}{match.one('SQUARE') or ''}{match.rule.options.get('per', '')}" if unit else None


def _range(match: Match, reading: Reading, unit: str | None, *, apart: bool) -> Found:
    low, high = _ends(match, reading)
    if not apart and (low < high <= WIDEST_RANGE * low or (low == 0 < high)):
        yield match.first, match.last, Amount(None, low, high, unit, "range")
    elif unit is not None and match.one("CURSIGN"):
        yield from _apart(match, reading, unit)


def _apart(match: Match, reading: Reading, unit: str | None) -> Found:
    """Yield each number of a match by itself, with the sign or word that names its unit."""
    tokens = reading.tokens
    places = [i for i in range(match.first, match.last) if tokens[i].number is not None]
    for n, place in enumerate(places):
        first, last = place, place + 1
        if match.one("CURSIGN"):
            while first > match.first and not tokens[first - 1].text.isalpha() and tokens[first - 1].end == tokens[first].start:
                first -= 1
        elif n == len(places) - 1 and unit is not None:
            last = match.last
        value = tokens[place].number
        yield first, last, Amount(value, value, value, unit)


def _ends(match: Match, reading: Reading) -> tuple[float, float]:
    """Return both ends of a range; in "two to three million" the scale belongs to both."""
    numbers = [t for t in reading.tokens[match.first : match.last] if t.number is not None]
    low, high = float(numbers[0].number or 0), float(numbers[-1].number or 0)
    if numbers[-1].text == "#" and low < 1000 <= high:
        scale = next((s for s in SCALES if high >= s), 1.0)
        low = low * scale if low * scale < high else low
    return low, high


def _vague(match: Match) -> tuple[float, float]:
    found = match.values["VAGUE"]
    if len(found) == 1:
        return float(found[0][0]), float(found[0][1])
    return found[0][0] * found[-1][0] / 2, (found[0][1] + 1) * found[-1][0] / 2 - 1


def _several(match: Match) -> tuple[float, float]:
    unit = float(match.one("SCALE") or match.one("DOZEN"))
    return 2 * unit, (99 if unit == 12 else 10 * unit - 1)


def _numbers(match: Match) -> Sequence[float]:
    return [*match.values.get("NUM", ()), *match.values.get("SHORT", ())]


def _plain(match: Match) -> float | None:
    numbers = _numbers(match)
    return round(float(numbers[0]), 6) if numbers else None


def _dozen(match: Match) -> float | None:
    numbers = _numbers(match)
    return float(match.one("DOZEN")) * float(numbers[0] if numbers else match.rule.options.get("factor", 1))


def _fraction(match: Match) -> float | None:
    numbers = _numbers(match)
    return round(100 * float(match.one("FRACTION") or 0.5) * float(numbers[0] if numbers else 1), 1)


def _part_of_measure(match: Match) -> float | None:
    """Return the amount of "a third of a mile", "half a tonne"."""
    share = float(match.one("FRACTION") or 0.5) * float(next(iter(_numbers(match)), 1))
    return round(share, 2) if share < 1 else None


def _ratio(match: Match) -> float | None:
    share, whole = [*_numbers(match), 0, 0][:2]
    return round(100 * share / whole, 1) if 0 < share < whole <= 1000 else None


def _and_half(match: Match) -> float | None:
    number = float(next(iter(_numbers(match)), 1))
    scale = next((s for s in SCALES if number >= s), 1.0)
    return (number / scale + 0.5) * scale * float(match.one("SCALE") or 1)


def _part_of_scale(match: Match) -> float | None:
    """Return the amount of "a quarter of a million", "half a billion"."""
    share = float(match.one("FRACTION")) * float(next(iter(_numbers(match)), 1))
    scale = match.one("SCALE") or match.one("COLLECTIVE")
    return float(round(share * scale, 3 - int(math.log10(scale)))) if share < 1 else None


def _mixed(match: Match) -> float | None:
    above, below = (float(n) for n in match.values["INT"][-2:])
    return round(float(_numbers(match)[0]) + above / below, 4) if below > above else None


VALUES: Mapping[str, Callable[[Match], float | None]] = {
    "scale": lambda match: float(match.one("SCALE")),
    "collective": lambda match: float(match.one("COLLECTIVE")),
    "dozen": _dozen,
    "fraction": _fraction,
    "measurepart": _part_of_measure,
    "ratio": _ratio,
    "andhalf": _and_half,
    "scalepart": _part_of_scale,
    "mixed": _mixed,
}
