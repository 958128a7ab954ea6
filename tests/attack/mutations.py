"""What may become of a file's bytes on their way: cut, flipped, removed, doubled, overwritten, extreme numbers, words.

What a reader checks first, a checksum or a zip's directory, can be put right again: whoever made such a file on purpose
would do that.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from random import Random

_NUMBERS = (
    b"\xff" * 4,
    b"\0" * 4,
    b"\x7f" + b"\xff" * 3,
    b"\xff" * 3 + b"\x7f",
    b"\0\0\0\1",
    b"\x80\0\0\0",
    b"\xff\xff",
    b"\0\1",
)
_WORDS = (
    b"9" * 400, b"-1", b"0", b"nan", b"inf", b"1e400", b'"', b"[", b"]", b"[[", b"{", b"\0", b"\xff", b"\n", b"65536",
    b"999999999999", b"true", b'"x"', b"'", b"#", b"=", b"../../../etc/passwd", b"/dev/zero", "\u00fc\u4e16".encode(),
    b"-0.0", b"1979-05-27", b'""', b"[]", b"{}", b"[1,2,3,4,5,6]", b"256", b"4097", b"0.5", b",", b":", b"%", b"(",
)  # fmt: skip
_PNG = b"\x89PNG\r\n\x1a\n"
_CHECKSUM = b'"sha256":"'


def mutated(good: bytes, random: Random) -> bytes:
    """The same bytes with up to three things done to them."""
    data = bytearray(good)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(min(len(data), random.choice([64, 512, 1 << 30])) or 1)
        match random.randrange(9):
            case 0:
                del data[at:]
            case 1:
                for _ in range(random.randint(1, 8)):
                    if data:
                        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
            case 2:
                del data[at : at + random.randint(1, 64)]
            case 3:
                data[at:at] = data[at : at + random.randint(1, 64)] * random.choice([1, 1, 7])
            case 4:
                data[at : at + 16] = random.randbytes(16)
            case 5:
                number = random.choice(_NUMBERS)
                data[at : at + len(number)] = number
            case 6:
                data += random.randbytes(random.randint(1, 64))
            case 7:
                word = random.choice(_WORDS)
                data[at : at + random.choice([0, 1, len(word)])] = word
            case 8 if len(data):
                data[at] = random.choice([0, 1, 127, 128, 255])
    return bytes(data)


def mutated_within(good: bytes, random: Random) -> bytes:
    """The same, with what lies in an envelope changed there and the envelope whole: PNG, zip, safetensors' checksum."""
    if good.startswith(_PNG):
        return with_right_crcs(mutated(good, random))
    if good.startswith(b"PK"):
        return _in_the_zip(good, random)
    if _CHECKSUM in good:
        return with_right_checksum(mutated(good, random))
    return mutated(good, random)


def with_right_crcs(data: bytes) -> bytes:
    """A PNG whose chunks, as far as they can be told, have the checksums of what is now in them."""
    mended, at = bytearray(data), len(_PNG)
    while at + 12 <= len(mended):
        end = at + 8 + struct.unpack_from(">I", mended, at)[0]
        if end + 4 > len(mended):
            break
        mended[end : end + 4] = struct.pack(">I", zlib.crc32(mended[at + 4 : end]))
        at = end + 4
    return bytes(mended)


def with_right_checksum(data: bytes) -> bytes:
    """A checkpoint whose checksum is that of what is now in it."""
    at = data.find(_CHECKSUM) + len(_CHECKSUM)
    blank = data[:at] + b"0" * 64 + data[at + 64 :]
    return data[:at] + hashlib.sha256(blank).hexdigest().encode() + data[at + 64 :]


def _in_the_zip(good: bytes, random: Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        changed = random.choice(old.namelist()[1:] or old.namelist())
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, mutated_within(data, random) if entry.filename == changed else data)
    return made.getvalue()
