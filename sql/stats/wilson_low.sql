-- wilson_low(k, n): lower end of the 95 % Wilson score interval of k in n (Wilson 1927); 0 where n is 0
create or replace temp macro wilson_low(k, n) as
    case
        when n <= 0 or k <= 0 then 0e0
        else (
            k + 1.920729410347062e0
            - 1.959963984540054e0 * sqrt(k * (1 - k / nullif(cast(n as double), 0)) + 0.960364705173531e0)
        ) / nullif(n + 3.841458820694124e0, 0)
    end;
