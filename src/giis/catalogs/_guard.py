"""Look a workbook over before anything opens it: it may be damaged, or made to do harm.

An `.xlsx` file is a ZIP of XML. Here it is counted, inflated to nowhere and parsed without building anything,
so that the reader that follows meets only honest sizes, no encryption, no entities and no endless rows. Of the large
parts, the sheets and their texts, only what stands before the root element is parsed, where entities would be declared;
whether the rest is whole, their reader finds out.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from giis._errors import CatalogError
from giis._text import Text

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 50_000_000
MAX_MEMBERS = 1_000
MAX_DIRECTORY = 1_000_000  # bytes of the ZIP's list of members
MAX_TOTAL = 600_000_000  # bytes of all members, inflated: the directory of all units has some 250 million
MAX_MEMBER = 32_000_000  # bytes of a member that is neither a sheet nor the shared texts
MAX_RATIO = 100  # inflated to packed; honest sheets stay below 40
MIN_SUSPICIOUS = 1_000_000  # smaller members may have any ratio
MAX_ELEMENTS = 60_000_000
MAX_ROW_ELEMENTS = 65_536

_CHUNK = 1 << 16
_ROW = re.compile(rb"<(?:[\w.-]+:)?row[\s>/]")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s>/]")
_LARGE = ("xl/worksheets/", "xl/sharedStrings")
_ENCODINGS = ("utf-8", "us-ascii")
_XML_SUFFIXES = (".xml", ".rels")
_END = b"PK\x05\x06"
_END_SIZE = 22
_END64 = b"PK\x06\x07"
_END64_SIZE = 20
_ENCRYPTED = 0x1


class _RefusedError(Exception):
    """What is wrong with a workbook."""

    def __init__(self, es: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(es=es, en=en)


class Workbook(NamedTuple):
    """The bytes of a workbook that was looked over, so that they stay the same; whether it has formulas."""

    content: bytes
    formulas: bool


def inspect_workbook(path: Path) -> Workbook:
    """Read the bytes of the workbook `path` and check that they are safe to open.

    Raises
    ------
    CatalogError
        If it is no workbook, is damaged, or has what no official workbook has.
    """
    found = look_over(path)
    if isinstance(found, Workbook):
        return found
    raise CatalogError(
        Text(
            es=f"{path}: no se importa el libro: {found.es}; nada cambió",
            en=f"{path}: the workbook is not imported: {found.en}; nothing was changed",
        )
    )


def look_over(path: Path) -> Workbook | Text:
    """Return the bytes of the workbook `path` if they are safe to open, else what is wrong with it."""
    try:
        content = _content(path)
        _check_ends(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            _check_members(members)
            census = _Census()
            for member in members:
                census.read(archive, member)
    except _RefusedError as error:
        return error.text
    except OSError as error:
        message = error.strerror or str(error)
        return Text(es=f"no se puede leer: {message}", en=f"it cannot be read: {message}")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        return Text(es=f"está dañado: {error}", en=f"it is damaged: {error}")
    return Workbook(content, census.formulas)


def _content(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        raise _RefusedError("no es un archivo", "it is not a file")
    with path.open("rb") as stream:
        content = stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise _RefusedError(f"pasa de {MAX_FILE:,} bytes", f"it is larger than {MAX_FILE:,} bytes")
    return content


def _check_ends(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _RefusedError(
            "es un libro antiguo (.xls) o con contraseña; guárdelo como .xlsx sin contraseña",
            "it is an old workbook (.xls) or has a password; save it as .xlsx without one",
        )
    if not content.startswith(b"PK\x03\x04"):
        raise _RefusedError("no es un libro .xlsx", "it is not an .xlsx workbook")
    end = content.rfind(_END)
    if end < 0 or len(content) - end < _END_SIZE:
        raise _RefusedError("está incompleto", "it is cut short")
    (directory,) = struct.unpack_from("<L", content, end + 12)
    # The list of members is built in memory when the file is opened; a workbook of this size needs no ZIP64.
    if directory > MAX_DIRECTORY or content.startswith(_END64, max(0, end - _END64_SIZE)):
        raise _RefusedError("tiene demasiadas partes", "it has too many parts")


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or len({name.lower() for name in names}) != len(names):
        raise _RefusedError("tiene demasiadas partes o partes repetidas", "it has too many parts or parts twice")
    if "[Content_Types].xml" not in names:
        raise _RefusedError("no es un libro .xlsx", "it is not an .xlsx workbook")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise _too_large()
    for member in members:
        name = member.filename
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise _RefusedError(
                f"el nombre de una parte no es lícito: {name!r}", f"a part has a forbidden name: {name!r}"
            )
        if member.flag_bits & _ENCRYPTED:
            raise _RefusedError(f"la parte {name} está cifrada", f"the part {name} is encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _RefusedError(f"la parte {name} usa otra compresión", f"the part {name} is packed in an unknown way")
        if member.file_size > MAX_MEMBER and not name.startswith(_LARGE):
            raise _too_large()
        if member.file_size > MIN_SUSPICIOUS and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise _too_large()


def _too_large() -> _RefusedError:
    return _RefusedError(
        "al descomprimirse crece de forma sospechosa (posible bomba ZIP)",
        "it grows suspiciously when unpacked (perhaps a zip bomb)",
    )


class _Census:
    """Inflates the members one after another, counts bytes and elements, and parses what is XML.

    Elements are counted by their `<`: a call for each would take longer than all the rest. What stands in a comment
    is counted too, which only makes the limits stricter.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self.elements = 0
        self.in_row = 0
        self.formulas = False
        self.begun = False

    def read(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        name = member.filename
        with archive.open(member) as stream:
            chunk = stream.read(_CHUNK)
            parser = self._parser(name) if _is_xml(name, chunk) else None
            counts = parser is not None
            while chunk:
                self.bytes += len(chunk)
                if self.bytes > MAX_TOTAL:
                    raise _too_large()
                if counts:
                    self._count(name, chunk)
                following = stream.read(_CHUNK)
                if parser and not self._parse(parser, name, chunk, last=not following):
                    parser, counts = None, False
                if parser and self.begun and name.startswith(_LARGE):
                    parser = None
                chunk = following

    def _parse(self, parser: expat.XMLParserType, name: str, chunk: bytes, *, last: bool) -> bool:
        """Parse a piece; return false where a part that need not be XML turns out not to be."""
        try:
            parser.Parse(chunk, last)
        except expat.ExpatError as error:
            if name.lower().endswith(_XML_SUFFIXES):
                es, en = f"la parte {name} está dañada: {error}", f"the part {name} is damaged: {error}"
                raise _RefusedError(es, en) from error
            return False
        return True

    def _parser(self, name: str) -> expat.XMLParserType:
        def declaration(version: str, encoding: str | None, standalone: int) -> None:
            if encoding and encoding.lower() not in _ENCODINGS:
                raise _RefusedError(f"la parte {name} no es UTF-8", f"the part {name} is not UTF-8")

        def doctype(*_: object) -> None:
            raise _RefusedError(f"la parte {name} declara un DOCTYPE", f"the part {name} declares a DOCTYPE")

        def element(*_: object) -> None:
            self.begun = True
            parser.StartElementHandler = None

        parser = expat.ParserCreate()
        parser.XmlDeclHandler = declaration
        parser.StartDoctypeDeclHandler = doctype
        parser.StartElementHandler = element
        self.begun = False
        self.in_row = 0
        return parser

    def _count(self, name: str, chunk: bytes) -> None:
        self.elements += _elements(chunk)
        if self.elements > MAX_ELEMENTS:
            raise _too_large()
        if not name.startswith("xl/worksheets/"):
            return
        rest, *rows = _ROW.split(chunk)
        self.in_row += _elements(rest)
        largest = self.in_row
        for row in rows:
            self.in_row = _elements(row)
            largest = max(largest, self.in_row)
        if largest > MAX_ROW_ELEMENTS:
            raise _RefusedError("un renglón tiene demasiadas celdas", "a row has too many cells")
        self.formulas = self.formulas or _FORMULA.search(chunk) is not None


def _elements(xml: bytes) -> int:
    return xml.count(b"<") - xml.count(b"</")


def _is_xml(name: str, start: bytes) -> bool:
    if name.lower().endswith(_XML_SUFFIXES):
        return True
    # A part of another name may still be declared to be a sheet.
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or start[:2] in (b"\xff\xfe", b"\xfe\xff")
