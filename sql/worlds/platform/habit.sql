-- habit: what people do where; one row per face of a die with 100 sides
create table habit as
with act as (
    select *
    from (values
        ('feed',     1, 'like',           50), ('feed',     2, 'comment', 14), ('feed',     3, 'share',          6),
        ('feed',     4, 'repost',          8), ('feed',     5, 'save',     5), ('feed',     6, 'follow',         5),
        ('feed',     7, 'reply',           8), ('feed',     8, 'view',     3), ('feed',     9, 'report',         1),
        ('live',     1, 'like',           45), ('live',     2, 'comment', 32), ('live',     3, 'gift',           6),
        ('live',     4, 'follow',          6), ('live',     5, 'join',     6), ('live',     6, 'share',          4),
        ('live',     7, 'report',          1),
        ('search',   1, 'like',           45), ('search',   2, 'follow',  18), ('search',   3, 'save',          15),
        ('search',   4, 'view',           12), ('search',   5, 'share',    6), ('search',   6, 'comment',        4),
        ('profile',  1, 'follow',         30), ('profile',  2, 'like',    36), ('profile',  3, 'rate',          10),
        ('profile',  4, 'reply',          12), ('profile',  5, 'block',    3), ('profile',  6, 'profile_update', 6),
        ('profile',  7, 'mute',            2), ('profile',  8, 'report',   1),
        ('messages', 1, 'message',        84), ('messages', 2, 'invite',   8), ('messages', 3, 'accept',         8)
    ) as act (surface, act_no, action, weight)
),
face as (select *, unnest(range(weight)) as copy from act)
select
    surface,
    row_number() over (partition by surface order by act_no, copy) - 1 as face,
    action
from face;
