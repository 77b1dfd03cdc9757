-- ban_return's rule for names, between a new account (_l) and a removed one (_r)
(length(skeleton_l) >= {min_letters} and skeleton_l = skeleton_r)
or (
    regexp_matches(handle_l || handle_r, '^[a-z0-9._ -]*$')
    and levenshtein(handle_l, handle_r) * {letters_per_typo} <= length(handle_r)
)
