-- labels: a human review of a sample of accounts
--
-- Two strata, drawn by hash: thickly from accounts somebody had become suspicious of (most bots, and one innocent in
-- sixty), thinly from everybody else. `inclusion_prob` is the chance an account of that stratum had of being drawn.
-- Asked is whether the account was used for the abuse; `done_by` says whether its owner did it or somebody who took it over.
with guilt as (
    -- what a first life was banned for was its pitch
    select
        entity_id,
        min(case when role = 'first_life' then 'spam' else abuse_type end) as abuse_type,
        min(first_at) as first_at,
        max(case when role <> 'victim' then 1 else 0 end) as owner_did
    from truth
    where entity_type = 'account'
    group by entity_id
),
known as (
    select
        accounts.account_id,
        accounts.created_at,
        guilt.abuse_type,
        guilt.first_at,
        guilt.owner_did,
        noise('review', accounts.account_id) as n
    from accounts
    left join guilt on accounts.account_id = guilt.entity_id
),
suspected as (
    select *, die(n, 48, 60) = 0 or abuse_type is not null and die(n, 48, 10) < 7 as suspicious
    from known
),
stratum as (
    select suspicious, case when suspicious then 0.9 else 0.5 end as most, case when suspicious then 600.0 else 900.0 end
        as wanted, count(*) as size
    from suspected
    group by suspicious
),
chance as (
    select suspected.*, least(most, wanted / size) as inclusion_prob
    from suspected
    inner join stratum on suspected.suspicious = stratum.suspicious
),
drawn as (
    select
        *,
        -- reviewers are unsure now and then, and now and then wrong
        case
            when die(n, 32, 100) < 3 then 'unsure'
            when (abuse_type is not null) = (die(n, 32, 100) < 98) then '1'
            else '0'
        end as value,
        greatest(created_at, coalesce(first_at, world_start())) + after(0.05 + 0.4 * unit(n, 24), 60 * 86400) as reviewed_at
    from chance
    where unit(n, 0) < inclusion_prob
)
select
    'l' || account_id as label_id,
    'account' as entity_type,
    account_id as entity_id,
    coalesce(abuse_type, ['fake_engagement', 'spam', 'account_farming', 'harassment', 'brigading'][1 + die(n, 40, 5)])
        as abuse_type,
    value,
    case when value = '1' then case when owner_did = 0 then 'intruder' else 'owner' end end as done_by,
    date_trunc('second', reviewed_at) as labelled_at,
    'human' as source,
    'reviewer-' || die(n, 36, 25) as labeller_hash,
    'v4' as policy_version,
    case when suspicious then 'review-suspected' else 'review-random' end as sample_id,
    inclusion_prob,
    round(1 / inclusion_prob, 4) as weight
from drawn
where reviewed_at < world_end()
order by labelled_at, label_id
