-- account_day: what each account did on each day of [since, until): one row per account and UTC day with an act
--
-- Reads:  events, content. The same measures as account.sql, where a day is enough to say them.
-- NULL is unknown or not to be said, never 0. Pauses are those within the day. Shares lie between 0 and 1.
with bound as (
    select
        6 as night_end,               -- hours before this one are night, UTC
        10 * 1000000 as fast_us,      -- a pause this short is no reading
        4 as enough                   -- pauses without which nobody can speak of a rhythm
),

act as (
    select
        actor_id, action, status, event_date, target_account_id, device_id_hash, ip_prefix,
        date_part('hour', event_time) as hour,
        t_us - lag(t_us) over (partition by actor_id, event_date order by t_us, event_id) as gap_us
    from events
    where event_time >= $since and event_time < $until
),

habit as (
    select
        actor_id, event_date,
        count(*) as acts,
        count(distinct hour) as hours,
        count(*) filter (where hour < night_end) as night,
        count(*) filter (where gap_us < fast_us) as fast,
        count(gap_us) as gaps,
        avg(gap_us) as gap_mean,
        stddev_samp(gap_us) as gap_sd,
        median(gap_us) as gap_median,
        count(*) filter (where action = 'create') as creates,
        count(*) filter (where action in ('comment', 'reply')) as comments,
        count(*) filter (where action = 'like') as likes,
        count(*) filter (where action in ('repost', 'share')) as reposts,
        count(*) filter (where action = 'follow') as follows,
        count(*) filter (where action = 'message') as messages,
        count(*) filter (where action = 'login') as logins,
        count(*) filter (where action = 'login' and status = 'fail') as failed,
        count(distinct target_account_id) as owners,
        count(distinct device_id_hash) as devices,
        count(distinct ip_prefix) as networks
    from act
    cross join bound
    group by actor_id, event_date
),

hourly as (
    select actor_id, event_date, hour, count(*) as acts from act group by actor_id, event_date, hour
),

clock as (
    select actor_id, event_date, log2(sum(acts)) - sum(acts * log2(acts)) / nullif(sum(acts), 0) as entropy
    from hourly
    group by actor_id, event_date
),

aimed as (
    select actor_id, event_date, target_id, count(*) as acts
    from events
    where event_time >= $since and event_time < $until and target_id is not null
    group by actor_id, event_date, target_id
),

aim as (
    select actor_id, event_date, sum(acts) as acts, count(*) as targets, max(acts) as most
    from aimed
    group by actor_id, event_date
),

made as (
    select
        author_id as actor_id,
        cast(created_at as date) as event_date,
        count(*) as things,
        count(text_key) as texts,
        count(distinct text_key) as wordings
    from content
    where created_at >= $since and created_at < $until
    group by author_id, cast(created_at as date)
),

gained as (
    select target_account_id as actor_id, event_date, count(*) as follows
    from events
    where event_time >= $since and event_time < $until and action = 'follow' and target_account_id <> actor_id
    group by target_account_id, event_date
),

seen as (
    select count(*) > 0 as follows from gained
)

select
    habit.actor_id as entity_id,
    habit.event_date as day,  -- UTC day
    cast(habit.acts as double) as acts,  -- acts
    cast(creates as double) as creates,  -- acts that publish
    cast(comments as double) as comments,  -- comments and replies
    cast(likes as double) as likes,  -- likes
    cast(reposts as double) as reposts,  -- reposts and shares
    cast(habit.follows as double) as follows,  -- follows
    cast(messages as double) as messages,  -- messages
    cast(logins as double) as logins,  -- logins, failed ones too
    round(failed / nullif(logins, 0), 4) as failed_login_share,  -- share of logins that failed
    cast(hours as double) as hours,  -- hours of the day with an act
    round(clock.entropy, 4) as hour_entropy,  -- spread over the hours of the day, bits; 0 one hour, 4.58 all alike
    round(night / nullif(habit.acts, 0), 4) as night_share,  -- share of acts from 0 to 6 h UTC
    round(gap_median / 1e6, 3) as gap_median_s,  -- median pause between two acts, seconds
    case when gaps >= enough then round(burstiness(gap_mean, gap_sd, gaps), 4) end as gap_burstiness,  -- rhythm of the pauses; -1 a clock, 0 chance, 1 bursts
    round(fast / nullif(gaps, 0), 4) as fast_share,  -- share of acts within 10 s of the one before
    cast(aim.targets as double) as targets,  -- different targets
    cast(nullif(owners, 0) as double) as owners,  -- different owners of targets
    round(aim.most / nullif(aim.acts, 0), 4) as top_target_share,  -- share of aimed acts on the favourite target
    cast(things as double) as things,  -- things published, where any
    round((texts - wordings) / nullif(greatest(texts - 1, 0), 0), 4) as text_repeat_share,  -- share of texts that repeat its own
    cast(nullif(devices, 0) as double) as devices,  -- different devices
    cast(nullif(networks, 0) as double) as networks,  -- different network prefixes
    case when seen.follows then cast(coalesce(gained.follows, 0) as double) end as followers_gained  -- others' follows
from habit
cross join seen
cross join bound
inner join clock on clock.actor_id = habit.actor_id and clock.event_date = habit.event_date
left join aim on aim.actor_id = habit.actor_id and aim.event_date = habit.event_date
left join made on made.actor_id = habit.actor_id and made.event_date = habit.event_date
left join gained on gained.actor_id = habit.actor_id and gained.event_date = habit.event_date
order by entity_id, day
