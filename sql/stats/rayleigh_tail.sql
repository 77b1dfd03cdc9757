-- rayleigh_tail(n, r): chance that n phases without any rhythm agree as well as mean resultant length r
--
-- Wilkie's approximation (Applied Statistics 32, 1983), within 5 % of the exact chance from five phases on.
create or replace temp macro rayleigh_tail(n, r) as
    exp(
        -4e0 * n * n * r * r
        / nullif(sqrt(1 + 4e0 * n + 4e0 * n * n * greatest(0e0, 1 - r * r)) + 1 + 2e0 * n, 0)
    );
