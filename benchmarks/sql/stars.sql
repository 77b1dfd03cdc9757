-- stars: what low_activity asks of one life, asked of counts: GitHub accounts with at most $acts acts, all of them approvals
--
-- A star is a like and a fork is a save. The publisher gives counts of a life, no times and no targets: the company on
-- one target, on which the detector insists as well, cannot be asked for here. Any act counts where $any is true.
with life as (
    select
        label = 'suspected_fake' as suspected,
        WatchEvent + ForkEvent as approvals,
        CommitCommentEvent + CreateEvent + DeleteEvent + ForkEvent + GollumEvent + IssueCommentEvent + IssuesEvent
            + MemberEvent + PublicEvent + PullRequestEvent + PullRequestReviewCommentEvent + PullRequestReviewEvent
            + PushEvent + ReleaseEvent + WatchEvent as acts
    from read_parquet($profiles)
)
select
    count(*) filter (where suspected and acts > 0 and acts <= $acts and (acts = approvals or $any)) as right_ones,
    count(*) filter (where acts > 0 and acts <= $acts and (acts = approvals or $any)) as found,
    count(*) filter (where suspected) as suspected
from life;
