-- content_mentions: one comment in forty names the author it talks to
select content_id, 'u' || public_number(peer) as account_id
from text
where action in ('comment', 'reply') and die(n, 36, 40) = 0 and peer is not null
order by content_id
