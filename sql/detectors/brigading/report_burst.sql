-- report_burst: many reports on one target within hours, mostly by reporters who move together, are new or are seldom right
--
-- abuse_type:  brigading
-- entity:      target
-- severity:    high
-- status:      trial
-- requires:    user_reports.reporter_id, user_reports.target_id
-- optional:    user_reports.outcome - cannot see who is seldom right, nor excuse a target whose reports were upheld
--              accounts.created_at - cannot see new reporters
--              enforcements.appeal_outcome - an enforcement that was overturned still counts as a report upheld
-- score:       reporters with a sign, in the window that holds most of them
-- hypothesis:  Reports are called for in a group: the same reporters then meet on other targets too, or throw-away
--              accounts file them, and what they report is seldom against the rules.
-- benign:      Something truly bad goes viral: strangers report it and the reports are upheld. A popular but harmless
--              target collects reports all the time, from reporters without a sign.
-- blind_spots: A group that reports only once, with old accounts and no history; calls answered slower than window_h;
--              reports spread over many targets of one owner (sum the findings by target_account_id); a group that
--              moderation believed, until the appeal is decided.
-- source:      Flagging is noisy and few flaggers are skilled (Freeman 2017); misuse of notices, DSA article 23
-- next:        Hold the enforcement of the target until a person has looked; run device_share on the reporters.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0124.001
prepare report_burst as
-- The entity is the target because every report names one and because it is what a wrong decision would hit; the owner
-- is optional in the contract and stands beside it.
with report as (
    -- a decision that did not survive its appeal says nothing against the target
    select
        user_reports.report_id,
        user_reports.reporter_id,
        user_reports.target_id,
        user_reports.target_type,
        user_reports.target_account_id,
        user_reports.reported_at,
        epoch_us(user_reports.reported_at) as t_us,
        case when user_reports.outcome in ('upheld', 'rejected') then 1 else 0 end as decided,
        case
            when user_reports.outcome = 'upheld'
                and coalesce(enforcements.appeal_outcome, '') <> 'overturned' and enforcements.reversed_at is null
            then 1 else 0
        end as upheld
    from user_reports
    left join enforcements on enforcements.enforcement_id = user_reports.enforcement_id
    where user_reports.reported_at >= $since - interval 1 day * $history_d and user_reports.reported_at < $until
),

bucket as (
    select target_id, t_us // ($window_h * 3600000000) as bucket, count(*) as reports
    from report
    where reported_at >= $since
    group by target_id, t_us // ($window_h * 3600000000)
),

pressed as (
    -- a window lies within two neighbouring buckets, so this loses none
    select distinct target_id
    from (
        select
            target_id,
            sum(reports) over (partition by target_id order by bucket range between 1 preceding and current row) as reports
        from bucket
    ) as neighbours
    where reports >= $min_reporters
),

candidate as (
    select * from report semi join pressed using (target_id) where reported_at >= $since
),

elsewhere as (
    -- what the reporters of one target reported besides
    select
        voice.target_id,
        voice.reporter_id,
        other.target_id as other_id,
        min(other.t_us) as t_us,
        sum(other.decided) as decided,
        sum(other.upheld) as upheld
    from (select distinct target_id, reporter_id from candidate) as voice
    join report as other on other.reporter_id = voice.reporter_id and other.target_id <> voice.target_id
    group by voice.target_id, voice.reporter_id, other.target_id
),

company as (
    select
        target_id,
        reporter_id,
        decided,
        upheld,
        sum(decided) over (partition by target_id, other_id) as other_decided,
        sum(upheld) over (partition by target_id, other_id) as other_upheld,
        count(*) over (
            partition by target_id, other_id order by t_us
            range between $window_h * 3600000000 preceding and $window_h * 3600000000 following
        ) as together
    from elsewhere
),

record as (
    -- to report together what is then removed is not a sign
    select
        target_id,
        reporter_id,
        count(*) filter (
            where together >= $min_together and other_upheld * 100 <= other_decided * $max_upheld_pct
        ) as shared,
        sum(decided) as decided,
        sum(upheld) as upheld
    from company
    group by target_id, reporter_id
),

