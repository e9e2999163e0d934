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


def tag(path, **tags) -> None:
    """Embeds metadata, as a camera or an editor would."""
    arguments = [f"-{name}={value}" for name, values in tags.items()
                 for value in (values if isinstance(values, list) else [values])]
    subprocess.run(["exiftool", "-q", "-overwrite_original", *arguments, str(path)], check=True)


def video(path, seconds=2, **tags) -> None:
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=320x240:rate=10:duration={seconds}",
         "-pix_fmt", "yuv420p", str(path)], check=True)
    tag(path, **tags)


def pdf(path, **tags) -> None:
    """A page with a filled rectangle on it."""
    drawing = b"0.1 0.5 0.6 rg 72 400 300 200 re f"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing)]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    path.write_bytes(body + table + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body))
    if tags:
        tag(path, **tags)
