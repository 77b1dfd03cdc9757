-- text: what the makers of content between $since and $until wrote
create or replace temp table text as
with made as (
    select
        number, moment, actor, action, upload, peer, surface, market_no, script, wave_id,
        link, tags, media, audio, deleted_at,
        noise('text', number) as n
    from deed
    where action in ('create', 'comment', 'reply', 'message')
),
spoken as (
    select
        made.*,
        market.market,
        case when actor % 7 = 3 then market.second_language else market.language end as language,
        case when action = 'create' and upload is not null then 'v' || upload else 'c' || number end as content_id,
        case
            when action = 'create' and upload is null then 'video'
            when action = 'create' and upload % 5 = 0 then 'live'
            when action = 'create' and die(n, 32, 10) < 8 then 'video'
            when action = 'create' then 'photo'
            else action
        end as content_type
    from made
    inner join market on made.market_no = market.market_no
)
select
    spoken.*,
    coalesce(
        script,
        hostile(remark(tongue.words, n), n)
        || case
            when action = 'message' or die(n, 28, 200) > 0 then ''
            else ' https://news-' || die(n, 36, 60) || '.example/' || die(n, 8, 3000)
        end
    ) as text
from spoken
inner join tongue on spoken.language = tongue.language;
