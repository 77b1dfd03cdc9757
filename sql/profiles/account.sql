-- account: how each account that acted in [since, until) behaves: one row per account, every measure a number
--
-- Reads:  events, accounts, content, content_links, content_tags, content_mentions, user_reports
-- Stands on its own: `select entity_id from (…this query…) where <condition on its columns>` is a rule.
-- NULL is unknown or not to be said of this account, never 0. Hours and weekdays are UTC: an account far from
-- Greenwich has its night elsewhere, so compare accounts of one market. Shares lie between 0 and 1.
with bound as (
    select
        6 as night_end,               -- hours before this one are night, UTC
        5 as saturday,                -- a weekday, counted from Monday as 0
        10 * 1000000 as fast_us,      -- a pause this short is no reading
        4 as enough                   -- pauses without which nobody can speak of a rhythm
),

act as (
    select
        actor_id, action, status, event_date, market, session_id, device_id_hash, ip_prefix, app_id,
        date_part('hour', event_time) as hour,
        date_diff('day', date '2024-01-01', event_date) % 7 as weekday,
        t_us - lag(t_us) over (partition by actor_id order by t_us, event_id) as gap_us
    from events
    where event_time >= $since and event_time < $until
),

habit as (
    select
        actor_id,
        count(*) as acts,
        count(distinct event_date) as active_days,
        count(distinct action) as actions,
        count(*) filter (where hour < night_end) as night,
        count(*) filter (where weekday >= saturday) as weekend,
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
        count(*) filter (where action = 'view') as views,
        count(*) filter (where action = 'invite') as invites,
        count(*) filter (where action = 'gift') as gifts,
        count(*) filter (where action = 'undo') as undone,
        count(*) filter (where action = 'login') as logins,
        count(*) filter (where action = 'login' and status = 'fail') as failed,
        count(distinct session_id) as sessions,
        count(session_id) as in_session,
        count(distinct device_id_hash) as devices,
        count(distinct ip_prefix) as networks,
        count(distinct app_id) as apps
    from act
    cross join bound
    group by actor_id
),

hourly as (
    select actor_id, hour, count(*) as acts from act group by actor_id, hour
),

clock as (
    select actor_id, log2(sum(acts)) - sum(acts * log2(acts)) / nullif(sum(acts), 0) as entropy
    from hourly
    group by actor_id
),

daily as (
    select actor_id, event_date, count(*) as acts from act group by actor_id, event_date
),

busiest as (
    select actor_id, max(acts) as acts from daily group by actor_id
),

-- a device or a network that many accounts use says more than one that is changed often
carrier as (
    select device_id_hash, actor_id
    from act
    where device_id_hash is not null
    group by device_id_hash, actor_id
),

crowd as (
    select device_id_hash, count(*) as accounts from carrier group by device_id_hash
),

shared as (
    select actor_id, max(accounts) as accounts
    from carrier
    inner join crowd on crowd.device_id_hash = carrier.device_id_hash
    group by actor_id
),

aimed as (
    select actor_id, target_id, count(*) as acts
    from events
    where event_time >= $since and event_time < $until and target_id is not null
    group by actor_id, target_id
),

aim as (
    select actor_id, sum(acts) as acts, count(*) as targets, max(acts) as most from aimed group by actor_id
),

pair as (
    select
        actor_id as one,
        target_account_id as other,
        count(*) as acts,
        count(*) filter (where action = 'follow') as follows,
        count(*) filter (where action in ('block', 'mute')) as blocks
    from events
    where event_time >= $since and event_time < $until and target_account_id <> actor_id
    group by actor_id, target_account_id
),

given as (
    select
        pair.one as actor_id,
        sum(pair.acts) as acts,
        count(*) as owners,
        max(pair.acts) as most,
        count(back.one) as answered
    from pair
    left join pair as back on back.one = pair.other and back.other = pair.one
    group by pair.one
),

received as (
    select other as actor_id, sum(acts) as acts, sum(follows) as follows, sum(blocks) as blocks
    from pair
    group by other
),

reported as (
    select target_account_id as actor_id, count(*) as reports
    from user_reports
    where reported_at >= $since and reported_at < $until and target_account_id is not null
    group by target_account_id
),

thing as (
    select content_id, author_id, text_key, text_length, deleted_at
    from content
    where created_at >= $since and created_at < $until
),

