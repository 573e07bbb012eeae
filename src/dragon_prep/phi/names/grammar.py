"""The grammar of persons' names: the only code that knows how a name is written.

``parse`` reads one name, ``render`` writes a person in the notation of a name that was read, and
``mention`` takes the mention of one or more persons apart. What is compared is who is meant
(:class:`Person`): surnames with their particles, initials and first names, whatever their order,
case and separators.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language.form import like as in_case_of
from dragon_prep.language.name_pools import particle_kind
from dragon_prep.phi.names import particles, tokens
from dragon_prep.phi.names.extent import end_of_name
from dragon_prep.phi.names.marking import marked
from dragon_prep.phi.names.tokens import NamePart, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAMES = frozenset((Role.INITIALS, Role.GIVEN, Role.SURNAME))
# What may stand between the tokens of one name.
_SIGNS = frozenset(" \t\n\r\xa0.,-–/()'’|:*")


@dataclass(frozen=True, slots=True, repr=False)
class Surname:
    """A word of a surname.

    Attributes:
        at: which of the tokens it is.
        core: the word in lower case.
        run: which tokens are its particles.
        particles: these, joined, as they stand.
    """

    at: int
    core: str
    run: tuple[int, ...]
    particles: str

    def __repr__(self) -> str:
        return f"<Surname with {len(self.run)} particles>"


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Who is meant by a name, in the order of the name's tokens.

    Attributes:
        surnames: particle (empty where there is none) and word of each surname.
        initials: one for each first name that is shortened.
        given: first names, a call name among them.
    """

    surnames: tuple[tuple[str, str], ...] = ()
    initials: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<Person of {len(self.surnames)} surnames>"


@dataclass(frozen=True, slots=True, repr=False)
class Name:
    """The name of one person as it is written.

    Attributes:
        start: where it starts in its text.
        tokens: what it is made of; joined they are the name.
        surnames: all words of the surname that are among them.
        family: the person's first surname in lower case; of "Jan" in "Jan en Piet Jansen", too.
            Empty if there is none.
    """

    start: int
    tokens: tuple[NamePart, ...]
    surnames: tuple[Surname, ...]
    family: str

    def __repr__(self) -> str:
        return f"<Name of {len(self.tokens)} tokens>"

    @property
    def text(self) -> str:
        """The name as it stands."""
        return "".join(token.text for token in self.tokens)

    @property
    def end(self) -> int:
        """Behind its last code point."""
        return self.start + sum(len(token.text) for token in self.tokens)

    def of_role(self, *roles: Role) -> tuple[str, ...]:
        """The tokens of a role as they stand."""
        return tuple(token.text for token in self.tokens if token.role in roles)

    @property
    def person(self) -> Person:
        """Who is meant."""
        surnames = tuple(
            (" ".join(self.tokens[i].text for i in s.run), self.tokens[s.at].text)
            for s in self.surnames
        )
        initials = (tokens.letters_of(text) for text in self.of_role(Role.INITIALS))
        return Person(surnames, tuple("".join(initials)), self.of_role(Role.GIVEN))


@dataclass(frozen=True, slots=True, repr=False)
class Mention:
    """A mention of one or more persons.

    Attributes:
        names: of each person.
        between: what stands before, between and behind them; one more than the names.
    """

    names: tuple[Name, ...]
    between: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Mention of {len(self.names)} persons>"

    def written(self, new: Sequence[str]) -> str:
        """The mention with other names in the place of its own."""
        pairs = zip(self.between, (*new, ""), strict=True)
        return "".join(part for pair in pairs for part in pair)


@lru_cache(maxsize=4096)  # a few doctors make up most mentions
def mention(text: str) -> Mention:
    """Takes a mention of one or more persons apart.

    Args:
        text: the whole mention, clean (see :func:`dragon_prep.language.form.clean`).
    """
    parts = tokens.SEVERAL.split(text)
    named = [part for part in parts[::2] if not tokens.is_title(part)]
    names: list[Name] = []
    between = [""]
    for i, start, part in _placed(parts):
        # Between two, or "dr." of "dr. en mw. Jansen".
        if i % 2 or (named and part not in named):
            between[-1] += part
        else:
            names.append(_name(start, marked(part)))
            between.append("")
    return Mention(_of_one_family(names), tuple(between))


