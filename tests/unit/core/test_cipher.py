"""Sealed personal data: bound to its place, found by a blind index, readable with old keys, silent without keys."""

import stat

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jingzhun.core.cipher import KEY_FILE, FieldCipher, FileKeys, UnableToOpen, UnableToSeal


@pytest.fixture
def keys(tmp_path):
    found = FileKeys(tmp_path / "keys")
    found.create()
    return found


def test_the_library_gives_the_published_sm4_gcm_vector():
    """RFC 8998, appendix A.1."""
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    text = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"))
    assert (encryptor.update(text) + encryptor.finalize()).hex().upper().startswith("17F399F08C67D5EE19D0DC9969C4BB7D")
    assert encryptor.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"


def test_what_is_sealed_is_opened_only_in_its_place(keys):
    cipher = FieldCipher(keys)
    sealed = cipher.seal("此里农布", "name:7")
    assert cipher.open(sealed, "name:7") == "此里农布"
    assert "此里农布".encode() not in sealed
    with pytest.raises(UnableToOpen, match="C-011"):
        cipher.open(sealed, "name:8")


def test_every_changed_byte_is_noticed(keys):
    cipher = FieldCipher(keys)
    sealed = cipher.seal("1381234", "phone:1")
    for at in range(1, len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(UnableToOpen) as problem:
            cipher.open(bytes(changed), "phone:1")
        assert isinstance(problem.value.__cause__, InvalidTag)
    for cut in (0, 1, 12, 28):
        with pytest.raises(UnableToOpen):
            cipher.open(sealed[:cut], "phone:1")


def test_the_same_text_is_sealed_differently_but_indexed_alike(keys):
    cipher = FieldCipher(keys)
    assert cipher.seal("x", "a:1") != cipher.seal("x", "a:1")
    assert cipher.index("x", "id_number") == FieldCipher(keys).index("x", "id_number") != cipher.index("x", "id_tail")
    assert len(cipher.index("x", "id_number")) == 16


def test_a_new_key_version_seals_while_the_old_still_opens_and_indexes(keys):
    old = FieldCipher(keys)
    sealed, index = old.seal("x", "a:1"), old.index("x", "i")
    with (keys.folder / KEY_FILE).open("a") as file:
        file.write(f"2:{'ab' * 16}:{'cd' * 32}\n")
    new = FieldCipher(keys)
    assert new.open(sealed, "a:1") == "x"
    assert new.index("x", "i") == index
    assert new.seal("x", "a:1")[0] == 2
    assert old.open(new.seal("x", "a:1"), "a:1") is None


def test_without_keys_nothing_is_sealed_and_the_missing_file_is_named(tmp_path, keys):
    sealed = FieldCipher(keys).seal("x", "a:1")
    empty = FieldCipher(FileKeys(tmp_path / "elsewhere"))
    assert not empty.ready
    assert empty.open(sealed, "a:1") is None
    for act in (lambda: empty.seal("x", "a:1"), lambda: empty.index("x", "i")):
        with pytest.raises(UnableToSeal, match=r"elsewhere/field\.keys"):
            act()


def test_the_key_file_is_the_owners_and_is_never_overwritten(keys):
    file = keys.folder / KEY_FILE
    before = file.read_text()
    keys.create()
    assert file.read_text() == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert before.split(":")[1] not in repr(keys.pairs())
