"""Celery with Redis. Not durable in the sense of the others: Redis keeps what it was told a second ago at best."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peer

URL = os.environ.get("PEER_REDIS", "redis://127.0.0.1:6390/0")

from celery import Celery, chain, group  # noqa: E402

app = Celery("celery_peer", broker=URL, backend=URL)
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=4, broker_connection_retry_on_startup=True,
                result_expires=600)


@app.task
def light(n=0):
    return n + 1


@app.task
def sleepy():
    time.sleep(peer.SLEEP)


def steps(count):
    return chain(light.s(0), *(light.s() for _ in range(count - 1)))


def main():
    given = peer.arguments()
    folder = tempfile.mkdtemp(prefix="peer-redis-")
    redis = subprocess.Popen(["redis-server", "--port", "6390", "--dir", folder, "--appendonly", "yes",
                              "--appendfsync", "always", "--save", ""], stdout=subprocess.DEVNULL)
    time.sleep(1)
    pool = ["--pool", "threads", "--concurrency", str(peer.ATONCE)]
    worker = subprocess.Popen([sys.executable, "-m", "celery", "-A", "celery_peer", "worker", "-l", "error", *pool],
                              cwd=Path(__file__).parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        light.delay(0).get(timeout=60)
        run(given)
    finally:
        worker.terminate()
        worker.wait(30)
        redis.terminate()


def run(given):
    if given.scenario == "webhook":
        async def answer(_):
            from aiohttp import web
            result = await asyncio.to_thread(lambda: steps(4)().get())
            return web.json_response({"result": result})
        return peer.report(**asyncio.run(peer.serve_and_press(answer, given.count)))
    with peer.Clock() as clock:
        if given.scenario == "steps":
            for _ in range(given.count):
                steps(peer.STEPS)().get()
        elif given.scenario == "many":
            for result in [steps(peer.STEPS)() for _ in range(given.count)]:
                result.get()
        elif given.scenario == "queue":
            for result in [sleepy.delay() for _ in range(given.count)]:
                result.get()
        else:
            group(light.s(n) for n in range(given.count))().get()
    peer.report(seconds=clock.seconds)


if __name__ == "__main__":
    main()
