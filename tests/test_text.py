"""The match key: what hides a copy is taken away, what makes words different stays."""

import random
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noise import SENTENCES, alike, disguised, size_of
from trendkit.content import sql_text
from trendkit.tables import confusables, text

BARS = {language: 0.95 if language in ("ru", "ar", "hi") else 0.99 for language in SENTENCES}
EVERY_IGNORABLE = [chr(c) for low, high in text._IGNORABLE_RANGES for c in range(low, high + 1)]
UNTOUCHED = ("THAI ", "LAO ", "ARABIC ", "DEVANAGARI ", "TAMIL ", "BENGALI ", "HANGUL ", "HIRAGANA ", "CJK ")


def key(written: str) -> str | None:
    return text.words(written).text_key


def found_again(language: str, copies: int, share: float) -> float:
    """Return the share of disguised copies that stay at least half alike with their original."""
    draw, size = random.Random(language), size_of(language)
    norm = text.match_text(SENTENCES[language])
    made = [text.match_text(disguised(draw, SENTENCES[language], share)) for _ in range(copies)]
    return sum(alike(norm, copy, size) >= 0.5 for copy in made) / copies


def babble(draw: random.Random) -> str:
    """Return seven words that nobody has said."""
    syllables = ["".join(draw.choice(part) for part in ("bdfgklmnprstvz", "aeiou")) for _ in range(18)]
    return "".join(part + " " * (draw.random() < 0.4) for part in syllables)


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
        ("Free money now", "Fr33 m0n3y n0w"),
        ("Free money now", "Frее mоnеу nоw"),
        ("cash for clicks", "c@$h f0r cl!cks"),
        ("БЕСПЛАТНЫЕ деньги", "БECПЛATHЫE дeньги"),
        ("БЕСПЛАТНЫЕ деньги", "6есплатные деньги"),
        ("call 0912 345 678 now", "call (0912) 345-678 now"),
        ("call 0912 345 678 now", "call ０９１２３４５６７８ now"),
        ("call 0912 345 678 now", "call ٠٩١٢٣٤٥٦٧٨ now"),
        ("call 0912 345 678 now", "call o9l2345678 now"),
        ("مجانا اليوم فقط", "مـــجـانا اليـوم فقط"),
        ("🅵🆁🅴🅴 money now", "free money now"),
    ],
)
def test_a_disguised_copy_has_the_key_of_the_original(written, copied):
    assert key(written) == key(copied)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buy 100 likes here", "buy 900 likes here"),
        ("ติดต่อไลน์ด่วน", "ตดตอไลนดวน"),
        ("السلام عليكم", "السلم عليكم"),
        ("see you at five", "see you at nine"),
        ("the year 2024 was mine", "the year 2025 was mine"),
        ("earn 1000 in an hour", "earn 10000 in an hour"),
        ("กาแฟร้อนหนึ่งแก้ว", "กาแฟร่อนหนึ่งแก้ว"),
        ("मुझे बताओ ज़रा", "मझ बतओ जर"),
    ],
)
def test_other_words_have_another_key(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize("short", ["", "first!", "😂😂😂😂😂😂😂😂😂😂", "!!! ...", "ok ok"])
def test_a_text_that_says_too_little_has_no_key(short):
    assert key(short) is None


def test_four_han_characters_are_enough_for_a_key():
    assert key("加我微信") is not None


def test_length_counts_what_was_hashed():
    assert text.words("Free money now!!!").text_length == len("freemoneynow")


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(written):
    once = text.match_text(written)
    assert text.match_text(once) == once


@given(st.text(max_size=40), st.integers(0, 40), st.sampled_from(EVERY_IGNORABLE))
def test_an_invisible_character_never_changes_the_key(written, place, invisible):
    assert text.words(written[:place] + invisible + written[place:]) == text.words(written)


@pytest.mark.parametrize("place", range(5))
def test_no_invisible_character_of_unicode_changes_a_key(place):
    words = "Kiếm tiền 100 ngay ติดต่อ 가나다"
    changed = [c for c in EVERY_IGNORABLE if key(words[:place] + c + words[place:]) != key(words)]
    assert changed == []


@given(st.text(st.sampled_from("a1l0oO!@ 5.é한가ไ่Я3дㅋ゛か\u0301"), max_size=30))
def test_normalising_a_mixture_twice_changes_nothing(written):
    once = text.match_text(written)
    assert text.match_text(once) == once


def test_normalising_any_single_character_twice_changes_nothing():
    every = [text.match_text(chr(c)) for c in range(sys.maxunicode + 1) if not 0xD800 <= c <= 0xDFFF]
    assert [once for once in every if text.match_text(once) != once] == []


def test_letters_of_other_scripts_are_never_read_as_latin_ones():
    every = map(chr, range(0x500, 0x30000))
    others = [c for c in every if unicodedata.name(c, "").startswith(UNTOUCHED) and c.isalpha()]
    assert [c for c in others if text.match_text(c).isascii() and text.match_text(c).isalpha()] == []


@pytest.mark.parametrize("language", SENTENCES)
def test_nearly_every_copy_with_three_tenths_noise_is_found_again(language):
    assert found_again(language, copies=300, share=0.3) >= BARS[language]


@pytest.mark.parametrize("language", ["en", "vi", "id", "es", "ru"])
def test_copies_written_with_look_alikes_that_no_table_holds_are_found_again(language, monkeypatch):
    held_out = random.Random(0)
    known = {c: plain for c, plain in confusables.skeletons().items() if held_out.random() < 0.5}
    monkeypatch.setattr(confusables, "skeletons", lambda: known)
    monkeypatch.setattr(text, "_SKELETON", text._Skeleton())
    assert found_again(language, copies=300, share=0.3) >= BARS[language]


def test_unrelated_texts_are_never_half_alike():
    draw = random.Random(0)
    pairs = [(text.match_text(babble(draw)), text.match_text(babble(draw))) for _ in range(20_000)]
    assert [pair for pair in pairs if alike(*pair, 3) >= 0.5] == []


def jumbled(draw: random.Random, language: str) -> str:
    """Return fifty letters of a sentence in any order, normalised."""
    return text.match_text("".join(draw.choices(SENTENCES[language], k=50)))


@pytest.mark.parametrize("language", ["en", "th", "zh", "ar"])
def test_jumbled_letters_are_never_half_alike_in_any_script(language):
    draw = random.Random(language)
    pairs = [(jumbled(draw, language), jumbled(draw, language)) for _ in range(10_000)]
    assert [pair for pair in pairs if alike(*pair, size_of(language)) >= 0.5] == []


def test_phrases_of_self_promotion_are_written_as_normalising_leaves_them():
    pack = re.findall(r"\('\w\w', '\w+', '([^']+)'\)", sql_text("detectors/spam/self_promotion.sql"))
    assert len(pack) > 100
    assert [phrase for phrase in pack if text.match_text(phrase) != phrase] == []


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_ascii_is_normalised_like_any_other_text(written):
    assert text.words(written) == text.words(written + "\u200b")
