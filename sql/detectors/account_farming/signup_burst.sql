-- signup_burst: accounts registered from one device or one network within an hour, many more than usual there
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    medium
-- status:      trial
-- requires:    accounts.created_at, accounts.signup_ip_prefix
-- optional:    accounts.signup_device_hash - cannot tell a class on one network from a farm
-- score:       accounts registered from that place within window_s seconds, at the peak
-- hypothesis:  Accounts for sale are registered in batches, on few devices behind one network.
-- benign:      Families on one device stay below min_on_device. A campus, an office or a mobile carrier shares one
--              network among people who each bring a device; carriers register many accounts every hour of the year.
--              Workshops and shops that set up accounts for visitors on their own tablet look like a farm.
-- blind_spots: Farms that forge a fresh device for every account look like a campus (min_per_device = 1 finds both);
--              farms behind rotating networks; registrations spread thinly.
-- source:      Clusters of fake accounts by registration (Xiao et al., AISec 2015)
-- next:        Run dormant_wakeup, follow_ring and like_ring on the accounts; compare handles and mail domains.
-- dsa:         SCAMS_AND_FRAUD:INAUTHENTIC_ACCOUNTS
-- disarm:      T0146
prepare signup_burst as
-- The entity is the account, not the network: a network is shared with the innocent, and enforcement and the other
-- detectors speak of accounts. `source` says what they share.
with registered as (
    select account_id, created_at, epoch_us(created_at) as t_us, signup_ip_prefix, signup_device_hash
    from accounts
    where created_at >= $since - interval 1 day * $history_d and created_at < $until
),

-- how long each place could be watched: accounts older than the data are no silence
watched as (
    select (epoch_us($until) - epoch_us(min(created_at))) // 1000000 as seconds
    from registered
),

signup as (
    select 'network' as shared, signup_ip_prefix as source, account_id, t_us, created_at, signup_device_hash
    from registered
    where signup_ip_prefix is not null
    union all
    select 'device' as shared, signup_device_hash as source, account_id, t_us, created_at, signup_device_hash
    from registered
    where signup_device_hash is not null
),

place as (
    select shared, source, count(*) as signups
    from signup
    group by shared, source
    having count(*) >= case when shared = 'network' then $min_on_network else $min_on_device end
),

pace as (
    select
        signup.shared,
        signup.source,
        signup.account_id,
        signup.t_us,
        signup.signup_device_hash,
        place.signups,
        count(*) over (
            partition by signup.shared, signup.source order by signup.t_us
            range between cast($window_s as bigint) * 1000000 preceding and current row
        ) as in_window
    from signup
    join place on place.shared = signup.shared and place.source = signup.source
    where signup.created_at >= $since
),

full_window as (
    select
        shared,
        source,
        account_id,
        t_us,
        signup_device_hash,
        signups,
        max(in_window) over (
            partition by shared, source order by t_us
            range between current row and cast($window_s as bigint) * 1000000 following
        ) as fullest
    from pace
),

-- busy places are busy every hour: a burst stands out against what the same place does otherwise
unusual as (
    select
        full_window.shared,
        full_window.source,
        full_window.account_id,
        full_window.t_us,
        full_window.signup_device_hash,
        full_window.fullest,
        full_window.t_us - lag(full_window.t_us) over (
            partition by full_window.shared, full_window.source order by full_window.t_us, full_window.account_id
        ) as pause_us
    from full_window
    cross join watched
    where full_window.fullest >= case
            when full_window.shared = 'network' then $min_on_network else $min_on_device
        end
        and full_window.fullest * watched.seconds
        >= $min_lift * (full_window.signups - full_window.fullest) * $window_s
),

numbered as (
    select
        shared,
        source,
        account_id,
        t_us,
        signup_device_hash,
        fullest,
        sum(case when pause_us > cast($window_s as bigint) * 1000000 then 1 else 0 end) over (
            partition by shared, source order by t_us, account_id
        ) as burst
    from unusual
),

burst as (
    -- students on one network bring a device each; accounts of a farm outnumber its devices
    select
        shared,
        source,
        burst,
        count(*) as accounts,
        count(distinct signup_device_hash) as devices,
        max(fullest) as peak
    from numbered
    group by shared, source, burst
    having shared = 'device' or count(signup_device_hash) >= $min_per_device * count(distinct signup_device_hash)
),

member as (
    select
        numbered.account_id,
        numbered.shared,
        numbered.source,
        numbered.t_us,
        burst.peak,
        burst.accounts,
        burst.devices,
        row_number() over (
            partition by numbered.account_id order by burst.peak desc, numbered.shared
        ) as place
    from numbered
    join burst
        on burst.shared = numbered.shared and burst.source = numbered.source and burst.burst = numbered.burst
),

evidence as (
    select account_id as entity_id, account_id, shared, source from member where place = 1
)

select
    account_id as entity_id,
    peak as score,
    make_timestamp(t_us) as first_seen,
    make_timestamp(t_us) as last_seen,
    shared,
    source,
    accounts,
    devices
from member
where place = 1
order by score desc, entity_id;

execute signup_burst(
    since          := timestamp '2026-11-14',  -- first moment to look at (inclusive)
    until          := timestamp '2026-11-21',  -- first moment to leave out (exclusive)
    window_s       := 3600,                    -- length of the window in seconds, both ends included [1..604800]
    min_on_device  := 5,                       -- accounts from one device a window must hold [2..100000]
    min_on_network := 15,                      -- accounts from one network a window must hold [2..100000]
    min_per_device := 2,                       -- accounts per known device in a network's burst [1..1000]
    min_lift       := 5,                       -- times the usual number of the same place a burst must reach [1..1000]
    history_d      := 28                       -- days before since that say what is usual [0..366]
);
