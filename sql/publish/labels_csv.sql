-- labels_csv: a label sheet as it was handed in; every cell is text
select * from read_csv($file, all_varchar = true)
