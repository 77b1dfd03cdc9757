-- watchful: people who report much and are right: a victim who reports an author's uploads night after night, and a
-- flagger who goes through the uploads of many authors
insert into plot
    (wave_id, moment, actor, action, upload, peer, status, device, network, asn, client, surface, market_no)
with place as (
    select market.*, max(old_accounts) as accounts
    from clock
    inner join market on clock.market_no = market.market_no
    group by all
),
reporter as (
    select *, noise('watchful', market_no || '/' || kind) as n, accounts - 3 - kind as account_no
    from place
    cross join (values (0), (1)) as reporter (kind)
),
night as (
    select *, unnest(range(24)) as report_no from reporter
),
timed as (
    select *, world_start() + to_days(30 + die(n, 0, 40) + report_no // 4) + to_hours(14) + to_seconds(report_no % 4 * 300) as acted_at
    from night
),
aimed as (
    select timed.*, timed.market_no * 100000000 + greatest(0, uploads_before - 1 - report_no) as seen,
        timed.market_no * 100000000 + greatest(0, first_value(uploads_before) over (
            partition by timed.market_no, kind order by report_no
        ) - 1) as first_seen
    from timed
    inner join clock on date_trunc('hour', timed.acted_at) = clock.hour and timed.market_no = clock.market_no
),
filed as (
    -- the victim reports what one author published, the flagger whatever is new
    select *, case kind when 0 then first_seen else seen end as spot from aimed
)
select
    null, acted_at, filed.market_no * 100000000 + account_no, 'report', spot, upload.author,
    case when die(noise('watchful', concat_ws('/', filed.market_no, kind, report_no)), 0, 100) < 75 then 'upheld' else 'rejected' end,
    home_device(filed.market_no * 100000000 + account_no, account_no), home_network(filed.market_no, account_no),
    home_asn(first_asn, account_no), cast(account_no % 40 as integer), 'feed', filed.market_no
from filed
inner join upload on filed.spot = upload.upload;
