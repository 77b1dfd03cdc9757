"""The match key: what hides a copy is taken away, what makes words different stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trendkit.tables import text

IGNORABLES = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f", "\u034f", "\U000e0041"]


@pytest.mark.parametrize(
    ("written", "copied"),
    [
        ("Free money now", "FREE   MONEY, NOW!!!"),
        ("Free money now", "Ｆｒｅｅ ｍｏｎｅｙ ｎｏｗ"),
        ("Free money now", "F\u0301re\u0300e mo\u0308ney now"),
        ("Free money now", "Fr\u200bee mo\u00adney n\u202eow"),
        ("soooo good, watch", "sooooooo good watch"),
        ("Kiếm tiền nhanh nhé", "kiem tien nhanh nhe"),
        ("БЕСПЛАТНЫЕ деньги", "бесплатные деньги 💰💰"),
        ("ติดต่อไลน์ด่วน", "ติดต่อ ไลน์ ด่วน!"),
    ],
)
def test_a_disguised_copy_has_the_key_of_the_original(written, copied):
    assert text.match_key(written) == text.match_key(copied)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buy 100 likes here", "buy 900 likes here"),
        ("ติดต่อไลน์ด่วน", "ตดตอไลนดวน"),
        ("السلام عليكم", "السلم عليكم"),
        ("see you at five", "see you at nine"),
    ],
)
def test_other_words_have_another_key(one, other):
    assert text.match_key(one)[0] != text.match_key(other)[0]


@pytest.mark.parametrize("short", ["", "first!", "😂😂😂😂😂😂😂😂😂😂", "!!! ...", "ok ok"])
def test_a_text_that_says_too_little_has_no_key(short):
    assert text.match_key(short)[0] is None


def test_four_han_characters_are_enough_for_a_key():
    assert text.match_key("加我微信")[0] is not None


def test_length_counts_what_was_hashed():
    assert text.match_key("Free money now!!!")[1] == len("freemoneynow")


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(written):
    once = text.match_text(written)
    assert text.match_text(once) == once


@given(st.text(max_size=40), st.integers(0, 40), st.sampled_from(IGNORABLES))
def test_an_invisible_character_never_changes_the_key(written, place, invisible):
    words = unicodedata.normalize("NFC", written)
    assert text.match_key(words[:place] + invisible + words[place:]) == text.match_key(words)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_ascii_is_normalised_like_any_other_text(written):
    assert text.match_text(written) == text.match_text(written + "\u200b")
