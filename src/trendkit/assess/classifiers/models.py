"""The two classifiers over profiles: both weigh the classes alike, both give calibrated chances."""

from typing import Any, Final

import numpy as np

MODELS: Final = ("logistic", "boosting")
"""Logistic regression and gradient boosting of histograms."""

ISOTONIC: Final = 1_000
"""Positives from which calibration may take any rising shape; below, a sigmoid."""

_INNER: Final = 2


def fitted(name: str, numbers: np.ndarray, harmful: np.ndarray, group: np.ndarray, seed: int) -> Any:
    """Return a model trained on all of these accounts, its chances calibrated within them."""
    from sklearn.calibration import CalibratedClassifierCV  # noqa: PLC0415 - slow to import

    shape = "isotonic" if harmful.sum() >= ISOTONIC else "sigmoid"
    parts = splits(harmful, group, _INNER, seed)
    model = CalibratedClassifierCV(_bare(name, seed), method=shape, cv=parts, ensemble=False)
    with _one_thread():
        return model.fit(numbers, harmful)


def chance(model: Any, numbers: np.ndarray) -> np.ndarray:
    """Return the chance of each account to be harmful."""
    with _one_thread():
        return np.asarray(model.predict_proba(numbers)[:, 1])


def _one_thread() -> Any:
    """Return a block in which threads do not wait for each other on a busy machine; results stay the same."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - comes with scikit-learn

    return threadpool_limits(1)


def splits(
    harmful: np.ndarray, group: np.ndarray, folds: int, seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return folds that keep groups whole and have alike shares of harmful accounts."""
    from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold  # noqa: PLC0415 - slow to import

    alone = len(np.unique(group)) == len(group)
    kind = StratifiedKFold if alone else StratifiedGroupKFold
    cut = kind(folds, shuffle=True, random_state=seed)
    return list(cut.split(harmful, harmful, None if alone else group))


def _bare(name: str, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - slow to import

    if name == "boosting":
        return HistGradientBoostingClassifier(
            class_weight="balanced",
            max_leaf_nodes=15,
            l2_regularization=1.0,
            early_stopping=False,
            random_state=seed,
        )
    return _logistic()


def _logistic() -> Any:
    from sklearn.impute import SimpleImputer  # noqa: PLC0415 - slow to import
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import FunctionTransformer, RobustScaler, StandardScaler  # noqa: PLC0415

    return make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        RobustScaler(),
        FunctionTransformer(np.arcsinh),  # counts have long tails
        StandardScaler(),
        LogisticRegression(class_weight="balanced", max_iter=2_000),
    )
