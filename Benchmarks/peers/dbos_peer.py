"""DBOS Transact, on SQLite in a file or on PostgreSQL."""

import asyncio
import tempfile
import time

import peer
from dbos import DBOS

given = peer.arguments()


@DBOS.step()
def light(n: int) -> int:
    return n + 1


@DBOS.workflow()
def steps(count: int) -> int:
    n = 0
    for _ in range(count):
        n = light(n)
    return n


@DBOS.workflow()
def sleepy() -> None:
    pause()


@DBOS.step()
def pause() -> None:
    time.sleep(peer.SLEEP)


@DBOS.workflow()
def one_item(n: int) -> int:
    return light(n)


@DBOS.workflow()
def each(count: int) -> int:
    handles = [DBOS.enqueue_workflow("items", one_item, n) for n in range(count)]
    return len([handle.get_result() for handle in handles])


@DBOS.step()
async def async_light(n: int) -> int:
    return n + 1


@DBOS.workflow()
async def async_steps(count: int) -> int:
    n = 0
    for _ in range(count):
        n = await async_light(n)
    return n


def main():
    folder = tempfile.mkdtemp(prefix="peer-dbos-")
    url = given.url if given.store == "postgres" else f"sqlite:///{folder}/dbos.sqlite"
    DBOS(config={"name": "peer", "system_database_url": url, "run_admin_server": False, "log_level": "ERROR"})
    DBOS.launch()
    DBOS.register_queue("jobs", worker_concurrency=peer.ATONCE, polling_interval_sec=0.1)
    DBOS.register_queue("items", worker_concurrency=peer.EACH_ATONCE, polling_interval_sec=0.1)
    try:
        steps(1)
        run()
    finally:
        DBOS.destroy()


def run():
    if given.scenario == "webhook":
        async def answer(_):
            from aiohttp import web
            return web.json_response({"result": await async_steps(4)})
        return peer.report(**asyncio.run(peer.serve_and_press(answer, given.count)))
    with peer.Clock() as clock:
        if given.scenario == "steps":
            for _ in range(given.count):
                steps(peer.STEPS)
        elif given.scenario == "many":
            for handle in [DBOS.start_workflow(steps, peer.STEPS) for _ in range(given.count)]:
                handle.get_result()
        elif given.scenario == "queue":
            for handle in [DBOS.enqueue_workflow("jobs", sleepy) for _ in range(given.count)]:
                handle.get_result()
        else:
            each(given.count)
    peer.report(seconds=clock.seconds)


if __name__ == "__main__":
    main()
