"""Limits that protect other people's APIs: what a service counts, from outside."""

import base64
import os
import time

import pytest

from browser import sign_in
from conftest import STORES, settings_for
from main_job import MainJob
from peer import Peer
from waiting import wait_until
from weir_server import Weir, free_folder


def loopback(settings: dict[str, str]) -> dict[str, str]:
    """Settings with which flows may reach services of this machine."""
    allowed = [settings.get("WEIR_EGRESS_ALLOW"), "127.0.0.0/8"]
    return settings | {"WEIR_EGRESS_ALLOW": ",".join(filter(None, allowed))}


@pytest.fixture(scope="module", params=STORES)
def job(request, tmp_path_factory):
    server = Weir(free_folder(tmp_path_factory.mktemp("limits")), loopback(settings_for(request.param))).start()
    job = MainJob(server, server.folder)
    job.administrator = job.member = sign_in(server)
    yield job
    assert server.stop() == 0


@pytest.fixture
def peer():
    with Peer() as peer:
        yield peer


def connect(job, peer, **settings) -> str:
    made = job.call(job.member, "POST", "/rest/v1/connections", 201, json={
        "name": peer.authority, "connector": "httpConnector-v1.0", "endpoint": peer.url, "authentication": "bearer",
        "token": "a-token-of-the-peer", "settings": settings})
    return made["id"]


def asking(job, connection: str, name="Asks", width=10, head="") -> dict:
    """A flow that sends as many requests as its input says."""
    return job.add_flow(f"""
name: {name}
{head}
steps:
  - id: each
    forEach: "{{{{ [range(.trigger.n)] }}}}"
    concurrency: {width}
    steps: [{{id: ask, action: httpConnector-v1.0/request, connection: {connection}, input: {{url: /x}}}}]
    output: null
""")


def slow(call):
    time.sleep(0.05)
    return 200, {}


def test_all_runs_together_keep_to_a_connection_s_requests_at_once(job, peer):
    peer.answer = slow
    flow = asking(job, connect(job, peer, concurrentRequests="2"))
    for run in [job.run(flow, n=8) for _ in range(3)]:
        job.finish(run)
    assert len(peer.calls) == 24 and peer.most == 2


def test_a_connection_s_requests_in_a_minute_are_kept_and_the_run_waits(job, peer):
    flow = asking(job, connect(job, peer, requestsPerMinute="10"))
    run = job.run(flow, n=12)
    assert wait_until(lambda: job.read_run(run)["state"] == "waiting", 20), job.read_run(run)
    assert 10 <= len(peer.calls) <= 11, "a minute's worth, and what has come in while it was sent"
    job.call(job.member, "POST", f"/rest/v1/runs/{run}/cancel", 202)
    assert job.ended(run)["state"] == "cancelled"


def test_retry_after_is_waited_out_by_everybody(job, peer):
    peer.answer = lambda call: (429, {"message": "Not so fast"}, {"Retry-After": "600"})
    connection = connect(job, peer)
    flow = asking(job, connection)
    first = job.run(flow, n=1)
    assert wait_until(lambda: job.read_run(first)["state"] == "waiting", 20)
    second = job.run(flow, n=1)
    assert wait_until(lambda: job.read_run(second)["state"] == "waiting", 20)
    assert len(peer.calls) == 1, "the second run knows that the service wants to be left alone"
    for run in (first, second):
        job.call(job.member, "POST", f"/rest/v1/runs/{run}/cancel", 202)
        job.ended(run)


def test_a_service_that_has_nothing_left_is_asked_again_when_it_has(job, peer):
    def answer(call):
        left = "0" if not peer.calls else "9"
        return 200, {}, {"X-RateLimit-Remaining": left, "X-RateLimit-Reset": str(int(time.time()) + 2)}

    peer.answer = answer
    flow = asking(job, connect(job, peer), width=1)
    job.finish(job.run(flow, n=2))
    first, second = peer.calls
    assert second.at - first.at > 0.9, "X-RateLimit-Reset counts whole seconds"


