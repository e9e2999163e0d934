"""What the peers have in common: the scenarios, and one line of JSON as the result.

  .venv-peers/bin/python dbos_peer.py steps|many|queue|each|webhook COUNT [--store sqlite|postgres --url URL]

steps    one run at a time of 40 light steps; COUNT runs
many     64 runs at once of 40 light steps; COUNT runs
queue    COUNT queued jobs that sleep 100 ms, at most 64 at once
each     a step for each of COUNT items, at most 16 at once
webhook  POST requests over 16 connections for COUNT seconds; each is answered when its run of 4 steps is done
"""

import argparse
import asyncio
import json
import time

from press import press

STEPS = 40
ATONCE = 64
EACH_ATONCE = 16
SLEEP = 0.1


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", choices=["steps", "many", "queue", "each", "webhook"])
    parser.add_argument("count", type=int)
    parser.add_argument("--store", default="sqlite", choices=["sqlite", "postgres"])
    parser.add_argument("--url", help="of the PostgreSQL database")
    return parser.parse_args()


def report(**figures):
    print(json.dumps(figures), flush=True)


class Clock:
    def __enter__(self):
        self.began = time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self.began


async def serve_and_press(handler, seconds: int) -> dict:
    """Presses an aiohttp handler in this process; what the peer's own users would write."""
    from aiohttp import web

    app = web.Application()
    app.router.add_post("/", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        return await asyncio.to_thread(press, f"http://127.0.0.1:{port}/", seconds)
    finally:
        await runner.cleanup()
