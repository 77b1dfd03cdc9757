-- negative_binomial_tail(n, mean, variance): chance of n or more of a count with this mean and variance
--
-- Sums the shorter side. Relative error under 1e-9 for sizes mean^2 / (variance - mean) up to 5,000; where the
-- variance is the mean's, or smaller, the count is Poisson. Needs log_gamma and poisson_tail.
-- A list of one names a value: portable SQL has no other way inside an expression.
create or replace temp macro negative_binomial_tail(n, mean, variance) as
    case
        when n is null or mean is null or variance is null then null
        when n <= 0 then 1e0
        when mean <= 0 then 0e0
        when variance - mean <= 1e-8 * mean * mean then poisson_tail(n, mean)
        else list_sum(list_transform(
            list_transform(
                [cast(mean as double) * mean / nullif(variance - mean, 0)],
                lambda tail_size: list_sum(list_transform(
                    [tail_size * ln(mean / nullif(cast(variance as double), 0)) - log_gamma(tail_size)],
                    lambda tail_base: list_sum(list_transform(
                        range(
                            cast(case when n > mean then ceil(n) else 0 end as bigint),
                            cast(case
                                when n > mean then ceil(n + 8 * sqrt(variance) + 25 * variance / nullif(cast(mean as double), 0) + 60)
                                else ceil(n)
                            end as bigint)
                        ),
                        lambda tail_count: exp(
                            tail_base
                            + log_gamma(tail_count + tail_size)
                            - log_gamma(tail_count + 1)
                            + tail_count * ln((variance - mean) / nullif(cast(variance as double), 0))
                        )
                    ))
                ))
            ),
            lambda tail_side: case when n > mean then tail_side else greatest(0e0, 1 - tail_side) end
        ))
    end;