signs as (
    select
        candidate.*,
        case when coalesce(record.shared, 0) >= $min_shared then 1 else 0 end as together,
        case
            when accounts.created_at > candidate.reported_at - interval 1 day * $young_d then 1 else 0
        end as young,
        case
            when record.decided >= $min_decided and record.upheld * 100 <= record.decided * $max_upheld_pct
            then 1 else 0
        end as seldom_right
    from candidate
    left join record on record.target_id = candidate.target_id and record.reporter_id = candidate.reporter_id
    left join accounts on accounts.account_id = candidate.reporter_id
),

stay as (
    -- a reporter counts once: until the window has passed over the report, or the next one takes its place
    select
        signs.*,
        greatest(together, young, seldom_right) as marked,
        least(
            t_us + $window_h * 3600000000 + 1,
            lead(t_us) over (partition by target_id, reporter_id order by t_us, report_id)
        ) as left_us
    from signs
),

step as (
    select target_id, t_us, 1 as arrived, 1 as reporters, marked from stay
    union all
    select target_id, left_us, 0, -1, -marked from stay
),

level as (
    select
        target_id,
        t_us,
        arrived,
        sum(reporters) over (partition by target_id order by t_us rows unbounded preceding) as reporters,
        sum(marked) over (partition by target_id order by t_us rows unbounded preceding) as marked
    from (
        select target_id, t_us, max(arrived) as arrived, sum(reporters) as reporters, sum(marked) as marked
        from step
        group by target_id, t_us
    ) as moment
),

peak as (
    select target_id, t_us, reporters, marked
    from level
    where arrived = 1 and reporters >= $min_reporters and marked * 100 >= reporters * $min_marked_pct
),

placed as (
    select
        stay.*,
        max(peak.marked) over following_window as most_marked,
        max(peak.reporters) over following_window as most_reporters
    from stay
    left join peak on peak.target_id = stay.target_id and peak.t_us = stay.t_us
    window following_window as (
        partition by stay.target_id order by stay.t_us
        range between current row and $window_h * 3600000000 following
    )
),

burst as (
    select
        target_id,
        min(target_type) as target_type,
        min(target_account_id) as target_account_id,
        min(reported_at) as first_seen,
        max(reported_at) as last_seen,
        max(most_marked) as most_marked,
        max(most_reporters) as most_reporters,
        count(*) as reports,
        count(distinct case when together = 1 then reporter_id end) as reporters_together,
        count(distinct case when young = 1 then reporter_id end) as reporters_young,
        count(distinct case when seldom_right = 1 then reporter_id end) as reporters_seldom_right,
        sum(decided) as decided,
        sum(upheld) as upheld
    from placed
    where most_marked is not null
    group by target_id
    -- what most reports were right about is no brigade, however the reporters look
    having sum(decided) = 0 or sum(upheld) * 100 <= sum(decided) * $max_upheld_pct
),

evidence as (
    select
        placed.target_id as entity_id,
        placed.report_id,
        concat_ws(
            ', ',
            case when placed.together = 1 then 'reports with the others elsewhere' end,
            case when placed.young = 1 then 'new account' end,
            case when placed.seldom_right = 1 then 'seldom right' end
        ) as because
    from placed
    semi join burst using (target_id)
    where placed.most_marked is not null and placed.marked = 1
)

select
    target_id as entity_id,
    cast(most_marked as bigint) as score,
    first_seen,
    last_seen,
    target_type,
    target_account_id,
    cast(most_reporters as bigint) as reporters,
    reports,
    reporters_together,
    reporters_young,
    reporters_seldom_right,
    cast(decided as bigint) as decided,
    cast(upheld as bigint) as upheld
from burst
order by score desc, entity_id;

execute report_burst(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h       := 24,                      -- hours within which reports on one target belong together [1..720]
    min_reporters  := 10,                      -- different reporters within window_h [2..100000]
    min_marked_pct := 50,                      -- per cent of them with at least one sign [1..100]
    history_d      := 28,                      -- days before since from which other reports are known [0..366]
    min_together   := 3,                       -- reporters of the burst who report another target within window_h: a shared one [2..1000]
    min_shared     := 2,                       -- shared targets that make a reporter one who moves together [1..1000]
    young_d        := 7,                       -- days since registration under which a reporter is new [0..366]
    min_decided    := 3,                       -- decided reports on other targets before a reporter can be seldom right [1..1000]
    max_upheld_pct := 20                       -- per cent of decided reports upheld, up to which they are seldom right [0..99]
);
