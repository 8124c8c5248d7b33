"""The size of a PDF's streams once unpacked. It is counted before pdfium unpacks them: few bytes may hold gigabytes.

The layers of a stream are unpacked one by one, in small pieces, and only up to the limit. A stream that is too short to
reach the limit is not unpacked. Pictures are not counted here, because they are only unpacked where pages are drawn.

Met here, each made for a test: a layer of ASCII85, hexadecimals, run lengths or LZW before Flate; Flate twice; a
filter's name in escapes (/Fl#61teDecode), or in an object of its own; a dictionary longer than the stream, with "obj"
in a string; white space before the line's end; a content stream that calls itself a picture of 1 x 1.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_UNPACKED = 256 * 2**20  # bytes of one stream
LARGE = 8 * 2**20  # bytes of one stream: no page that people read has as much to draw
PIECE = 2**20
LONGEST_HEAD = 2**16  # bytes of a dictionary
FLATE_RATIO = 1032  # zlib cannot shrink more than this
LZW_RATIO = 1400  # a table of 3,838 codes, 12 bits each, whose entries are longer by one byte each
RUN_RATIO = 64
CLEAR, END, FULL = 256, 257, 4096  # codes of LZW

STREAM = re.compile(rb"stream[ \t]*\r?\n")
OBJECT = re.compile(rb"[\r\n]\s*\d+\s+\d+\s+obj\b")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
FILTER = re.compile(rb"/(?:Filter|F)\b\s*(\[[^\]]*\]?|/[^\s/<>\[\]()]+|\d+\s+\d+\s+R)")
REFERENCE = re.compile(rb"(\d+)\s+(\d+)\s+R")
NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
FORM = re.compile(rb"/Subtype\s*/Form\b")
RESOURCES = re.compile(rb"/XObject\b|/Resources\s+\d+\s+\d+\s+R")
DRAWN = re.compile(rb"/[^\s/<>\[\]()]+\s+Do\b")
PICTURE = re.compile(rb"/Subtype\s*/Image\b")
SIDE = re.compile(rb"/(Width|Height)\s+(\d+)")
PICTURED = {b"DCTDecode", b"DCT", b"JPXDecode", b"CCITTFaxDecode", b"CCF", b"JBIG2Decode"}
NO_DIGIT = bytes(char for char in range(256) if char not in b"0123456789abcdefABCDEF")
NO_BASE_85 = bytes(char for char in range(256) if not (33 <= char <= 117 or char == 122))
FLATE = ((b"FlateDecode",), (b"Fl",))
DEFLATE = 8  # in the first byte of what Flate packs
OTHER = re.compile(rb"/(?:Type|Subtype|FunctionType|PatternType|ShadingType|Length1|Width|N)\b")  # of no drawing
ENCRYPTED = b"/Encrypt"
DEEPEST_COLOUR = 8  # bytes of a dot: four inks of 16 bits

Pieces = Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as it stands in the file."""

    packed: memoryview
    filters: tuple[bytes, ...]  # outermost first
    head: bytes  # its dictionary, and what stands before it
    limit: int  # bytes that it may unpack to

    @property
    def most(self) -> float:
        """Return the bytes that a stream of its length and filters can unpack to at most."""
        most = float(len(self.packed))
        for name in self.filters:
            most *= RATIOS.get(name, 1)
        return most


@dataclass(frozen=True, slots=True)
class Load:
    """How much a file's streams need from a program that opens it."""

    bomb: int | None  # packed size of a stream that unpacks beyond its limit
    is_heavy: bool  # a stream is large, or forms draw other forms again and again: to be tried first


def load_of(source: bytes) -> Load:
    """Return how much the streams of a file need from a program that opens it.

    The first one too large ends the search.
    """
    is_heavy = False
    for stream in _streams(source):
        is_picture = PICTURE.search(stream.head) is not None
        if stream.most > (stream.limit if is_picture else LARGE):
            size = unpacked_size(stream)
            if size > stream.limit:
                return Load(len(stream.packed), True)
            is_heavy = is_heavy or (size > LARGE and not is_picture)
        if not is_heavy and not is_picture and FORM.search(stream.head) is not None:
            is_heavy = _draws_others(stream)
    return Load(None, is_heavy)


