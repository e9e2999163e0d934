"""The load on a webhook: wrk, which takes little of the two cores that it shares with what it measures."""

import re
import subprocess
import tempfile

CONNECTIONS = 16


def press(url: str, seconds: int) -> dict:
    """POST requests over CONNECTIONS connections, one after the other on each."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write('wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=\'{"n":0}\'\n')
        script.flush()
        out = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "20s", "--latency",
                              "-s", script.name, url], capture_output=True, text=True, check=True).stdout
    failed = sum(int(count) for count in re.findall(r"Non-2xx or 3xx responses: (\d+)|(?:timeout|read) (\d+)", out)
                 for count in count if count)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), "failures": failed,
            "p50": milliseconds(out, 50), "p99": milliseconds(out, 99)}


def milliseconds(out: str, percent: int) -> float:
    number, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", out, re.MULTILINE).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]
