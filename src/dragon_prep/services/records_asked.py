"""What is asked of the de-identification of a file of records, and decides about its bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.core.second_look import SecondLook
from dragon_prep.pipeline.input_records import RecordReader
from dragon_prep.pipeline.site import Site
from dragon_prep.surrogate.settings import DEFAULT, SurrogateSettings

if TYPE_CHECKING:
    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.detect.profile import Profile


@dataclass(frozen=True, slots=True, repr=False)
class RecordsAsked:
    """What is asked; see :func:`~dragon_prep.services.deidentify_file.deidentify_file`.

    Attributes:
        key: the project key.
        patient_field: the member that holds the patient's id.
        namespace: in which patient ids are unique.
        profile: of the centre whose reports these are.
        settings: the policies of surrogates.
        trust_empty: whether an empty list of spans is trusted.
        second_look: what becomes of what the detector is sure of beside given spans.
        keep_ids: whether the ids of the output are those of the input.
    """

    key: ProjectKey
    patient_field: str = "patient_id"
    namespace: str = ""
    profile: Profile | None = None
    settings: SurrogateSettings = DEFAULT
    trust_empty: bool = False
    second_look: SecondLook = SecondLook.REPLACE
    keep_ids: bool = False

    def reader(self, file: str) -> RecordReader:
        """How the lines of a file are read.

        Args:
            file: its name.
        """
        how = (self.patient_field, self.namespace, self.trust_empty, self.keep_ids)
        return RecordReader(file, *how)

    @property
    def site(self) -> Site:
        """What decides about bytes beside the records."""
        own = self.profile
        profiles = () if own is None else (replace(own, centre=self.namespace),)
        return Site(self.key, profiles, self.settings, self.second_look)