def cut_drawings(source: bytes) -> int:
    """Return how many streams that draw pages or forms end amid their data: what follows there is not drawn.

    0 for an encrypted file, whose streams cannot be looked at.
    """
    return 0 if ENCRYPTED in source else sum(_is_cut(stream) for stream in _streams(source))


def _is_cut(stream: Stream) -> bool:
    is_drawing = FORM.search(stream.head) is not None or OTHER.search(stream.head) is None
    if stream.filters not in FLATE or not is_drawing or len(stream.packed) < 2 or stream.packed[0] & 15 != DEFLATE:
        return False
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)  # without the sum at the end: some programs leave it out
    size = 0
    for piece in _cut(stream.packed[2:]):
        rest = piece
        while rest and not inflater.eof and size < LARGE:
            try:
                size += len(inflater.decompress(rest, PIECE))
            except zlib.error:
                return size > 0
            rest = inflater.unconsumed_tail
    return 0 < size < LARGE and not inflater.eof


def _draws_others(stream: Stream) -> bool:
    """Tell whether a form draws other forms or pictures more than once.

    Ten forms that draw ten each soon make millions.
    """
    if RESOURCES.search(stream.head) is None:
        return False
    drawn = 0
    for piece in _unpacked(stream, [], LARGE):
        drawn += len(DRAWN.findall(piece))
        if drawn > 1:
            return True
    return False


def _streams(source: bytes) -> Iterator[Stream]:
    """Yield the streams of a file; what stands between two of them is the second one's dictionary."""
    view, begin = memoryview(source), 0
    while (start := STREAM.search(source, begin)) is not None:
        end = source.find(b"endstream", start.end())
        end = end if end >= 0 else len(source)
        head = _dictionary(_unescaped(source[max(begin, start.start() - LONGEST_HEAD) : start.start()]))
        yield Stream(view[start.end() : end], _filters(head, source), head, _limit(head))
        begin = end + len(b"endstream")


def _dictionary(head: bytes) -> bytes:
    """Return what stands after the last object number.

    All of it if that part has no filter, since the number is in a string.
    """
    own = head[max((match.end() for match in OBJECT.finditer(head)), default=0) :]
    return own if FILTER.search(own) is not None else head


def _unescaped(head: bytes) -> bytes:
    return ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), head) if b"#" in head else head


def _filters(head: bytes, source: bytes) -> tuple[bytes, ...]:
    """Return the filters that a stream's dictionary names; Flate for one that cannot be found."""
    return tuple(name for match in FILTER.finditer(head) for name in _names(match[1], source))


def _names(value: bytes, source: bytes) -> list[bytes]:
    """Return the names in a value, those of the objects that it refers to put in their places."""

    def found(match: re.Match[bytes]) -> bytes:
        there = re.search(rb"\b%s\s+%s\s+obj\b(.{0,400}?)endobj" % match.groups(), source, re.DOTALL)
        return _unescaped(there[1]) if there else b"/FlateDecode"

    return NAME.findall(REFERENCE.sub(found, value))


def _limit(head: bytes) -> int:
    """Return how much a stream may unpack to: a picture, as much as its dots need."""
    sides = dict(SIDE.findall(head))
    if PICTURE.search(head) is None or len(sides) < 2:
        return MOST_UNPACKED
    return max(MOST_UNPACKED, int(sides[b"Width"]) * int(sides[b"Height"]) * DEEPEST_COLOUR)


def unpacked_size(stream: Stream) -> int:
    """Return the size of a stream after that of its layers which makes it largest; counting ends above its limit."""
    sizes: list[list[int]] = []
    for _ in _unpacked(stream, sizes, stream.limit):
        pass
    return max((size for (size,) in sizes), default=len(stream.packed))


def _unpacked(stream: Stream, sizes: list[list[int]], limit: int) -> Pieces:
    """Return a stream's bytes; what each layer makes is counted in `sizes`, and ends soon after the limit."""
    pieces = _cut(stream.packed)
    for name in stream.filters:
        if name in PICTURED:
            break
        if name not in LAYERS:
            continue
        sizes.append([0])
        pieces = _counted(LAYERS[name](pieces), sizes[-1], limit)
    return pieces


