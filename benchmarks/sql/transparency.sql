-- transparency: quarterly enforcement in the words of the contract: quarter, market (ISO 3166-1), abuse_type, measure, value
--
-- Policies were redefined with the second quarter of 2023: what was a share of all removals became a share within a group
-- of policies. Shares of either side are kept apart (`share of all`, `share of its group`), never joined to one series.
-- Policies and metrics without a word in the vocabulary keep abuse_type NULL; languages are no markets and stay out.
with market (name, code) as (
    values ('all', 'all'), ('Algeria', 'DZ'), ('Argentina', 'AR'), ('Australia', 'AU'), ('Azerbaijan', 'AZ'),
        ('Bangladesh', 'BD'), ('Belarus', 'BY'), ('Brazil', 'BR'), ('Cambodia', 'KH'), ('Canada', 'CA'), ('Chile', 'CL'),
        ('Colombia', 'CO'), ('Dominican Republic', 'DO'), ('Ecuador', 'EC'), ('Egypt', 'EG'), ('France', 'FR'),
        ('Germany', 'DE'), ('Guatemala', 'GT'), ('Indonesia', 'ID'), ('Iraq', 'IQ'), ('Israel', 'IL'), ('Italy', 'IT'),
        ('Japan', 'JP'), ('Jordan', 'JO'), ('Kazakhstan', 'KZ'), ('Laos', 'LA'), ('Lebanon', 'LB'), ('Libya', 'LY'),
        ('Malaysia', 'MY'), ('Mexico', 'MX'), ('Morocco', 'MA'), ('Myanmar', 'MM'), ('Nepal', 'NP'), ('Netherlands', 'NL'),
        ('Nigeria', 'NG'), ('Pakistan', 'PK'), ('Peru', 'PE'), ('Philippines', 'PH'), ('Poland', 'PL'), ('Romania', 'RO'),
        ('Saudi Arabia', 'SA'), ('Somalia', 'SO'), ('South Africa', 'ZA'), ('Spain', 'ES'), ('Sweden', 'SE'),
        ('Switzerland', 'CH'), ('Taiwan', 'TW'), ('Thailand', 'TH'), ('Turkey', 'TR'), ('Ukraine', 'UA'),
        ('United Arab Emirates', 'AE'), ('United Kingdom', 'GB'), ('United States', 'US'), ('Venezuela', 'VE'),
        ('Vietnam', 'VN')
),
word (policy, abuse_type) as (
    values ('Fake accounts prevented', 'account_farming'), ('Videos removed from fake accounts', 'account_farming'),
        ('Fake accounts removed', 'account_farming'), ('Fake likes prevented', 'fake_engagement'),
        ('Fake likes removed', 'fake_engagement'), ('Fake followers removed', 'fake_engagement'),
        ('Fake follow requests prevented', 'fake_engagement'), ('Fake Engagement', 'fake_engagement'),
        ('Frauds & Scams', 'scam'), ('Frauds and scams', 'scam'), ('Harassment & Bullying', 'harassment'),
        ('Harassment and bullying', 'harassment'), ('Abusive behavior', 'harassment'), ('Sexual harassment', 'harassment')
),
figure as (
    select quarter_start, location, market, result,
        coalesce(nullif(issue_policy, 'all'), metric) as policy,
        case
            when metric = 'Category share' and policy_type = 'issue' then 'share of all'
            when metric = 'Category share' then 'share of its group'
            when task = 'automation' then metric || ', by machines'
            else metric
        end as measure
    from read_parquet($file)
    where task_type in ('all', 'task_type') and task in ('all', 'automation')
)
select figure.quarter_start as period, market.code as market, figure.market as name, word.abuse_type, figure.policy,
    figure.measure, figure.result as value
from figure
left join market on market.name = figure.market
left join word on word.policy = figure.policy
where figure.location in ('all', 'Market')
order by period, market, measure, figure.policy
