"""Writes the archives of a build, and the extra jobs and contrast sets of a look-alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive import contract
from dragon_prep.pipeline.archives import ArchiveJob, archive_of, write_archive
from dragon_prep.services.extra_jobs import write_extra_jobs
from dragon_prep.tasks.look_alike import contrast_path

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.pipeline.run import Run
    from dragon_prep.services.prepared_tasks import PreparedTasks
    from dragon_prep.tasks.look_alike import LookAlike


def write_archives(
    root: Path, found: PreparedTasks, run: Run, look_alike: LookAlike, synthetic: str
) -> None:
    """Writes the five jobs and the labelled test set of each task.

    Args:
        root: the folder that will be the release.
        found: its tasks.
        run: what does not decide about bytes.
        look_alike: which extra jobs and which contrast sets there are.
        synthetic: what the release says of itself if nothing of it is real.
    """
    archives = [archive_of(ready, synthetic=bool(synthetic)) for ready in found.tasks]
    jobs = [ArchiveJob(root, archive) for archive in archives]
    report = run.stage("Writing archives")
    run.workers.run(write_archive, jobs, lambda done: report(done, len(jobs)))
    for ready, archive in zip(found.tasks, archives, strict=True):
        write_extra_jobs(root, ready, archive, look_alike)
        if look_alike.pairs_of(ready.task.full_name):
            place = root / contrast_path(ready.task.full_name)
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(look_alike.contrast[ready.task.full_name].content)
    if synthetic:
        (root / contract.SYNTHETIC_NOTE).write_bytes(synthetic.encode("ascii"))
