"""What a server counts, in the text format of Prometheus (version 0.0.4)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from qa import __version__

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one server. Nothing of a question or a document is in them."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._answers: Counter[str] = Counter()
        self._seconds: dict[str, list[int]] = {}
        self._total: dict[str, float] = {}

    def request(self, operation: str, status: int, seconds: float) -> None:
        """Count a request: its operation, HTTP status and duration."""
        self._requests[operation, status] += 1
        buckets = self._seconds.setdefault(operation, [0] * (len(BOUNDS) + 1))
        buckets[bisect_left(BOUNDS, seconds)] += 1
        self._total[operation] = self._total.get(operation, 0.0) + seconds

    def answer(self, answered: bool) -> None:
        """Count an answer or a refusal."""
        self._answers["answered" if answered else "refused"] += 1

    def text(self, pending: int, repeated: int) -> str:
        """Return all of them.

        `pending` is how many questions wait or are being answered, `repeated` how many were
        answered without an engine, since they had been asked before.
        """
        lines = [
            "# HELP qa_info The version of qa.",
            "# TYPE qa_info gauge",
            f'qa_info{{version="{__version__}"}} 1',
            "# HELP qa_pending Questions that wait or are being answered.",
            "# TYPE qa_pending gauge",
            f"qa_pending {pending}",
            "# HELP qa_repeated_total Questions that were answered from what is stored.",
            "# TYPE qa_repeated_total counter",
            f"qa_repeated_total {repeated}",
            "# HELP qa_requests_total Requests by operation and HTTP status.",
            "# TYPE qa_requests_total counter",
        ]
        for (operation, status), count in sorted(self._requests.items()):
            labels = f'operation="{operation}",status="{status}"'
            lines.append(f"qa_requests_total{{{labels}}} {count}")
        lines += [
            "# HELP qa_answers_total Questions by whether they were answered.",
            "# TYPE qa_answers_total counter",
        ]
        for result in ("answered", "refused"):
            lines.append(f'qa_answers_total{{result="{result}"}} {self._answers[result]}')
        lines += [
            "# HELP qa_request_seconds Duration of requests.",
            "# TYPE qa_request_seconds histogram",
        ]
        for operation, buckets in sorted(self._seconds.items()):
            below = 0
            for bound, count in zip((*BOUNDS, "+Inf"), buckets, strict=True):
                below += count
                labels = f'operation="{operation}",le="{bound}"'
                lines.append(f"qa_request_seconds_bucket{{{labels}}} {below}")
            label = f'{{operation="{operation}"}}'
            lines.append(f"qa_request_seconds_sum{label} {self._total[operation]:.6f}")
            lines.append(f"qa_request_seconds_count{label} {below}")
        return "\n".join(lines) + "\n"
