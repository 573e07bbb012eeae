"""What CT and MRI of the trunk say, organ by organ from head to toe.

Findings are drawn first, then said; an organ in which nothing was found is said to be normal, or
what it has not is denied, or nothing is said of it. The words stand in ``data/sim_torso.json``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.claims import said
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.findings import denied
from dragon_prep.synthetic.kit.length import count
from dragon_prep.synthetic.kit.sections import Region, in_order
from dragon_prep.synthetic.kit.text import Passage, join
from dragon_prep.synthetic.kit.turned import kept

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from dragon_prep.synthetic.kit.findings import Entry, Finding
    from dragon_prep.synthetic.kit.sentences import SentenceWriter

_GROUPED = 0.35
_OPENINGS = frozenset(("geen", "zonder", "voor", "in", "er", "aan", "normaal", "normale"))
_AT_ONCE = 4  # organs in one sentence


def with_torso(words: Mapping[str, Any]) -> Mapping[str, Any]:
    """A cohort's word list with the rules of the word list ``torso`` beside its own."""
    return {**words, "rules": {**lexicon("torso")["rules"], **words.get("rules", {})}}


class TorsoWriter:
    """Writes the findings of a study.

    Args:
        writer: of the report; its rules must hold those of the word list ``torso``.
        here: the organs that are looked at, from head to toe.
        asked: organs that the question is about.
    """

    def __init__(
        self, writer: SentenceWriter, here: Sequence[Entry], asked: Container[str] = ()
    ) -> None:
        self.writer = writer
        self.rng = writer.rng
        self.here = here
        self.asked = asked

    def regions(
        self,
        found: Sequence[Finding],
        said_already: Mapping[str, Sequence[Passage]],
        words: int,
    ) -> list[tuple[str, Region]]:
        """What is said of each organ, with its part of the body, in the author's order.

        Args:
            found: the findings.
            said_already: by organ, what a cohort says of it itself; nothing else is said of it.
            words: how many words there shall be, a sentence more or less.
        """
        names = [organ["name"] for organ in self.here]
        told = {name: [*said_already.get(name, ())] for name in names}
        for finding in found:
            ways = finding.templates or self.writer.rules["gevonden"]
            told[finding.organ].append(said(self.writer, finding.claim, ways))
        abnormal = {finding.organ for finding in found}
        left = kept(self.rng, "room", lambda: words - sum(count(told[name]) for name in names))
        plain = [o for o in self.here if o["name"] not in abnormal | said_already.keys()]
        first: set[str] = set()
        for organ in self.rng.sample(plain, len(plain)):
            if left <= 0:
                break
            first.add(organ["name"])
            left -= 6
        for at_once in self._grouped([o for o in plain if o["name"] in first]):
            told[at_once[0]["name"]].append(self._normal(at_once))
        if left > 0:
            self._more(plain, told, left)
        parts = {organ["name"]: organ["part"] for organ in self.here}
        made = {
            name: Region(told[name], name in abnormal, name in self.asked)
            for name in names
            if told[name]
        }
        ordered = in_order(self.writer.author, [*made.values()])
        by_id = {id(region): name for name, region in made.items()}
        return [(parts[by_id[id(region)]], region) for region in ordered]

    def _more(self, plain: Sequence[Entry], told: Mapping[str, list[Passage]], left: int) -> None:
        """Says more of organs without findings, until there are enough words."""
        more = [(organ, self._further(organ)) for organ in plain]
        while more and left > 0:
            at = self.rng.randrange(len(more))
            organ, sentences = more[at]
            sentence = next(sentences, None)
            if sentence is None:
                more.pop(at)
                continue
            if _start(sentence) not in {_start(other) for other in told[organ["name"]]}:
                told[organ["name"]].append(sentence)
                left -= count([sentence])

    def _further(self, organ: Entry) -> Iterator[Passage]:
        yield from self.writer.choose(organ["normal"], 1)
        for claim in denied(self.rng, organ):
            yield said(self.writer, claim)

    def _grouped(self, plain: Sequence[Entry]) -> Iterator[list[Entry]]:
        """Neighbours of which one sentence says that they are normal."""
        at_once: list[Entry] = []
        for organ in plain:
            joined = organ["group"] and len(at_once) < _AT_ONCE and self.rng.random() < _GROUPED
            if at_once and not (joined and at_once[-1]["part"] == organ["part"]
                                and at_once[-1]["group"]):  # fmt: skip
                yield at_once
                at_once = []
            at_once.append(organ)
        if at_once:
            yield at_once

    def _normal(self, at_once: Sequence[Entry]) -> Passage:
        if len(at_once) == 1 and (not at_once[0]["group"] or self.rng.random() < 0.72):
            return self.writer.sentence(at_once[0]["normal"])
        return named_normal(self.writer, [organ["noun"] for organ in at_once])


def named_normal(writer: SentenceWriter, nouns: Sequence[str]) -> Passage:
    """That some organs are normal, in one sentence.

    Args:
        writer: of the report.
        nouns: the organs with their articles, ``de milt``.
    """
    bare = [name.split(" ", 1)[1] for name in nouns]
    names, with_articles = listed(bare), listed(nouns)
    made = writer.pick(("<groep>" if len(nouns) > 1 else "<groep_een>",))
    for name, text in (("naam", names), ("namen", names), ("lidnaam", with_articles),
                       ("lidnamen", with_articles)):  # fmt: skip
        made = made.replace(f"{{{name}}}", text)
        made = made.replace(f"{{{name.capitalize()}}}", f"{text[0].upper()}{text[1:]}")
    return writer.filled(made)


def _start(sentence: Passage) -> str:
    """What two sentences that say the same begin with."""
    words = [word.strip(":,.") for word in sentence.text.lower().split()[:2]]
    return " ".join(words if words[0] in _OPENINGS else words[:1])


def listed(names: Sequence[str]) -> str:
    """``a, b en c``."""
    return " en ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def paragraphs(
    regions: Sequence[tuple[str, Region]], headings: Mapping[str, str], *, lines: bool
) -> list[Passage]:
    """The findings as paragraphs by part of the body, or as one row of sentences.

    Args:
        regions: as :meth:`TorsoWriter.regions` gives them.
        headings: of the parts, by their names; empty where an author has none.
        lines: whether each organ has a line of its own.
    """
    if not headings:
        return [
            joined
            for _, region in regions
            for joined in ([join(" ", region.sentences)] if lines else region.sentences)
        ]
    made = []
    for part, heading in headings.items():
        here = [join(" ", region.sentences) for own, region in regions if own == part]
        if here:
            body = join("\n" if lines else " ", here)
            made.append(join("\n" if lines else " ", (Passage(heading), body)))
    return made
