-- complaint: every report a user files, filled while the world runs (people/complaint.sql)
create table complaint (
    number bigint, moment timestamp, reporter bigint, upload bigint, owner bigint, outcome varchar, surface varchar,
    market_no bigint, wave_id varchar
);
