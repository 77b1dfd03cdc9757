-- Follows a detector's WITH list: its evidence in one market, on one surface, in one window, and who acted.
--
-- Gives:  subject_row (all rows of the kind there), subject_proof (those behind findings), subject_account
-- {{rows}} is a file of rows/, {{key}} the evidence's key and {{person}} the column that names who acted: our words.
, subject_row as (
    select *
    from (
{rows}
    ) as every
    where moment >= $since and moment < $until
        and ($in_market = '' or coalesce(market, 'unknown') = $in_market)
        and ($on_surface = '' or coalesce(surface, 'unknown') = $on_surface)
),

subject_proof as (
    select subject_pointer.entity_id, subject_row.*
    from (select distinct entity_id, {key} as row_id from evidence) as subject_pointer
    join subject_row using (row_id)
),

subject_account as (
    select distinct {person} as account_id
    from subject_proof
    where {person} is not null
)
