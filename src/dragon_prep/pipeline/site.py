"""What decides about bytes: the project key, the centres' profiles and the surrogate settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.audit.second_look import SecondLookRules
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.second_look import SecondLook
from dragon_prep.detect.profile import by_centre
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.detect.profile import Profile
    from dragon_prep.tasks.prepare import Options


@dataclass(frozen=True, slots=True, repr=False)
class Site:
    """What a site brings to its reports, and what their documents depend on beside them.

    Attributes:
        key: the project key; all surrogates, numbers and shifts come from it.
        profiles: of some of the centres, one each.
        surrogates: the policies.
        second_look: what becomes of what people left unmarked in annotated reports.
    """

    key: ProjectKey
    profiles: tuple[Profile, ...] = ()
    surrogates: SurrogateSettings = DEFAULT
    second_look: SecondLook = SecondLook.REPLACE

    @classmethod
    def of(cls, key: ProjectKey, options: Options) -> Site:
        """The site of a build."""
        return cls(key, options.profiles, options.surrogates, options.second_look)

    def __repr__(self) -> str:
        return f"<Site with {len(self.profiles)} profiles, {self.key!r}>"

    def with_centres(self, centres: Iterable[str]) -> Site:
        """The site as far as some centres go: their profiles, with what is said of every centre."""
        return replace(self, profiles=tuple(by_centre(self.profiles, centres).values()))

    @property
    def by_centre(self) -> dict[str, Profile]:
        """The profiles, by centre."""
        return {profile.centre: profile for profile in self.profiles}

    @property
    def again(self) -> SecondLookRules:
        """How annotated reports are looked at once more."""
        return SecondLookRules(SecondLook(self.second_look), self.surrogates.kept)

    @property
    def digest(self) -> str:
        """Keyed, and another one as soon as anything here is another."""
        profiles = sorted(f"profile of {p.centre} {p.digest}" for p in self.profiles)
        settings = f"surrogates {self.surrogates.digest}"
        again = f"second look {self.second_look}"
        return self.key.digest(KeyPurpose.CACHE, "site", *profiles, settings, again).hex()
