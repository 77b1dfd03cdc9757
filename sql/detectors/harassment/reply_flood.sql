-- reply_flood: one account suddenly addressed by many it never met, with few likes beside
--
-- abuse_type:  harassment
-- entity:      account
-- severity:    high
-- status:      trial
-- requires:    events.actor_id, events.action, events.target_account_id
-- acts:        reply, comment, mention
-- score:       accounts that address the target for the first time, in the fullest window
-- hypothesis:  A call to go after somebody brings strangers: within hours far more people than ever comment, reply and
--              mention, and fewer like, follow or share than write: to be ratioed, users say.
-- benign:      A creator goes viral: likes and follows grow faster than replies, and regulars take part. Celebrities
--              and shops always draw strangers: their own past says so. A launch has no past to compare with.
-- blind_spots: What is said: praise without likes looks the same, insults by regulars are not seen. Accounts younger
--              than min_history_d of data. Slow campaigns; floods on private channels; strangers who liked something
--              here days before. Data without likes and follows cannot tell a success from a flood. Of what a
--              dogpile is said to be, it covers first contact (min_new_pct), the rise over the target's own past
--              (min_lift) and approval that stays away (max_likes_pct); not a lift of hostile words, which needs scores
--              of harm that the tables do not hold, nor a shared origin. Minutes in a live chat: live_raid.
-- source:      Raided videos can be told in advance (Mariconti et al., CSCW 2019); raids are peaks of comments
--              (TubeRaider, 2024)
-- next:        Protect the target first (limit replies), then look for the place the call came from; run copypasta on
--              the replies.
-- dsa:         CYBER_VIOLENCE:CYBER_HARASSMENT
-- disarm:      T0048, T0049.005
prepare reply_flood as
-- The entity is the account under attack, not an offender.
with known as (
    select min(t_us) as from_us
    from events
    where event_time >= $since - interval 1 hour * ($history_d * 24 + $window_h) and event_time < $until
),

bucket as (
    select target_account_id, t_us // ($window_h * 3600000000) as bucket, count(*) as acts
    from events
    where action in ('reply', 'comment', 'mention')
        and target_account_id is not null and actor_id <> target_account_id
        and event_time >= $since - interval 1 hour * ($history_d * 24 + $window_h) and event_time < $until
    group by target_account_id, t_us // ($window_h * 3600000000)
),

crowded as (
    -- a window lies within two neighbouring buckets, so one of them holds half of it
    select target_account_id
    from bucket
    group by target_account_id
    having max(acts) * 2 >= $min_actors
),

pressed as (
    -- two neighbouring buckets hold every window, and the buckets before them lie wholly in its past: this loses none
    select distinct target_account_id
    from (
        select
            target_account_id,
            bucket,
            sum(acts) over (
                partition by target_account_id order by bucket range between 1 preceding and current row
            ) as acts,
            sum(acts) over (
                partition by target_account_id order by bucket
                range between $history_d * 24 // $window_h preceding and 2 preceding
            ) as past_acts
        from bucket
        semi join crowded using (target_account_id)
    ) as neighbours
    cross join known
    where bucket >= epoch_us($since) // ($window_h * 3600000000)
        and (bucket + 1) * $window_h * 3600000000 > known.from_us + $min_history_d * 86400000000
        and acts >= $min_actors
        and acts * $history_d * 24 >= coalesce(past_acts, 0) * $window_h * $min_lift
),

contact as (
    -- to have seen somebody is no acquaintance; any other act towards them is
    select
        actor_id,
        target_account_id,
        t_us,
        case when action in ('reply', 'comment', 'mention') then 1 else 0 end as addressed,
        case when action in ('like', 'repost', 'share', 'save', 'follow', 'gift') then 1 else 0 end as approved,
        t_us - lag(t_us) over (partition by target_account_id, actor_id order by t_us) as away_us
    from events
    semi join pressed using (target_account_id)
    where action <> 'view' and actor_id <> target_account_id
        and event_time >= $since - interval 1 hour * ($history_d * 24 + $window_h) and event_time < $until
),

visit as (
    select
        contact.*,
        max(case when away_us is null or away_us > $history_d * 86400000000 then t_us end) over (
            partition by target_account_id, actor_id order by t_us
        ) as came_us
    from contact
),

stranger as (
    -- a stranger stays one for a window: who likes first and comments an hour later is still new here
    select
        visit.*,
        case when addressed = 1 and t_us - came_us <= $window_h * 3600000000 then 1 else 0 end as new,
        row_number() over (partition by target_account_id, actor_id, came_us, addressed order by t_us) as nth
    from visit
),

