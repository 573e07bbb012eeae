"""Is detection linear, whatever the text? Adversarial lines, timed at two lengths.

    python benchmarks/detection/scaling.py [--hunt SECONDS] [--seed 0] [--profile NAME] [--all]

Each generator makes a text of any length out of one token, or out of tokens with a running number.
It is timed (processor time) at 20,000 and at 160,000 characters; the ratio of
the two times per character must stay below 4. --hunt then tries random units put together from the
tokens for so many seconds and prints the dearest. --profile shows where one generator's time goes.
The exit code is 1 if a ratio is too high.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from dragon_prep.detect import detect

SHORT, LONG = 20_000, 160_000
HIGHEST_RATIO = 4.0
LONGEST_SECONDS = 20
Generator = Callable[[int], str]

# Tokens that rules anchor on, to be repeated.
TOKENS = (
    "A.", "A. ", "AB ", "Ab ", "RGer ", "RGer, ", "JvdB, ", "AbC/", "de ", "van ", "van der ",
    "van der van ", "Jansen, ", "Jansen ", "Jansen-", "JANSEN ", "jansen ", "Jansen, A.B. ",
    "A.B. Jansen ", "Jan ", "jan ", "jan. ", "De Vries (", "dr. ", "dr", "mw. ", "prof. dr. ",
    "de heer ", "door ", "door: ", "gezien door ", "besproken met ", "Radioloog: ", "radioloog ",
    "radioloog, ", "radioloog/", "supervisor ", "echtgenote ", "naam ", "Naam: ", "pati\u00ebnt ",
    "met vriendelijke groet, ", "einde verslag. ", "geautoriseerd ", "geboren ", "geb. ", "1",
    "1 ", "1-", "12-", "12.", "12/", "12 ", "1,", "12:", "12'", "'05 ", "1-2-", "1.2.", "12 jan ",
    "12-03-2019", "12-03-2019 ", "12-03-2019, ", "12/3, ", "12/3 en ", "6-6 ", "20190312 ",
    "2019 ", "2019, ", "2019-", "2019/", "2019 t/m ", "2004 CVA, ", "jan 2019 ", "mei ", "aug",
    "aug ", "maandag ", "ma. ", "13u45 ", "13:45", "13.45 uur ", "kwart over ", "half drie ",
    "om 3 uur ", "67 jarige ", "67 jr ", "67-", "leeftijd 67 ", "jaar ", "6 jaar en ", "x",
    "06-12345678 ", "06 12 ", "06-", "+31 ", "+31 6 ", "024 361 ", "sein 1234 ", "tel. ",
    "tel: 1 ", "(024) ", "0800", "06", "@", "a@", "a@b.", "a.b", "a.b@c.d ", "www.", "www.a",
    "http://", "a.nl ", "-a@", "1234 AB ", "1234AB", "Kerkstraat 1 ", "Kerkstraat ", "Kerk ",
    "postbus ", "Postbus 12 ", "straat ", "postcode ", "T24-", "T24-81762 ", "T 24-", "15C04219 ",
    "A1", "1A", "AB-12-", "A-", "-1", "Z123456 ", "1.2.840.", "1.2.3.", "NL91 ABNA ",
    "NL91ABNA0417164300 ", "NL91 ", "AA11 ", "BSN ", "BSN: ", "BSN 123456782 ",
    "pati\u00ebntnummer ", "nummer ", "nr. ", "polis ", "Z-nummer ", "accreditatie M123 ",
    "accreditatie ", "M123 ", "1-48821-", "85.07.30-", "310 774 2|", "Ziekenhuis ", "ziekenhuis A",
    "Sint ", "St. ", "Onze Lieve ", "UMC ", "MC ", "umc", "Medisch ", "Medisch Centrum ",
    "Medisch Centrum Abc ", "Abc Ziekenhuis ", "Nijmegen ", "te Nijmegen ", "Den Haag ", "Best ",
    "studie ", "A-A-", "PRIAS-", "PRIAS studie ", "werkt bij ", "werkt bij A ", "AANVULLING ",
    "AANVULLING (", "aanvulling ", "macroscopie ", "(", "((A", ")", "()", "(A)", "(AB/cd)",
    "(AbC)\n", "[", "<", "<A", "<PERSOON> ", "|", " | ", "A | ", "/", "A/", "-", "--", "- ", "x-",
    "_", "a_", ".", ". ", "..", ",", ", ", ":", ": ", ";", "'", "' ", "'t ", "\u2019s ", "\"", "*",
    "* ", "=", "+", "&", " & ", " ", "  \n", "\n", "\n\n", "\r\n", "\t", "\u00a0", "a\u00a0",
    "1\u00a0", "\u2028", "\u00e9", "\u00c9", "\u00c9\u00e9 ", "\u0130", "\u00df", "e\u0301",
    "\u0301", "\U0001f600", "\u0663", "\u00b2", "\x00", "\u2010", "1\u2013", "A\u2013", "a", "A",
    "a ", "A ", "Aa", "Aa ", "aA", "Aaa\n", "Aaa. ", "A.\n", "\nA", ". Abc", ". Abc. ",
    ".\nAbc\n\n", "L4-L5 ", "IMA 8-34 ", "(9-101) ", "mm ", "12 mm ", "12x", "1,2 x ", "PI-RADS ",
    "ISO 15189:", "Gleason ", "Gleason 3+4=", "pT3a ", "NM_000", "KRAS ", "d.d. ", "d.d. 12-",
    "i.o. ", "t/m ",
)  # fmt: skip

# Tokens with a running number or word, so that nothing repeats: "{n}" digits, "{w}" a word.
COUNTED = (
    "{n} ", "{n}-", "{n}, ", "T24-{n} ", "BSN {n} ", "pati\u00ebntnummer {n}\n", "06-{n} ",
    "Naam: {W}\n", "dr. {W} ", "{W} ", "{W}, ", "{W}-", "{w} ", "Radioloog: {W}\n", "A. {W}, ",
    "door {W}. ", "{w}@{w}.nl ", "www.{w}.nl ", "{n} {W} ", "Ziekenhuis {W} ", "{W} Ziekenhuis ",
    "{W}straat 12 ", "polisnummer {n} dr. {W} ", "{W} ({W}) ", "studie {W} ", "<{W}> ",
)  # fmt: skip


def repeated(token: str) -> Generator:
    return lambda length: (token * (length // len(token) + 1))[:length]


def _word(number: int) -> str:
    letters = ""
    while number:
        number, digit = divmod(number, 21)
        letters += "bcdfghjklmnpqrstvwxyz"[digit] + "aeiou"[digit % 5]
    return letters + "sma"


def counted(token: str) -> Generator:
    def make(length: int) -> str:
        pieces, total, number = [], 0, 1_234_567
        while total < length:
            word = _word(number)
            piece = token.format(n=number, w=word, W=word.capitalize())
            pieces.append(piece)
            total += len(piece)
            number += 7919
        return "".join(pieces)[:length]

    return make


def after(head: str, token: str) -> Generator:
    """One head, and behind it tokens to the end."""
    return lambda length: head + repeated(token)(length - len(head))


def random_bytes(length: int) -> str:
    return random.Random(7).randbytes(length).decode("latin-1")


def random_plane(length: int) -> str:
    chars = random.Random(7)
    return "".join(chr(chars.randrange(1, 0xD7FF)) for _ in range(length))


def shuffled(length: int) -> str:
    pick = random.Random(7)
    return "".join(pick.choice(TOKENS) for _ in range(length // 2))[:length]


def generators() -> dict[str, Generator]:
    """Every generator by its name."""
    table: dict[str, Generator] = {repr(token): repeated(token) for token in TOKENS}
    table |= {repr(token): counted(token) for token in COUNTED}
    table |= {
        f"{head!r} + {token!r}": after(head, token)
        for head in ("Radioloog: ", "dr. ", "BSN: ", "tel. ", "T24-", "(", "a@", "Ab")
        for token in ("1", "A", "a", " ", "A.", "Ab ", "van ", "-", "\n", "1 ", "jansen-")
    }
    table["nested brackets"] = lambda length: "(" * (length // 2) + ")" * (length // 2)
    table["random bytes as Latin-1"] = random_bytes
    table["random characters"] = random_plane
    table["tokens shuffled"] = shuffled
    return table


class TooLongError(Exception):
    """Detection took longer than it is given."""


def _give_up(*_: object) -> NoReturn:
    raise TooLongError


def seconds(text: str, least: float = 0.1) -> float:
    """Processor time of one detection; infinite if it is given up or fails.

    Args:
        text: what to search.
        least: seconds to go on for. The clock of some machines ticks a hundred times a second only.
    """
    runs, start = 0, time.process_time()
    signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
    try:
        while not runs or time.process_time() - start < least:
            detect(text)
            runs += 1
    except Exception as error:  # noqa: BLE001  any failure is a finding, and the next one counts
        print(f"{type(error).__name__}: {text[:60]!r}", file=sys.stderr)
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return (time.process_time() - start) / runs


def measure(make: Generator) -> tuple[float, float, float]:
    """Microseconds per character at both lengths, and their ratio."""
    short, long = seconds(make(SHORT)), seconds(make(LONG))
    if long / LONG > 2 * short / SHORT:  # once more: something else may have been running
        short, long = min(short, seconds(make(SHORT))), min(long, seconds(make(LONG)))
    return short / SHORT * 1e6, long / LONG * 1e6, long / LONG * SHORT / short


def hunt(budget: float, seed: int) -> list[tuple[float, str]]:
    """Random units of two to five tokens, dearest first, in microseconds per character."""
    pick, found, end = random.Random(seed), [], time.monotonic() + budget
    tokens = [*TOKENS, "\n", " ", "1", "A"]
    while time.monotonic() < end:
        unit = "".join(pick.choice(tokens) for _ in range(pick.randint(2, 5)))
        found.append((seconds(repeated(unit)(4_000), 0.03) / 4_000 * 1e6, repr(unit)))
    return sorted(found, reverse=True)


def show_profile(make: Generator) -> None:
    text, profile = make(SHORT * 2), cProfile.Profile()
    profile.runcall(detect, text)
    pstats.Stats(profile).sort_stats("tottime").print_stats(12).print_callers(8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hunt", type=float, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--profile", help="a generator's name as printed, or any unit to repeat")
    parser.add_argument("--all", action="store_true", help="print every generator, not the worst")
    given = parser.parse_args()
    signal.signal(signal.SIGALRM, _give_up)
    table = generators()
    detect("Radioloog: J. Jansen, 12-03-2019.")  # word lists are read at the first use
    if given.profile is not None:
        show_profile(table.get(given.profile) or repeated(given.profile))
        return
    rows = [(*measure(make), name) for name, make in table.items()]
    rows.sort(key=lambda row: -row[1])
    superlinear = [row for row in rows if row[2] >= HIGHEST_RATIO]
    print(f"{len(rows)} generators; microseconds per character at {SHORT:,} and {LONG:,}\n")
    print(f"| generator | {SHORT:,} | {LONG:,} | ratio |\n| --- | --- | --- | --- |")
    for short, long, ratio, name in rows if given.all else superlinear + rows[:12]:
        print(f"| `{name}` | {short:.2f} | {long:.2f} | {ratio:.1f} |")
    print(f"\nhighest ratio {max(row[2] for row in rows):.1f}, {len(superlinear)} too high")
    if given.hunt:
        print("\n| unit, of a hunt | microseconds per character |\n| --- | --- |")
        for cost, unit in hunt(given.hunt, given.seed)[:15]:
            print(f"| `{unit}` | {cost:.1f} |")
    sys.exit(bool(superlinear))


if __name__ == "__main__":
    main()
