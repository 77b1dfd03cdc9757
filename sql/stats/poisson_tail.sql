-- poisson_tail(n, expected): chance of n or more where `expected` are expected, P(X >= n)
--
-- Sums the shorter side. Relative error under 1e-9 up to 10,000 expected. Needs log_gamma.
-- A list of one names a value: portable SQL has no other way inside an expression.
create or replace temp macro poisson_tail(n, expected) as
    case
        when n is null or expected is null then null
        when n <= 0 then 1e0
        when expected <= 0 then 0e0
        else list_sum(list_transform(
            [
                list_sum(list_transform(
                    range(
                        cast(case
                            when n > expected then ceil(n)
                            else greatest(0, floor(n - 10 * sqrt(expected) - 60))
                        end as bigint),
                        cast(case when n > expected then ceil(n + 8 * sqrt(expected) + 60) else ceil(n) end as bigint)
                    ),
                    lambda tail_count: exp(tail_count * ln(expected) - expected - log_gamma(tail_count + 1))
                ))
            ],
            lambda tail_side: case when n > expected then tail_side else greatest(0e0, 1 - tail_side) end
        ))
    end;
