-- Follows the WITH list of ban_return: what is known of each new and each removed account, a row for each kind of trait.
-- `traits` holds what is rare: it is empty where everything known is shared by too many, and has no row where nothing is.
select
    person.account_id,
    person.fresh = 1 as fresh,
    person.removed_at is not null as removed,
    epoch_us(person.created_at) as created_us,
    epoch_us(person.removed_at) as removed_us,
    person.handle,
    person.skeleton,
    trait.kind,
    coalesce(list(rare.trait order by rare.trait) filter (where rare.trait is not null), []) as traits
from person
left join trait on trait.account_id = person.account_id
left join rare on rare.kind = trait.kind and rare.trait = trait.trait
group by all
order by person.account_id, trait.kind
