-- login_spray: one network that fails to log in to many accounts it never opened before, a few attempts each
--
-- abuse_type:  account_takeover
-- entity:      network
-- severity:    severe
-- status:      trial
-- requires:    events.actor_id, events.action, events.status, events.ip_prefix
-- acts:        login
-- optional:    events.device_id_hash - the column devices is 0
--              events.client_hash - the column clients is 0
-- score:       accounts that failed in the fullest window
-- hypothesis:  Stolen lists of names and passwords are tried out in bulk: many accounts, one or two attempts each, most
--              fail. An account that fails and then opens from the same network is a likely victim.
-- benign:      Carrier and campus networks: many accounts, but most logins work and the accounts were there before. An
--              outage makes most networks fail at once. A password manager that goes wrong tries again and again, on
--              networks that know its owners.
-- blind_spots: Sprays spread over many prefixes or slower than window_s; hidden in a large network's good logins; right
--              at the first attempt (first_try_ok counts them, no finding stands on them); data that hold only
--              suspicious logins look like an outage; networks whose addresses change hands look new to everybody.
-- source:      Sigma value_count and Splunk password-spray rules: distinct accounts failing per source
-- next:        Reset and notify the accounts in opened_accounts; look at what they did next; ask for the same devices
--              and clients on other networks.
-- dsa:         SCAMS_AND_FRAUD:IMPERSONATION_ACCOUNT_HIJACKING
-- disarm:      T0150.005
prepare login_spray as
with history as (
    select
        actor_id,
        ip_prefix,
        status,
        device_id_hash,
        client_hash,
        event_time,
        t_us,
        case when status = 'fail' then 1 else 0 end as fail
    from events
    where action = 'login' and status in ('ok', 'fail') and ip_prefix is not null
        and event_time >= $since - interval 1 day * $history_d and event_time < $until
),

login as (select * from history where event_time >= $since),

bucket as (
    select ip_prefix, t_us // (cast($window_s as bigint) * 1000000) as bucket, count(*) as attempts, sum(fail) as fails
    from login
    group by ip_prefix, t_us // (cast($window_s as bigint) * 1000000)
),

neighbours as (
    select
        ip_prefix,
        bucket,
        sum(fails) over (partition by ip_prefix order by bucket range between 1 preceding and current row) as fails,
        -- the network's own part in the count of all networks below
        count(*) over (partition by ip_prefix order by bucket range between 1 preceding and current row) as networks,
        sum(case when fails * 2 >= attempts then 1 else 0 end) over (
            partition by ip_prefix order by bucket range between 1 preceding and current row
        ) as failing
    from bucket
),

platform as (
    -- an outage is told by how many networks fail, not by how many logins: one large spray must not excuse itself
    select
        bucket,
        sum(networks) over (order by bucket range between 1 preceding and current row) as networks,
        sum(failing) over (order by bucket range between 1 preceding and current row) as failing
    from (
        select bucket, count(*) as networks, sum(case when fails * 2 >= attempts then 1 else 0 end) as failing
        from bucket
        group by bucket
    ) as moment
),

noisy as (
    -- a window lies within two neighbouring buckets, so this loses none
    select distinct ip_prefix from neighbours where fails >= $min_accounts
),

opened_before as (
    select ip_prefix, actor_id, min(t_us) as first_ok_us
    from history
    semi join noisy using (ip_prefix)
    where fail = 0
    group by ip_prefix, actor_id
),

attempt as (
    select
        login.*,
        case when opened_before.first_ok_us < login.t_us then 0 else 1 end as stranger,
        least(
            login.t_us + cast($window_s as bigint) * 1000000 + 1,
            lead(login.t_us) over (
                partition by login.ip_prefix, login.actor_id, login.fail order by login.t_us
            )
        ) as left_us,
        max(case when login.fail = 1 then login.t_us end) over (
            partition by login.ip_prefix, login.actor_id order by login.t_us
            range between cast($window_s as bigint) * 1000000 preceding and 1 preceding
        ) as failed_us
    from login
    semi join noisy on noisy.ip_prefix = login.ip_prefix
    left join opened_before
        on opened_before.ip_prefix = login.ip_prefix and opened_before.actor_id = login.actor_id
),

step as (
    -- an attempt counts for a whole window; an account counts once in it
    select ip_prefix, t_us, 1 as arrived, 1 as attempts, fail as fails, 0 as accounts, 0 as strangers from attempt
    union all
    select ip_prefix, t_us + cast($window_s as bigint) * 1000000 + 1, 0, -1, -fail, 0, 0 from attempt
    union all
    select ip_prefix, t_us, 1, 0, 0, 1, stranger from attempt where fail = 1
    union all
    select ip_prefix, left_us, 0, 0, 0, -1, -stranger from attempt where fail = 1
),

