"""The seasonal baseline once more, in plain numpy and one segment at a time: the oracle of `sql/assess`."""

import numpy as np

GUARD, TRAINING, RECENT = 7, 70, 28


def forecast(acts, exposure, parent, weekday, t):
    """Return mean, variance, observed by segment and window, and phi by segment, for day index t."""
    train = np.arange(max(0, t - GUARD - TRAINING), t - GUARD)
    scaled = exposure / exposure[:, train].mean(axis=1, keepdims=True)
    weight = np.ones((len(acts), len(train)))
    for turn in range(3):
        rate = _rates(acts[:, train], scaled[:, train], weight, parent, weekday[train])
        fit = scaled[:, train] * rate[:, weekday[train]]
        phi = _phi(acts[:, train], fit, weight)
        if turn < 2:
            weight = _weights(acts[:, train], fit, phi)
    return _windows(acts, scaled, rate, fit, phi, weekday, train, t)


def _rates(y, e, w, parent, weekday):
    level = (w * y).sum(axis=1) / (w * e).sum(axis=1)
    rate = np.empty((len(y), 7))
    for s in range(len(y)):
        kin = parent == parent[s]
        for d in range(7):
            on = weekday == d
            usual = (w[kin][:, on] * e[kin][:, on] * level[kin][:, None]).sum()
            profile = (w[kin][:, on] * y[kin][:, on]).sum() / usual if usual > 0 else 1.0
            rate[s, d] = ((w[s, on] * y[s, on]).sum() + 4 * level[s] * profile) / (
                (w[s, on] * e[s, on]).sum() + 4
            )
        last = slice(-RECENT, None)
        recent = ((w[s] * y[s])[last].sum() + 5) / ((w[s] * e[s] * rate[s, weekday])[last].sum() + 5)
        rate[s] = np.maximum(rate[s] * recent, 0.5 / (w[s] * e[s]).sum())
    return rate


def _phi(y, mu, w):
    return np.maximum(1, (w * (y - mu) ** 2 / mu).sum(axis=1) / np.maximum(1, w.sum(axis=1) - 8))


def _weights(y, mu, phi):
    residual = 1.5 * (y ** (2 / 3) - mu ** (2 / 3)) / (np.sqrt(phi)[:, None] * mu ** (1 / 6))
    return np.where(residual > 2.58, (2.58 / np.maximum(residual, 2.58)) ** 2, 1.0)


def _windows(acts, scaled, rate, fit, phi, weekday, train, t):  # noqa: PLR0917 - plain and flat on purpose
    mean, variance, observed = (np.empty((len(acts), 3)) for _ in range(3))
    for s in range(len(acts)):
        for k, width in enumerate((1, 3, 7)):
            days = np.arange(t - width + 1, t + 1)
            m = (scaled[s, days] * rate[s, weekday[days]]).sum()
            same = fit[s, np.isin(weekday[train], weekday[days])].sum()
            error = 1 / fit[s, -RECENT:].sum() + 1 / (2 * same)
            mean[s, k], observed[s, k] = m, acts[s, days].sum()
            variance[s, k] = phi[s] * m + m * m * phi[s] * error
    return mean, variance, observed, phi
