"""The bytes of a delivery: known answers, round trips, keys, and what is written where."""

from __future__ import annotations

import base64
import copy
import hashlib
import os
import pickle
import shutil
import stat
import subprocess
import sys
import threading
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging_helpers import KEY, SECRET, TEXT, cipher, cut, plain

from giis import InputError
from giis.files.packaging import BLOCK, Key, archive_name, encrypted, read_key, seal, text_name, unseal

if TYPE_CHECKING:
    from pathlib import Path

HIGH = "fedcba98765432100123456789abcdef8899aabbccddeeff"

# Made with `openssl enc -des-ede3 -K KEY` (OpenSSL 3.0.19), which is DESede/ECB/PKCS#5.
KNOWN = [
    (SECRET.hex(), b"", "a3cf6ec88bd97d73"),
    (SECRET.hex(), b"A", "3929b4ebf219b293"),
    (SECRET.hex(), b"1234567", "e6c4ea87445df10c"),
    (SECRET.hex(), b"12345678", "59b7c4a9b756ddd1a3cf6ec88bd97d73"),
    (
        SECRET.hex(),
        b"CLUES|NOMBRE|EDAD\nDFSSA002935|ANA|35\n",
        "dfc214496f681f0d501e283ee6bc34aa0f21e7ee692192096dab466312533e60fc222c01f5f10278",
    ),
    (HIGH, b"", "423e43b59fd2fb97"),
    (HIGH, b"12345678", "a116ad051ddc0549423e43b59fd2fb97"),
]


@pytest.mark.parametrize(("key", "text", "expected"), KNOWN)
def test_known_answers(key: str, text: bytes, expected: str) -> None:
    assert cipher(text, Key(bytes.fromhex(key))).hex() == expected
    assert plain(bytes.fromhex(expected), Key(bytes.fromhex(key))) == text


def test_the_published_example() -> None:
    """NIST SP 800-67, appendix B; its three blocks come before that of the padding."""
    key = Key(bytes.fromhex("0123456789abcdef23456789abcdef01456789abcdef0123"))
    expected = "a826fd8ce53b855fcce21c8112256fe668d5c05dd9b6b900"
    assert cipher(b"The qufck brown fox jump", key).hex().startswith(expected)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
