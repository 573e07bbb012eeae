"""Reports of CT of thorax and abdomen: the sections' writer, and what it says of each organ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.synthetic.kit.body import Held, clashes, organs, some
from dragon_prep.synthetic.kit.dutch import noun
from dragon_prep.synthetic.kit.length import count
from dragon_prep.synthetic.kit.noise import slip
from dragon_prep.synthetic.kit.sections import Region, SectionWriter, in_order
from dragon_prep.synthetic.kit.terms import RADIOLOGY, length
from dragon_prep.synthetic.kit.text import Passage, fill, join
from dragon_prep.synthetic.kit.turned import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dragon_prep.synthetic.kit.body import Body, Finding, Organ

MENTION = "MENTION"
_FIRST = re.compile(r"^([~(\"]*\{?)([a-z])")
_PLURAL = re.compile(r" en |klieren|(?:en|ae|oksels|stations|femora)~?$")
_STABLE = 0.22
_LISTED = 0.5  # of neighbours without findings: named together
_TYPICAL = 430  # words with which organs are spoken of as often as the word list says
_DENIALS = (1, 1, 2, 2, 3, 4)
_MOST_DENIALS = 4  # sentences, of an organ
_LOOSE = 4
_NORMAL = 0.7
_DETAIL, _LONG = 0.75, 600  # of the findings in a long report: with a comment
_MOST = 4  # organs in one sentence
_VERBS = {"is": "zijn", "oogt": "ogen", "heeft": "hebben", "wordt": "worden"}


class CtWriter(SectionWriter):
    """Writes sentences in which ``~x~`` is a medical term: plain, or with a span of its own."""

    marking = False
    plain = True

    def filled(self, template: str) -> Passage:
        """A sentence of a template, perhaps with a slip of typing."""
        chosen = self.expanded(template)
        if self.rng.random() < self.author.slips:
            chosen = slip(self.rng, chosen)
        if not self.marking:
            return fill(chosen.replace("~", ""), self.slot)
        pieces = [fill(piece, self.slot) for piece in chosen.split("~")]
        return join("", (_mention(p) if i % 2 else p for i, p in enumerate(pieces)))

    def say(self, templates: Sequence[str], **parts: str) -> Passage:
        """A sentence with parts of its own, which may have choices, rules and slots in turn."""
        made = self.pick(templates)
        for name, part in parts.items():
            made = made.replace(f"{{{name}}}", part).replace(
                f"{{{name.capitalize()}}}", capital(part)
            )
        return self.filled(tidy(self.expanded(made)))


def _mention(passage: Passage) -> Passage:
    if not passage.text:
        return passage
    return Passage(passage.text, (Span(0, len(passage.text), MENTION), *passage.phi))


def capital(text: str) -> str:
    """The text with a capital, behind the mark of a term; of a slot, its name with one."""
    return _FIRST.sub(lambda found: found[1] + found[2].upper(), text)


def tidy(sentence: str) -> str:
    """A sentence with one blank between words, none before signs, and a capital."""
    made = " ".join(sentence.split())
    for sign in (".", ",", ":", "?", ")"):
        made = made.replace(f" {sign}", sign)
    return capital(made.replace(",,", ",").replace("..", "."))


def laid_out(writer: CtWriter, parts: Mapping[str, Sequence[Passage]]) -> list[Passage]:
    """Parts of the body as paragraphs or lists, under the headings of the author's style.

    Args:
        writer: of the report; the style says under ``delen`` which parts stand under which heading,
            under ``deel_na`` what follows the heading, under ``punt`` what starts a line of a list.
        parts: with their sentences.
    """
    style, made = writer.style, []
    for heading, names in style["delen"]:
        sentences = [s for name in names for s in parts.get(name, ())]
        if not sentences:
            continue
        mark = style["punt"]
        body = (join("\n", (join("", (Passage(mark), s)) for s in sentences)) if mark
                else join(" ", sentences))  # fmt: skip
        made.append(join(style["deel_na"], (Passage(heading), body)) if heading else body)
    return made


class BodyWriter:
    """What a report says of organs.

    Args:
        writer: of the report.
        body: the patient's.
        compared: whether there is an earlier study, so that something may be unchanged.
        words: the word list whose organs they are.
    """

    def __init__(
        self, writer: CtWriter, body: Body, *, compared: bool, words: str = RADIOLOGY
    ) -> None:
        self.writer = writer
        self.rng = writer.rng
        self.body = body
        self.organs = organs(words)
        self.compared = compared
        self.detail = 0.0

    def parts(
        self, words: int, given: Mapping[str, Sequence[Passage]], names: Sequence[str]
    ) -> dict[str, list[Passage]]:
        """Parts of the body with their sentences, organs in the author's order within each.

        Args:
            words: how many there shall be, a sentence more or less.
            given: what a cohort says of organs itself; of those nothing is said that a lesion
                would belie.
            names: of the parts, in order.
        """
        self.detail = min(_DETAIL, max(0.0, words / _LONG - _DETAIL))
        groups = self._grouped(self._told(words, given, names), given)
        said = [self._first(group, given) for group in groups]
        more = {
            i: self._sentences(group[0], given=group[0].name in given)
            for i, group in enumerate(groups)
            if len(group) == 1
        }
        for i, sentences in enumerate(said):
            if not sentences:
                sentences += [s for s in [next(more[i], None)] if s]
        missing = kept(self.rng, "room", lambda: words - sum(map(count, said)))
        while missing > 0 and more:
            i = self.rng.choice([*more])
            sentence = next(more[i], None)
            if sentence is None:
                del more[i]
                continue
            said[i].append(sentence)
            missing -= count([sentence])
        made: dict[str, list[Region]] = {name: [] for name in names}
        for group, sentences in zip(groups, said, strict=True):
            ill = bool(self.body[group[0].name].findings)
            made[group[0].part].append(Region(sentences, ill, group[0].name in given))
        return {
            name: [s for region in in_order(self.writer.author, regions) for s in region.sentences]
            for name, regions in made.items()
        }

    def _told(
        self, words: int, given: Mapping[str, Sequence[Passage]], names: Sequence[str]
    ) -> list[Organ]:
        often = min(2.0, 0.35 + 0.65 * words / _TYPICAL)
        here = [o for o in self.organs if o.name in self.body and o.part in names]
        return [o for o in here if o.name in given or 100 * self.rng.random() < o.told * often]

    def _grouped(
        self, told: Sequence[Organ], given: Mapping[str, Sequence[Passage]]
    ) -> list[list[Organ]]:
        """The organs one by one, some neighbours without findings together."""
        groups: list[list[Organ]] = []
        healthy = False
        for organ in told:
            fits = organ.name not in given and self.body[organ.name] == Held()
            both = healthy and fits and self.rng.random() < _LISTED
            if both and groups[-1][0].part == organ.part and len(groups[-1]) < _MOST:
                groups[-1].append(organ)
            else:
                groups.append([organ])
            healthy = fits
        return groups

    def _first(
        self, group: Sequence[Organ], given: Mapping[str, Sequence[Passage]]
    ) -> list[Passage]:
        if len(group) == 1:
            return [*given.get(group[0].name, ())]
        names = [self._name(organ)[0] for organ in group]
        if any(" en " in name for name in names):
            names = [f"{name}," for name in names[:-1]] + ["en", names[-1]]
            return [self.writer.say(["<lijst_normaal>"], lijst=" ".join(names))]
        listed = f"{', '.join(names[:-1])} en {names[-1]}"
        return [self.writer.say(["<lijst_normaal>"], lijst=listed)]

    # -- one organ ----------------------------------------------------------------------------

    def _name(self, organ: Organ) -> tuple[str, str]:
        """What the organ is called, and its article."""
        name, _, article = self.writer.one_of(organ.names).partition("^")
        return name, article or organ.article

    def _sentences(self, organ: Organ, *, given: bool) -> Iterator[Passage]:
        """What may be said of an organ, the first of it first."""
        rng, held = self.rng, self.body[organ.name]
        if held.gone:
            yield self.writer.say([f"{self.writer.one_of(organ.gone)}."])
            return
        for finding in held.findings:
            if not given or finding.mm == 0:
                yield self.finding(finding)
                if rng.random() < self.detail:
                    yield self.writer.sentence(["<toelichting>"])
        healthy = not (held.findings or given)
        first = healthy and rng.random() < _NORMAL
        if first:
            yield self._normal(organ)
        named = first or not healthy
        yield from self._denials(organ, self._denied(organ, given=given), named=named)
        if healthy and not first:
            yield self._normal(organ)
        loose = rng.sample(organ.loose, len(organ.loose)) if held.findings else []
        for sentence in loose[:_LOOSE]:
            yield self.writer.say([f"{sentence}."])

    def _denied(self, organ: Organ, *, given: bool) -> list[str]:
        """What an organ may be said not to have, in no order."""
        findings = self.body[organ.name].findings
        mine = [d.lstrip("!") for d in organ.denied if not (given and d.startswith("!"))]
        denied = [d for d in mine if not clashes(findings, d)]
        return self.rng.sample(denied, len(denied))

    def _denials(self, organ: Organ, denied: list[str], *, named: bool) -> Iterator[Passage]:
        name, article = self._name(organ)
        for _ in range(_MOST_DENIALS if denied else 0):
            some_, denied = _cut(denied, self.rng.choice(_DENIALS))
            wat = " of ".join(filter(None, (", ".join(some_[:-1]), some_[-1])))
            rule = "<ontken>" if named else "<ontken_in>"
            yield self.writer.say([rule], wat=wat, naam=name, de=self._the(name, article))
            named = True
            if not denied:
                return

    def _the(self, name: str, article: str) -> str:
        return f"{'de' if _plural(name) and ' en ' not in name else article} {name}"

    def _normal(self, organ: Organ) -> Passage:
        name, article = self._name(organ)
        two = self.rng.sample(organ.normal, 2)
        verbs = _VERBS if _plural(name) else {verb: verb for verb in _VERBS}
        return self.writer.say(
            ["<normaal>"], naam=name, de=self._the(name, article), pred=two[0], pred2=two[1],
            **verbs,
        )  # fmt: skip

    def finding(self, finding: Finding) -> Passage:
        """A finding as a sentence."""
        writer = self.writer
        size = ""
        if finding.mm:
            rule = "<tot_mm>" if finding.several else "<van_mm>"
            size = writer.expanded(rule).replace("{mm}", length(self.rng, finding.mm))
        stable = self.compared and self.rng.random() < _STABLE
        tail_ = writer.expanded("<stabiel>") if stable else ""
        return writer.say(
            ["<vondst>"],
            wat=_marked(finding, finding.full(some(self.rng))) + size,
            kaal=_marked(finding, finding.bare()) + size,
            waar=finding.where,
            voor=re.sub(r"^van ", "ter plaatse van ", finding.where),
            **({"is": "zijn", "wordt": "worden"} if finding.several else _SINGULAR),
            staart=tail_,
        )


_SINGULAR = {"is": "is", "wordt": "wordt"}


def _plural(name: str) -> bool:
    return bool(_PLURAL.search(name))


def _cut(items: list[str], count_: int) -> tuple[list[str], list[str]]:
    return items[:count_], items[count_:]


def _marked(finding: Finding, said: str) -> str:
    """The noun phrase with its noun marked as a term, and adjectives that are terms."""
    entry = noun(finding.noun)
    word = entry.plural if finding.several else entry.singular
    return said.removesuffix(word) + f"~{word}~"
