-- log_odds_z(k1, n1, k2, n2, prior): how many standard errors the log odds of k1 in n1 exceed those of k2 in n2
--
-- `prior` is added to all four counts (0.5: Haldane and Anscombe), so that rare words do not win by chance
-- (Monroe, Colaresi and Quinn, Political Analysis 2008).
create or replace temp macro log_odds_z(k1, n1, k2, n2, prior) as
    (
        ln((k1 + prior) / nullif(cast(n1 - k1 + prior as double), 0))
        - ln((k2 + prior) / nullif(cast(n2 - k2 + prior as double), 0))
    ) / nullif(sqrt(
        1 / nullif(cast(k1 + prior as double), 0) + 1 / nullif(cast(n1 - k1 + prior as double), 0)
        + 1 / nullif(cast(k2 + prior as double), 0) + 1 / nullif(cast(n2 - k2 + prior as double), 0)
    ), 0);
