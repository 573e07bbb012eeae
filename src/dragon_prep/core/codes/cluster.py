"""What can stand in the way of work on several hosts: as asked for (E18x), as it goes (E72x)."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

CLUSTER_LIBRARY = ErrorCode(
    "E191",
    "work on a cluster needs the library distributed, which is not installed",
    'In the checkout, pip install ".[cluster]"; from wheels, as docs/dependencies.md tells.',
)
EXECUTOR_INVALID = ErrorCode(
    "E192",
    "the executor cannot be used as it is given",
    "Give local, dask://HOST:PORT, or tls://HOST:PORT with --tls-ca, --tls-cert and --tls-key; "
    "docs/scale.md has an example of each.",
)
NOT_SHARED = ErrorCode(
    "E193",
    "work on several hosts needs a folder that all of them see",
    "Give a private folder on a shared disk with --workspace, under the same path on every host.",
)
SHARES_UNFINISHED = ErrorCode(
    "E194",
    "not every share of the file is done",
    "Run the command with --shard once more for each share; what is done stays. Then --merge.",
)
CLUSTER_UNREACHED = ErrorCode(
    "E721",
    "no Dask scheduler with workers answers at the address",
    "Check address, certificates and firewall, and that workers are connected to it.",
)
CLUSTER_LOST = ErrorCode(
    "E722",
    "the scheduler, or one worker after another, was lost",
    "Run the same command again when they are there; it goes on where it was.",
)
WORKER_DIFFERS = ErrorCode(
    "E723",
    "a worker has another version of Python, of dragon-prep or of a library it uses",
    "Install the same on every host, and start the workers again.",
)
WORKSPACE_UNSEEN = ErrorCode(
    "E724",
    "a worker does not see the workspace, or the scheduler's host not what a worker wrote there",
    "Mount the folder of --workspace under the same path on every host, writable by the same user.",
)
KEY_DIFFERS = ErrorCode(
    "E507",
    "the key file of a worker holds another key",
    "Put the same key file at the same path on every host, readable by its owner alone.",
)
