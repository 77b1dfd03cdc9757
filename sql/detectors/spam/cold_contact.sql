-- cold_contact: accounts that write to or invite many strangers, of whom hardly any answers
--
-- abuse_type:  spam
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_account_id
-- optional:    events.status - an invite that was accepted without an act of its own looks unanswered
-- acts:        invite, message, accept, follow
-- score:       strangers contacted within window_h hours, at the peak
-- hypothesis:  Spam and scams by message need many recipients because few react: within hours an account contacts dozens
--              who never dealt with it, and next to nobody writes back or accepts.
-- benign:      Recruiters and shops contact strangers too, but get answers; community managers write to people who
--              follow them; somebody new invites the address book and is accepted.
-- blind_spots: Slow contact below min_strangers in window_h; crews that answer each other; a lure so good that people
--              answer it (see contact_lure); the first hours of a run, until answers could have come.
-- source:      Stringhini et al., ACSAC 2010 (messages of spam bots go unanswered); WLink, KDD 2019 (friend spam)
-- next:        Read two of the messages; run copypasta and infrastructure_share on the account.
-- dsa:         OTHER_VIOLATION_TC
-- disarm:      T0049
prepare cold_contact as
with busy as (
    -- a run so late in the period before that its answers could not be waited for is judged in this one
    select actor_id
    from events
    where event_time >= $since - interval 1 hour * ($window_h + $answer_h) and event_time < $until
        and action in ('invite', 'message') and target_account_id is not null and target_account_id <> actor_id
    group by actor_id
    having count(*) >= $min_strangers
),

pair as (
    select
        events.actor_id,
        events.target_account_id as other_id,
        min(events.t_us) as t_us,
        count(*) as acts,
        count(*) filter (where events.status = 'accepted') as accepted
    from events
    semi join busy using (actor_id)
    where events.event_time >= $since - interval 1 hour * ($window_h + $answer_h) and events.event_time < $until
        and events.action in ('invite', 'message')
        and events.target_account_id is not null and events.target_account_id <> events.actor_id
    group by events.actor_id, events.target_account_id
),

wide as (
    select actor_id from pair group by actor_id having count(*) >= $min_strangers
),

contact as (select * from pair semi join wide using (actor_id)),

reaction as (
    -- what the other side ever did towards the account: before, it was no stranger; soon after, that is an answer
    select
        contact.actor_id,
        contact.other_id,
        count(*) filter (where events.t_us < contact.t_us) as before,
        count(*) filter (
            where events.action in ('invite', 'message', 'accept')
                and events.t_us between contact.t_us and contact.t_us + $answer_h * 3600000000
        ) as answers
    from contact
    join events on events.target_account_id = contact.actor_id and events.actor_id = contact.other_id
    where events.action not in ('view', 'block', 'mute')
        and events.event_time >= $since - interval 1 day * $history_d and events.event_time < $until
    group by contact.actor_id, contact.other_id
),

stranger as (
    select
        contact.*,
        case when contact.accepted > 0 or reaction.answers > 0 then 1 else 0 end as answered,
        -- who was written to a moment ago had no time to answer
        case when contact.t_us + $answer_h * 3600000000 <= epoch_us($until) then 1 else 0 end as judged
    from contact
    left join reaction on reaction.actor_id = contact.actor_id and reaction.other_id = contact.other_id
    where coalesce(reaction.before, 0) = 0
),

pace as (
    select
        *,
        count(*) over (
            partition by actor_id order by t_us range between $window_h * 3600000000 preceding and current row
        ) as strangers_in_window
    from stranger
),

cold as (
    select
        actor_id,
        max(strangers_in_window) as peak,
        min(t_us) as first_us,
        max(t_us) as last_us,
        count(*) as strangers,
        sum(judged) as judged,
        sum(judged * answered) as answered
    from pace
    group by actor_id
    -- few answers, and by more than luck
    having max(strangers_in_window) >= $min_strangers
        and max(t_us) + $answer_h * 3600000000 > epoch_us($since)
        and wilson_high(sum(judged * answered), sum(judged)) * 100 <= $max_answered_pct
),

evidence as (
    select events.actor_id as entity_id, events.event_id
    from events
    semi join cold using (actor_id)
    semi join stranger on stranger.actor_id = events.actor_id and stranger.other_id = events.target_account_id
    where events.event_time >= $since - interval 1 hour * ($window_h + $answer_h) and events.event_time < $until
        and events.action in ('invite', 'message')
)

select
    actor_id as entity_id,
    peak as score,
    make_timestamp(first_us) as first_seen,
    make_timestamp(last_us) as last_seen,
    strangers,
    cast(judged as bigint) as judged,
    cast(answered as bigint) as answered,
    round(answered / nullif(judged, 0), 4) as answer_rate,
    round(wilson_high(answered, judged), 4) as answer_rate_high
from cold
order by score desc, entity_id;

execute cold_contact(
    since            := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until            := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h         := 24,                      -- length of the window in hours, both ends included [1..168]
    min_strangers    := 30,                      -- different strangers contacted within a window [2..100000]
    answer_h         := 6,                       -- hours within which an answer counts, and is waited for [1..168]
    max_answered_pct := 25,                      -- per cent of the strangers that answer at most, by the upper 95 % bound [1..100]
    history_d        := 28                       -- days before since from which earlier ties are known [0..366]
);
