-- signup: people who register while we watch
create table signup as
with slot as (
    select market_no, hour, old_accounts + signups_before + unnest(range(signups)) as account_no
    from clock
    where signups > 0
)
select
    market_no * 100000000 + account_no as account,
    market_no,
    account_no,
    noise('signup', market_no || '/' || account_no) as n,
    hour + after(unit(noise('signup', market_no || '/' || account_no), 0), 3600) as moment,
    term_starts(market_no, hour) as term_start
from slot;
