"""Waiting for what a server does in its own time, by asking it."""

import time


def wait_until(check, seconds: float = 60):
    """What `check` gives as soon as it is true, or its last answer when the time is over."""
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.1)
