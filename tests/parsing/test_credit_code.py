"""The check character of GB 32100-2015, worked by hand and against codes of public bodies."""

from __future__ import annotations

import pytest

from importplan.parsing.credit_code import ALPHABET, check_character, is_valid, tidied


def test_check_character_by_hand() -> None:
    """Only the first character counts: 9·1 = 9, 31 − 9 = 22, and the 23rd sign of the alphabet is N.

    Only the second: 1·3 = 3, 31 − 3 = 28 → W. Only the 17th: 3^16 mod 31 = 28 (3^5 = 26, 3^10 = 25, 3^15 = 30,
    3^16 = 28), 31 − 28 = 3.
    """
    assert check_character("9" + "0" * 16) == ALPHABET[22] == "N"
    assert check_character("01" + "0" * 15) == ALPHABET[28] == "W"
    assert check_character("0" * 16 + "1") == "3"
    assert check_character("0" * 17) == "0"


def test_every_wrong_character_and_every_swap_of_neighbours_is_seen() -> None:
    """31 is prime and no weight is a multiple of it, so that one wrong sign always shows; nor are two weights equal."""
    body = "91440300MA5F7K2X3"
    code = body + check_character(body)
    assert is_valid(code)
    for position in range(18):
        for sign in ALPHABET:
            if sign != code[position]:
                assert not is_valid(code[:position] + sign + code[position + 1 :])
    for position in range(17):
        left, right = code[position], code[position + 1]
        if left != right:
            assert not is_valid(code[:position] + right + left + code[position + 2 :])


def test_letters_that_no_code_has_are_the_digits_meant() -> None:
    body = "91440101MA5F7K2X0"
    code = body + check_character(body)
    assert tidied(f" {code[:8].lower().replace('0', 'o')} {code[8:]} ") == code


def test_other_lengths_have_no_check_character() -> None:
    with pytest.raises(ValueError, match="17"):
        check_character("914401")
