-- upload: every video, photo and live stream; a few authors make most of them
create table upload as
with slot as (
    select market_no, hour, old_accounts, uploads_before + unnest(range(uploads)) as upload_no
    from clock
),
drawn as (
    select *, market_no * 100000000 + upload_no as upload, noise('upload', market_no || '/' || upload_no) as n
    from slot
)
select
    upload,
    market_no,
    upload_no,
    -- the busiest authors are not the busiest likers
    market_no * 100000000
        + (cast(floor(old_accounts * power(unit(n, 0), 2)) as bigint) * 7919 + 13) % old_accounts as author,
    hour + after(unit(n, 24), 3600) as moment,
    die(n, 48, 65536) as seed
from drawn;
