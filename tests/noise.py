"""Invented texts in ten languages, and what spammers do to a text so that no two copies are equal."""

import random
from collections.abc import Callable, Mapping
from typing import Final

SENTENCES: Final = {
    "en": "Claim your free gift card today, message me on telegram and double your money in one hour",
    "vi": "Nhận thẻ quà miễn phí hôm nay, nhắn tin cho mình qua zalo để nhân đôi tiền trong một giờ",
    "th": "รับบัตรของขวัญฟรีวันนี้ ทักไลน์มาแล้วเพิ่มเงินเป็นสองเท่าในหนึ่งชั่วโมงกับเราได้เลยนะ",
    "zh": "今天免费领取礼品卡，加我微信一小时内让你的钱翻倍，名额有限先到先得，快来私聊我吧",
    "ja": "本日限り無料ギフトカードを受け取ろう、ラインを追加して一時間でお金を二倍にする方法を教えます",
    "id": "Ambil kartu hadiah gratis hari ini, hubungi saya di whatsapp dan gandakan uangmu dalam satu jam",
    "es": "Reclama tu tarjeta de regalo gratis hoy, escríbeme por telegram y duplica tu dinero en una hora",
    "ru": "Получи подарочную карту бесплатно сегодня, напиши мне в телеграм и удвой свои деньги за час",
    "ar": "احصل على بطاقة هدية مجانية اليوم، راسلني على الواتساب وضاعف أموالك خلال ساعة واحدة فقط",
    "hi": "आज ही मुफ़्त उपहार कार्ड पाएँ, मुझे व्हाट्सऐप पर संदेश भेजें और एक घंटे में पैसा दोगुना करें",
}
"""One pitch per language, 40 to 90 characters."""

LOOK_ALIKES: Final = {
    **{
        "a": "аɑα@4Ａ𝐚ᴀ",
        "b": "Ьʙᖯ8Ｂ𝗯",
        "c": "сϲᴄⅽｃ𝒄",
        "d": "ԁⅾᴅ𝐝",
        "e": "еҽ℮3ｅ𝖾€",
        "f": "ƒｆ𝕗",
        "g": "ɡցｇ9",
    },
    **{
        "h": "һհｈ𝗁",
        "i": "іı1!ⅰ𝑖",
        "j": "јϳｊ",
        "k": "кκｋ𝕜",
        "l": "ⅼｌ𝗅ʟ",
        "m": "ｍⅿм𝐦",
        "n": "ոｎη𝗇",
        "o": "оο0օｏ𝐨",
    },
    **{
        "p": "рρｐ𝗉",
        "q": "ԛｑ",
        "r": "гᴦｒ𝗋",
        "s": "ѕ5$ｓꜱ",
        "t": "т7ｔᴛ",
        "u": "υսｕᴜ",
        "v": "νѵｖᴠ",
        "w": "ѡԝｗ",
        "x": "хχｘ",
    },
    **{
        "y": "уүｙγ",
        "z": "ᴢｚ2",
        "а": "aαɑ@",
        "в": "bʙВ",
        "е": "eҽ3",
        "к": "kκ",
        "м": "mᴍ",
        "н": "hʜ",
        "о": "o0ο",
    },
    **{
        "р": "pρ",
        "с": "cϲ",
        "т": "tᴛ",
        "у": "yγ",
        "х": "xχ",
        "и": "ᴎͷ",
        "п": "πᴨ",
        "з": "3ɜ",
        "г": "rᴦ",
        "ф": "φɸ",
    },
}
"""What a letter is replaced by: confusables of other scripts, styled letters, digits and signs."""

INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2063\U000e0061"
DROSS: Final = ".,!*~-_·•…😂🔥💰"

Trick = Callable[[random.Random, str], str]


def look_alike(draw: random.Random, letter: str) -> str:
    """Replace a letter by one that looks like it, where there is one."""
    return draw.choice(LOOK_ALIKES.get(letter.lower(), letter))


TRICKS: Final[Mapping[str, Trick]] = {
    "look-alike": look_alike,
    "invisible": lambda draw, letter: letter + draw.choice(INVISIBLE),
    "case": lambda _, letter: letter.swapcase(),
    "dross": lambda draw, letter: letter + draw.choice(DROSS),
    "doubled": lambda _, letter: letter * 2,
    "space": lambda _, letter: letter + " ",
    "mark": lambda draw, letter: letter + draw.choice("\u0301\u0308\u0336\u0323"),
}
"""One thing done to one character, by name."""


def disguised(draw: random.Random, text: str, share: float, tricks: Mapping[str, Trick] = TRICKS) -> str:
    """Return a copy of `text` in which each character has one trick played on it with probability `share`."""
    names = list(tricks)
    return "".join(
        tricks[draw.choice(names)](draw, letter) if draw.random() < share else letter for letter in text
    )


def shingles(text: str, size: int) -> set[str]:
    """Return the runs of `size` characters of a text."""
    return {text[place : place + size] for place in range(len(text) - size + 1)}


def jaccard(one: set[str], other: set[str]) -> float:
    """Return the share of their shingles that two texts have in common."""
    return len(one & other) / max(1, len(one | other))


def alike(one: str, other: str, size: int) -> float:
    """Return the similarity of two normalised texts."""
    return jaccard(shingles(one, size), shingles(other, size))


def size_of(language: str) -> int:
    """Return how many characters a shingle of a language has."""
    return 2 if language in ("zh", "ja") else 3
