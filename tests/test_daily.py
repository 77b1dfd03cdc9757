"""Daily counts: what each evening would have shown, the traffic around it, and what was never looked at."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from trendkit.assess.trends.daily import covered, daily, last_full_day
from trendkit.assess.trends.trend import trends
from trendkit.detect import library
from trendkit.detect.detector import Detector
from trendkit.detect.library import load
from trendkit.tables.database import Database, connect

HERE = Path(__file__).parent / "detectors"
SINCE, UNTIL = datetime(2026, 3, 1), datetime(2026, 3, 9)


def detector(name: str) -> Detector:
    return load(HERE / f"{name}.sql")


def act(
    time: str, actor: str, action: str = "like", target: str = "video_1", market: str | None = "BR"
) -> dict:
    stamp = pd.Timestamp(f"2026-03-{time}")
    return {"event_time": stamp, "actor_id": actor, "action": action, "target_id": target, "market": market}


def events(*acts: dict) -> pd.DataFrame:
    views = [act(f"{day:02} 12:00", "human_1", "view") for day in range(1, 9)]
    frame = pd.DataFrame([*acts, *views]).assign(surface="feed")
    return frame.assign(event_id=[f"event_{n}" for n in range(len(frame))])


LIKES = (
    act("03 23:00", "bot_1"),
    act("04 01:00", "bot_1", target="video_2"),
    act("04 02:00", "human_2"),
    act("06 10:00", "bot_1"),
    act("06 10:05", "bot_1", target="video_3"),
    act("06 10:06", "bot_2", market=None),
    act("06 10:07", "bot_2", market=None),
)


def world(**tables: pd.DataFrame) -> Database:
    return connect(events=events(*LIKES), **tables)


def counted(db: Database, name: str = "eager_liker") -> pd.DataFrame:
    return daily(db, [detector(name)], SINCE, UNTIL)


def of_market(found: pd.DataFrame, market: str) -> pd.DataFrame:
    rows = found[found["market"] == market]
    return rows.set_index(rows["day"].dt.day)


def test_only_evidence_dated_that_day_counts_and_only_what_was_known_that_evening() -> None:
    found = counted(world())
    brazil = of_market(found, "BR")
    # on the 3rd one like was not yet eager; on the 4th the like of the 3rd belongs to yesterday
    assert brazil["acts"].to_dict() == {2: 0, 3: 0, 4: 1, 5: 0, 6: 2, 7: 0, 8: 0}
    assert brazil["entities"].to_dict() == {2: 0, 3: 0, 4: 1, 5: 0, 6: 1, 7: 0, 8: 0}
    assert brazil["events"].to_dict() == {2: 1, 3: 2, 4: 3, 5: 1, 6: 3, 7: 1, 8: 1}


def test_an_unknown_market_is_its_own_segment() -> None:
    found = counted(world())
    unknown = found[found["market"] == ""]
    assert unknown.loc[unknown["acts"] > 0, ["acts", "entities", "events"]].to_numpy().tolist() == [[2, 1, 2]]


def test_the_first_day_with_half_a_lookback_is_missing_not_zero() -> None:
    db = world()
    assert covered(db, detector("eager_liker"), SINCE, UNTIL) == [date(2026, 3, 2), date(2026, 3, 8)]
    assert counted(db)["day"].min() == pd.Timestamp("2026-03-02")


def test_days_whose_newcomers_may_yet_stay_are_missing_not_zero() -> None:
    accounts = pd.DataFrame(
        {"account_id": [f"bot_{n}" for n in range(8)], "created_at": pd.Timestamp("2026-03-01 06:00")}
    )
    likes = [act("01 10:00", f"bot_{n}") for n in range(8)]
    before = act("01 00:00", "human_1", "view") | {"event_time": pd.Timestamp("2026-02-01")}
    db = connect(events=events(*likes, before), accounts=accounts)
    week = library.get("low_activity")
    assert covered(db, week, datetime(2026, 2, 1), UNTIL) == [date(2026, 2, 7), date(2026, 3, 1)]
    found = daily(db, [week], SINCE, UNTIL)
    assert found[["day", "acts"]].to_numpy().tolist() == [[pd.Timestamp("2026-03-01"), 8]]


def test_a_day_without_any_event_is_missing_not_zero() -> None:
    frame = events(*LIKES)
    gap = connect(events=frame[frame["event_time"].dt.day != 7])
    assert 7 not in set(counted(gap)["day"].dt.day)
    assert 8 in set(counted(gap)["day"].dt.day)


def test_views_are_those_of_the_things_concerned_that_day_and_unknown_otherwise() -> None:
    seen = pd.DataFrame(
        {
            "date": [date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 5)],
            "content_id": ["video_2", "video_2", "video_9", "video_9"],
            "market": ["BR", "PT", "BR", "BR"],
            "views": [100, 20, 80, 50],
        }
    )
    found = counted(world(exposure_daily=seen))
    brazil = of_market(found, "BR")
    assert brazil.loc[4, ["views", "total_views"]].tolist() == [120, 200]
    assert brazil.loc[5, ["views", "total_views"]].tolist() == [0, 50]
    assert brazil.loc[6, ["views", "total_views"]].isna().all()


def test_reports_are_counted_where_they_were_filed() -> None:
    reports = pd.DataFrame(
        {
            "report_id": [f"report_{n}" for n in range(4)],
            "reported_at": pd.to_datetime(
                ["2026-03-02 08:00", "2026-03-05 09:00", "2026-03-05 10:00", "2026-03-06 00:00"]
            ),
            "reporter_id": [f"reporter_{n}" for n in range(4)],
            "target_id": "video_1",
            "market": "BR",
            "surface": "live",
        }
    )
    found = counted(world(user_reports=reports), "reported_twice").set_index("day")
    assert found["acts"].tolist() == [0, 0, 0, 2, 0]
    assert found.index.max() == pd.Timestamp(
        "2026-03-06"
    )  # no report is on record later: not known, not none
    assert found["surface"].unique().tolist() == ["live"]


def test_registrations_have_no_surface_and_stand_against_the_whole_market() -> None:
    accounts = pd.DataFrame(
        {
            "account_id": ["bot_1", "bot_2", "human_1"],
            "created_at": pd.to_datetime(["2026-03-06 01:00", "2026-03-06 01:01", "2020-01-01 00:00"]),
            "market": ["BR", "BR", "US"],
        }
    )
    found = counted(world(accounts=accounts), "new_account")
    sixth = found[found["day"] == pd.Timestamp("2026-03-06")]
    assert sixth[["market", "surface", "acts", "events"]].to_numpy().tolist() == [["BR", "all", 2, 3]]


def test_counts_are_kept_beside_the_lake_and_read_again(tmp_path: Path) -> None:
    db = connect(lake=tmp_path / "lake", events=events(*LIKES))
    first = counted(db)
    (file,) = tmp_path.rglob("eager_liker-*.parquet")
    stamp = file.stat().st_mtime_ns
    pd.testing.assert_frame_equal(counted(db), first)
    assert file.stat().st_mtime_ns == stamp
    assert [f.name for f in file.parent.iterdir()] == [file.name]


def test_nothing_is_left_in_the_connection() -> None:
    db = world()
    before = db.rows("show tables")
    counted(db)
    assert db.rows("show tables") == before


def test_a_half_written_day_is_not_the_last_full_one() -> None:
    whole = [act(f"{day:02} 22:00", "human_1") for day in range(1, 9)]
    assert last_full_day(connect(events=events(*whole))) == date(2026, 3, 8)
    assert last_full_day(connect(events=events(*whole, act("09 03:00", "human_1")))) == date(2026, 3, 8)


def test_a_detector_that_cannot_look_is_named_and_never_a_zero() -> None:
    chosen = [detector("eager_liker"), detector("reported_twice")]
    found = trends(world(), detectors=chosen)
    assert dict(found.not_looked) == {
        "reported_twice": "no values in user_reports.reporter_id, user_reports.target_id"
    }
    assert found.table["detector"].unique().tolist() == ["eager_liker"]
    assert found.table["status"].unique().tolist() == ["insufficient data"]


def test_a_detector_that_found_nothing_is_quiet() -> None:
    found = trends(connect(events=events()), detectors=[detector("eager_liker")])
    assert found.quiet == ("eager_liker",)
    assert len(found.table) == 0
    assert "Looked and found nothing: eager_liker" in found._repr_html_()


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_change_no_count(threads: int) -> None:
    db = connect(threads=threads, events=events(*LIKES))
    assert counted(db)["acts"].sum() == 5
