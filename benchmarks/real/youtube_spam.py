"""YouTube spam comments: what the comment detectors find of the comments that people labelled as spam.

The published F1 of .942 is of classifiers trained on the labelled comments of the other videos. These
detectors see no label and look for copies and contacts; most spam here is one person asking once for a visit
to a channel, which is neither. So recall says which part of such spam is copied at all.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import trendkit
from figures import Figure, Share
from public import DATA, opened
from trendkit.detect import library

SUPERVISED: Final = "F1 0.942 of supervised classifiers, one video left out"
LABELS: Final = "human labels; unsupervised, so precision compares and recall does not"
FILES: Final = {"comments": "events", "labels": "labels"}
WHOLE: Final = {"since": "2013-01-01", "until": "2016-01-01"}
SMALL: Final[dict[str, dict[str, int]]] = {
    "copypasta": {"min_accounts": 2, "window_s": 2_592_000, "min_lift": 1, "history_d": 0},
    "near_copy": {"min_accounts": 2, "min_posts": 1, "min_variants": 1},
    "contact_lure": {"min_places": 1, "min_places_copying": 1},
}
"""What 1,710 comments in two years force, whose authors wrote once; all else as is, nothing fitted."""

SETTINGS: Final[dict[str, dict[str, dict[str, int]]]] = {"as is": {}, "small data": SMALL}


def spam(db: trendkit.Database) -> set[str]:
    """Return the dated comments that people labelled as spam, by content_id."""
    folder = DATA / "youtube_spam"
    query = (
        "select given.comment_id from read_parquet($comments) as given "
        "join read_parquet($labels) as judged on judged.entity_id = given.event_id and judged.label = 'spam' "
        "semi join content on content.content_id = given.comment_id"
    )
    files = {name: str(folder / f"{file}.parquet") for name, file in FILES.items()}
    return {comment for (comment,) in db.rows(query, files)}


def pointed_at(db: trendkit.Database, name: str, setting: dict[str, int]) -> set[str]:
    """Return the comments behind the findings of one detector over all years."""
    found = library.get(name)(db, **WHOLE, **setting)
    return set(found.events()["content_id"]) if len(found) else set()


def compared(name: str, setting: str, found: set[str], known: set[str]) -> Iterator[Figure]:
    """Yield the precision and the recall of a set of comments."""
    right = len(found & known)
    yield Figure("youtube_spam", name, f"precision, {setting}", Share(right, len(found)), SUPERVISED, LABELS)
    yield Figure("youtube_spam", name, f"recall, {setting}", Share(right, len(known)), SUPERVISED, LABELS)


def figures() -> Iterator[Figure]:
    """Yield precision and recall of each comment detector and of all together, in two settings."""
    with closing(opened("youtube_spam")) as db:
        known = spam(db)
        for setting, values in SETTINGS.items():
            found = {name: pointed_at(db, name, values.get(name, {})) for name in SMALL}
            for name, comments in found.items():
                yield from compared(name, setting, comments, known)
            yield from compared(" + ".join(SMALL), setting, set().union(*found.values()), known)
