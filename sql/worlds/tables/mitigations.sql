-- mitigations: what was done about each wave that was stopped
select
    'mitigation-' || wave_id as mitigation_id,
    'case-' || wave_id as case_id,
    world_start() + to_days(cast(mitigated_day as integer)) as launched_at,
    cast(null as timestamp) as ended_at,
    case detector
        when 'login_spray' then 'block rule'
        when 'signup_burst' then 'friction'
        when 'action_burst' then 'limit'
        else 'sweep'
    end as kind,
    market as scope_market,
    surface as scope_surface,
    detector as target_metric,
    'down' as expected_direction,
    'one account in twenty, by hash' as holdout_rule
from wave
where mitigated_day is not null
order by launched_at, mitigation_id