linked as (
    select content_id, count(*) as links from content_links group by content_id
),

tagged as (
    select content_id, count(*) as tags from content_tags group by content_id
),

naming as (
    select content_id, count(*) as names from content_mentions group by content_id
),

made as (
    select
        author_id as actor_id,
        count(*) as things,
        count(deleted_at) as deleted,
        avg(text_length) as text_length,
        count(text_key) as texts,
        count(distinct text_key) as wordings,
        count(links) as with_link,
        sum(coalesce(tags, 0)) as tags,
        sum(coalesce(names, 0)) as names
    from thing
    left join linked on linked.content_id = thing.content_id
    left join tagged on tagged.content_id = thing.content_id
    left join naming on naming.content_id = thing.content_id
    group by author_id
),

wording as (
    select author_id, text_key, count(*) as texts
    from thing
    where text_key is not null
    group by author_id, text_key
),

common as (
    select text_key, count(*) as authors from wording group by text_key
),

echoed as (
    select author_id as actor_id, sum(texts) filter (where authors > 1) as texts
    from wording
    inner join common on common.text_key = wording.text_key
    group by author_id
),

-- what nobody fills in says nothing about anybody
filled as (
    select
        cast(count(display_name) > 0 as integer) as names,
        cast(count(bio_hash) > 0 as integer) as bios,
        cast(count(avatar_hash) > 0 as integer) as avatars,
        cast(count(email_hash) > 0 as integer) as emails,
        cast(count(phone_hash) > 0 as integer) as phones,
        count(inviter_id) > 0 as inviters
    from accounts
),

known as (
    select
        account_id as actor_id,
        market as home,
        date_diff('day', cast(created_at as date), cast($until as date)) as age_days,
        followers,
        following,
        cast(verified as integer) as verified,
        case when inviters then cast(inviter_id is not null as integer) end as invited,
        (
            cast(display_name is not null as integer) + cast(bio_hash is not null as integer)
            + cast(avatar_hash is not null as integer) + cast(email_hash is not null as integer)
            + cast(phone_hash is not null as integer)
        ) / nullif(names + bios + avatars + emails + phones, 0) as filled_in,
        (length(handle) - length(translate(handle, '0123456789', '')))
        / nullif(length(handle), 0) as digits
    from accounts
    cross join filled
),

abroad as (
    select act.actor_id, count(*) as acts, count(*) filter (where act.market <> known.home) as away
    from act
    inner join known on known.actor_id = act.actor_id
    where act.market is not null and known.home is not null
    group by act.actor_id
),

seen as (
    select
        (select count(*) from received) > 0 as owners,
        (select count(*) from reported) > 0 as reports
)

