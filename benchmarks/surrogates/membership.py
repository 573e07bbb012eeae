"""Whether known pairs of original and surrogate tell anything of others: guessing the key's work.

    python benchmarks/surrogates/membership.py [--patients 2000]

An attacker has got hold of the originals of three quarters of the patients, and guesses those of
the others' surrogates, knowing their originals: how well, against how well it would if surrogates
were shuffled among patients. Under a secret key the two must not differ. All originals of a kind
are of one form (a Dutch surname behind an initial, a town, a full date, ten digits), since form,
particle and origin are kept on purpose.

same original   the surrogate that the same original has most often with others
learnt          a linear model on the original's letters or digits and the patient's number, of four
                hashed bits of the surrogate; originals are held back as well as patients
neighbour       the surrogate of the patient with the number before, seen from the original: the
                same letters changed, the same shift

Prints a table in markdown: what is guessed right, the same among shuffled surrogates, and by how
many standard deviations the two differ. More than 4 is a finding.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import population as people
from release import POLICIES
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

from dragon_prep.core.keys import ProjectKey
from dragon_prep.phi.dates.surrogate import full_date
from dragon_prep.surrogate.patient import PatientSurrogates
from dragon_prep.surrogate.settings import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable

CONTROL = "control"
_BITS = 4
_SHUFFLES = 40
_WIDTH = 2**14


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """What a patient has, and what stands for it."""

    patient: int
    original: str
    surrogate: str

    @property
    def change(self) -> str:
        """What was done to the original, as far as it can be told: the shift of a date."""
        before, after = full_date(self.original), full_date(self.surrogate)
        if before and after:
            return str((after - before).days)
        if self.original.isdigit() and len(self.original) == len(self.surrogate):
            digits = zip(self.original, self.surrogate, strict=True)
            return "".join(str((int(b) - int(a)) % 10) for a, b in digits if b.isdigit())
        return self.surrogate


def _surname(rng: random.Random) -> str:
    plain = [name for particle, name in people.surnames().things[:400] if not particle]
    return f"A. {rng.choice(plain[:60])}" if rng.random() < 0.8 else f"A. {rng.choice(plain)}"


def _day(rng: random.Random) -> str:
    return f"{date(2014, 1, 6) + timedelta(rng.randrange(2000)):%d-%m-%Y}"


KINDS: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "surname": ("PERSOON", _surname),
    "town": ("PLAATS", lambda rng: people.homes("Nijmegen").draw(rng)),
    "hospital": ("ZIEKENHUIS", lambda rng: people.institutions("Nijmegen").draw(rng).names[0]),
    "date": ("DATUM", _day),
    "time": ("TIJD", lambda rng: f"{rng.randrange(8, 18):02}:{rng.randrange(60):02}"),
    "patient number": ("PATIENTNUMMER", lambda rng: str(2_345_678 + 7919 * rng.randrange(300))),
    "postcode": ("POSTCODE", lambda rng: people.postcode(random.Random(rng.randrange(300)), "")),
}


def pairs_of(kind: str, policy: str, patients: int, seed: int) -> list[Pair]:
    """One pair of each patient; patients have numbers in a row, as hospitals give them out.

    Under ``control`` all are one patient to the key, which the guessers should find out.
    """
    rng = random.Random(f"{kind} {seed}")
    label, draw = KINDS[kind]
    key = ProjectKey(hashlib.sha256(f"membership {seed}".encode()).digest())
    made = []
    for patient in range(patients):
        original = draw(rng)
        who = "1" if policy == CONTROL else str(1_000_000 + patient)
        given = PatientSurrogates(key, "rumc", who, settings=POLICIES.get(policy, DEFAULT))
        made.append(Pair(patient, original, given.surrogate(original, label, "r1", 10)))
    return made


def same_original(known: list[Pair], asked: list[Pair]) -> list[str]:
    """The commonest change of the same original, or of all."""
    by_original: defaultdict[str, Counter[str]] = defaultdict(Counter)
    every: Counter[str] = Counter()
    for pair in known:
        by_original[pair.original][pair.change] += 1
        every[pair.change] += 1
    usual = every.most_common(1)[0][0]
    counts = (by_original.get(pair.original) for pair in asked)
    return [count.most_common(1)[0][0] if count else usual for count in counts]


def neighbour(known: list[Pair], asked: list[Pair]) -> list[str]:
    """What was done to the original of the patient with the nearest number."""
    numbers = np.array([pair.patient for pair in known])
    nearest = (int(np.abs(numbers - pair.patient).argmin()) for pair in asked)
    return [known[at].change for at in nearest]


def _features(pair: Pair) -> list[str]:
    word = f"^{pair.original.lower()}$"
    grams = [f"{at}{word[at]}" for at in range(len(word))]
    grams += [word[at : at + size] for size in (2, 3) for at in range(len(word) - size + 1)]
    number = str(pair.patient)
    return [*grams, *(f"p{at}{digit}" for at, digit in enumerate(reversed(number)))]


def _bits(pair: Pair) -> list[bool]:
    digest = zlib.crc32(pair.change.lower().encode())
    return [bool(digest >> (7 * bit) & 1) for bit in range(_BITS)]


def learnt(known: list[Pair], asked: list[Pair]) -> np.ndarray:
    """The hashed bits of surrogates, as a model of other patients' pairs has them."""
    hasher = FeatureHasher(_WIDTH, input_type="string", alternate_sign=False)
    train, test = (hasher.transform(map(_features, some)) for some in (known, asked))
    columns = []
    for truth in np.array([_bits(pair) for pair in known]).T:
        if truth.all() or not truth.any():  # nothing to learn
            columns.append(np.full(len(asked), truth[0]))
            continue
        model = SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=20, tol=None, random_state=0)
        columns.append(model.fit(train, truth).predict(test))
    return np.array(columns).T


