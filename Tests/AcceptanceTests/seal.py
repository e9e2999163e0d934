"""Seals values as Weir's vault does, from its documented format: for tests that need very many secrets at once, and to know
that the format can be read by others."""

import hashlib
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Seal:
    """`key` is a master key of 32 bytes."""

    def __init__(self, key: bytes):
        self.header = b"\x02" + hashlib.sha256(key).digest()[:8]
        self.master = AESGCM(key)

    @property
    def key_id(self) -> str:
        return self.header[1:].hex()

    def seal(self, value: bytes, context: str) -> bytes:
        data_key, nonces = os.urandom(32), (os.urandom(12), os.urandom(12))
        wrapped = nonces[0] + self.master.encrypt(nonces[0], data_key, self.header + b"/key/" + context.encode())
        return self.header + wrapped + nonces[1] + AESGCM(data_key).encrypt(
            nonces[1], value, b"\x02/value/" + context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        assert sealed[:9] == self.header, "another key or format"
        data_key = self.master.decrypt(sealed[9:21], sealed[21:69], self.header + b"/key/" + context.encode())
        return AESGCM(data_key).decrypt(sealed[69:81], sealed[81:], b"\x02/value/" + context.encode())
