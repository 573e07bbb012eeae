"""A tagger retrained on a release: what does it not expect to be PHI?

Carrell 2019 (doi 10.1093/jamia/ocz114): a model trained on a release learns to find what was found
before it, so that what it does not find, and a reader takes for PHI, was missed before it. The
attacker labels the release by the public detector, trains on one half of the patients and tags the
other half with it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from release import Release

_TOKEN = re.compile(r"\w+")
_WIDTH = 2**18
_FLOOR = 1e-9


@lru_cache(maxsize=1 << 16)
def _shape(word: str) -> str:
    shape = "".join("9" if c.isdigit() else "X" if c.isupper() else "x" for c in word)
    return re.sub(r"x{2,}", "xx", shape)


def _features(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """The tokens with a capital or digit, and what is around them."""
    tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text)]
    edge = (0, 0, "")
    padded = [edge, edge, *tokens, edge, edge]
    for at, (start, end, word) in enumerate(tokens, 2):
        if word.islower():
            continue
        (_, _, b2), (_, _, b1) = padded[at - 2 : at]
        (_, _, a1), (_, _, a2) = padded[at + 1 : at + 3]
        low = word.lower()
        yield (
            start,
            end,
            [
                f"w={low}",
                f"s={_shape(word)}",
                f"p={low[:3]}",
                f"e={low[-3:]}",
                f"b1={b1.lower()}",
                f"b2={b2.lower()} {b1.lower()}",
                f"a1={a1.lower()}",
                f"a2={a1.lower()} {a2.lower()}",
                f"bs={_shape(b1)}{_shape(word)}",
                f"as={_shape(word)}{_shape(a1)}",
                f"c={text[max(0, start - 2) : start]!r}",
                f"d={text[end : end + 2]!r}",
            ],
        )


def surprise(release: Release, *, seed: int) -> list[float]:
    """For each mention, minus the logarithm of how likely its least likely word is PHI."""
    of_report: list[list[int]] = [[] for _ in release.texts]
    for number, mention in enumerate(release.mentions):
        of_report[mention.report].append(number)
    rows: list[list[str]] = []
    mention_of: list[int] = []
    half: list[int] = []
    for report, text in enumerate(release.texts):
        for start, end, features in _features(text):
            hit = -1
            for number in of_report[report]:
                mention = release.mentions[number]
                if start < mention.end and mention.start < end:
                    hit = number
            rows.append(features)
            mention_of.append(hit)
            half.append(release.patients[report] % 2)
    x = FeatureHasher(_WIDTH, input_type="string", alternate_sign=False).transform(rows)
    y = np.array(mention_of) >= 0
    halves = np.array(half)
    likely = np.zeros(len(rows))
    for one in (0, 1):
        tagger = SGDClassifier(
            loss="log_loss", alpha=1e-6, max_iter=5, tol=None, average=True, random_state=seed
        )
        tagger.fit(x[halves != one], y[halves != one])
        likely[halves == one] = tagger.predict_proba(x[halves == one])[:, 1]
    result = [0.0] * len(release.mentions)
    for hit, p in zip(mention_of, likely, strict=True):
        if hit >= 0:
            result[hit] = max(result[hit], float(-np.log(max(p, _FLOOR))))
    return result
