-- The only randomness of a world: md5 of a seed, a salt and a number, cut into parts. Same seed, same world.
set variable world_seed = case when $seed = 0 then '' else $seed || '/' end;
create macro noise(salt, number) as md5_number_lower(concat(getvariable('world_seed'), salt, '/', number));

-- 24 bits of noise from bit `place` on, as a number in [0, 1)
create macro unit(number, place) as ((number >> place) & 16777215) / 16777216.0;

-- 16 bits of noise from bit `place` on, as a whole number in [0, sides)
create macro die(number, place, sides) as cast((number >> place) & 65535 as bigint) % sides;

-- waiting time of memoryless actors
create macro wait(number, place, mean_s) as
    to_microseconds(cast(-ln(1 - unit(number, place)) * mean_s * 1000000 as bigint));

create macro after(fraction, seconds) as to_microseconds(cast(fraction * seconds * 1000000 as bigint));

-- a public number that does not show the order of creation (a Lehmer step: one to one below its prime modulus)
create macro public_number(number) as number * 48271 % 2147483647;
create macro long_number(number) as number * 48271 % 1000000000039;

create macro world_start() as timestamp '2026-08-22';
create macro world_end() as timestamp '2026-11-21';
create macro world_days() as 91;

create macro pick(things, number) as things[1 + cast(number % len(things) as integer)];

-- what people write: a greeting, a line of a song that everybody knows, or a remark of their own
create macro remark(tongue, n) as
    case
        when die(n, 0, 100) < 8 then pick(tongue.greeting, die(n, 16, 65536))
        when die(n, 0, 100) < 10 then pick(tongue.lyric, die(n, 16, 65536))
        else concat_ws(
            ' ', pick(tongue.opener, die(n, 4, 65536)), pick(tongue.topic, die(n, 20, 65536)),
            pick(tongue.topic, die(n, 28, 65536)), pick(tongue.closer, die(n, 40, 65536)))
    end || ['', '', '', '!', ' :)', ' 😂', ' ❤️', '…'][1 + die(n, 48, 8)];

-- event text is hostile now and then, on purpose
create macro hostile(text, n) as
    case when die(n, 12, 2000) < 5
        then text || ['<script>alert(1)</script>', '=HYPERLINK("http://bad.example","x")', chr(8238) || 'txt.exe',
                      '$\frac{$', '<img src=x onerror=alert(1)>'][1 + die(n, 12, 2000)]
        else text
    end;

create macro shop(number) as
    ['lucky', 'golden', 'instant', 'mega', 'royal', 'secret', 'turbo'][1 + number % 7] || '-'
    || ['prize', 'coin', 'gift', 'loan', 'follower', 'jackpot', 'voucher', 'bonus'][1 + number // 7 % 8] || '.example';

-- the same pitch, changed a little each time so that no two copies are equal byte for byte
create macro pitch(products, number, change) as
    [
        pick(products, number) || ' ' || shop(number),
        upper(pick(products, number)) || ' ' || shop(number),
        pick(products, number) || ' ' || shop(number) || ' 🎁🎁',
        '✨ ' || pick(products, number) || ' ' || shop(number) || ' ✨',
        replace(pick(products, number), ' ', '  ') || '  ' || shop(number),
        pick(products, number) || '!!! ' || shop(number)
    ][1 + change];

-- letters swapped for others that look the same, or with something that cannot be seen between them
create macro disguised(text, n) as
    case die(n, 0, 6)
        when 0 then translate(text, 'aeopc', 'аеорс')
        when 1 then replace(text, ' ', '  ')
        when 2 then upper(text)
        when 3 then replace(text, 'e', 'e' || chr(8203))
        when 4 then translate(text, 'oei', '031')
        else text
    end;

-- one pitch, spun: a greeting, the disguised pitch, an address, an emoji
create macro spun(tongue, product, n) as
    concat_ws(' ',
        case when die(n, 8, 3) > 0 then pick(tongue.greeting, die(n, 12, 65536)) end,
        disguised(product, n), shop(die(n, 20, 1000)), ['🎁', '✨', '!!!', '', '👇'][1 + die(n, 32, 5)]
    );

-- a messenger and an invented number (555-01xx), as scammers spell it
create macro lure(language, product, owner, n) as
    product || ' ' || ['👉', '📲', '', '=>'][1 + die(n, 0, 4)] || ' ' || case
        when language = 'vi' then ['Zalo', 'Z a l o', 'Zаlо', 'z@lo'][1 + die(n, 8, 4)]
        when language = 'th' then ['แอดไลน์', 'ไ ล น์', 'ไลน์', 'ทักไลน์'][1 + die(n, 8, 4)]
        when language = 'ja' then ['LINE追加', 'ＬＩＮＥ追加', 'L I N E 追加', 'ライン追加'][1 + die(n, 8, 4)]
        else ['WhatsApp', 'W h a t s A p p', 'Wh4ts4pp', 'Tеlеgrаm', 'T.e.l.e.g.r.a.m', 'whats' || chr(8203) || 'app'][1 + die(n, 8, 6)]
    end || ' ' || case die(n, 24, 3) when 0 then '+1 (555) 01' when 1 then '1 555 01' else '＋１５５５01' end || (10000 + owner % 90000);

-- a petition with a gap for a name and a place
create macro gap(tongue, n) as
    concat_ws(' ', pick(tongue.topic, die(n, 0, 65536)) || ',', pick(tongue.opener, 0), pick(tongue.topic, 1), pick(tongue.closer, 2),
        pick(tongue.opener, 3), pick(tongue.topic, 4));

create macro taunt(tongue, n) as pick(tongue.taunt, n) || ' ' || pick(tongue.closer, n // 11);

-- unique local addresses (RFC 4193), which no real network has; every group is a decimal number that also reads as hex
create macro network_name(network) as
    'fd' || (10 + network // 100000000) || ':' || (network // 10000 % 10000) || ':' || (network % 10000) || '::/48';

-- which policy a faulty model applies
create macro faulty_policy(number) as ['nudity', 'scam'][1 + die(number, 40, 2)];
