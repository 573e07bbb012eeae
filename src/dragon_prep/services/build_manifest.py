"""What the manifest of a release says of the build that made it."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.archive.manifest import FORMAT
from dragon_prep.archive.review import REVIEW
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.version import VERSION
from dragon_prep.detect.profile import detectors, rules_off
from dragon_prep.intake.span_origins import PROVENANCE
from dragon_prep.pipeline.archives import task_entry
from dragon_prep.split.settings import DEFAULT_SPLIT
from dragon_prep.tasks.label_origins import label_origins
from dragon_prep.tasks.summary import annotated_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.pipeline.site import Site
    from dragon_prep.services.prepared_tasks import PreparedTasks
    from dragon_prep.tasks.prepare import Options

SITE = "site"
"""The member that has what a site file says."""

_LIBRARIES = ("ftfy", "numpy", "pandas", "pyarrow", "spacy", "striprtf", "unidecode")


def build_manifest(
    found: PreparedTasks,
    site: Site,
    options: Options,
    *,
    synthetic: bool,
    review: Mapping[str, object] | None = None,
    labels: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """The manifest of a build, but for its checksums and what proves it, with all counts.

    Args:
        found: what was built.
        site: what decided about bytes.
        options: of the build.
        synthetic: whether nothing of it is real.
        review: what a review of a sample says; the manifest has no such member without one.
        labels: what the site says of where labels come from, by task or task and centre.
    """
    key = site.key
    return {
        "format": FORMAT,
        contract.SYNTHETIC: synthetic,
        "made_by": {
            "dragon-prep": VERSION,
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
        "options": {
            "centres": list(found.centres) if options.centres else "all",
            "order": options.order,
            "min_class_patients": options.min_class_patients,
            "split": str(options.split.policy),
            **(
                {}
                if options.split == DEFAULT_SPLIT
                else {"split_settings": options.split.to_json()}
            ),
            "profiles_keyed": {
                profile.centre: key.digest(KeyPurpose.INPUT, "profile", profile.digest).hex()
                for profile in sorted(site.profiles, key=lambda profile: profile.centre)
                if profile.centre
            },
            "rules_off": rules_off(site.profiles),
            "detectors": detectors(site.profiles),
            "surrogates": site.surrogates.to_json(),
            "second_look": str(site.second_look),
            **({contract.DEBUG: True} if options.debug else {}),
            **({"look_alike": said} if (said := options.look_alike.to_json()) else {}),
        },
        "key_fingerprint": key.fingerprint,
        "inputs_keyed": found.inputs,
        "identity_columns": {file: list(names) for file, names in found.identity.items()},
        "cleaned": found.cleaned,
        "phi_replaced": found.phi,
        "phi_unread": found.unread,
        PROVENANCE: found.origins,
        "reports": annotated_json(found.annotated),
        "audit": found.audit,
        "second_look": found.second_look,
        **({REVIEW: dict(review)} if review is not None else {}),
        "tasks": {
            ready.task.full_name: {
                **task_entry(ready, key),
                PROVENANCE: label_origins(ready.task, ready.documents, labels or {}),
            }
            for ready in found.tasks
        },
    }
