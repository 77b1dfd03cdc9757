-- new_account: every registration
--
-- abuse_type:  account_farming
-- entity:      account
-- severity:    low
-- status:      draft
-- requires:    accounts.account_id, accounts.created_at
-- optional:    accounts.market - no split by market
prepare new_account as
with evidence as (
    select account_id as entity_id, account_id, created_at
    from accounts
    where created_at >= $since and created_at < $until
)
select entity_id, 1 as score, created_at as first_seen, created_at as last_seen
from evidence
order by entity_id;

execute new_account(
    since := timestamp '2026-03-01',  -- first moment to look at (inclusive)
    until := timestamp '2026-03-02'   -- first moment to leave out (exclusive)
);