def _placed(parts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    start = 0
    for i, part in enumerate(parts):
        yield i, start, part
        start += len(part)


def _of_one_family(names: Sequence[Name]) -> tuple[Name, ...]:
    """Names with the family of the next where they have none: ``Jan en Piet Jansen``."""
    found: list[Name] = []
    family = ""
    for name in reversed(names):
        family = name.family or family
        found.append(replace(name, family=family))
    return tuple(found[::-1])


def _name(start: int, its_tokens: tuple[NamePart, ...]) -> Name:
    family = next((t.text.lower() for t in its_tokens if t.role is Role.SURNAME), "")
    return Name(start, its_tokens, _surnames(its_tokens), family)


def _surnames(its_tokens: Sequence[NamePart]) -> tuple[Surname, ...]:
    # Particles are right before their surname, or behind all ("Berg, P. van den").
    runs: dict[int, list[int]] = {}
    run: list[int] = []
    for i, token in enumerate(its_tokens):
        if token.role is Role.PARTICLE:
            run.append(i)
        elif token.role is Role.SURNAME:
            runs[i], run = run, []
        elif token.role in _NAMES or "," in token.text:
            run = []  # of "de Jan Jansen" nothing is a particle
    if run and runs:
        first = min(runs)
        runs[first] = runs[first] or run
    return tuple(
        Surname(i, its_tokens[i].text.lower(), tuple(its), "".join(its_tokens[j].text for j in its))
        for i, its in runs.items()
    )


def parse(text: str, at: int = 0) -> Name | None:
    """The longest reading of one name, with its titles, that starts at a place; None if none does.

    It ends before a stop, a colon, a word in lower case that is no particle, an abbreviation, a
    second person, and the end of the line unless only the surname stands behind it.

    Args:
        text: any text.
        at: where the name or its first title starts.
    """
    if at and text[at - 1].isalnum():
        return None
    end = end_of_name(text, at)
    if end <= at:
        return None
    name = _name(at, marked(text[at:end]))
    return name if any(token.role in _NAMES for token in name.tokens) else None


def reads(text: str) -> bool:
    """Whether a mention is made of names only: of letters and the signs that join them."""
    found = mention(text)
    rest = (char for char in text if not char.isalpha())
    return bool(found.names) and all(char in _SIGNS or char in ";&+" for char in rest)


def render(person: Person, like: Name) -> str:
    """Writes a person in the notation of a name: its order, case, separators and titles.

    What the notation has no place for is left out. A particle takes the place of the name's own;
    one that is shortened stays, since it suits all of its kind. Initials more or fewer than the
    name has stand where its first do.

    Args:
        person: who; of initials and first names as many as are to be written.
        like: a name that was read.
    """
    new = [token.text for token in like.tokens]
    for surname, (particle, core) in zip(like.surnames, person.surnames, strict=False):
        new[surname.at] = in_case_of(new[surname.at], core)
        _put_particle(new, like, surname, particle)
    given = [i for i, token in enumerate(like.tokens) if token.role is Role.GIVEN]
    for i, name in zip(given, person.given, strict=False):
        new[i] = in_case_of(new[i], name)
    _put_initials(new, like, person.initials)
    return "".join(new)


def _put_particle(new: list[str], like: Name, surname: Surname, particle: str) -> None:
    run = surname.run
    its_own = " ".join(like.tokens[i].text for i in run)
    if particle == its_own:
        return
    if not particle:
        _remove_particle(new, run)
        return
    if not run:
        before = in_case_of(new[surname.at], particle) if new[surname.at].isupper() else particle
        new[surname.at] = f"{before} {new[surname.at]}"
        return
    kinds = {particle_kind("".join(words.split())) for words in (particle, its_own)}
    if any(particles.is_abbreviated(like.tokens[i].text) for i in run) and len(kinds) == 1:
        return  # "v.d." suits every surname of its kind
    words = particle.split()
    if len(words) != len(run):
        words = [particle]
        for i in range(run[0] + 1, run[-1] + 1):
            new[i] = ""
    after = run[-1] + 1
    if new[after : after + 1] == ["-"]:  # "'s-Gravesande"
        new[after] = " "
    for i, word in zip(run, words, strict=False):
        new[i] = in_case_of(like.tokens[i].text, word)


def _remove_particle(new: list[str], run: Sequence[int]) -> None:
    for i in run:
        new[i : i + 2] = [""] * len(new[i : i + 2])
    if run and run[-1] + 1 == len(new):  # "Jansen, A. van"
        new[run[0] - 1] = new[run[0] - 1].rstrip(" ,")


def _put_initials(new: list[str], like: Name, initials: Sequence[str]) -> None:
    places = [i for i, token in enumerate(like.tokens) if token.role is Role.INITIALS]
    counts = [len(tokens.letters_of(like.tokens[i].text)) for i in places]
    if not places or not initials:
        return
    if sum(counts) == len(initials):
        at = 0
        for i, count in zip(places, counts, strict=True):
            own = tokens.letters_of(like.tokens[i].text)
            letters = initials[at : at + count]
            at += count
            if "".join(letters) != own:  # "Chr." stays C
                new[i] = "".join(map(in_case_of, own, letters))
        return
    model, first = like.tokens[places[0]].text[:1], places[0]
    sign = like.tokens[first + 1].text if len(places) > 1 else ""
    if not sign and counts[0] == 1:
        sign = new[first + 1][:1].strip() if len(new) > first + 1 else ""
    for i in range(first + 1, places[-1] + 1):
        new[i] = ""
    new[first] = sign.join(in_case_of(model, letter) for letter in initials)
