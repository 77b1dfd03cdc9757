-- held: how many values each dimension takes among all rows of the scope
select {kinds}
from subject_row
