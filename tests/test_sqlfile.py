"""Reading a detector file, and saying where it is wrong."""

from pathlib import Path

import pytest

from content import ECHO
from trendkit.detect import library, sqlfile
from trendkit.errors import DetectorError, ParameterError

TEXT = ECHO.sql


def error(text, name="echo_like.sql"):
    with pytest.raises(DetectorError) as found:
        sqlfile.parse_text(text, Path(name))
    return str(found.value)


def test_the_file_becomes_a_title_a_header_and_parameters():
    assert ECHO.title == "accounts that like what another account liked moments before"
    assert (
        ECHO.header["hypothesis"]
        == "Accounts run by one script like the same thing within seconds of each other."
    )
    window = ECHO.file.params[2]
    assert (window.name, window.type, window.default, window.low, window.high) == (
        "window_s",
        "INTEGER",
        60,
        1,
        86400,
    )
    assert window.meaning == "seconds between two likes of one script"
    assert ECHO.file.params[4].choices == ("like", "share")


def test_optional_columns_say_what_is_lost():
    lost = {str(need): need.loss for need in ECHO.file.optional}
    assert lost == {
        "events.market": "cannot say where",
        "events.device_id_hash": "cannot tell shared devices",
    }


def test_the_evidence_query_is_the_with_list_and_no_second_copy():
    assert ECHO.file.query.startswith(ECHO.file.prelude)
    assert ECHO.file.evidence_query == ECHO.file.prelude + "select * from evidence"
    assert ECHO.file.tie_query == ECHO.file.prelude + "select * from tie"


def test_the_identity_follows_the_question_and_not_the_words_around_it():
    reworded = sqlfile.parse_text(TEXT.replace("Friends in one room", "Friends"), Path("echo_like.sql"))
    changed = sqlfile.parse_text(TEXT.replace(":= 60,", ":= 61,"), Path("echo_like.sql"))
    assert reworded.sha == ECHO.sha
    assert changed.sha != ECHO.sha


WRONG = [
    ("-- benign:", "-- bening:", "line 11: no header key named 'bening'. Did you mean 'benign'?"),
    ("fake_engagement", "fake_engagment", "Did you mean 'fake_engagement'?"),
    ("-- severity:    low\n", "", "line 1: the header has no line `-- severity: …`."),
    ("prepare echo_like", "prepare echo", "line 16: prepares 'echo'"),
    ("execute echo_like", "execute echo", "executes 'echo'; write `execute echo_like(…)`."),
    ("evidence as", "proof as", "has no CTE named `evidence`"),
    ("[1..86400]", "[86400..1]", "line 62: range [86400..1] is empty"),
    ("since     := timestamp '2026-11-14',", "", "the first two parameters must be since and until"),
    ("timestamp '2026-11-14'", "timestamp '2027-11-14'", "since before until"),
    (":= 'like' ", ":= ['like'] ", "is no constant"),
    ("-- echo_like:", "-- other:", "line 1: the first line must be `-- echo_like: <what it finds>`."),
    ("select event_id", "selekt event_id", 'syntax error at or near "selekt"'),
]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_an_error_names_the_place_and_what_would_be_right(right, wrong, message):
    assert right in TEXT
    assert message in error(TEXT.replace(right, wrong, 1))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "binary.sql"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DetectorError, match="is not UTF-8 text"):
        sqlfile.parse(path)


def test_an_empty_file_is_refused():
    assert "holds nothing" in error("")


def test_two_files_of_one_name_are_refused_by_both_their_names(tmp_path):
    copies = [tmp_path / "one", tmp_path / "two"]
    for folder in copies:
        folder.mkdir()
        (folder / "echo_like.sql").write_text(TEXT)
    with pytest.raises(DetectorError, match=r"one.*two"):
        library.files(copies)


def test_private_folders_come_from_the_environment(monkeypatch, tmp_path):
    (tmp_path / "echo_like.sql").write_text(TEXT)
    monkeypatch.setenv(library.FOLDERS_VARIABLE, str(tmp_path))
    assert library.get("echo_like").name == "echo_like"


def test_a_wrong_name_gets_the_nearest_right_one():
    with pytest.raises(ParameterError, match="Did you mean 'like_ring'"):
        library.get("like_rng")
