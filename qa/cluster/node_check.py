"""A worker of another node is used only if its results are those that this machine would have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from qa.embedding.drift_check import SAME_MODEL
from qa.errors import ClusterError
from qa.objects.addresses import is_object, shown
from qa.version import __version__

if TYPE_CHECKING:
    import numpy.typing as npt

_SAME = "Every node needs this version of qa with the same model."


def check_node(found: dict[str, Any], probe: str, expected: npt.NDArray[np.float32]) -> None:
    """Raise ClusterError, naming the node, when a worker can't do what it is for.

    `found` is the reply of `NodeWorker.ready`; `expected` are the vectors of the reference texts
    as this machine makes them, of shape (texts, dimension) and unit length.
    """
    node = f"The node {found['node']}"
    if found["version"] != __version__:
        raise ClusterError(
            f"{node} has version {found['version']} of qa, not {__version__}.", _SAME
        )
    if "problem" in found:
        raise ClusterError(f"{node} can't open the model: {found['problem']}", found["hint"])
    if reason := found["unseen"]:
        if is_object(probe):
            raise ClusterError(
                f"{node} can't read {shown(probe)}: {reason}",
                "Every node needs the extra 'scale' and the credentials, in its environment.",
            )
        raise ClusterError(
            f"{node} doesn't see the file {probe}.",
            "Every node needs the folder at the same path, as a network disk gives it.",
        )
    made = np.frombuffer(found["vectors"], np.float32)
    if made.size != expected.size:
        raise ClusterError(f"{node} has another model.", _SAME)
    cosine = float((made.reshape(expected.shape) * expected).sum(axis=1).min())
    if not cosine >= SAME_MODEL:  # also when it is no number
        raise ClusterError(
            f"{node} makes other vectors than this machine: cosine {cosine:.4f} instead of at "
            f"least {SAME_MODEL}.",
            "Its processor may compute differently; leave it out of the cluster.",
        )
