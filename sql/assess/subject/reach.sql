-- reach: what the acts behind the findings touched, beside all there was of the same kinds in the scope
, subject_kind as (
    select *
    from subject_row
    where action in (select action from subject_proof)
),

subject_seen as (
    select
        sum(views) filter (where content_id in (select content_id from subject_proof)) as views,
        sum(views) as all_views
    from exposure_daily
    where date >= cast($since as date) and date < $until
        and ($in_market = '' or coalesce(market, 'unknown') = $in_market)
        and ($on_surface = '' or coalesce(surface, 'unknown') = $on_surface)
)

select
    (select count(distinct row_id) from subject_proof) as acts,
    (select count(*) from subject_kind) as all_acts,
    (select count(*) from subject_account) as accounts,
    (select count(distinct actor_id) from subject_kind) as all_accounts,
    (select count(distinct target_id) from subject_proof) as targets,
    (select count(distinct target_id) from subject_kind) as all_targets,
    (select count(distinct owner_id) from subject_proof) as owners,
    (select count(distinct owner_id) from subject_kind) as all_owners,
    views,
    all_views
from subject_seen
