"""Assembler listings: bytes are taken, addresses are checked, words are left alone."""

from __future__ import annotations

import pytest

from pixelstyle.formats.shared.assembler_listing import machine_code


def test_the_bytes_of_each_line_are_taken() -> None:
    assert machine_code("C000  A9 3F     lda #$3F ; AA BB\n\nC002  60  rts") == bytes.fromhex("A93F60")
    assert machine_code("0100  DE AD  db $DE,$AD  ; and no more: 12 34") == bytes.fromhex("DEAD")


def test_a_line_that_does_not_follow_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="should stand at C002: C003"):
        machine_code("C000  A9 3F  lda #$3F\nC003  60  rts")
