-- burstiness(mean, sd, n): how uneven n gaps are, from -1 (a clock) over 0 (chance) to 1 (bursts)
--
-- Goh and Barabasi's (sd - mean) / (sd + mean) made fair to short series (Kim and Jo, Phys. Rev. E 94, 2016).
-- NULL for fewer than two gaps or a mean of 0.
create or replace temp macro burstiness(mean, sd, n) as
    case
        when n >= 2 then (
            sqrt(n + 1e0) * (sd / nullif(cast(mean as double), 0)) - sqrt(n - 1e0)
        ) / nullif((sqrt(n + 1e0) - 2) * (sd / nullif(cast(mean as double), 0)) + sqrt(n - 1e0), 0)
    end;
