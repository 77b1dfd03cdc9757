-- splink's judgement of each pair in which the new account was registered after the other was removed
select
    unique_id_l as account_id,
    unique_id_r as removed_id,
    round(match_probability, 4) as probability,
    round(match_weight, 4) as bits,
    {fields}
from {judged}
where removed_us_r <= created_us_l and unique_id_l <> unique_id_r
order by bits desc, account_id, removed_id