def test_a_flow_s_runs_at_once_and_those_of_one_key(job, peer):
    busy, most = {}, {}

    def answer(call):
        key = call.query["key"]
        busy[key] = busy.get(key, 0) + 1
        most[key] = max(most.get(key, 0), busy[key])
        most["all"] = max(most.get("all", 0), sum(busy.values()))
        time.sleep(0.05)
        busy[key] -= 1
        return 200, {}

    peer.answer = answer
    connection = connect(job, peer)
    flow = job.add_flow(f"""
name: Keyed
limits: {{concurrency: 3, per: {{key: "{{{{ .trigger.key }}}}", concurrency: 1}}}}
steps:
  - {{id: ask, action: httpConnector-v1.0/request, connection: {connection}, input: {{url: "/x?key={{{{ .trigger.key }}}}"}}}}
""")
    runs = [job.run(flow, key=key) for key in "aabbccdd" * 2]
    for run in runs:
        job.finish(run)
    assert len(peer.calls) == 16
    assert all(most[key] == 1 for key in "abcd") and most["all"] <= 3, most


def test_a_debounced_flow_does_the_last_call_of_each_key(job):
    flow = job.add_flow("""
name: Quiet
limits: {debounce: {for: 1s, key: "{{ .trigger.key }}"}}
steps: [{id: a, action: weir/noop, input: {n: "{{ .trigger.n }}"}}]
""")
    runs = {(key, n): job.run(flow, key=key, n=n) for n in range(3) for key in "ab"}
    states = {made: job.ended(run)["state"] for made, run in runs.items()}
    assert states == {(key, n): "succeeded" if n == 2 else "cancelled" for key, n in runs}


def test_a_throttled_flow_begins_only_so_many_runs_in_a_span(job):
    flow = job.add_flow("""
name: Throttled
limits: {throttle: {runs: 2, every: 2s}}
steps: [{id: a, action: weir/noop}]
""")
    runs = [job.run(flow, n=n) for n in range(5)]
    starts = sorted(job.finish(run)["startedAt"] for run in runs)
    from datetime import datetime

    times = [datetime.fromisoformat(start.replace("Z", "+00:00")).timestamp() for start in starts]
    assert all(later - earlier > 1.9 for earlier, later in zip(times, times[2:])), times


def test_a_run_with_thousands_of_items_doesn_t_starve_small_ones(job, peer):
    peer.answer = slow
    big = asking(job, connect(job, peer, concurrentRequests="4"), name="Big", width=50)
    small = job.add_flow("{name: Small, steps: [{id: a, action: weir/noop}, {id: b, action: weir/noop}]}")
    large = job.run(big, n=5000)
    assert wait_until(lambda: len(peer.calls) > 20, 20)
    began = time.monotonic()
    for _ in range(5):
        job.finish(job.run(small, n=1), timeout=20)
    assert time.monotonic() - began < 5
    assert job.read_run(large)["state"] in ("running", "waiting")
    job.call(job.member, "POST", f"/rest/v1/runs/{large}/cancel", 202)
    job.ended(large)


def test_two_nodes_share_a_connection_s_budget(tmp_path, peer):
    settings = loopback(settings_for("postgres+s3")) | {"WEIR_VAULT_KEY": base64.b64encode(os.urandom(32)).decode()}
    nodes = [Weir(free_folder(tmp_path), settings).start()]
    nodes.append(Weir(free_folder(tmp_path), settings).start())
    try:
        job = MainJob(nodes[0], tmp_path)
        job.administrator = job.member = sign_in(nodes[0])
        peer.answer = slow
        flow = asking(job, connect(job, peer, concurrentRequests="3"))

        def took_part(node) -> bool:
            return "weir_flow_attempts_total{" in node.session().get(node.url + "/metrics").text

        for _ in range(10):
            for run in [job.run(flow, n=6) for _ in range(4)]:
                job.finish(run)
            if all(took_part(node) for node in nodes):
                break
        assert all(took_part(node) for node in nodes), "each of them did something"
        assert peer.most <= 3
    finally:
        for node in nodes:
            assert node.stop() == 0
