"""Bytes become text: which character set they are in, and what had to be repaired.

The order of trust: a byte order mark, valid UTF-8, UTF-16 that shows in its zero bytes, the label (HTTP header or markup)
where the bytes agree with it, UTF-8 with a few slips, and last a detector's guess.
"""

from __future__ import annotations

import codecs
import re

LABEL = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
         (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
WEB_NAMES = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
             "ascii": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "gb2312": "gb18030", "gbk": "gb18030",
             "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
             "x-sjis": "cp932", "utf8": "utf-8", "unicode": "utf-16-le"}  # fmt: skip
"""Labels that browsers read as a larger set than they name (WHATWG Encoding Standard)."""
MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
SLIPS = 0.2
"""UTF-8 with a larger share of broken characters among those outside ASCII is taken for another character set."""
SAMPLE = 262_144
WESTERN = "cp1252"
CENTRAL = frozenset({"iso8859-2", "cp1250", "iso8859-16", "cp1257", "iso8859-4", "iso8859-13"})
FEW = 30
WEST = frozenset("àáâäçèéêëíîïñóôöùúûüßÀÉÖÜÄ£€“”‘’–—…«»¡¿°·½§™•±\u00a0")
"""A detector cannot tell the sets apart by a handful of bytes; in these the western reading is by far the likelier."""
SIGNATURES = (
    (b"%PDF", "a PDF document"), (b"PK\x03\x04", "a zip archive or an office document"), (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"\x7fELF", "a program"), (b"RIFF", "a media file"),
    (b"\xd0\xcf\x11\xe0", "an office document"), (b"7z\xbc\xaf", "a 7z archive"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"SQLite format", "a database"), (b"PAR1", "a Parquet table"), (b"Rar!", "a rar archive"),
)  # fmt: skip


ESCAPES = frozenset({"idna", "punycode", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape"})
"""Codecs of the language for other things than pages."""


def binary_kind(raw: bytes) -> str | None:
    """Return what a file that is not text is, judged by its first bytes; None for text."""
    for signature, name in SIGNATURES:
        if raw.startswith(signature):
            return name
    head = raw[:8192]
    if _mark(raw) or _zero_pattern(head):
        return None
    control = sum(1 for b in head if b < 32 and b not in (8, 9, 10, 12, 13, 27))
    return "binary data" if head and control > len(head) * 0.03 else None


def decode(raw: bytes, *, label: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page's bytes, and one line for each thing that was repaired. `label` is the HTTP charset."""
    text, notes = _decoded(raw, label)
    if "\x00" in text:
        notes = (*notes, f"{text.count(chr(0))} null characters taken out")
        text = text.replace("\x00", "")
    return text, notes


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a string of a JSON row without halves of surrogate pairs (each becomes U+FFFD), and what was repaired."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return joined, ("halves of surrogate pairs replaced by U+FFFD",)
    return text, ()


def _mark(raw: bytes) -> tuple[bytes, str] | None:
    return next((m for m in MARKS if raw.startswith(m[0])), None)


def _zero_pattern(head: bytes) -> str | None:
    """Return the UTF-16 byte order that zero bytes at every other place betray."""
    if b"\x00" not in head or len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.1 and even <= odd * 0.05:
        return "utf-16-le"
    if even > half * 0.1 and odd <= even * 0.05:
        return "utf-16-be"
    return None


def _decoded(raw: bytes, label: str | None) -> tuple[str, tuple[str, ...]]:
    mark = _mark(raw)
    wide = mark[1] if mark else _zero_pattern(raw[:8192])
    if wide:
        text, notes = _repaired(raw[len(mark[0]) :] if mark else raw, wide)
        return text, notes if wide == "utf-8" else (f"read as {wide}", *notes)
    named = _codec(label) or _codec_in_markup(raw)
    if not (named and named.startswith(("iso2022", "utf-7", "hz"))):
        try:
            return raw.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
    if _mostly_utf8(raw):
        return _repaired(raw, "utf-8")
    return _by_label(raw, named)


def _by_label(raw: bytes, named: str | None) -> tuple[str, tuple[str, ...]]:
    guess = None
    if named and named != "utf-8":
        if not named.startswith("cp125") or not _foreign(raw):
            try:
                return mend(raw.decode(named))  # UTF-7 can spell halves of pairs
            except (UnicodeDecodeError, LookupError):
                pass
        else:
            guess = _guessed(raw)
            if guess in (None, named):
                return _repaired(raw, named)
    guess = guess or _guessed(raw) or named or WESTERN
    text, notes = _repaired(raw, guess)
    if guess != named:
        label = f"labelled {named}" if named else "without a label"
        notes = (f"not valid utf-8 ({label}): read as {guess}", *notes)
    return text, notes


def _foreign(raw: bytes) -> bool:
    """Tell whether so many bytes lie above ASCII that the text can hardly be in a Latin alphabet."""
    head = re.sub(rb"<[^>]*>", b"", raw[:SAMPLE])
    return sum(b >= 0x80 for b in head) > len(head) * 0.25


def _mostly_utf8(raw: bytes) -> bool:
    good = len(MULTIBYTE.findall(raw))
    bad = raw.decode("utf-8", "replace").count("�") - raw.count("�".encode())
    return good > 0 and bad <= (good + bad) * SLIPS


def _repaired(raw: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    try:
        return mend(raw.decode(codec))
    except (UnicodeDecodeError, LookupError):
        text, _ = mend(raw.decode(codec, "tellings.cp1252" if codec == "utf-8" else "replace"))
        return text, (f"bytes that are not valid {codec} were repaired",)


def _as_cp1252(problem: UnicodeError) -> tuple[str, int]:
    """Read a stray byte in UTF-8 as the browser's Latin set: the commonest slip is a pasted quotation mark."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    return problem.object[problem.start : problem.end].decode("cp1252", "replace"), problem.end


codecs.register_error("tellings.cp1252", _as_cp1252)


def _codec(label: str | None) -> str | None:
    name = (label or "").strip().strip("\"'").lower()
    if not name:
        return None
    try:
        found = WEB_NAMES.get(name) or codecs.lookup(name).name
        b" ".decode(found)
    except UnicodeDecodeError:  # an encoding of text in which one byte is none
        return found
    except (LookupError, UnicodeError):  # unknown, or no encoding of text, such as "uu"
        return None
    return None if found in ESCAPES else found


def _codec_in_markup(raw: bytes) -> str | None:
    found = LABEL.search(raw[:16_384]) or DECLARATION.search(raw[:300])
    named = _codec(found.group(1).decode("ascii", "replace")) if found else None
    # A page that could be read this far as single bytes is not in UTF-16, whatever it says.
    return None if named and named.startswith("utf-16") else named


def _guessed(raw: bytes) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    guess = detect_encoding(raw[:SAMPLE], html5_compatible=True)
    codec = _codec(guess)
    if codec in CENTRAL and _western(raw):
        return WESTERN
    return None if codec in (None, "utf-8") else codec


def _western(raw: bytes) -> bool:
    """Tell whether the bytes above ASCII are few and all of them letters and signs of West European prose."""
    high = bytes(b for b in raw[:SAMPLE] if b >= 0x80)
    return len(high) < FEW and set(high.decode(WESTERN, "replace")) <= WEST