def test_openssl_agrees() -> None:
    done = subprocess.run(
        ["openssl", "enc", "-des-ede3", "-K", SECRET.hex()], input=TEXT * 99, capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this openssl has no des-ede3: {done.stderr!r}")
    assert cipher(TEXT * 99) == done.stdout


@given(st.binary(max_size=200), st.binary(min_size=24, max_size=40), st.integers(1, 30), st.integers(1, 30))
def test_what_was_encrypted_decrypts_to_itself(data: bytes, secret: bytes, by: int, other: int) -> None:
    key = Key(secret)
    made = b"".join(encrypted(cut(data, by), key))
    assert made == cipher(data, key)
    assert len(made) == (len(data) // BLOCK + 1) * BLOCK
    assert plain(made, key, other) == data


SIZES = [*range(18), (1 << 20) - 1, 1 << 20, (1 << 20) + 1, (2 << 20) + 8]


@pytest.mark.parametrize("size", SIZES)
def test_round_trips(tmp_path: Path, size: int) -> None:
    source, made, back = tmp_path / "A.TXT", tmp_path / "A.ZIP", tmp_path / "B.TXT"
    data = (TEXT * (size // len(TEXT) + 1))[:size]
    source.write_bytes(data)
    steps: list[tuple[int, int | None]] = []
    sealed = seal(source, made, KEY, progress=lambda *step: steps.append(step))
    assert (sealed.path, sealed.size, sealed.sha256) == (made, size, hashlib.sha256(data).hexdigest())
    assert steps[-1:] == ([(size, size)] if size else [])
    opened = unseal(made, back, KEY, any_text=True)
    assert (opened.size, opened.sha256, opened.entry) == (size, sealed.sha256, "A.CIF")
    assert back.read_bytes() == data
    bare = tmp_path / "A.CIF"
    bare.write_bytes(cipher(data))
    assert unseal(bare, back, KEY, overwrite=True, any_text=True).entry is None
    assert back.read_bytes() == data


@given(st.binary(max_size=3000))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("trip")
    source, made, back = folder / "A.TXT", folder / "A.ZIP", folder / "B.TXT"
    source.write_bytes(data)
    seal(source, made, KEY)
    unseal(made, back, KEY, any_text=True)
    assert back.read_bytes() == data


def test_the_archive(tmp_path: Path) -> None:
    (tmp_path / "CEX-DFSSA-2410.TXT").write_bytes(TEXT)
    made = tmp_path / "CEX-DFSSA-2410.ZIP"
    seal(tmp_path / "CEX-DFSSA-2410.TXT", made, KEY)
    first = made.read_bytes()
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["CEX-DFSSA-2410.CIF"]
        assert archive.read("CEX-DFSSA-2410.CIF") == cipher(TEXT)
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)
    os.utime(tmp_path / "CEX-DFSSA-2410.TXT", (1, 1))
    seal(tmp_path / "CEX-DFSSA-2410.TXT", made, KEY, overwrite=True)
    assert made.read_bytes() == first
    assert SECRET not in first


def test_large_files_are_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "A.TXT").write_bytes(TEXT * 100)
    with monkeypatch.context() as patch:
        patch.setattr(zipfile, "ZIP64_LIMIT", 100)  # as if these were gigabytes
        seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY)
    assert b"PK\x06\x06" in (tmp_path / "A.ZIP").read_bytes()
    unseal(tmp_path / "A.ZIP", tmp_path / "B.TXT", KEY)
    assert (tmp_path / "B.TXT").read_bytes() == TEXT * 100


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_what_is_written_is_private(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_bytes(TEXT)
    seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY)
    unseal(tmp_path / "A.ZIP", tmp_path / "B.TXT", KEY)
    for name in ("A.ZIP", "B.TXT"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_bytes(TEXT)
    (tmp_path / "A.ZIP").write_bytes(b"old")
    with pytest.raises(InputError, match="--overwrite"):
        seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY)
    assert (tmp_path / "A.ZIP").read_bytes() == b"old"
    seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY, overwrite=True)
    with pytest.raises(InputError, match="--overwrite"):
        unseal(tmp_path / "A.ZIP", tmp_path / "A.TXT", KEY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.TXT", "A.ZIP"]


def test_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    (tmp_path / "A.TXT").write_bytes(TEXT)
    seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY)
    with pytest.raises(InputError, match="--overwrite"):
        seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.TXT", "A.ZIP"]


