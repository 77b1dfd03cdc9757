-- ties beyond chance: Poisson tail, times the windows tried, Benjamini-Hochberg over all possible pairs
with field as (
    select
        (select cast(count(*) as double) * (count(*) - 1) / 2 from trendkit_network_account) as possible,
        (select count(*) from (select distinct a, b from trendkit_network_bond) as pair) as seen
),

likely as (
    -- a tail is never less than its first term: what that term already rules out needs no exact tail
    select bond.*
    from trendkit_network_bond as bond
    cross join field
    where bond.n > bond.expected
        and $tries * exp(bond.n * ln(bond.expected) - bond.expected - log_gamma(bond.n + 1))
        <= $error_rate * field.seen / field.possible
),

tested as (
    select *, poisson_tail(n, expected) as tail
    from likely
),

best as (
    select a, b, window_us, n, expected, least(1, $tries * tail) as p
    from tested
    qualify row_number() over (partition by a, b order by tail, window_us) = 1
),

ranked as (
    select
        best.*,
        best.p * field.possible / count(*) over (order by best.p range between unbounded preceding and current row) as step
    from best
    cross join field
),

tie as (
    select a, b, window_us, n, expected, p, least(1, min(step) over (order by p desc range between unbounded preceding and current row)) as q
    from ranked
    qualify min(step) over (order by p desc range between unbounded preceding and current row) <= $error_rate
)

select * from tie
