-- early content: uploads of the five days before the first event
select
    'v' || upload.upload as content_id,
    'u' || public_number(upload.author) as author_id,
    upload.moment as created_at,
    case when upload_no % 5 = 0 then 'live' else 'video' end as content_type,
    remark(tongue.words, noise('text', upload.upload)) as text,
    case when upload_no % 5 = 0 then 'live' else 'feed' end as surface,
    market.market,
    market.language
from upload
inner join market on upload.market_no = market.market_no
inner join tongue on market.language = tongue.language
where upload.moment < world_start()
order by created_at, content_id
