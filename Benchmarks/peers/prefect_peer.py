"""Prefect with its own server on SQLite in a file."""

import asyncio
import os
import tempfile
import time

folder = tempfile.mkdtemp(prefix="peer-prefect-")
os.environ.update(PREFECT_HOME=folder, PREFECT_LOGGING_LEVEL="ERROR", PREFECT_SERVER_ANALYTICS_ENABLED="false",
                  PREFECT_LOGGING_TO_API_ENABLED="false", PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120")

import peer  # noqa: E402
from prefect import flow, task  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402


@task
def light(n: int) -> int:
    return n + 1


@task
def pause() -> None:
    time.sleep(peer.SLEEP)


@flow
def steps(count: int) -> int:
    n = 0
    for _ in range(count):
        n = light(n)
    return n


@flow(task_runner=ThreadPoolTaskRunner(max_workers=peer.ATONCE))
def sleeps(count: int) -> None:
    for future in [pause.submit() for _ in range(count)]:
        future.result()


@flow(task_runner=ThreadPoolTaskRunner(max_workers=peer.EACH_ATONCE))
def each(count: int) -> None:
    for future in light.map(list(range(count))):
        future.result()


def run(given):
    steps(1)
    if given.scenario == "webhook":
        async def answer(_):
            from aiohttp import web
            return web.json_response({"result": await asyncio.to_thread(steps, 4)})
        return peer.report(**asyncio.run(peer.serve_and_press(answer, given.count)))
    with peer.Clock() as clock:
        if given.scenario == "steps":
            for _ in range(given.count):
                steps(peer.STEPS)
        elif given.scenario == "many":
            from concurrent.futures import ThreadPoolExecutor
            with ThreadPoolExecutor(peer.ATONCE) as pool:
                list(pool.map(steps, [peer.STEPS] * given.count))
        elif given.scenario == "queue":
            sleeps(given.count)
        else:
            each(given.count)
    peer.report(seconds=clock.seconds)


if __name__ == "__main__":
    run(peer.arguments())
