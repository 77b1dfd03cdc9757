"""The command line as a person uses it: what it prints, where, and how it ends."""

import json
import subprocess
import sys

import pandas as pd
import pytest

from trendkit.detect import library

NOON = "2026-11-14 12:00:00"


@pytest.fixture
def data(tmp_path):
    """Three bots that walk one order list, and a human."""
    rows = [
        {
            "event_time": pd.Timestamp(NOON) + pd.Timedelta(hours=n, seconds=7 * k),
            "actor_id": f"bot_{k}",
            "target_id": f"video_{n}",
            "target_account_id": f"creator_{n}",
        }
        for n in range(6)
        for k in range(3)
    ]
    rows.append(
        {
            "event_time": pd.Timestamp(NOON),
            "actor_id": "human_1",
            "target_id": "video_9",
            "target_account_id": "creator_9",
        }
    )
    frame = pd.DataFrame(rows).assign(action="like")
    frame.insert(0, "event_id", [f"e{n}" for n in range(len(frame))])
    folder = tmp_path / "export"
    folder.mkdir()
    frame.to_csv(folder / "events.csv", index=False)
    return folder


def trendkit(*words, **env):
    return subprocess.run(
        [sys.executable, "-m", "trendkit", *map(str, words)], capture_output=True, text=True, check=False
    )


def test_detect_prints_findings_to_stdout_and_nothing_to_stderr(data):
    done = trendkit("detect", "like_ring", data, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert {row["entity_id"] for row in json.loads(done.stdout)} == {"bot_0", "bot_1", "bot_2"}


def test_a_knob_is_given_as_name_and_value(data):
    done = trendkit("detect", "like_ring", data, "-p", "min_shared=50", "--json")
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-p", "min_share=5"], "Did you mean 'min_shared'?"),
        (["-p", "min_shared=nan"], "min_shared"),
        (["-p", "min_shared=0"], "min_shared"),
        (["-p", "min_shared"], "name=value"),
        (["--since", "yesterday"], "since"),
        (["--since", "2026-11-20", "--until", "2026-11-10"], "not before"),
    ],
)
def test_a_wrong_knob_ends_with_two_and_says_what_is_right(data, words, said):
    done = trendkit("detect", "like_ring", data, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_detector_gets_the_nearest_name(data):
    done = trendkit("detect", "like_rings", data)
    assert "Did you mean 'like_ring'?" in done.stderr
    assert done.returncode == 2


def test_a_moment_that_is_none_is_said_again(data, tmp_path):
    done = trendkit("report", data, "--workspace", tmp_path, "--since", "yesterday")
    assert "since = 'yesterday' is no moment" in done.stderr
    assert done.returncode == 2


def test_a_detector_that_could_not_look_ends_with_four(data):
    done = trendkit("detect", "signup_burst", data)
    assert done.returncode == 4
    assert "could not look" in done.stderr


def test_nothing_at_the_path_ends_with_four(tmp_path):
    done = trendkit("check", tmp_path / "nowhere")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_check_says_which_detectors_can_look(data):
    told = json.loads(trendkit("check", data, "--json").stdout)
    states = {row["detector"]: row["state"] for row in told["detectors"]}
    assert states["like_ring"] == "runnable"
    assert states["signup_burst"] == "not runnable"


def test_check_counts_refused_rows_with_their_reason(data):
    with (data / "events.csv").open("a") as file:
        file.write("e99,not a time,human_2,video_1,creator_1,like\n")
    told = json.loads(trendkit("check", data, "--json").stdout)
    assert told["tables"][0]["why"] == "event_time is not a TIMESTAMP: 1"


def test_list_names_every_detector():
    names = {row["name"] for row in json.loads(trendkit("list", "--json").stdout)}
    assert {"like_ring", "follow_ring", "copypasta", "device_share", "signup_burst", "report_burst"} <= names


def test_show_prints_the_file_as_it_is():
    assert trendkit("show", "like_ring").stdout == library.get("like_ring").sql + "\n"


def test_a_csv_export_is_safe_for_spreadsheets(data, tmp_path):
    rows = pd.read_csv(data / "events.csv").replace({"bot_0": "=HYPERLINK(1)"})
    rows.to_csv(data / "events.csv", index=False)
    trendkit("detect", "like_ring", data, "--csv", tmp_path / "rings.csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "rings.csv").read_text()


def test_a_new_detector_and_its_fixture_pass_as_drafted(tmp_path, monkeypatch):
    drafted = trendkit("new", "comment_echo", "--folder", tmp_path)
    assert drafted.returncode == 0, drafted.stderr
    monkeypatch.setenv("TRENDKIT_DETECTORS", str(tmp_path))
    done = trendkit("test", "comment_echo")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command", ["report", "check", "list", "show", "detect", "new", "test", "world", "lake"]
)
def test_every_command_has_help_with_an_example(command):
    done = trendkit(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout
