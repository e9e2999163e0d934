"""Small real media, made here."""

import struct
import subprocess
import zlib


def png(width: int, height: int, colour=(20, 120, 130)) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + bytes(colour) * width
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(row * height))
        + chunk(b"IEND", b"")
    )


def jpeg(path, width=640, height=480, **tags) -> bytes:
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate=1", "-frames:v", "1",
         str(path)], check=True)
    if tags:
        arguments = [f"-{name}={value}" for name, values in tags.items()
                     for value in (values if isinstance(values, list) else [values])]
        subprocess.run(["exiftool", "-q", "-overwrite_original", *arguments, str(path)], check=True)
    return path.read_bytes()
