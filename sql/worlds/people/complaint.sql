-- complaint: reports are kept apart from the other acts
insert into complaint
select number, moment, actor, upload, peer, status, surface, market_no, wave_id
from deed
where action = 'report';
