"""Tasks and lost workers, with a pretended Ray: no process is started."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from qa.cluster import tasks as tasks_module
from qa.cluster.tasks import PER_WORKER, Tasks
from qa.errors import ClusterError, EncoderError


class RayError(Exception):
    """Something happened to a worker."""


class RayTaskError(RayError):
    """A method of a worker raised an error."""

    def __init__(self, cause):
        super().__init__(f"Traceback ...\n{cause}")
        self.cause = cause


class PretendedRay:
    """Calls are done at once, or when they are let through; a worker does what `script` says."""

    exceptions = SimpleNamespace(RayError=RayError, RayTaskError=RayTaskError)

    def __init__(self, script):
        self.script = script
        self.killed = []
        self.most = 0  # calls that a worker has had at once
        self.given = []  # what was called, in order
        self.open = threading.Event()
        self.open.set()

    def start(self):
        return Worker(self)

    def wait(self, calls, num_returns, timeout):
        assert num_returns == 1
        done = [call for call in calls if self.open.is_set() or call.method == "ready"]
        if not done:
            time.sleep(0.001)
        return done[:1], []

    def get(self, call):
        call.worker.waiting -= 1
        if call.worker.dead:
            raise RayError("The actor died.")
        found = self.script(call)
        if isinstance(found, Exception):
            if not isinstance(found, RayTaskError):
                call.worker.dead = True
            raise found
        return found

    def kill(self, worker):
        self.killed.append(worker.number)


class Worker:
    count = 0

    def __init__(self, ray):
        self.ray, self.waiting, self.dead = ray, 0, False
        Worker.count += 1
        self.number = Worker.count

    def __getattr__(self, method):
        def remote(*arguments):
            self.waiting += 1
            self.ray.most = max(self.ray.most, self.waiting)
            if method not in ("ready", "close"):
                self.ray.given.append(arguments[0])
            return SimpleCall(self, method, arguments)

        return SimpleNamespace(remote=remote)


class SimpleCall:
    def __init__(self, worker, method, arguments):
        self.worker, self.method, self.arguments = worker, method, arguments


class Here:
    def __init__(self):
        self.done = []

    def cut(self, number):
        self.done.append(number)
        return f"{number} here"

    def close(self):
        pass


READY = {"node": "n1", "pid": 7}


def doubled(call):
    return READY if call.method == "ready" else 2 * call.arguments[0]


@pytest.fixture
def opened():
    made = []

    def build(script, size=2, check=lambda found: None):
        ray, here = PretendedRay(script), Here()
        made.append(Tasks(ray, ray.start, size, "/probe", check, here))
        return made[-1], ray, here

    yield build
    for each in made:
        each.close()


def test_results_belong_to_their_tasks_and_few_are_on_their_way(opened):
    tasks, ray, _ = opened(doubled, size=3)
    ray.open.clear()
    futures = [tasks.submit("cut", number) for number in range(50)]
    time.sleep(0.3)
    assert len(ray.given) == 3 * PER_WORKER  # the others wait
    ray.open.set()
    assert [future.result(10) for future in futures] == [2 * number for number in range(50)]
    assert ray.most == PER_WORKER
    assert ray.given == list(range(50))
    assert tasks.workers() == [("n1", 7)] * 3


def test_the_tasks_of_a_lost_worker_go_to_others(opened):
    lost = []

    def script(call):
        if call.method == "cut" and call.arguments[0] == 4 and not lost:
            lost.append(call.worker.number)
            return RayError("The node is gone.")
        return doubled(call)

    tasks, ray, here = opened(script)
    futures = [tasks.submit("cut", number) for number in range(12)]
    assert [future.result(10) for future in futures] == [2 * number for number in range(12)]
    assert ray.killed == lost
    assert here.done == []


def test_a_task_that_loses_three_workers_is_done_here(opened):
    killers = []

    def script(call):
        if call.method == "cut" and call.arguments[0] == 4:
            killers.append(call.worker.number)
            return RayError("Out of memory.")
        return doubled(call)

    tasks, _, here = opened(script, size=1)
    assert tasks.submit("cut", 4).result(10) == "4 here"
    assert tasks.submit("cut", 5).result(10) == 10
    assert here.done == [4]
    assert len(set(killers)) == 3


def test_an_error_of_ours_arrives_as_it_is_and_others_name_their_reason(opened):
    def script(call):
        if call.method == "ready":
            return READY
        if call.arguments[0] == 1:
            return RayTaskError(EncoderError("The model is damaged."))
        return RayTaskError(KeyError("passages"))

    tasks, *_ = opened(script)
    with pytest.raises(EncoderError, match="The model is damaged"):
        tasks.submit("cut", 1).result(10)
    with pytest.raises(ClusterError, match=r"A worker failed: 'passages'\."):
        tasks.submit("cut", 2).result(10)


def test_when_no_worker_starts_it_is_said_why(opened):
    tasks, *_ = opened(lambda call: RayError("Traceback ...\nModuleNotFoundError: No module 'qa'"))
    with pytest.raises(ClusterError, match="starts: ModuleNotFoundError: No module 'qa'"):
        tasks.submit("cut", 1).result(10)


def test_a_node_that_is_refused_ends_the_work(opened):
    def check(found):
        raise ClusterError(f"The node {found['node']} has version 0.1 of qa, not 0.2.")

    tasks, *_ = opened(doubled, check=check)
    with pytest.raises(ClusterError, match=r"n1 has version 0\.1"):
        tasks.submit("cut", 1).result(10)
    with pytest.raises(ClusterError, match=r"n1 has version 0\.1"):  # also whoever comes later
        tasks.submit("cut", 2).result(10)


def test_workers_that_never_come_are_not_waited_for_forever(opened, monkeypatch):
    monkeypatch.setattr(tasks_module, "_START_SECONDS", 0.2)
    tasks, ray, _ = opened(doubled)
    monkeypatch.setattr(ray, "wait", lambda *_, **__: ([], []))
    tasks._actors.clear()
    tasks._starting.clear()
    with pytest.raises(ClusterError, match="No worker of the cluster was ready"):
        tasks.submit("cut", 1).result(10)


def test_what_was_cancelled_is_not_begun_and_closing_ends_what_waits(opened):
    tasks, ray, _ = opened(doubled, size=1)
    ray.open.clear()
    futures = [tasks.submit("cut", number) for number in range(6)]
    time.sleep(0.2)
    for future in futures[2:5]:
        assert future.cancel()
    ray.open.set()
    assert futures[5].result(10) == 10
    assert ray.given == [0, 1, 5]
    ray.open.clear()
    last = tasks.submit("cut", 9)
    tasks.close()
    with pytest.raises(ClusterError, match="stopped"):
        last.result(10)