def _counted(pieces: Pieces, size: list[int], limit: int) -> Pieces:
    for piece in pieces:
        size[0] += len(piece)
        yield piece
        if size[0] > limit:
            return


def _cut(packed: memoryview) -> Pieces:
    for start in range(0, len(packed), PIECE):
        yield bytes(packed[start : start + PIECE])


def _inflated(pieces: Pieces) -> Pieces:
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            try:
                unpacked = inflater.decompress(rest, PIECE)
            except zlib.error:
                return
            yield unpacked
            rest = inflater.unconsumed_tail


def _from_base_85(pieces: Pieces) -> Pieces:
    kept = b""
    for piece in pieces:
        text, mark, _ = piece.partition(b"~")
        kept += text.removeprefix(b"<~").translate(None, NO_BASE_85).replace(b"z", b"!!!!!")
        whole = len(kept) if mark else len(kept) // 5 * 5
        try:
            yield base64.a85decode(kept[:whole])
        except ValueError:
            return
        if mark:
            return
        kept = kept[whole:]


def _from_hexadecimals(pieces: Pieces) -> Pieces:
    kept = b""
    for piece in pieces:
        text, mark, _ = piece.partition(b">")
        kept += text.translate(None, NO_DIGIT)
        yield binascii.unhexlify(kept[: len(kept) // 2 * 2])
        if mark:
            return
        kept = kept[len(kept) // 2 * 2 :]


def _from_runs(pieces: Pieces) -> Pieces:
    kept = b""
    for piece in pieces:
        made: list[bytes] = []
        kept, at = kept + piece, 0
        while at < len(kept):
            length = kept[at]
            if length == 128:
                yield b"".join(made)
                return
            stop = at + (length + 2 if length < 128 else 2)
            if stop > len(kept):
                break
            made.append(kept[at + 1 : stop] if length < 128 else kept[at + 1 : stop] * (257 - length))
            at = stop
            if len(made) >= PIECE // 128:
                yield b"".join(made)
                made = []
        yield b"".join(made)
        kept = kept[at:]


def _from_lzw(pieces: Pieces) -> Pieces:
    table, last, made, size = [*(bytes([char]) for char in range(256)), b"", b""], b"", [], 0
    for code in _codes(pieces, table):
        if code == CLEAR:
            del table[END + 1 :]
            last = b""
            continue
        if code == END or code > len(table) or (code == len(table) and not last):
            break
        entry = table[code] if code < len(table) else last + last[:1]
        if last and len(table) < FULL:
            table.append(last + entry[:1])
        last = entry
        made.append(entry)
        size += len(entry)
        if size > PIECE:
            yield b"".join(made)
            made, size = [], 0
    yield b"".join(made)


def _codes(pieces: Pieces, table: list[bytes]) -> Iterator[int]:
    """Yield the codes of LZW, each of as many bits as the table needs for one entry more."""
    held, bits = 0, 0
    for piece in pieces:
        for byte in piece:
            held, bits = held << 8 | byte, bits + 8
            wide = min(max((len(table) + 1).bit_length(), 9), 12)
            if bits >= wide:
                bits -= wide
                yield held >> bits
                held &= (1 << bits) - 1


LAYERS: dict[bytes, Callable[[Pieces], Pieces]] = {
    b"FlateDecode": _inflated, b"Fl": _inflated,
    b"ASCII85Decode": _from_base_85, b"A85": _from_base_85,
    b"ASCIIHexDecode": _from_hexadecimals, b"AHx": _from_hexadecimals,
    b"RunLengthDecode": _from_runs, b"RL": _from_runs,
    b"LZWDecode": _from_lzw, b"LZW": _from_lzw,
}  # fmt: skip
RATIOS = {
    b"FlateDecode": FLATE_RATIO, b"Fl": FLATE_RATIO,
    b"RunLengthDecode": RUN_RATIO, b"RL": RUN_RATIO,
    b"LZWDecode": LZW_RATIO, b"LZW": LZW_RATIO,
}  # fmt: skip
