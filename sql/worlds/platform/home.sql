-- home: macros that say which device and network an account belongs to, from its number alone
--
-- Networks: one account in four is on a carrier that hides thousands behind three addresses, one in thirty on
-- its campus, the rest share a residential prefix with a few neighbours. Devices: some families share one.
create macro carrier_network(market_no, account_no) as market_no * 100000 + account_no % 3;
create macro campus_network(market_no) as market_no * 100000 + 50;
create macro cafe_network(market_no, cafe) as market_no * 100000 + 100 + cafe;
create macro street_network(market_no, account_no) as market_no * 100000000 + account_no // 5;

create macro home_network(market_no, account_no) as
    case
        when account_no % 4 = 0 then carrier_network(market_no, account_no // 4)
        when account_no % 29 = 0 then campus_network(market_no)
        else street_network(market_no, account_no)
    end;

create macro home_asn(first_asn, account_no) as
    first_asn + case when account_no % 4 = 0 then 0 when account_no % 29 = 0 then 1 else 2 + account_no // 5 % 3 end;

-- in every block of twenty accounts the first two to four are one family with one device
create macro home_device(account, account_no) as
    case when account_no % 20 < 2 + account_no // 20 % 3 then account - account_no % 20 else account end;

-- term starts: for one afternoon half a campus registers through the same network, each with a device of their own
create macro term_starts(market_no, hour) as
    market_no = 3 and hour >= timestamp '2026-09-14 17:00' and hour < timestamp '2026-09-14 22:00'
    or market_no = 1 and hour >= timestamp '2026-08-31 03:00' and hour < timestamp '2026-08-31 08:00';