level as (
    select
        ip_prefix,
        t_us,
        arrived,
        sum(attempts) over (partition by ip_prefix order by t_us rows unbounded preceding) as attempts,
        sum(fails) over (partition by ip_prefix order by t_us rows unbounded preceding) as fails,
        sum(accounts) over (partition by ip_prefix order by t_us rows unbounded preceding) as accounts,
        sum(strangers) over (partition by ip_prefix order by t_us rows unbounded preceding) as strangers
    from (
        select
            ip_prefix,
            t_us,
            max(arrived) as arrived,
            sum(attempts) as attempts,
            sum(fails) as fails,
            sum(accounts) as accounts,
            sum(strangers) as strangers
        from step
        group by ip_prefix, t_us
    ) as moment
),

peak as (
    select level.ip_prefix, level.t_us, level.accounts
    from level
    join neighbours
        on neighbours.ip_prefix = level.ip_prefix and neighbours.bucket = level.t_us // (cast($window_s as bigint) * 1000000)
    join platform on platform.bucket = neighbours.bucket
    where level.arrived = 1
        and level.accounts >= $min_accounts
        and level.strangers * 100 >= level.accounts * $min_new_pct
        and level.fails * 100 >= level.attempts * $min_fail_pct
        and level.fails <= level.accounts * $max_attempts
        and (platform.failing - neighbours.failing) * 100
            <= (platform.networks - neighbours.networks) * $max_failing_pct
),

placed as (
    select
        attempt.*,
        max(peak.accounts) over (
            partition by attempt.ip_prefix order by attempt.t_us
            range between current row and cast($window_s as bigint) * 1000000 following
        ) as most
    from attempt
    left join peak on peak.ip_prefix = attempt.ip_prefix and peak.t_us = attempt.t_us
),

spray as (select * from placed where most is not null),

opened as (
    select ip_prefix, string_agg(actor_id, ' ' order by actor_id) as accounts
    from (
        select distinct ip_prefix, actor_id
        from spray
        where fail = 0 and stranger = 1 and failed_us is not null
    ) as victim
    group by ip_prefix
),

evidence as (
    select distinct
        spray.ip_prefix as entity_id,
        events.event_id,
        case when spray.fail = 1 then 'failed' else 'opened after failing' end as because
    from spray
    join events
        on events.actor_id = spray.actor_id and events.ip_prefix = spray.ip_prefix and events.t_us = spray.t_us
        and events.action = 'login' and events.status = spray.status
    where stranger = 1 and (fail = 1 or failed_us is not null)
),

found as (
    select
        ip_prefix,
        max(most) as most,
        min(event_time) as first_seen,
        max(event_time) as last_seen,
        count(distinct case when fail = 1 then actor_id end) as accounts,
        count(*) as attempts,
        round(sum(fail) / nullif(count(*), 0), 4) as fail_ratio,
        count(distinct case when fail = 0 and stranger = 1 and failed_us is not null then actor_id end) as opened,
        count(distinct case when fail = 0 and stranger = 1 and failed_us is null then actor_id end) as first_try_ok,
        count(distinct device_id_hash) as devices,
        count(distinct client_hash) as clients
    from spray
    group by ip_prefix
)

select
    found.ip_prefix as entity_id,
    cast(found.most as bigint) as score,
    found.first_seen,
    found.last_seen,
    found.accounts,
    found.attempts,
    found.fail_ratio,
    found.opened,
    coalesce(opened.accounts, '') as opened_accounts,
    found.first_try_ok,
    found.devices,
    found.clients
from found
left join opened on opened.ip_prefix = found.ip_prefix
order by score desc, entity_id;

execute login_spray(
    since           := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until           := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s        := 3600,                    -- seconds within which attempts belong together [1..604800]
    min_accounts    := 20,                      -- different accounts that fail within window_s [2..1000000]
    min_fail_pct    := 80,                      -- per cent of the network's logins within window_s that fail [1..100]
    max_attempts    := 3,                       -- failed attempts per account, on average, that are still few [1..1000]
    min_new_pct     := 80,                      -- per cent of the failing accounts that never opened from this network before [0..100]
    history_d       := 14,                      -- days before since in which an account may have opened from it [0..366]
    max_failing_pct := 30                       -- per cent of all other networks that mostly fail, above which it is an outage [0..100]
);
