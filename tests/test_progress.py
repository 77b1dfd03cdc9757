"""Progress reaches whoever watches and nobody else."""

from trendkit import progress


def test_steps_are_told_before_each_and_once_at_the_end():
    told = []
    assert list(progress.steps(["a", "b"], "count", lambda *step: told.append(step))) == ["a", "b"]
    assert told == [("count a", 0, 2), ("count b", 1, 2), ("count", 2, 2)]


def test_the_schedule_sees_nothing(monkeypatch):
    monkeypatch.setenv("TRENDKIT_HEADLESS", "1")
    assert progress.watched() is progress.silent


def test_a_pipe_sees_nothing(monkeypatch, capfd):
    monkeypatch.setattr(progress, "HEADLESS", ())
    assert progress.watched() is progress.silent


def test_a_terminal_sees_a_line(monkeypatch):
    monkeypatch.setattr(progress, "HEADLESS", ())
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    tell = progress.watched()
    assert tell is not progress.silent
    tell("count", 1, 1)
