"""The text of a simulated skin pathology report, with the findings that its conclusion tells.

What is written: sentences and headings in ``data/sim_skin_pathology.json``, put together here.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.sentences import SentenceWriter
from dragon_prep.synthetic.kit.text import Passage, fill, join
from dragon_prep.synthetic.skin_pathology.state import AGAIN, BCC, NO_TUMOUR

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.skin_pathology.state import Container, Sample

    Blocks = tuple[int, ...]

FINDING = "finding "  # before the labels of spans that are none of PHI

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_MARK = re.compile(r"<([^:<>]+):|>")
_GROUPED = 0.8  # of the containers with one finding are told together
_NUMBERED = 0.3  # of the reports of one container name it in the conclusion


def write_report(rng: Random, sample: Sample, phi: PhiSlots) -> Passage:
    """Writes one report.

    Args:
        rng: source of randomness.
        sample: what is planned.
        phi: fills the slots for identifiers.

    Returns:
        The text, with the spans of its identifiers and, their labels after :data:`FINDING`, of its
        findings. Several containers' findings at one place are as many spans.
    """
    return _Writer(rng, sample, phi).report()


def _centimetres(rng: Random, low: int, high: int) -> str:
    return figure(rng.randrange(low, high) / 10)


class _Writer(SentenceWriter):
    """One report being written."""

    def __init__(self, rng: Random, sample: Sample, phi: PhiSlots) -> None:
        super().__init__(rng, lexicon("skin_pathology"), phi)
        self.sample = sample
        self.sites = [rng.choice(self.words["sites"]) for _ in sample.containers]
        self.number = 1  # of the container that is spoken of

    def report(self) -> Passage:
        """The text, with where its identifiers and findings stand."""
        words = self.words
        style, headings = self.weighted(words["styles"]), self.weighted(words["headings"])
        between = style["containers"]
        sections = [("macro", self.macro(between)), *self.diagnosed()]
        request = [
            ("vraag", self.choose(words["question"], 1)),
            ("kliniek", self.clinical()),
            ("wijze", self.choose(words["obtained"][self.sample.containers[0].procedure], 1)),
        ]
        for number, container in enumerate(self.sample.containers, 1):
            self.number = number
            request.append(("potje", self.choose(words["pot"][container.procedure], 1)))
        self.number = 0
        parts = []
        for name, sentences in (*sections, *request):
            self.number += name == "potje"
            heading = self.sentence([headings[name]], slips=False)
            separator = between if name == "conclusie" else " "
            parts.append(join(style["after_heading"], (heading, join(separator, sentences))))
        return join(style["gap"], parts)

    def diagnosed(self) -> list[tuple[str, list[Passage]]]:
        """Microscopy and conclusion, or what stands in their place."""
        words, rng = self.words, self.rng
        closing = self.choose(words["closing"], int(rng.random() < 0.25))
        if self.sample.defect == "excluded":
            micro = self.choose(words["excluded_micro"], rng.randrange(2))
            conclusion = self.choose(words["excluded_conclusion"], rng.randrange(2), slips=False)
            sections = [("micro", micro), ("conclusie", conclusion)]
            return [section for section in sections if section[1]]
        found = sorted({container.diagnosis for container in self.sample.containers})
        micro = [self.sentence(words["micro"][diagnosis]) for diagnosis in found]
        micro += self.choose(words["micro_all"], rng.randrange(3))
        micro += self.choose(words["micro_phi"], int(rng.random() < 0.3))
        conclusion = self.conclusion()
        conclusion += self.choose(words["conclusion_phi"], int(rng.random() < 0.2))
        return [("micro", micro), ("conclusie", [*conclusion, *closing])]

    def macro(self, between: str) -> list[Passage]:
        """What was received and how it was cut, container by container."""
        words, rng, containers = self.words, self.rng, self.sample.containers
        received = self.choose(words["received"], 1)
        if len(containers) > 1 and rng.random() < 0.4:
            received += self.choose(words["containers_received"], 1)
        told = []
        for number, container in enumerate(containers, 1):
            self.number = number
            told.append(
                join(
                    " ",
                    (
                        Passage(f"{_ROMAN[number - 1]}:"),
                        *self.choose(words["macro"][container.procedure], 1),
                        *self.choose(words["surface"], rng.randrange(2)),
                        *self.choose(words["cut_through"], int(bool(container.margin))),
                        *self.choose(words["blocks"], 1),
                    ),
                )
            )
        return [join(" ", received), join(between, told)]

    def clinical(self) -> list[Passage]:
        """What the doctor who took the tissue has written."""
        words, rng = self.words, self.rng
        told = self.choose(words["clinical"], rng.randrange(1, 4))
        told += self.choose(words["clinical_phi"], rng.choices((0, 1, 2, 3), (3, 4, 2, 1))[0])
        return rng.sample(told, len(told))

    # -- the conclusion -----------------------------------------------------------------------

    def conclusion(self) -> list[Passage]:
        """A sentence for each container, or for several in which the same was found."""
        told = []
        for container, blocks in self.groups():
            template = "".join(
                (self.lead(container, blocks), ": ", self.diagnosis(container, blocks), ".")
            )
            told.append(self.marked(template.replace("..", "."), blocks))
        return told

    def groups(self) -> list[tuple[Container, Blocks]]:
        """Containers with what is found in them, some of them taken together."""
        found: list[tuple[Container, Blocks]] = []
        numbered = enumerate(self.sample.containers, 1)
        for container, same in groupby(numbered, key=lambda pair: pair[1]):
            blocks = tuple(number for number, _ in same)
            if len(blocks) > 1 and self.rng.random() < _GROUPED:
                found.append((container, blocks))
            else:
                found += [(container, (block,)) for block in blocks]
        return found

    def lead(self, container: Container, blocks: Blocks) -> str:
        """Which containers, how the tissue was taken, and where."""
        several = len(blocks) > 1
        taken = self.pick(self.words["procedures" if several else "procedure"][container.procedure])
        places = " en ".join(dict.fromkeys(self.sites[block - 1] for block in blocks))
        lead = f"{taken} {places}"
        if len(self.sample.containers) == 1 and self.rng.random() > _NUMBERED:
            return lead
        return f"{self.numerals(blocks)}: {lead}"

    def numerals(self, blocks: Blocks) -> str:
        """Such as ``I``, ``I en II`` or ``II t/m IV``."""
        *first, last = (_ROMAN[block - 1] for block in blocks)
        if not first:
            return last
        if len(first) > 1 and self.rng.random() < 0.5:
            return f"{first[0]} t/m {last}"
        return f"{', '.join(first)} en {last}"

    def diagnosis(self, container: Container, blocks: Blocks) -> str:
        """What was found, with its type, depth and margin."""
        words = self.words
        depth = self.pick(words["depth"]) if container.diagnosis != NO_TUMOUR else ""
        margin = self.pick(words["margin"][container.margin]) if container.margin else ""
        if container.diagnosis != BCC:
            nothing_left = container.procedure == AGAIN and container.diagnosis == NO_TUMOUR
            told = words["no_residue"] if nothing_left else words["diagnosis"][container.diagnosis]
            return f"{self.pick(told)}{depth}{margin}"
        if container.adjective:
            (subtype,) = container.subtypes
            adjective = words["adjective"][subtype]
            return f"<{BCC}:<{subtype}:{adjective}> basaalcelcarcinoom>{depth}{margin}"
        kind = ("", "one_subtype", "two_subtypes")[len(container.subtypes)]
        kinds = self.pick(words[kind]) if kind else ""
        for slot, subtype in zip(("{subtype}", "{subtype2}"), container.subtypes, strict=False):
            kinds = kinds.replace(slot, self.pick(words["subtype"][subtype]))
        told = words["diagnosis"][BCC] if blocks == (1,) else words["BCC_again"]
        return f"{self.pick(told)}{kinds}{depth}{margin}"

    def marked(self, template: str, blocks: Blocks) -> Passage:
        """A sentence with its findings, each of them once for every container."""
        parts: list[Passage] = []
        open_: list[tuple[str, int]] = []
        findings: list[Span] = []
        length = at = 0
        for mark in _MARK.finditer(template):
            parts.append(fill(template[at : mark.start()], self.slot))
            length, at = length + len(parts[-1].text), mark.end()
            if mark[1]:
                open_.append((mark[1], length))
            else:
                name, start = open_.pop()
                findings += [Span(start, length, f"{FINDING}{block}-{name}") for block in blocks]
        whole = join("", (*parts, fill(template[at:], self.slot)))
        return Passage(whole.text, tuple(sorted((*whole.phi, *findings))))

    # -- sentences ----------------------------------------------------------------------------

    def own_slot(self, name: str) -> Callable[[], str] | None:
        make = _SLOTS.get(name)
        return partial(make, self) if make else None


_SLOTS: dict[str, Callable[[_Writer], str]] = {
    "nummer": lambda w: _ROMAN[w.number - 1],
    "plek": lambda w: str(w.sites[w.number - 1]),
    "aantal": lambda w: str(len(w.sites)),
    "dun": lambda w: _centimetres(w.rng, 1, 4),
    "klein": lambda w: _centimetres(w.rng, 3, 8),
    "middel": lambda w: _centimetres(w.rng, 8, 16),
    "groot": lambda w: _centimetres(w.rng, 16, 45),
    "mm": lambda w: str(w.rng.randrange(1, 7)),
    "afmeting": lambda w: str(w.rng.randrange(3, 25)),
    "klok": lambda w: str(w.rng.choice((3, 6, 9, 12))),
    "n": lambda w: str(w.rng.randrange(1, 8)),
    "nb": lambda w: f"{w.rng.randrange(1, 3)}b",
}