def compared(right: Callable[[list[Pair]], float], asked: list[Pair], seed: int) -> str:
    """What is right, the same among shuffled surrogates, and how far the two are apart."""
    rng = random.Random(seed)
    by_chance = []
    for _ in range(_SHUFFLES):
        order = rng.sample(asked, len(asked))
        by_chance.append(right(order))
    usual, spread = statistics.mean(by_chance), statistics.stdev(by_chance)
    found = right(asked)
    apart = (found - usual) / max(spread, 1 / len(asked))
    return f"{found:.1%} | {usual:.1%} | {apart:+.1f}"


def measure(kind: str, policy: str, patients: int, seed: int) -> list[str]:
    """A row for each guesser."""
    made = pairs_of(kind, policy, patients, seed)
    rng = random.Random(seed)
    held = set(rng.sample(range(patients), patients // 4))
    known = [pair for pair in made if pair.patient not in held]
    asked = [pair for pair in made if pair.patient in held]
    rows = []
    for name, guesser in (("same original", same_original), ("neighbour", neighbour)):
        guesses = guesser(known, asked)

        def right(truth: list[Pair], guesses: list[str] = guesses) -> float:
            hits = (guess == pair.change for guess, pair in zip(guesses, truth, strict=True))
            return statistics.mean(hits)

        rows.append(f"| {policy} | {kind} | {name} | {compared(right, asked, seed)} |")
    new = {pair.original for pair in asked}
    guessed = learnt([pair for pair in known if pair.original not in new], asked)

    def bits_right(truth: list[Pair]) -> float:
        return float((np.array([_bits(pair) for pair in truth]) == guessed).mean())

    rows.append(f"| {policy} | {kind} | learnt | {compared(bits_right, asked, seed)} |")
    return rows


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--patients", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    some = ["consistent", "per-mention", CONTROL]
    parser.add_argument("--policies", nargs="*", choices=[*POLICIES, CONTROL], default=some)
    given = parser.parse_args()
    columns = ("policy", "kind", "guesser", "right", "by chance", "standard deviations")
    print(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for policy in given.policies:
        for kind in KINDS:
            print("\n".join(measure(kind, policy, given.patients, given.seed)), flush=True)


if __name__ == "__main__":
    main()
