"""The settings of surrogates: a policy for each PHI category, how far dates move, the oldest age.

docs/surrogates.md describes the file and has an example.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.surrogates import KEEP_UNACCEPTED, SETTINGS_INVALID, SETTINGS_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.phi import PhiCategory, canonical_label
from dragon_prep.core.toml_file import read_toml
from dragon_prep.language.form import fold
from dragon_prep.language.gazetteer import towns
from dragon_prep.phi.scope import RULES, Rules
from dragon_prep.surrogate.policy import CONSISTENT, Policy, PolicyName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.language.gazetteer import Town

_KEYS = ("policies", "dates", "ages", "homes", "i_accept_identification")
_DATES, _AGES, _POLICY = ("shift_years",), ("cap",), ("policy", "p")
_LARGEST_FILE = 1 << 16
_FEWEST_YEARS, _MOST_YEARS = 1, 10  # a shift; it is about whole years, so that the season stays
_LOWEST_CAP, _USUAL_CAP, _HIGHEST_CAP = 50, RULES.oldest, 120
# What says nothing about who somebody is unless much else is known. Ages are not among them: what
# keeping them adds to `consistent` is the ages over the cap.
_HARMLESS = frozenset(
    (
        PhiCategory.TIJD,
        PhiCategory.ZIEKENHUIS,
        PhiCategory.STUDIE_NAAM,
        PhiCategory.ACCREDITATIE_NUMMER,
        PhiCategory.BEDRIJF,
    )
)


@dataclass(frozen=True, slots=True)
class SurrogateSettings:
    """What a site wants its surrogates to be.

    Attributes:
        policies: of the categories that are not ``consistent``, in the order of the categories.
        rules: how far dates move, and from which age on ages are capped.
        accepted: whether the site has said that reports may identify patients.
        homes: the towns of centres that the benchmark does not know, folded, by centre.

    Raises:
        ValueError: if what identifies is kept and that was not accepted.
    """

    policies: tuple[tuple[PhiCategory, Policy], ...] = ()
    rules: Rules = RULES
    accepted: bool = False
    homes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    _by_category: Mapping[PhiCategory, Policy] = field(init=False, repr=False, compare=False)
    kept: frozenset[PhiCategory] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_category = dict.fromkeys(PhiCategory, CONSISTENT) | dict(self.policies)
        deviating = tuple((c, by_category[c]) for c in PhiCategory if by_category[c] != CONSISTENT)
        kept = frozenset(c for c, policy in deviating if policy.name is PolicyName.KEEP)
        object.__setattr__(self, "policies", deviating)
        object.__setattr__(self, "_by_category", by_category)
        object.__setattr__(self, "kept", kept)
        if (self.identifying or self.rules.oldest > _USUAL_CAP) and not self.accepted:
            raise ValueError("what identifies is kept, and nobody accepted that")

    def policy(self, category: PhiCategory) -> Policy:
        """The policy of a category."""
        return self._by_category[category]

    def home(self, centre: str) -> Town | None:
        """The town of a centre; None if the site says none."""
        return next((towns()[town] for name, town in self.homes if name == centre), None)

    @property
    def identifying(self) -> tuple[PhiCategory, ...]:
        """The categories that are kept and can tell who somebody is."""
        return tuple(c for c, _ in self.policies if c in self.kept and c not in _HARMLESS)

    @property
    def chained(self) -> bool:
        """Whether surrogates depend on the mentions before, so that the order matters."""
        return any(policy.name is PolicyName.MARKOV for _, policy in self.policies)

    @property
    def digest(self) -> str:
        """SHA-256 of what they say, in hexadecimal; layout and comments of a file do not count."""
        return hashlib.sha256(json.dumps(self._body()).encode("ascii")).hexdigest()

    def to_json(self) -> dict[str, object]:
        """What the manifest says of them: everything, for policies are no secret."""
        return {**self._body(), "sha256": self.digest}

    def _body(self) -> dict[str, object]:
        policies: dict[str, object] = {
            c: p.name.value if p.p is None else {"policy": p.name.value, "p": float(p.p)}
            for c, p in self.policies
        }
        return {
            "policies": {**policies, "all others": CONSISTENT.name.value},
            "shift_years": [self.rules.fewest_years, self.rules.most_years],
            "age_cap": self.rules.oldest,
            "homes": dict(self.homes),
            "i_accept_identification": self.accepted,
            "identifying_kept": [c.value for c in self.identifying],
        }


DEFAULT = SurrogateSettings()


def read_settings(path: Path) -> SurrogateSettings:
    """Reads a settings file.

    Raises:
        InputFault: if it cannot be read, or says something it cannot say; with the line where one
            can be told. No message holds what the file says.
    """
    read = read_toml(path, Place(path.name), SETTINGS_UNREADABLE, largest=_LARGEST_FILE)
    return _Reader(path.name, read.text).settings(read.body)


class _Reader:
    """Turns a parsed file into settings, and remembers the text to tell lines."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.split("\n")

    def settings(self, body: Mapping[str, Any]) -> SurrogateSettings:
        self._require_known(body, _KEYS, "a key that is none of the settings'")
        accepted = body.get("i_accept_identification", False)
        if not isinstance(accepted, bool):
            detail = "i_accept_identification must be true or false"
            raise self._fault(detail, "i_accept_identification")
        policies = self._policies(self._table(body, "policies"))
        fewest, most = self._shift_years(self._table(body, "dates"))
        cap = self._cap(self._table(body, "ages"), accepted=accepted)
        homes = self._homes(self._table(body, "homes"))
        rules = Rules(fewest, most, cap)
        try:
            return SurrogateSettings(tuple(policies.items()), rules, accepted, homes)
        except ValueError:
            kept = [c for c, policy in policies.items() if policy.name is PolicyName.KEEP]
            first = next(c for c in kept if c not in _HARMLESS)
            detail = f"{first} is kept, and that can tell who somebody is"
            raise self._fault(detail, _spelling(body, first), KEEP_UNACCEPTED) from None

    def _policies(self, table: Mapping[str, Any]) -> dict[PhiCategory, Policy]:
        read: dict[PhiCategory, Policy] = {}
        for key, value in table.items():
            category = self._category(key)
            if category in read:
                raise self._fault("a second policy for one category", key)
            read[category] = self._policy(key, value)
        return read

    def _category(self, key: str) -> PhiCategory:
        label = canonical_label(key)
        if label is None:
            near = _near(key.strip().upper().replace("-", "_"), list(PhiCategory))
            raise self._fault(f"a category that is none of PHI{near}", key)
        if label not in PhiCategory.__members__:
            raise self._fault("policies are of categories such as RAPPORT_ID, not of parts", key)
        return PhiCategory(label)

    def _policy(self, key: str, value: object) -> Policy:
        given = value if isinstance(value, dict) else {"policy": value}
        self._require_known(given, _POLICY, "a policy has the members policy and p", key)
        name, p = given.get("policy"), given.get("p")
        if not isinstance(name, str):
            raise self._fault("a policy must be one of the policies' names in quotes", key)
        if name not in set(PolicyName):
            near = _near(name.strip().lower().replace("_", "-"), list(PolicyName))
            hint = near or f"; there are {', '.join(PolicyName)}"
            raise self._fault(f"a policy that does not exist{hint}", key)
        if (name == PolicyName.MARKOV) != ("p" in given):
            detail = 'p belongs to markov and to it alone: { policy = "markov", p = 0.5 }'
            raise self._fault(detail, key)
        if p is not None and (isinstance(p, bool) or not isinstance(p, int | float)):
            raise self._fault("p must be a number from 0 to 1", key)
        if p is not None and not 0 <= p <= 1:
            raise self._fault("p must be a number from 0 to 1", key)
        return Policy(PolicyName(name), None if p is None else float(p))

    def _shift_years(self, table: Mapping[str, Any]) -> tuple[int, int]:
        self._require_known(table, _DATES, "a key that dates do not have")
        years = table.get("shift_years", [RULES.fewest_years, RULES.most_years])
        match years:
            case [int(fewest), int(most)] if not {bool} & set(map(type, years)):
                if _FEWEST_YEARS <= fewest <= most <= _MOST_YEARS:
                    return fewest, most
        detail = (
            "shift_years must be two whole numbers, [least, most], "
            f"from {_FEWEST_YEARS} to {_MOST_YEARS}"
        )
        raise self._fault(detail, "shift_years")

    def _cap(self, table: Mapping[str, Any], *, accepted: bool) -> int:
        self._require_known(table, _AGES, "a key that ages do not have")
        cap = table.get("cap", _USUAL_CAP)
        if type(cap) is not int or not _LOWEST_CAP <= cap <= _HIGHEST_CAP:
            detail = f"cap must be a whole number of years from {_LOWEST_CAP} to {_HIGHEST_CAP}"
            raise self._fault(detail, "cap")
        if cap > _USUAL_CAP and not accepted:
            raise self._fault(f"ages over {_USUAL_CAP} identify", "cap", KEEP_UNACCEPTED)
        return cap

    def _homes(self, table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        for centre, town in table.items():
            if not isinstance(town, str) or fold(town) not in towns():
                detail = "a town that is not in the list of Dutch towns: name a larger one near it"
                raise self._fault(detail, centre)
        return tuple(sorted((centre, fold(town)) for centre, town in table.items()))

    def _table(self, body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        table = body.get(name, {})
        if not isinstance(table, dict):
            raise self._fault(f"{name} must be a table: [{name}]", name)
        return table

    def _require_known(
        self, table: Mapping[str, Any], known: Iterable[str], what: str, at: str = ""
    ) -> None:
        for key in table:
            if key not in known:
                raise self._fault(f"{what}{_near(key, known)}", at or key)

    def _fault(self, detail: str, key: str, kind: ErrorCode = SETTINGS_INVALID) -> InputFault:
        """A fault with the line of a key; the key itself is not repeated."""
        pattern = re.compile(rf"\s*\[?(?:[^=#]*[.\s])?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        row = next((n for n, line in enumerate(self.lines, start=1) if pattern.match(line)), None)
        return InputFault(kind, detail, place=Place(self.name, row))


def _spelling(body: Mapping[str, Mapping[str, Any]], category: PhiCategory) -> str:
    return next(key for key in body["policies"] if canonical_label(key) == category)


def _near(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
