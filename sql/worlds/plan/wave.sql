-- wave: every planted wave of abuse, as its operators planned it
--
-- Days are counted from the first day of the world. A wave grows for `ramp` days, is mitigated (about a fourteenth
-- is left), may return, ends. A simmer is the everyday level of the same abuse: it runs through the whole history.
-- `acts` is the busiest day of a world of a million events. `least_events` is the smallest world that holds the wave.
-- `crew` says who works: the same bots for a whole `phase`, or fresh accounts for every `job`.
create table wave as
with planned as (
    select *
    from (values
        ('like_ring-simmer',       'like_ring',       'BR', 'feed',      0, 1, null, null, null,   9,  300000),
        ('like_ring-past',         'like_ring',       'ID', 'live',     12, 9,   34,   55,   72,  30,  300000),
        ('like_ring-rising',       'like_ring',       'BR', 'feed',     77, 14, null, null, null, 70,       0),
        ('repost_ring-simmer',     'repost_ring',     'US', 'feed',      0, 1, null, null, null,   8,  300000),
        ('repost_ring-past',       'repost_ring',     'JP', 'feed',     20, 8,   44, null,   52,  30,   80000),
        ('repost_ring-late',       'repost_ring',     'VN', 'feed',     56, 7,   72, null,   80,  30,  300000),
        ('follow_ring-simmer',     'follow_ring',     'ID', 'profile',   0, 1, null, null, null,   8,  300000),
        ('follow_ring-past',       'follow_ring',     'VN', 'profile',   8, 8,   30,   61,   82,  30,   20000),
        ('follow_ring-short',      'follow_ring',     'US', 'search',   40, 6,   54, null,   60,  28,  300000),
        ('copypasta-simmer',       'copypasta',       'VN', 'feed',      0, 1, null, null, null,   8,  300000),
        ('copypasta-past',         'copypasta',       'US', 'feed',     25, 7,   47, null,   55,  32,  300000),
        ('copypasta-rising',       'copypasta',       'VN', 'feed',     78, 13, null, null, null, 72,       0),
        ('device_share-simmer',    'device_share',    'ID', 'feed',      0, 1, null, null, null,  11,  300000),
        ('device_share-past',      'device_share',    'BR', 'feed',     30, 8,   52,   68,   85,  36,   80000),
        ('device_share-live',      'device_share',    'MX', 'live',     10, 6,   27, null,   33,  36,  300000),
        ('infrastructure_share-simmer', 'infrastructure_share', 'MX', 'feed', 0, 1, null, null, null, 12, 300000),
        ('infrastructure_share-past', 'infrastructure_share', 'VN', 'feed', 14, 7, 38,   58,   80,  60,   80000),
        ('infrastructure_share-late', 'infrastructure_share', 'JP', 'search', 44, 6, 66, null, 75,  50,  300000),
        ('ban_return-simmer',      'ban_return',      'BR', 'messages',  0, 1, null, null, null,   8,  300000),
        ('ban_return-past',        'ban_return',      'US', 'messages', 26, 8,   50,   64,   78,  48,   80000),
        ('invite_tree-simmer',     'invite_tree',     'BR', 'account',   0, 1, null, null, null,  12,  300000),
        ('invite_tree-past',       'invite_tree',     'VN', 'account',  36, 8,   56, null,   64,  64,   80000),
        ('regular_timing-simmer',  'regular_timing',  'IN', 'feed',      0, 1, null, null, null,  20,  300000),
        ('regular_timing-past',    'regular_timing',  'DE', 'feed',     18, 6,   37, null,   45,  90,   80000),
        ('regular_timing-late',    'regular_timing',  'BR', 'feed',     60, 6,   80, null,   86,  90,  300000),
        ('signup_burst-simmer',    'signup_burst',    'ID', 'account',   0, 1, null, null, null,   7,  300000),
        ('signup_burst-past',      'signup_burst',    'MX', 'account',  18, 8,   40, null,   48,  28,  300000),
        ('signup_burst-rising',    'signup_burst',    'ID', 'account',  77, 14, null, null, null, 80,       0),
        ('report_burst-simmer',    'report_burst',    'BR', 'live',      0, 1, null, null, null,   8,  300000),
        ('report_burst-past',      'report_burst',    'DE', 'profile',  35, 7,   54, null,   62,  30,  300000),
        ('report_burst-rising',    'report_burst',    'BR', 'live',     79, 12, null, null, null, 66,       0),
        ('action_burst-simmer',    'action_burst',    'US', 'messages',  0, 1, null, null, null,  24,  300000),
        ('action_burst-past',      'action_burst',    'IN', 'search',   15, 7,   36, null,   45, 100,   80000),
        ('action_burst-late',      'action_burst',    'JP', 'profile',  49, 6,   62,   74,   87, 100,  300000),
        ('dormant_wakeup-simmer',  'dormant_wakeup',  'US', 'feed',     46, 1, null, null, null,  14,  300000),
        ('dormant_wakeup-past',    'dormant_wakeup',  'DE', 'feed',     47, 5,   61, null,   66,  50,   80000),
        ('dormant_wakeup-late',    'dormant_wakeup',  'TH', 'feed',     66, 5,   79, null,   85,  50,  300000),
        ('login_spray-simmer',     'login_spray',     'US', 'account',   0, 1, null, null, null,  11,  300000),
        ('login_spray-past',       'login_spray',     'BR', 'account',  22, 7,   41,   57,   70,  44,  300000),
        ('login_spray-rising',     'login_spray',     'US', 'account',  78, 13, null, null, null, 130,      0),
        ('reply_flood-simmer',     'reply_flood',     'JP', 'feed',      0, 1, null, null, null,   8,  300000),
        ('reply_flood-past',       'reply_flood',     'EG', 'feed',     28, 7,   46, null,   54,  32,  300000),
        ('reply_flood-rising',     'reply_flood',     'JP', 'feed',     79, 12, null, null, null, 80,       0),
        ('target_fixation-simmer', 'target_fixation', 'DE', 'profile',   0, 1, null, null, null,   9,  300000),
        ('target_fixation-past',   'target_fixation', 'US', 'feed',     33, 6,   57, null,   64,  30,   80000),
        ('dense_block-simmer',     'dense_block',     'BR', 'profile',   0, 1, null, null, null,  12,  300000),
        ('dense_block-past',       'dense_block',     'US', 'profile',  14, 6,   41, null,   50,  60,   80000),
        ('low_activity-simmer',    'low_activity',    'VN', 'feed',      0, 1, null, null, null,  12,  300000),
        ('low_activity-past',      'low_activity',    'MX', 'feed',     37, 6,   57, null,   64,  62,   80000),
        ('engagement_ratio-simmer', 'engagement_ratio', 'US', 'feed',    0, 1, null, null, null,  20,  300000),
        ('engagement_ratio-past',  'engagement_ratio', 'IN', 'feed',    21, 6,   43, null,   51,  90,   80000),
        ('hollow_views-simmer',    'hollow_views',    'ID', 'feed',      0, 1, null, null, null,  25,  300000),
        ('hollow_views-past',      'hollow_views',    'BR', 'feed',     44, 7,   65, null,   73, 100,   80000),
        ('target_fixation-late',   'target_fixation', 'IN', 'feed',     60, 6,   76,   82,   90,  30,  300000),
        ('takeover_chain-past',    'takeover_chain',  'MX', 'account',  24, 7,   43, null,   51,  90,   80000),
        ('takeover_chain-late',    'takeover_chain',  'ID', 'account',  58, 6,   75, null,   82,  60,  300000),
        ('behaviour_break-past',   'behaviour_break', 'US', 'feed',     31, 6,   50, null,   58,  70,  300000),
        ('behaviour_break-late',   'behaviour_break', 'BR', 'profile',  62, 6,   79, null,   85,  70,  300000),
        ('unwanted_contact-simmer', 'unwanted_contact', 'US', 'feed',    0, 1, null, null, null,   8,  300000),
        ('unwanted_contact-past',  'unwanted_contact', 'DE', 'feed',    29, 7,   52, null,   62,  54,   80000),
        ('live_raid-simmer',       'live_raid',       'US', 'live',      0, 1, null, null, null,  10,  300000),
        ('live_raid-past',         'live_raid',       'IN', 'live',     26, 6,   45, null,   53,  76,   80000),
        ('live_raid-rising',       'live_raid',       'US', 'live',     79, 12, null, null, null, 114,  300000),
        ('overturn_drift-past',    'overturn_drift',  'TH', 'account',  34, 5,   52, null,   58,  40,   80000),
        ('overturn_drift-late',    'overturn_drift',  'EG', 'account',  60, 5,   77, null,   83,  40,  300000),
        ('report_fixation-simmer', 'report_fixation', 'BR', 'feed',      0, 1, null, null, null,   7,  300000),
        ('report_fixation-past',   'report_fixation', 'VN', 'feed',     40, 7,   62, null,   72,  45,   80000),
        ('follow_churn-simmer',    'follow_churn',    'DE', 'profile',   0, 1, null, null, null,  12,  300000),
        ('follow_churn-past',      'follow_churn',    'MX', 'profile',   5, 8,   33, null,   47,  60,  300000),
        ('token_pool-simmer',      'token_pool',      'MX', 'feed',      0, 1, null, null, null,  12,  300000),
        ('token_pool-past',        'token_pool',      'VN', 'feed',     36, 7,   58, null,   66,  40,  300000),
        ('ephemeral_trend-simmer', 'ephemeral_trend', 'IN', 'feed',      0, 1, null, null, null,  10,  300000),
        ('ephemeral_trend-past',   'ephemeral_trend', 'BR', 'feed',     44, 6,   63, null,   70,  64,  300000),
        ('link_flood-simmer',      'link_flood',      'DE', 'feed',      0, 1, null, null, null,  16,  300000),
        ('link_flood-past',        'link_flood',      'ID', 'feed',     50, 7,   69, null,   77,  60,  300000),
        ('cold_contact-simmer',    'cold_contact',    'BR', 'messages',  0, 1, null, null, null,  16,  300000),
        ('cold_contact-past',      'cold_contact',    'JP', 'messages', 24, 7,   48, null,   56,  90,  300000),
        ('gift_loop-simmer',       'gift_loop',       'VN', 'live',      0, 1, null, null, null,   8,  300000),
        ('gift_loop-past',         'gift_loop',       'TH', 'live',     16, 7,   38, null,   46,  40,  300000)
    ) as planned (
        wave_id, detector, market, surface, start_day, ramp, mitigated_day, returned_day, end_day, acts, least_events
    )
),
trade as (
    select *
    from (values
        -- detector, abuse type, bots in a crew, acts of one job, who works
        ('like_ring',       'fake_engagement',         10,  7.5, 'phase'),
        ('repost_ring',     'coordinated_inauthentic',  8,  6.4, 'phase'),
        ('follow_ring',     'fake_engagement',         10,  7.5, 'phase'),
        ('copypasta',       'spam',                    10,  8.0, 'phase'),
        ('device_share',    'account_farming',         14, 36.0, 'phase'),
        ('infrastructure_share', 'account_farming',    24, 48.0, 'phase'),
        ('ban_return',      'ban_evasion',              2, 8.0, 'job'),
        ('invite_tree',     'account_farming',         16, 32.0, 'job'),
        ('regular_timing',  'account_farming',          8, 30.0, 'phase'),
        ('signup_burst',    'account_farming',         16, 16.0, 'job'),
        ('report_burst',    'brigading',               26, 19.5, 'phase'),
        ('action_burst',    'spam',                     3, 160.0, 'phase'),
        ('dormant_wakeup',  'account_farming',         12, 48.0, 'job'),
        ('login_spray',     'account_takeover',         0, 45.0, 'phase'),
        ('reply_flood',     'harassment',              36, 46.0, 'phase'),
        ('target_fixation', 'fake_engagement',          3,  8.0, 'phase'),
        ('follow_churn',    'fake_engagement',          5,  95.0, 'phase'),
        ('token_pool',      'fake_engagement',         24,  10.0, 'phase'),
        ('ephemeral_trend', 'coordinated_inauthentic', 30, 24.0, 'phase'),
        ('link_flood',      'spam',                     6, 54.0, 'phase'),
        ('dense_block',     'fake_engagement',         24,  19.0, 'phase'),
        ('low_activity',    'fake_engagement',         20,  25.0, 'job'),
        ('engagement_ratio', 'fake_engagement',        80,  40.0, 'phase'),
        ('hollow_views',    'fake_engagement',          6,  69.0, 'phase'),
        ('takeover_chain',  'account_takeover',         0, 30.0, 'phase'),
        ('behaviour_break', 'account_takeover',         0, 22.0, 'phase'),
        ('unwanted_contact', 'harassment',              3, 26.0, 'job'),
        ('live_raid',       'harassment',              22, 38.0, 'job'),
        ('overturn_drift',  'over_enforcement',         0, 10.0, 'phase'),
        ('report_fixation', 'brigading',                2, 15.0, 'job'),
        ('cold_contact',    'spam',                     2, 105.0, 'job'),
        ('gift_loop',       'scam',                     9, 12.5, 'phase')
    ) as trade (detector, abuse_type, bots, acts_per_job, crew)
)
select
    planned.*,
    trade.* exclude (detector),
    market.market_no,
    end_day is null and start_day = 0 or wave_id = 'dormant_wakeup-simmer' as simmers,
    -- above a million events operators run more crews; below it, the one crew takes fewer orders
    greatest(1, $events // 1000000) as crews,
    acts / acts_per_job
        * greatest(0.25, sqrt(least(1000000, $events) / 1000000.0))
        * greatest(1, $events / 1000000.0) / greatest(1, $events // 1000000) as jobs
from planned
inner join trade on planned.detector = trade.detector
inner join market on planned.market = market.market
where least_events <= $events;