talk as (
    select
        stranger.*,
        least($history_d * 86400, (t_us - known.from_us) // 1000000 - $window_h * 3600) as past_s,
        sum(case when new = 1 and nth = 1 then 1 else 0 end) over present as strangers,
        sum(new) over present as new_acts,
        count(*) over present as acts,
        count(*) over past as past_acts
    from stranger
    cross join known
    where addressed = 1
    window
        present as (
            partition by target_account_id order by t_us
            range between $window_h * 3600000000 preceding and current row
        ),
        past as (
            partition by target_account_id order by t_us
            range between $window_h * 3600000000 + $history_d * 86400000000 preceding
                and $window_h * 3600000000 + 1 preceding
        )
),

crowd as (
    -- one row per moment: acts of the same microsecond are counted alike
    select distinct target_account_id, t_us, past_s, strangers, new_acts, acts, past_acts
    from talk
    where t_us >= epoch_us($since)
        and past_s >= $min_history_d * 86400
        and strangers >= $min_actors
        and new_acts * 100 >= acts * $min_new_pct
        and strangers * past_s >= past_acts * $window_h * 3600 * $min_lift
),

approval as (
    select
        target_account_id,
        t_us,
        sum(approved) over (
            partition by target_account_id order by t_us
            range between $window_h * 3600000000 preceding and current row
        ) as likes,
        coalesce(
            sum(approved) over (
                partition by target_account_id order by t_us
                range between $window_h * 3600000000 + $history_d * 86400000000 preceding
                    and $window_h * 3600000000 + 1 preceding
            ),
            0
        ) as past_likes
    from stranger
    semi join crowd using (target_account_id)
    where approved = 1 or addressed = 1
),

peak as (
    -- what the past makes usual is taken off both sides before likes are held against replies
    select distinct crowd.*, approval.likes, approval.past_likes
    from crowd
    join approval on approval.target_account_id = crowd.target_account_id and approval.t_us = crowd.t_us
    where (approval.likes * crowd.past_s - approval.past_likes * $window_h * 3600) * 100
        <= (crowd.acts * crowd.past_s - crowd.past_acts * $window_h * 3600) * $max_likes_pct
),

placed as (
    select
        talk.*,
        max(peak.strangers) over (
            partition by talk.target_account_id order by talk.t_us
            range between current row and $window_h * 3600000000 following
        ) as most
    from talk
    left join peak on peak.target_account_id = talk.target_account_id and peak.t_us = talk.t_us
),

flood as (select * from placed where most is not null and new = 1),

worst as (
    select *
    from peak
    qualify row_number() over (partition by target_account_id order by strangers desc, t_us) = 1
),

evidence as (
    select events.target_account_id as entity_id, events.event_id
    from events
    semi join flood
        on flood.target_account_id = events.target_account_id and flood.actor_id = events.actor_id
        and flood.t_us = events.t_us
    where events.action in ('reply', 'comment', 'mention')
        and events.event_time >= $since - interval 1 hour * $window_h and events.event_time < $until
),

found as (
    select
        target_account_id,
        make_timestamp(min(t_us)) as first_seen,
        make_timestamp(max(t_us)) as last_seen,
        count(distinct actor_id) as actors
    from flood
    group by target_account_id
)

select
    found.target_account_id as entity_id,
    cast(worst.strangers as bigint) as score,
    found.first_seen,
    found.last_seen,
    found.actors,
    cast(worst.acts as bigint) as acts,
    round(worst.past_acts * $window_h * 3600 / nullif(worst.past_s, 0), 4) as usual_acts,
    cast(worst.likes as bigint) as likes,
    round(worst.past_likes * $window_h * 3600 / nullif(worst.past_s, 0), 4) as usual_likes,
    round(worst.new_acts / nullif(worst.acts, 0), 4) as new_ratio
from found
join worst on worst.target_account_id = found.target_account_id
order by score desc, entity_id;

execute reply_flood(
    since         := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until         := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_h      := 6,                       -- hours within which replies, comments and mentions belong together [1..72]
    min_actors    := 20,                      -- accounts that address the target for the first time within window_h [2..100000]
    min_lift      := 5,                       -- times as many strangers as acts that are usual in window_h [1..1000]
    min_new_pct   := 70,                      -- per cent of the acts in window_h that come from strangers [1..100]
    max_likes_pct := 100,                     -- likes, follows, shares … above the usual, per 100 acts above the usual, that still make no success [0..100000]
    history_d     := 28,                      -- days before a window: the usual, and how long one is remembered [7..366]
    min_history_d := 3                        -- days of data before a window without which there is no usual [1..366]
);
