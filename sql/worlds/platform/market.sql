-- market: the countries of the platform; `share` is the part of all traffic
create table market as
select * replace (cast(market_no as bigint) as market_no, cast(share as bigint) as share)
from (values
    (1,  'ID', 20,  7, 'id', 'en', 64501),
    (2,  'BR', 18, -3, 'pt', 'es', 64511),
    (3,  'US', 15, -5, 'en', 'es', 64521),
    (4,  'VN', 12,  7, 'vi', 'en', 64531),
    (5,  'JP',  9,  9, 'ja', 'en', 64541),
    (6,  'IN',  8,  5, 'hi', 'en', 64551),
    (7,  'MX',  7, -6, 'es', 'en', 64561),
    (8,  'DE',  6,  1, 'de', 'en', 64571),
    (9,  'EG',  3,  2, 'ar', 'en', 64581),
    (10, 'TH',  2,  7, 'th', 'en', 64591)
) as market (market_no, market, share, utc_offset, language, second_language, first_asn);