def test_a_file_that_changes_is_not_packed(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_bytes(TEXT)
    with pytest.raises(InputError, match="changed"):
        seal(tmp_path / "A.TXT", tmp_path / "A.ZIP", KEY, sha256=hashlib.sha256(b"other").hexdigest())

    (tmp_path / "B.TXT").write_bytes(TEXT * 50_000)

    def grow(done: int, _: int | None) -> None:
        with (tmp_path / "B.TXT").open("ab") as stream:
            stream.write(b"more" * done)

    with pytest.raises(InputError, match="changed"):
        seal(tmp_path / "B.TXT", tmp_path / "B.ZIP", KEY, progress=grow)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["A.TXT", "B.TXT"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_bytes(TEXT)
    with pytest.raises(InputError, match="cannot be written"):
        seal(tmp_path / "A.TXT", tmp_path / "none" / "A.ZIP", KEY)
    with pytest.raises(InputError, match="cannot be read"):
        seal(tmp_path / "none.TXT", tmp_path / "A.ZIP", KEY)
    with pytest.raises(InputError, match="cannot be read"):
        unseal(tmp_path / "none.ZIP", tmp_path / "B.TXT", KEY)
    assert [path.name for path in tmp_path.iterdir()] == ["A.TXT"]


@pytest.mark.parametrize("size", [0, 1, 23])
def test_short_keys_are_refused(tmp_path: Path, size: int) -> None:
    (tmp_path / "k.jks").write_bytes(SECRET[:size])
    with pytest.raises(InputError, match=rf"{size} bytes"):
        read_key(tmp_path / "k.jks")
    with pytest.raises(InputError, match=rf"{size}"):
        Key(SECRET[:size])


@pytest.mark.parametrize("more", [b"", b"x", b"x" * 5000])
def test_the_key_is_the_first_24_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: bytes) -> None:
    (tmp_path / "k.jks").write_bytes(SECRET + more)
    assert read_key(tmp_path / "k.jks").reveal() == SECRET
    monkeypatch.setenv("GIIS_KEY_FILE", str(tmp_path / "k.jks"))
    assert read_key().reveal() == SECRET


@pytest.mark.parametrize("named", ["none.jks", ".", "a\0b"])
def test_key_files_that_cannot_be_read(tmp_path: Path, named: str) -> None:
    with pytest.raises(InputError, match="key file"):
        read_key(f"{tmp_path}/{named}")


def test_a_key_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GIIS_KEY_FILE", raising=False)
    monkeypatch.setenv("GIIS_KEY", base64.encodebytes(SECRET + b"more").decode())
    assert read_key().reveal() == SECRET
    (tmp_path / "k.jks").write_bytes(b"another key, in a file of its own")
    assert read_key(tmp_path / "k.jks").reveal() == b"another key, in a file of its own"[:24]
    for text, told in (("%%%", "not base64"), (base64.b64encode(SECRET[:5]).decode(), "5")):
        monkeypatch.setenv("GIIS_KEY", text)
        with pytest.raises(InputError, match=told) as caught:
            read_key()
        assert text not in str(caught.value)


@pytest.mark.parametrize("value", [None, ""])
def test_without_a_key(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv("GIIS_KEY_FILE", raising=False)
    if value is not None:
        monkeypatch.setenv("GIIS_KEY_FILE", value)
    with pytest.raises(InputError, match="GIIS_KEY_FILE"):
        read_key()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_key_may_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def feed() -> None:
        with pipe.open("wb", buffering=0) as stream:
            for place in range(0, 24, 5):
                stream.write(SECRET[place : place + 5])

    feeder = threading.Thread(target=feed)
    feeder.start()
    assert read_key(pipe).reveal() == SECRET
    feeder.join()


def test_a_key_gives_nothing_away() -> None:
    assert repr(KEY) == str(KEY) == f"{KEY}" == "Key(•••)"
    for copier in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="not copied"):
            copier(KEY)


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("CEX-DFSSA-2410.TXT", "CEX-DFSSA-2410.ZIP"),
        ("cex-dfssa-2410.txt", "cex-dfssa-2410.ZIP"),
        ("sin-extension", "sin-extension.ZIP"),
        ("a.b.txt", "a.b.ZIP"),
        ("año.txt", "año.ZIP"),
    ],
)
def test_names(name: str, archive: str) -> None:
    assert archive_name(name) == archive
    assert text_name(archive) == archive[:-4] + ".TXT"


@pytest.mark.parametrize(
    "name",
    ["", "a.zip", "a.CIF", "CON.TXT", "lpt1.txt", "a:b.TXT", "a\\b.TXT", "a\nb.TXT", " a.TXT", ".TXT", "a\u202eb.TXT"],
)
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(InputError):
        archive_name(name)


@pytest.mark.parametrize("code", ["import giis.files.packaging", "import giis; giis.pack"])
def test_cryptography_is_loaded_when_it_is_used(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; sys.exit('cryptography' in sys.modules)"], check=False
    )
    assert done.returncode == 0


def test_without_cryptography(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers", None)
    with pytest.raises(InputError, match=r"pip install 'giis\[pack\]'"):
        cipher(TEXT)


def test_where_the_cipher_has_not_moved_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before version 43 the cipher stood among the others."""
    new = "cryptography.hazmat.decrepit.ciphers.algorithms"
    old = "cryptography.hazmat.primitives.ciphers.algorithms"
    triple_des = pytest.importorskip(new).TripleDES
    monkeypatch.setitem(sys.modules, new, None)
    monkeypatch.setitem(sys.modules, old, SimpleNamespace(TripleDES=triple_des))
    assert plain(cipher(TEXT)) == TEXT


def test_where_the_cipher_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import ciphers

    def refuse(*_: object) -> None:
        raise UnsupportedAlgorithm("no")

    monkeypatch.setattr(ciphers, "Cipher", refuse)
    with pytest.raises(InputError, match="FIPS"):
        cipher(TEXT)
