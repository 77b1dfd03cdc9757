-- hypergeometric_tail(n, total, a, b): chance that a and b things drawn from `total` share n or more
--
-- Sums the shorter side. Relative error under 1e-9 up to 100,000 in total, 1e-6 up to a thousand million.
-- Needs log_gamma. A list of one names a value: portable SQL has no other way inside an expression.
create or replace temp macro hypergeometric_tail(n, total, a, b) as
    case
        when n is null or total is null or a is null or b is null then null
        when n <= greatest(0, a + b - total) then 1e0
        when n > least(a, b) then 0e0
        else list_sum(list_transform(
            list_transform(
                [
                    log_gamma(a + 1) + log_gamma(total - a + 1)
                    + log_gamma(b + 1) + log_gamma(total - b + 1) - log_gamma(total + 1)
                ],
                lambda tail_base: list_sum(list_transform(
                    range(
                        cast(case
                            when n * cast(total as double) > cast(a as double) * b then ceil(n)
                            else greatest(
                                greatest(0, a + b - total),
                                floor(n - 10 * sqrt(cast(a as double) * b / nullif(total, 0)) - 60)
                            )
                        end as bigint),
                        cast(case
                            when n * cast(total as double) > cast(a as double) * b then least(
                                least(a, b) + 1,
                                ceil(n + 8 * sqrt(cast(a as double) * b / nullif(total, 0)) + 60)
                            )
                            else ceil(n)
                        end as bigint)
                    ),
                    lambda tail_count: exp(
                        tail_base
                        - log_gamma(tail_count + 1) - log_gamma(a - tail_count + 1)
                        - log_gamma(b - tail_count + 1) - log_gamma(total - a - b + tail_count + 1)
                    )
                ))
            ),
            lambda tail_side: case
                when n * cast(total as double) > cast(a as double) * b then tail_side
                else greatest(0e0, 1 - tail_side)
            end
        ))
    end;
