"""The weights of ban_return, fitted on splink."""

import subprocess
import sys

import numpy as np
import pytest

import trendkit
from test_accounts import bans, invented
from trendkit.detectors import ban_return
from trendkit.errors import TrendkitError

WINDOW = {"since": "2026-11-02", "until": "2026-11-21"}


@pytest.fixture(scope="module")
def returns():
    pytest.importorskip("splink", reason="needs the extra link: pip install 'trendkit[link]'")
    return invented(np.random.default_rng(12))


@pytest.fixture(scope="module")
def linkage(returns):
    return trendkit.link_accounts(returns, **WINDOW)


def is_right(frame, child, parent):
    return frame[parent] == "old_" + frame[child].str.removeprefix("new_")


def test_most_returns_are_linked_to_the_account_that_was_removed(linkage):
    sure = linkage.pairs[linkage.pairs["probability"] >= 0.95].drop_duplicates("account_id")
    assert is_right(sure, "account_id", "removed_id").mean() >= 0.95
    assert len(sure) >= 240


def test_fitted_weights_are_parameters_of_ban_return(returns, linkage):
    found = ban_return(returns, **WINDOW, **linkage.weights)
    assert is_right(found, "entity_id", "removed_id").mean() >= 0.95
    assert len(found) >= 240


def test_the_same_data_give_the_same_weights(returns, linkage):
    assert trendkit.link_accounts(returns, **WINDOW).weights == linkage.weights


def test_without_splink_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(TrendkitError, match=r"pip install 'trendkit\[link\]'"):
        trendkit.link_accounts(trendkit.connect(enforcements=bans(1)), **WINDOW)


def test_importing_trendkit_imports_neither_splink_nor_igraph():
    code = "import sys, trendkit.assess.networks.linkage; print({'splink', 'igraph'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
