sum(actual) filter (where {element}), sum(expected) filter (where {element})
