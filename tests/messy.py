"""A messy little platform: posts, reposts, replies, links and words, with every awkward case at once.

Repeated acts, acts at one moment, acts exactly one window apart, moments between seconds, self-replies, empty
texts, one link twice in a post, reposts that carry links. All ids are invented.
"""

from typing import Final

import numpy as np
import pandas as pd

WINDOW_S: Final = 60
START: Final = 1_763_000_000

_ACCOUNTS: Final = 40
_ROWS: Final = 1_500
_SPAN_S: Final = 40_000
_WORDS: Final = (
    "vote for the red boat",
    "Vote  for the RED boat",
    "cheap shoes here",
    "good morning all",
    "",
)
_LINKS: Final = tuple(f"https://site{n}.example/a{n}" for n in range(12))


def posts(seed: int = 7, rows: int = _ROWS, accounts: int = _ACCOUNTS) -> pd.DataFrame:
    """Return one row per post: message_id, user_id, repost_id, reply_id, message, timestamp, urls."""
    draw = np.random.default_rng(seed)
    second = START + np.sort(draw.integers(0, _SPAN_S, rows)) + draw.choice([0, 0, 0, 0.25, 0.5], rows)
    kind = draw.choice(["post", "repost", "reply"], rows, p=[0.4, 0.35, 0.25])
    chosen = draw.integers(0, 25, rows)
    found = pd.DataFrame(
        {
            "message_id": [f"post_{n}" for n in range(rows)],
            "user_id": [f"account_{n}" for n in draw.integers(0, accounts, rows)],
            "repost_id": np.where(kind == "repost", [f"origin_{n}" for n in chosen], None),
            "reply_id": np.where(kind == "reply", [f"thread_{n}" for n in chosen], None),
            "message": [_WORDS[n] for n in draw.integers(0, len(_WORDS), rows)],
            "timestamp": second,
            "urls": [_links(draw) for _ in range(rows)],
        }
    )
    return pd.concat([found, _on_the_edge()], ignore_index=True)


def _links(draw: np.random.Generator) -> list[str]:
    chosen = [_LINKS[n] for n in draw.integers(0, len(_LINKS), draw.integers(0, 4))]
    return chosen + chosen[:1] * int(draw.random() < 0.3)


def _on_the_edge() -> pd.DataFrame:
    """Two reposts exactly one window apart meet, two a quarter of a second further do not."""
    late = START + _SPAN_S + 1_000
    moments = [late, late + WINDOW_S, late, late + WINDOW_S + 0.25]
    return pd.DataFrame(
        {
            "message_id": [f"edge_{n}" for n in range(4)],
            "user_id": ["early_1", "late_1", "early_2", "late_2"],
            "repost_id": ["edge_1", "edge_1", "edge_2", "edge_2"],
            "reply_id": None,
            "message": "",
            "timestamp": [float(moment) for moment in moments],
            "urls": [[] for _ in range(4)],
        }
    )


def tables(posts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the same posts as tables of the contract."""
    kind = np.where(
        posts["repost_id"].notna(), "repost", np.where(posts["reply_id"].notna(), "reply", "create")
    )
    moment = pd.to_datetime((posts["timestamp"] * 1_000_000).astype("int64"), unit="us")
    events = pd.DataFrame(
        {
            "event_id": posts["message_id"],
            "event_time": moment,
            "actor_id": posts["user_id"],
            "action": kind,
            "target_id": posts["repost_id"].fillna(posts["reply_id"]),
            "content_id": posts["message_id"],
        }
    )
    own = posts[posts["repost_id"].isna()]
    content = pd.DataFrame(
        {
            "content_id": own["message_id"],
            "author_id": own["user_id"],
            "created_at": moment[own.index],
            "text": own["message"],
        }
    )
    links = own[["message_id", "urls"]].explode("urls").dropna().drop_duplicates()
    links = links.set_axis(["content_id", "url_norm"], axis=1)
    return {"events": events, "content": content, "content_links": links}


LAYERS: Final = {
    "co_retweet": "repost",
    "co_tweet": "text",
    "co_reply": "reply",
    "co_link": "link",
    "co_post": "anything",
}
"""What QUT's coordination-network-toolkit calls a network, and which act of ours it is."""


def directed(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return our pairs as QUT writes them: user_1, user_2, weight, both ways round."""
    names = ["user_1", "user_2", "weight"]
    there = pairs[["a", "b", "a_acts"]].set_axis(names, axis=1)
    back = pairs[["b", "a", "b_acts"]].set_axis(names, axis=1)
    return pd.concat([there, back]).sort_values(["user_1", "user_2"], ignore_index=True)


def worded(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the posts that say anything: the toolkit ties all empty texts to each other."""
    return posts[posts["message"] != ""].reset_index(drop=True)