select
    habit.actor_id as entity_id,
    -- how much
    cast(habit.acts as double) as acts,  -- acts in the window
    cast(active_days as double) as active_days,  -- days with an act
    round(habit.acts / nullif(active_days, 0), 4) as acts_per_active_day,  -- acts per day with an act
    round(busiest.acts / nullif(habit.acts, 0), 4) as busiest_day_share,  -- share of acts on the busiest day
    -- when
    round(clock.entropy, 4) as hour_entropy,  -- spread over the hours of the day, bits; 0 one hour, 4.58 all alike
    round(night / nullif(habit.acts, 0), 4) as night_share,  -- share of acts from 0 to 6 h UTC
    round(weekend / nullif(habit.acts, 0), 4) as weekend_share,  -- share of acts on Saturday or Sunday, UTC
    round(gap_median / 1e6, 3) as gap_median_s,  -- median pause between two acts, seconds
    case when gaps >= enough then round(burstiness(gap_mean, gap_sd, gaps), 4) end as gap_burstiness,  -- rhythm of the pauses; -1 a clock, 0 chance, 1 bursts
    round(fast / nullif(gaps, 0), 4) as fast_share,  -- share of acts within 10 s of the one before
    -- what
    cast(actions as double) as actions,  -- different kinds of act
    round(creates / nullif(habit.acts, 0), 4) as create_share,  -- share of acts that publish
    round(comments / nullif(habit.acts, 0), 4) as comment_share,  -- share of acts that comment or reply
    round(likes / nullif(habit.acts, 0), 4) as like_share,  -- share of acts that like
    round(reposts / nullif(habit.acts, 0), 4) as repost_share,  -- share of acts that repost or share
    round(habit.follows / nullif(habit.acts, 0), 4) as follow_share,  -- share of acts that follow
    round(messages / nullif(habit.acts, 0), 4) as message_share,  -- share of acts that message
    round(views / nullif(habit.acts, 0), 4) as view_share,  -- share of acts that view
    round(invites / nullif(habit.acts, 0), 4) as invite_share,  -- share of acts that invite
    round(gifts / nullif(habit.acts, 0), 4) as gift_share,  -- share of acts that give
    round(undone / nullif(habit.acts, 0), 4) as undo_share,  -- share of acts that take one back
    round(failed / nullif(logins, 0), 4) as failed_login_share,  -- share of logins that failed
    -- at whom
    round(aim.targets / nullif(aim.acts, 0), 4) as target_variety,  -- different targets per aimed act
    round(aim.most / nullif(aim.acts, 0), 4) as top_target_share,  -- share of aimed acts on the favourite target
    round(given.owners / nullif(given.acts, 0), 4) as owner_variety,  -- different owners per act on others
    round(given.most / nullif(given.acts, 0), 4) as top_owner_share,  -- share of acts on others that go to the favourite one
    round(answered / nullif(given.owners, 0), 4) as reciprocity,  -- share of the owners it acted on who acted on it
    -- what comes back
    case when seen.owners then cast(coalesce(received.acts, 0) as double) end as acts_received,  -- acts of others on it
    case when seen.owners then cast(coalesce(received.follows, 0) as double) end as followers_gained,  -- follows of others
    case when seen.owners then cast(coalesce(received.blocks, 0) as double) end as blocks_received,  -- blocks and mutes by others
    case when seen.reports then cast(coalesce(reported.reports, 0) as double) end as reports_received,  -- user reports about it
    -- what it writes
    cast(things as double) as things,  -- things published, where any
    round(text_length, 2) as text_length,  -- letters and digits per text, mean
    round((made.texts - wordings) / nullif(greatest(made.texts - 1, 0), 0), 4) as text_repeat_share,  -- share of texts that repeat its own
    round(coalesce(echoed.texts, 0) / nullif(made.texts, 0), 4) as text_shared_share,  -- share of texts that others wrote too
    round(with_link / nullif(things, 0), 4) as link_share,  -- share of things with a link
    round(tags / nullif(things, 0), 4) as tags_per_thing,  -- tags per thing, mean
    round(names / nullif(things, 0), 4) as mentions_per_thing,  -- accounts named per thing, mean
    round(deleted / nullif(things, 0), 4) as deleted_share,  -- share of things deleted since
    -- through what
    cast(nullif(devices, 0) as double) as devices,  -- different devices
    cast(nullif(networks, 0) as double) as networks,  -- different network prefixes
    cast(nullif(apps, 0) as double) as apps,  -- different applications
    cast(shared.accounts as double) as device_accounts,  -- accounts on its most shared device
    round(in_session / nullif(sessions, 0), 4) as acts_per_session,  -- acts per session
    round(abroad.away / nullif(abroad.acts, 0), 4) as away_share,  -- share of acts outside its home market
    -- who
    cast(age_days as double) as age_days,  -- days since registration, at the end of the window
    cast(followers as double) as followers,  -- accounts that follow it, as last known
    cast(following as double) as following,  -- accounts it follows, as last known
    round(following / greatest(followers, 1), 4) as following_ratio,  -- accounts it follows per follower
    cast(verified as double) as verified,  -- 1 checked by the platform
    cast(invited as double) as invited,  -- 1 came by invitation
    round(filled_in, 4) as profile_filled,  -- share of the profile fields in use that it fills
    round(digits, 4) as handle_digits  -- share of digits in the handle
from habit
cross join seen
cross join bound
inner join clock on clock.actor_id = habit.actor_id
inner join busiest on busiest.actor_id = habit.actor_id
left join aim on aim.actor_id = habit.actor_id
left join given on given.actor_id = habit.actor_id
left join received on received.actor_id = habit.actor_id
left join reported on reported.actor_id = habit.actor_id
left join made on made.actor_id = habit.actor_id
left join echoed on echoed.actor_id = habit.actor_id
left join shared on shared.actor_id = habit.actor_id
left join known on known.actor_id = habit.actor_id
left join abroad on abroad.actor_id = habit.actor_id
order by entity_id
