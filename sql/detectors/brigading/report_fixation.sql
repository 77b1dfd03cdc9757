-- report_fixation: one person who reports the same owner again and again, and is hardly ever right
--
-- abuse_type:  brigading
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    user_reports.reporter_id, user_reports.outcome
-- optional:    user_reports.target_account_id - repeats on one target are seen, not those on all things of an owner
--              user_reports.decided_at - what was decided is taken as known at once
--              accounts.signup_device_hash - the accounts of one person are looked at one by one
--              enforcements.appeal_outcome - a report upheld by a wrong decision still counts as right
-- score:       reports on the owner that were not upheld, by all accounts of the person
-- hypothesis:  To report is no way to talk to somebody. Who reports whatever one owner publishes, day after day, and is
--              turned down, wants them gone; some do it from two accounts (raise max_accounts where it is more).
-- benign:      The reporter is right: reports are upheld. Trusted flaggers and moderators of a community report much,
--              about many owners. A victim reports a stalker again and again; read what was rejected before you act.
--              Up to max_accounts on one device are taken as one person, so a couple or, with a higher value, a whole
--              family is named for what one of them reported; 1 looks at each account by itself.
-- blind_spots: Reporters that moderation believes, until the appeal is decided; brigades in which everybody reports once
--              (report_burst); second accounts registered on other devices; reports that nobody decides. Reporters who
--              hide one owner among many, beyond min_focus_pct.
-- source:      Misuse of notices, DSA article 23; few flaggers are skilled (Freeman 2017)
-- next:        Decide the open reports of this pair together; warn, then suspend the handling of the reporter's notices
--              (DSA article 23, 2); tell the owner nothing about who reported.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0124.001
prepare report_fixation as
-- A finding is one account and one owner, so an account may appear more than once.
with filed as (
    -- a decision that did not survive its appeal says nothing against the owner; what is known only after the period is
    -- not known yet
    select
        user_reports.report_id,
        user_reports.reporter_id,
        coalesce(user_reports.target_account_id, user_reports.target_id) as owner_id,
        user_reports.target_id,
        user_reports.reported_at,
        epoch_us(user_reports.reported_at) as t_us,
        case
            when user_reports.outcome in ('upheld', 'rejected') and coalesce(user_reports.decided_at < $until, true)
            then 1 else 0
        end as decided,
        case
            when user_reports.outcome = 'upheld' and coalesce(user_reports.decided_at < $until, true)
                and not (
                    coalesce(enforcements.reversed_at < $until, false)
                    or coalesce(enforcements.appeal_outcome, '') = 'overturned'
                    and enforcements.reversed_at is null and coalesce(enforcements.appealed_at < $until, true)
                )
            then 1 else 0
        end as upheld,
        accounts.signup_device_hash
    from user_reports
    left join enforcements on enforcements.enforcement_id = user_reports.enforcement_id
    left join accounts on accounts.account_id = user_reports.reporter_id
    where user_reports.reported_at >= $since - interval 1 day * $window_d and user_reports.reported_at < $until
),

small as (
    select signup_device_hash
    from filed
    where signup_device_hash is not null
    group by signup_device_hash
    having count(distinct reporter_id) <= $max_accounts
),

report as (
    select filed.*, coalesce(small.signup_device_hash, filed.reporter_id) as person
    from filed
    left join small on small.signup_device_hash = filed.signup_device_hash
),

spread as (
    select person, count(*) as reports, count(distinct owner_id) as owners
    from report
    group by person
),

counted as (
    select
        report.*,
        count(*) over recent as times
    from report
    join spread on spread.person = report.person
    where spread.reports >= $min_reports
    window recent as (
        partition by report.person, report.owner_id order by report.t_us
        range between $window_d * 86400000000 preceding and current row
    )
),

kept as (
    -- history only helps to fill a window: the last report of a window lies in the period asked for
    select
        counted.*,
        max(case when reported_at >= $since and times >= $min_reports then times end) over (
            partition by person, owner_id order by t_us
            range between current row and $window_d * 86400000000 following
        ) as most
    from counted
),

fixation as (
    select
        kept.person,
        kept.owner_id,
        count(*) as reports,
        count(distinct cast(kept.reported_at as date)) as days,
        count(distinct kept.target_id) as targets,
        count(distinct kept.reporter_id) as reporters,
        sum(kept.decided) as decided,
        sum(kept.upheld) as upheld
    from kept
    where kept.most is not null
    group by kept.person, kept.owner_id
    having count(distinct cast(kept.reported_at as date)) >= $min_days
        and sum(kept.decided) >= $min_decided
        and sum(kept.upheld) * 100 <= sum(kept.decided) * $max_upheld_pct
),

obsession as (
    select fixation.*, spread.reports as all_reports, spread.owners
    from fixation
    join spread on spread.person = fixation.person
    where fixation.reports * 100 >= spread.reports * $min_focus_pct
),

evidence as (
    select kept.reporter_id as entity_id, kept.report_id
    from kept
    semi join obsession on obsession.person = kept.person and obsession.owner_id = kept.owner_id
    where kept.most is not null and kept.upheld = 0
),

finding as (
    select
        kept.reporter_id,
        kept.person,
        kept.owner_id,
        min(kept.reported_at) as first_seen,
        max(kept.reported_at) as last_seen,
        count(*) as own_reports
    from kept
    where kept.most is not null and kept.upheld = 0
    group by kept.reporter_id, kept.person, kept.owner_id
    having max(kept.reported_at) >= $since
)

select
    finding.reporter_id as entity_id,
    cast(obsession.reports - obsession.upheld as bigint) as score,
    finding.first_seen,
    finding.last_seen,
    finding.owner_id,
    finding.own_reports,
    obsession.reporters,
    obsession.reports,
    obsession.days,
    obsession.targets,
    cast(obsession.decided as bigint) as decided,
    cast(obsession.upheld as bigint) as upheld,
    round(obsession.reports / nullif(obsession.all_reports, 0), 4) as focus
from finding
join obsession on obsession.person = finding.person and obsession.owner_id = finding.owner_id
order by score desc, entity_id, owner_id;

execute report_fixation(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_d       := 28,                      -- days within which reports add up; may reach back before since [1..366]
    min_reports    := 6,                       -- reports of one person on one owner within window_d [2..10000]
    min_days       := 2,                       -- different days they must fall on [1..366]
    min_decided    := 3,                       -- of them decided, without which nobody knows who is right [1..1000]
    max_upheld_pct := 20,                      -- per cent of decided reports upheld, up to which the person is hardly ever right [0..99]
    min_focus_pct  := 40,                      -- per cent of the person's reports that go to this owner [0..100]
    max_accounts   := 2                        -- reporters registered on one device who are still one person; beyond, each is looked at alone [1..100000]
);
