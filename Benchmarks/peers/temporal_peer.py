"""A Temporal development server (SQLite in a file) and its Python SDK, worker and client in one process."""

import asyncio
import socket
import subprocess
import sys
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

import peer
from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

SPAN = timedelta(seconds=60)


@activity.defn
async def light(n: int) -> int:
    return n + 1


@activity.defn
async def sleepy() -> None:
    await asyncio.sleep(peer.SLEEP)


@workflow.defn
class Steps:
    @workflow.run
    async def run(self, count: int) -> int:
        n = 0
        for _ in range(count):
            n = await workflow.execute_activity(light, n, start_to_close_timeout=SPAN)
        return n


@workflow.defn
class Sleeps:
    @workflow.run
    async def run(self) -> None:
        await workflow.execute_activity(sleepy, start_to_close_timeout=SPAN)


@workflow.defn
class Part:
    @workflow.run
    async def run(self, first: int, count: int) -> int:
        left = iter(range(first, first + count))

        async def lane():
            for n in left:
                await workflow.execute_activity(light, n, start_to_close_timeout=SPAN)

        await asyncio.gather(*(lane() for _ in range(peer.EACH_ATONCE)))
        return count


@workflow.defn
class Each:
    """In parts of 1,000, since a history may not grow beyond 51,200 events."""

    @workflow.run
    async def run(self, count: int) -> int:
        for first in range(0, count, 1000):
            await workflow.execute_child_workflow(Part.run, args=[first, min(1000, count - first)])
        return count


SERVER = Path(sys.executable).parent / "temporal"


async def connected(address):
    for _ in range(300):
        try:
            return await Client.connect(address)
        except RuntimeError:
            await asyncio.sleep(0.1)
    raise RuntimeError("the server doesn't answer")


async def main():
    given = peer.arguments()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="peer-temporal-")
    process = subprocess.Popen([SERVER, "server", "start-dev", "--headless", "--port", str(port), "--db-filename",
                                f"{folder}/temporal.db", "--log-level", "error"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = await connected(f"127.0.0.1:{port}")
        async with Worker(client, task_queue="q", workflows=[Steps, Sleeps, Part, Each], activities=[light, sleepy],
                          max_concurrent_activities=peer.ATONCE, workflow_runner=UnsandboxedWorkflowRunner()):
            await run(client, given)
    finally:
        process.terminate()
        process.wait(30)


async def run(client, given):
    def start(method, *arguments):
        return client.execute_workflow(method, args=arguments, id=str(uuid.uuid4()), task_queue="q")

    await start(Steps.run, 1)
    if given.scenario == "webhook":
        async def answer(_):
            from aiohttp import web
            return web.json_response({"result": await start(Steps.run, 4)})
        return peer.report(**await peer.serve_and_press(answer, given.count))
    with peer.Clock() as clock:
        if given.scenario == "steps":
            for _ in range(given.count):
                await start(Steps.run, peer.STEPS)
        elif given.scenario == "each":
            await start(Each.run, given.count)
        else:
            limit = asyncio.Semaphore(256)

            async def one():
                async with limit:
                    await (start(Sleeps.run) if given.scenario == "queue" else start(Steps.run, peer.STEPS))

            await asyncio.gather(*(one() for _ in range(given.count)))
    peer.report(seconds=clock.seconds)


asyncio.run(main())
