-- labels_parquet: a label sheet as it was handed in
select * from read_parquet($file)
