"""One server, or several on one database and one blob store, behind a balancer, as a deployment would have them."""

import asyncio
import base64
import os
import random
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import requests

from weir_server import Weir


class Balancer:
    """Hands connections on to the servers that are up, in turn; closes those of a server that is down."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.up = {}
        self.turn = 0
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._serve, "127.0.0.1", 0), self.loop).result()
        self.port = server.sockets[0].getsockname()[1]

    def set_up(self, port: int) -> None:
        self.loop.call_soon_threadsafe(self.up.setdefault, port, set())

    def set_down(self, port: int) -> None:
        def close():
            for writer in self.up.pop(port, ()):
                writer.transport.abort()
        self.loop.call_soon_threadsafe(close)

    async def _serve(self, reader, writer):
        ports = list(self.up)
        self.turn += 1
        for port in ports[self.turn % max(1, len(ports)):] + ports[:self.turn % max(1, len(ports))]:
            try:
                inner = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            lines = self.up.get(port, set())
            lines |= {writer, inner[1]}
            await asyncio.gather(self._pump(reader, inner[1]), self._pump(inner[0], writer))
            lines -= {writer, inner[1]}
            return
        writer.transport.abort()

    @staticmethod
    async def _pump(reader, writer):
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
            writer.close()
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()


class Node(Weir):
    """A server that calls itself by the balancer's address."""

    def __init__(self, folder: Path, settings: dict[str, str], balancer: Balancer):
        super().__init__(folder, settings)
        self.balancer = balancer
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.own_port = listener.getsockname()[1]

    def start(self, timeout: float = 60) -> "Node":
        self.port = self.own_port
        super().start(timeout)
        self.balancer.set_up(self.own_port)
        return self

    def kill(self) -> None:
        super().kill()
        self.balancer.set_down(self.own_port)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)
        self.balancer.set_down(self.own_port)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.balancer.set_up(self.own_port)

    def stop(self, timeout: float = 60) -> int:
        self.balancer.set_down(self.own_port)
        return super().stop(timeout)


class Cluster:
    """Has what `MainJob` wants of a server."""

    lease = 2

    def __init__(self, folder: Path, settings: dict[str, str], count: int):
        self.folder = folder
        self.balancer = Balancer()
        self.url = f"https://127.0.0.1:{self.balancer.port}"
        self.certificate = str(folder / "certificate.pem")
        key = str(folder / "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
             "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate], check=True, capture_output=True)
        shared = settings | {
            "WEIR_HTTP_PUBLIC_URL": self.url, "WEIR_TLS_MODE": "file", "WEIR_TLS_CERTIFICATE": self.certificate,
            "WEIR_TLS_KEY": key, "WEIR_EGRESS_TRUST": self.certificate, "WEIR_WORK_LEASE": str(self.lease),
            "WEIR_VAULT_KEY": base64.b64encode(os.urandom(32)).decode(), "WEIR_LOG_LEVEL": "warning",
        }
        self.nodes = [Node(folder / f"node-{number}", shared, self.balancer) for number in range(count)]
        self.counts = {"kills": 0, "freezes": 0}

    def start(self) -> "Cluster":
        for node in self.nodes:
            node.start()
            self.administrator = self.administrator or node.administrator
        return self

    administrator = None

    def session(self) -> requests.Session:
        session = requests.Session()
        session.verify = self.certificate
        session.trust_env = False
        return session

    def disturb(self, chance: random.Random) -> None:
        """Kills one server, or all, or stops one for longer than its leases last; all are up again afterwards."""
        dice = chance.random()
        if len(self.nodes) > 1 and dice < 0.15:
            node = chance.choice(self.nodes)
            node.freeze()
            time.sleep(self.lease * chance.uniform(1.2, 2))
            node.thaw()
            self.counts["freezes"] += 1
        else:
            nodes = self.nodes if dice > 0.9 else [chance.choice(self.nodes)]
            for node in nodes:
                node.kill()
                self.counts["kills"] += 1
            if len(self.nodes) > 1:
                time.sleep(chance.uniform(0, self.lease))
            for node in nodes:
                node.start()

    def stop(self) -> list[int]:
        return [node.stop() for node in self.nodes]

    def end(self) -> None:
        """Whatever state they are in."""
        for node in self.nodes:
            if node.process and node.process.poll() is None:
                node.process.kill()
                node.process.wait(30)
