-- accounts: who acted
select account_id
from subject_account
order by account_id
