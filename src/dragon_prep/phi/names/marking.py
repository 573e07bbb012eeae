"""What each token of a mention is: title, initials, first name, particle or surname."""

from __future__ import annotations

from itertools import pairwise

from dragon_prep.language import name_pools as names
from dragon_prep.language.pools import words
from dragon_prep.phi.names import particles
from dragon_prep.phi.names.tokens import NamePart, Role, is_capital_inside, split

_JOINED = ("", ".", "-")
_MARRIED_TO = ["e", "/", "v"]
_SHORTEST_WORD = 3
_WITH_CAPITALS = ("antillean", "chinese")  # origins of surnames with a capital amid
_SHORT_INITIALS = 5  # letters of initials in capitals, or of a shortened first name with a dot


def marked(mention: str) -> tuple[NamePart, ...]:
    """Takes the mention of one person apart.

    Args:
        mention: clean text (see :func:`dragon_prep.language.form.clean`), of one person.

    Returns:
        The tokens; joined they are the mention. If it has a word at all, there is something among
        them to replace: initials, a first name or a surname.
    """
    tokens = _Tokens(mention)
    tokens.mark_titles()
    tokens.mark_particles()
    tokens.mark_initials()
    tokens.mark_names()
    return tuple(NamePart(*token) for token in zip(tokens.texts, tokens.roles, strict=True))


def is_first_name(word: str) -> bool:
    """Whether a word, in lower case, is known as a first name and not as a surname by itself."""
    return names.first_name_origin(word) is not None and not names.is_surname(word)


