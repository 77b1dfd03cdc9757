"""The seasonal baseline once more, in plain numpy and one segment at a time: the oracle of `sql/assess`."""

import numpy as np

GUARD, TRAINING, RECENT = 7, 70, 28


def forecast(acts, exposure, parent, weekday, t):
    """Return mean, variance, observed by segment and window, and phi by segment, for day index t."""
    train = np.arange(max(0, t - GUARD - TRAINING), t - GUARD)
    scaled = exposure / exposure[:, train].mean(axis=1, keepdims=True)
    weight = np.ones((len(acts), len(train)))
    level = acts[:, train].sum(axis=1) / scaled[:, train].sum(axis=1)
    phi = _phi(acts[:, train], scaled[:, train] * level[:, None], weight, spent=1)
    for turn in range(3):
        rate, prior = _rates(acts[:, train], scaled[:, train], weight, phi, parent, weekday[train])
        fit = scaled[:, train] * rate[:, weekday[train]]
        phi = _pooled(acts[:, train], fit, weight)
        if turn < 2:
            weight = _weights(acts[:, train], fit, phi)
    return _windows(acts, scaled, rate, prior, fit, phi, weekday, train, t)


def _rates(y, e, w, phi, parent, weekday):
    level = (w * y).sum(axis=1) / (w * e).sum(axis=1)
    rate, priors = np.empty((len(y), 7)), np.zeros(len(y))
    for s in range(len(y)):
        kin = parent == parent[s]
        prior = priors[s] = 4 + 5 * phi[s] / level[s] if level[s] > 0 else 0
        for d in range(7):
            on = weekday == d
            usual = (w[kin][:, on] * e[kin][:, on] * (level[kin] / phi[kin])[:, None]).sum()
            profile = ((w[kin][:, on] * y[kin][:, on] / phi[kin][:, None]).sum() + 25) / (usual + 25)
            own, days = (w[s, on] * y[s, on]).sum(), (w[s, on] * e[s, on]).sum()
            rate[s, d] = (own + prior * level[s] * profile) / (days + prior) if level[s] > 0 else 0
        last = slice(-RECENT, None)
        recent = (w[s] * y[s])[last].sum() + 5 * phi[s]
        recent /= (w[s] * e[s] * rate[s, weekday])[last].sum() + 5 * phi[s]
        rate[s] = np.maximum(rate[s] * recent, 0.5 * phi[s] / (w[s] * e[s]).sum())
    return rate, priors


def _phi(y, mu, w, spent):
    residual = (w * np.divide((y - mu) ** 2, mu, out=np.zeros(mu.shape), where=mu > 0)).sum(axis=1)
    return np.maximum(1, residual / np.maximum(1, w.sum(axis=1) - spent))


def _pooled(y, mu, w):
    """One detector: a segment's own scatter over 70 days, and ten days of the median one that acted."""
    residual, freedom = (w * (y - mu) ** 2 / mu).sum(axis=1), np.maximum(1, w.sum(axis=1) - 8)
    acted = (y > 0).any(axis=1)
    usual = max(1, np.median((residual / freedom)[acted])) if acted.any() else 1
    return np.where(acted, np.maximum(1, (residual + 10 * usual) / (freedom + 10)), usual)


def _weights(y, mu, phi):
    residual = 1.5 * (y ** (2 / 3) - mu ** (2 / 3)) / (np.sqrt(phi)[:, None] * mu ** (1 / 6))
    return np.where(residual > 2.58, (2.58 / np.maximum(residual, 2.58)) ** 2, 1.0)


def _windows(acts, scaled, rate, prior, fit, phi, weekday, train, t):  # noqa: PLR0917 - plain and flat on purpose
    mean, variance, observed = (np.empty((len(acts), 3)) for _ in range(3))
    for s in range(len(acts)):
        for k, width in enumerate((1, 3, 7)):
            days = np.arange(t - width + 1, t + 1)
            m = (scaled[s, days] * rate[s, weekday[days]]).sum()
            same = (
                fit[s, np.isin(weekday[train], weekday[days])].sum() + prior[s] * rate[s, weekday[days]].sum()
            )
            error = 1 / fit[s, -RECENT:].sum() + 1 / (2 * same)
            mean[s, k], observed[s, k] = m, acts[s, days].sum()
            variance[s, k] = phi[s] * m + m * m * phi[s] * error
    return mean, variance, observed, phi
