-- one act per account and object, the earliest: saying it again is no new meeting
with earliest as (
    select
        *,
        row_number() over (partition by layer, object, actor_id order by t_us, row_id) as turn
    from ({layers}) as spoken
)

select
    layer,
    object,
    actor_id,
    t_us,
    row_id,
    post_id,
    case when $by_market then coalesce(market, '') else '' end as market,
    case when $by_language then coalesce(language, '') else '' end as language,
    case when $by_object then object else '' end as topic,
    case when $slice_s > 0 then t_us // (cast(greatest($slice_s, 1) as bigint) * 1000000) else 0 end as slice
from earliest
where turn = 1