class _Tokens:
    """The words of a mention while their roles are being found out, one kind after another."""

    def __init__(self, mention: str) -> None:
        self.texts = split(mention)
        self.low = [text.lower() for text in self.texts]
        self.roles = [
            Role.UNKNOWN if low[-1].isalpha() and not self._is_kept(i) else Role.GAP
            for i, low in enumerate(self.low)
        ]
        if Role.UNKNOWN not in self.roles:  # "e/v" alone: something must be replaced
            self.roles = [Role.UNKNOWN if low[-1].isalpha() else Role.GAP for low in self.low]
        self.words = [i for i, role in enumerate(self.roles) if role is Role.UNKNOWN]

    def _is_kept(self, i: int) -> bool:
        """Whether letters are nobody's: a genitive, ``e/v``, the capital in ``Tjon A Ten``."""
        if _MARRIED_TO in (self.low[i : i + 3], self.low[max(0, i - 2) : i + 1]):
            return True
        if i == 0:
            return False
        if self.low[i] == "'s":
            return self.low[i - 1][-1].isalpha()
        if self.texts[i] not in ("A", "E", "O") or i < 2 or not self.low[i - 2][-1].isalpha():
            return False
        before, start = "".join(self.texts[: i + 1]), sum(map(len, self.texts[:i]))
        behind = "".join(self.texts[i + 1 : i + 3])
        first = self.low[i - 2]
        if len(first) < _SHORTEST_WORD:
            return False  # "A B C Jansen"
        # "Piet A Jansen", "Jansen A Bos"; but "Tjin A Djie", whatever list has "Tjin".
        listed = names.is_surname(first) and names.surname_origin(first) not in _WITH_CAPITALS
        known = listed or is_first_name(first)
        return not known and is_capital_inside(before + behind, start, start + 1)

    def _unknown(self) -> list[int]:
        return [i for i in self.words if self.roles[i] is Role.UNKNOWN]

    def mark_titles(self) -> None:
        titles = words("title")
        for i in self.words:
            if self.low[i] in titles and not self._is_somebody(i):
                self.roles[i] = Role.TITLE
                if i > 1 and self.low[i - 2] == "de":  # "de heer"
                    self.roles[i - 2] = Role.TITLE
        if not any(len(self.texts[i]) > 1 for i in self._unknown()):
            # "dr. Arts": the last word that can be a surname is one. A mention of titles only
            # ("radioloog") has its last word replaced, since it must not stay.
            capital = [i for i in self.words if self.texts[i] != self.low[i]]
            surname = [i for i in capital if self.low[i] in names.surnames_alone()]
            for i in surname[-1:] or (self.words[-1:] if not self._unknown() else []):
                self.roles[i] = Role.SURNAME

    def _is_somebody(self, i: int) -> bool:
        """Whether a title with a capital is a name: "J. Arts", "Anna Arts", "Arts-Jansen"."""
        if self.texts[i] == self.low[i]:
            return False
        if i > 1 and self.texts[i - 1].strip() in _JOINED:
            before = self.texts[i - 2]
            if (len(before) == 1 and before.isupper()) or is_first_name(before.lower()):
                return True
        gap = self.texts[i + 1] if i + 2 < len(self.texts) else ""
        if "," in gap and i == self.words[0]:
            return self.low[i] in names.surnames_alone()  # "Arts, J."
        if gap != "-":
            return False
        after = self.texts[i + 2]
        return after[0].isupper() and after.lower() not in words("title")

    def mark_particles(self) -> None:
        unknown = self._unknown()
        for at, i in enumerate(unknown):
            if self._is_particle(i, first=at == 0, last=at == len(unknown) - 1):
                self.roles[i] = Role.PARTICLE
        named = Role.SURNAME in self.roles or any(len(self.texts[i]) > 1 for i in self._unknown())
        if not named and unknown and self.roles[unknown[-1]] is Role.PARTICLE:
            self.roles[unknown[-1]] = Role.UNKNOWN  # nothing else could be the name

    def _is_particle(self, i: int, *, first: bool, last: bool) -> bool:
        text, low = self.texts[i], self.low[i]
        if self.texts[max(0, i - 2) : i + 1] == ["A", " ", "Ten"]:
            return False  # "Tjon A Ten"
        if low in particles.with_capital():
            return True
        if text == "d" and self._is_initial_behind(i):
            return False  # "d.f. de koning"
        # With a capital, "Al" or "In" is a first name, initials or a surname.
        if text == "Al":
            return not first and not last  # "Ahmed Al Hassan"
        return text == low and low in particles.in_mentions() and not last

    def _is_initial_behind(self, i: int) -> bool:
        return (
            self.texts[i + 1 : i + 2] == ["."]
            and "".join(self.texts[i + 2 : i + 3]).isalpha()
            and len(self.texts[i + 2]) == 1
        )

    def mark_initials(self) -> None:
        unknown = self._unknown()
        long = [i for i in unknown if len(self.texts[i]) > 1]
        for i in unknown:
            if len(self.texts[i]) == 1 or self._are_initials(i, long):
                self.roles[i] = Role.INITIALS

    def _are_initials(self, i: int, long: list[int]) -> bool:
        """Whether a token of several letters is short for first names, beside the longer words."""
        text = self.texts[i]
        dotted = "".join(self.texts[i + 1 : i + 2]).startswith(".")
        behind = [j for j in long if j > i]
        if dotted and behind and len(text) <= _SHORT_INITIALS - 2:
            return True  # "Chr. Jansen"
        if not text.isupper() or len(text) > _SHORT_INITIALS or self._is_surname_here(i):
            return False
        if any(not self.texts[j].isupper() for j in behind):
            return True  # "JP Jansen"
        if not dotted and len(text) != 2:
            return False
        # "JANSEN JP", "JAN. BOS"
        return any(len(self.texts[j]) > 2 for j in long if j != i)

    def _is_surname_here(self, i: int) -> bool:
        """Whether short capitals are a whole name: ``DE SMEDT Godelieve``, ``JAN (PIET)``."""
        behind_particle = i > 1 and self.roles[i - 2] is Role.PARTICLE
        return self._is_called(i) or (behind_particle and len(self.texts[i]) > 2)

    def _is_called(self, i: int) -> bool:
        """Whether a token stands in brackets, as a call name does: ``(PIET)``."""
        return self.texts[i - 1].endswith("(") and ")" in "".join(self.texts[i + 1 : i + 2])

    def mark_names(self) -> None:
        found = self._without_called(self._unknown())
        start, end = self._surname(found)
        for at, i in enumerate(found):
            role = Role.SURNAME if start <= at < end else Role.GIVEN
            low = self.low[i]
            if role is Role.GIVEN and low in names.surnames_alone():
                role = Role.SURNAME  # "Jansen Piet", "Jansen de Vries"
            elif role is Role.SURNAME and at < len(found) - 1 and is_first_name(low):
                role = Role.GIVEN  # "J. Peter Jansen"
            self.roles[i] = role
        for left, last in pairwise(found[-2:]):
            if is_first_name(self.low[last]) and self._is_given_behind(left, last):
                self.roles[last] = Role.GIVEN

    def _without_called(self, found: list[int]) -> list[int]:
        """Marks call names as first names: ``Johanna (Jo) Wobbelink``; but ``Hugo (Terpstra)``."""
        called = [i for i in found if i > 0 and self._is_called(i)]
        others = len(found) - len(called) + (Role.INITIALS in self.roles)
        known = others > 0 and all(is_first_name(self.low[i]) for i in called)
        if others < 2 and not known:
            return found
        for i in called:
            self.roles[i] = Role.GIVEN
        return [i for i in found if i not in called]

    def _is_given_behind(self, left: int, last: int) -> bool:
        """Whether a first name behind a surname is one: ``Jansen Piet``, ``Camp Marie-Anne``."""
        if self._hyphenated(left, last):
            return self.roles[left] is Role.GIVEN and Role.SURNAME in self.roles[:left]
        return self.roles[left] is Role.SURNAME and self.roles[last] is Role.SURNAME

    def _surname(self, names: list[int]) -> tuple[int, int]:
        """Which of the names are surnames: from where, up to where."""
        count = len(names)
        alone = Role.PARTICLE not in self.roles and Role.INITIALS not in self.roles
        if Role.SURNAME in self.roles or (alone and self._only_first_names(names)):
            return 0, 0
        comma = next((i for i, text in enumerate(self.texts) if "," in text), len(self.texts))
        initials = [i for i, role in enumerate(self.roles) if role is Role.INITIALS]
        before = sum(i < comma for i in names)
        if 0 < before < count and not any(i < comma for i in initials):
            return 0, before  # "Jansen, Piet"
        if initials:
            # "A. Abadia y van Breemen", "van der Meer Hendriks A."; but "Jan P. Jansen"
            before = sum(i < initials[0] for i in names)
            return (before if before < count else 0), count
        return self._surname_last(names), count

    def _only_first_names(self, names: list[int]) -> bool:
        # "Anna", "Jan-Willem"; of "Jan Peter", the second may well be the surname.
        known = all(is_first_name(self.low[i]) for i in names)
        return known and all(self._hyphenated(left, right) for left, right in pairwise(names))

    def _surname_last(self, names: list[int]) -> int:
        # A surname reaches back over hyphens ("Jansen-de Vries") and starts at the latest where
        # the first particle does ("Piet van den Berg").
        if names and Role.PARTICLE in self.roles[: names[0]]:
            return 0
        start = max(len(names) - 1, 0)
        while start > 0 and self._hyphenated(names[start - 1], names[start]):
            start -= 1
        for at in range(1, start):
            between = range(names[at - 1], names[at])
            if any(self.roles[i] is Role.PARTICLE for i in between):
                return at
        return start

    def _hyphenated(self, left: int, right: int) -> bool:
        between = range(left + 1, right)
        if all(self.roles[i] is Role.GAP for i in between) and len(between) > 1:
            return True  # "Tjon A Joe"
        return self.texts[left + 1].strip() in ("-", "/") and all(
            self.roles[i] in (Role.PARTICLE, Role.GAP) for i in between
        )
