"""Numbers and addresses that point at a person: invented, and each handed out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stdnum.nl.bsn import checksum

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_CAPITALS = "ABCDEFGHJKLMNPRSTVWZ"


class Register:
    """Sees to it that no identifier is handed out twice, so that a leak of one can be told."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def fresh(self, draw: Callable[[], str]) -> str:
        """Draws until the result is new; figures alone decide where there are figures."""
        while True:
            value = draw()
            mark = "".join(c for c in value if c.isdigit()) or value
            if mark not in self._used:
                self._used.add(mark)
                return value


def digits(rng: Random, count: int) -> str:
    """That many figures, the first not a zero."""
    return str(rng.randrange(10 ** (count - 1), 10**count))


def bsn(rng: Random) -> str:
    """A citizen service number that passes the eleven test, from the range 99, which nobody has."""
    while True:
        body = f"99{rng.randrange(10**6):06}"
        check = checksum(f"{body}0")  # ten is no digit
        if check < 10:
            return f"{body}{check}"


def t_number(rng: Random, year: int, *, plain: bool) -> str:
    """A pathology number such as ``T24-81762``."""
    form = "T{}-{}" if plain else rng.choice(("T{}-{}", "T{}-{}", "T {}-{}", "T{} {}"))
    return form.format(f"{year % 100:02}", digits(rng, 5))


def phone(rng: Random) -> str:
    """A number from blocks that are not issued: ``06-9...``, or a subscriber number in 1."""
    area = rng.choice(lexicon("places")["area_codes"])
    six, seven = f"{rng.randrange(10**6):06}", f"{rng.randrange(10**7):07}"
    forms = (
        f"06-9{seven}",
        f"06 9{seven[:3]} {seven[3:]}",
        f"069{seven}",
        f"{area}-1{six}",
        f"{area} 1{six[:2]} {six[2:4]} {six[4:]}",
    )
    return rng.choice(forms)


def url(rng: Random) -> str:
    """A page of an invented hospital."""
    places = lexicon("places")
    page = f"{rng.choice(places['domains'])}/{rng.choice(places['url_paths'])}"
    return f"{rng.choice(('https://www.', 'https://', 'www.'))}{page}/{digits(rng, 5)}"


def letters_and_figures(rng: Random, letters: int, figures: int, between: str = "") -> str:
    """Capitals and figures, such as ``PR-0231``."""
    capitals = "".join(rng.choice(_CAPITALS) for _ in range(letters))
    return f"{capitals}{between}{rng.randrange(10**figures):0{figures}}"
