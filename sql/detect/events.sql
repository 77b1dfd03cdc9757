-- Follows a detector's WITH list: its evidence beside the whole row each piece points at.
-- {columns}, {table}, {key} and {time} are names from the table contract, never a user's words.
select evidence.entity_id, {columns}
from evidence
join {table} as source on source.{key} = evidence.{key}
where evidence.entity_id in (select unnest($entities))
order by evidence.entity_id, {time}, source.{key}
limit $limit
