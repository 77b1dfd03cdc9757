"""Every shipped detector, written by `python -m trendkit.detect.stub`."""

from datetime import datetime

from trendkit.detect.detector import Detector
from trendkit.detect.findings import Findings
from trendkit.engine.duckdb import Connection
from trendkit.tables.database import Database

class _ActionBurst(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 600,
        min_acts: int = 120,
        action: str = "any",
    ) -> Findings: ...

class _BanReturn(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        history_d: int = 60,
        network_d: int = 30,
        max_shared: int = 12,
        min_letters: int = 5,
        letters_per_typo: int = 5,
        min_targets: int = 2,
        device_same: float = 6.0,
        device_other: float = -0.8,
        network_same: float = 3.0,
        network_other: float = -0.8,
        name_same: float = 5.0,
        name_other: float = -1.5,
        avatar_same: float = 8.0,
        avatar_other: float = -1.0,
        bio_same: float = 6.0,
        bio_other: float = -0.7,
        contact_same: float = 10.0,
        contact_other: float = -0.2,
        target_same: float = 5.0,
        target_other: float = -0.5,
        text_same: float = 5.0,
        text_other: float = -0.3,
        prior_bits: float = -10.0,
        min_bits: float = 4.3,
    ) -> Findings: ...

class _BehaviourBreak(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_group: int = 8,
        min_distance_pct: int = 50,
        max_habit_pct: int = 5,
        min_broken_pct: int = 50,
        max_share_pct: int = 5,
        history_d: int = 28,
        min_past_acts: int = 3,
    ) -> Findings: ...

class _ColdContact(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 24,
        min_strangers: int = 30,
        answer_h: int = 6,
        max_answered_pct: int = 25,
        history_d: int = 28,
    ) -> Findings: ...

class _ContactLure(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_places: int = 4,
        min_places_copying: int = 2,
        min_lure_percent: int = 50,
        max_typos: int = 1,
        min_handle: int = 6,
    ) -> Findings: ...

class _Copypasta(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 21600,
        min_accounts: int = 5,
        min_length: int = 30,
        min_copied_percent: int = 30,
        min_lift: int = 20,
        history_d: int = 28,
    ) -> Findings: ...

class _DenseBlock(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        action: str = "follow",
        min_density: float = 1.5,
        blocks: int = 20,
        min_accounts: int = 12,
        min_targets: int = 10,
        min_owners: int = 8,
        min_fill_pct: int = 30,
        max_own_pct: int = 20,
        min_others: int = 10,
        max_besides_pct: int = 20,
    ) -> Findings: ...

class _DeviceShare(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_accounts: int = 6,
        min_turns: int = 10,
        turn_s: int = 120,
        lull_h: int = 12,
        max_accounts: int = 5000,
    ) -> Findings: ...

class _DormantWakeup(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        history_d: int = 90,
        dormant_d: int = 30,
        window_h: int = 24,
        min_accounts: int = 5,
        min_awake_pct: int = 50,
        min_lift: int = 3,
    ) -> Findings: ...

class _EngagementRatio(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        action: str = "like",
        min_views: int = 30,
        min_peers: int = 30,
        min_z: float = 6.0,
        min_lift: float = 2.0,
        min_excess: int = 15,
    ) -> Findings: ...

class _EphemeralTrend(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_min: int = 15,
        min_accounts: int = 10,
        delete_h: int = 24,
        min_gone_pct: int = 60,
        min_lone_pct: int = 60,
    ) -> Findings: ...

class _FollowChurn(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 24,
        min_follows: int = 30,
        min_undone_pct: int = 60,
        undo_h: int = 96,
    ) -> Findings: ...

class _FollowRing(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 300,
        min_shared: int = 5,
        min_sittings: int = 2,
        sitting_s: int = 3600,
        min_partners: int = 2,
        min_shared_percent: int = 20,
        lull_days: int = 3,
    ) -> Findings: ...

class _FusedCoordination(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 60,
        min_shared: int = 3,
        min_layers: int = 2,
        min_each: int = 2,
        error_rate: float = 0.01,
        min_partners: int = 2,
    ) -> Findings: ...

class _GiftLoop(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 12,
        min_rounds: int = 3,
        min_kept_pct: int = 60,
    ) -> Findings: ...

class _HollowViews(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_views: int = 30,
        min_hollow_pct: int = 50,
        min_above_pct: int = 30,
        hollow_s: float = 3.0,
        min_repeats: int = 4,
    ) -> Findings: ...

class _InfrastructureShare(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_kinds: int = 2,
        min_weight: float = 0.8,
        max_degree: int = 30,
        min_share_pct: int = 20,
        min_accounts: int = 5,
        min_things: int = 4,
    ) -> Findings: ...

class _InviteTree(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_invited: int = 8,
        min_signs: int = 2,
        min_shared_pct: int = 60,
        min_together: int = 4,
        max_shared: int = 60,
        max_unevenness: float = -0.4,
        min_idle_pct: int = 90,
        reward_h: int = 24,
        idle_d: int = 3,
    ) -> Findings: ...

class _LikeRing(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 60,
        min_shared: int = 5,
        min_owners: int = 4,
        min_partners: int = 2,
        min_shared_percent: int = 20,
        lull_days: int = 3,
        action: str = "like",
    ) -> Findings: ...

class _LinkFlood(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 24,
        min_each: int = 8,
        min_links: int = 20,
        min_spread_pct: int = 50,
        min_share_pct: int = 50,
        history_d: int = 28,
    ) -> Findings: ...

class _LinkRing(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 300,
        min_shared: int = 4,
        min_domains: int = 2,
        min_partners: int = 2,
        min_shared_percent: int = 20,
    ) -> Findings: ...

class _LiveRaid(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 900,
        min_actors: int = 12,
        young_d: int = 14,
        min_raider_pct: int = 60,
        max_givers_pct: int = 30,
        history_d: int = 28,
    ) -> Findings: ...

class _Lockstep(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        step_s: int = 1800,
        min_accounts: int = 8,
        min_targets: int = 4,
        min_owners: int = 3,
        min_joined_percent: int = 50,
        min_shared_percent: int = 20,
        min_span_h: int = 24,
        list_d: int = 7,
        max_crowd: int = 500,
        action: str = "like",
    ) -> Findings: ...

class _LoginSpray(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 3600,
        min_accounts: int = 20,
        min_fail_pct: int = 80,
        max_attempts: int = 3,
        min_new_pct: int = 80,
        history_d: int = 14,
        max_failing_pct: int = 30,
    ) -> Findings: ...

class _LowActivity(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        max_acts: int = 2,
        max_life_h: int = 168,
        min_company: int = 8,
        min_share_pct: int = 50,
    ) -> Findings: ...

class _MediaReuse(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_shared: int = 3,
        min_partners: int = 2,
        min_reused_percent: int = 20,
        max_crowd: int = 30,
        max_chance: float = 0.01,
    ) -> Findings: ...

class _MutualSupport(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 600,
        min_threads: int = 3,
        min_each: int = 2,
        min_between_pct: int = 50,
        max_chance: float = 0.01,
    ) -> Findings: ...

class _NearCopy(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 86400,
        min_accounts: int = 5,
        min_posts: int = 2,
        min_variants: int = 2,
        min_copied_percent: int = 50,
        min_similarity_percent: int = 50,
        min_length: int = 30,
        max_letters: int = 400,
        sketch: int = 4,
    ) -> Findings: ...

class _OverturnDrift(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        history_d: int = 56,
        min_decided: int = 8,
        min_past: int = 20,
        min_rise_points: int = 20,
        max_q_pct: int = 1,
    ) -> Findings: ...

class _PersonaShare(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_d: int = 3,
        min_accounts: int = 5,
        max_holders: int = 1000,
        max_chance: float = 1e-06,
        history_d: int = 365,
    ) -> Findings: ...

class _RegularTiming(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_gaps: int = 20,
        max_unevenness: float = -0.6,
        max_spread_pct: int = 5,
        min_digits: int = 4,
        min_day: int = 12,
        min_hours: int = 3,
        lull_h: int = 6,
        schedulers: str = "leave_out",
    ) -> Findings: ...

class _ReplyFlood(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 6,
        min_actors: int = 20,
        min_lift: int = 5,
        min_new_pct: int = 70,
        max_likes_pct: int = 100,
        history_d: int = 28,
        min_history_d: int = 3,
    ) -> Findings: ...

class _ReportBurst(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 24,
        min_reporters: int = 10,
        min_marked_pct: int = 50,
        history_d: int = 28,
        min_together: int = 3,
        min_shared: int = 2,
        young_d: int = 7,
        min_decided: int = 3,
        max_upheld_pct: int = 20,
    ) -> Findings: ...

class _ReportFixation(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_d: int = 28,
        min_reports: int = 6,
        min_days: int = 2,
        min_decided: int = 3,
        max_upheld_pct: int = 20,
        min_focus_pct: int = 40,
        max_accounts: int = 2,
    ) -> Findings: ...

class _RepostRing(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 60,
        min_shared: int = 4,
        min_owners: int = 3,
        min_partners: int = 2,
        min_shared_percent: int = 20,
        lull_days: int = 3,
        repeats: int = 10,
        min_acts: int = 2,
        action: str = "repost",
    ) -> Findings: ...

class _SelfPromotion(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_invitations: int = 1,
    ) -> Findings: ...

class _SignupBurst(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_s: int = 3600,
        min_on_device: int = 5,
        min_on_network: int = 15,
        min_per_device: int = 2,
        min_lift: int = 5,
        history_d: int = 28,
    ) -> Findings: ...

class _TagSequence(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_tags: int = 3,
        min_accounts: int = 5,
        min_copies: int = 2,
        min_copied_percent: int = 20,
        min_ordered_percent: int = 80,
        max_chance: float = 0.01,
        history_d: int = 28,
    ) -> Findings: ...

class _TakeoverChain(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_h: int = 24,
        min_steps: int = 3,
        min_fails: int = 3,
        min_reached: int = 8,
        min_lift: int = 3,
        fan_out: str = "required",
        history_d: int = 28,
        min_past_acts: int = 3,
    ) -> Findings: ...

class _TargetFixation(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        window_d: int = 28,
        min_times: int = 6,
        action: str = "any",
        value_low: float = -1000.0,
        value_high: float = 1000.0,
        min_talk_days: int = 3,
        acts_per_answer: int = 4,
    ) -> Findings: ...

class _TokenPool(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        min_acts: int = 20,
        min_kind_pct: int = 80,
        min_per_order: int = 4,
        min_owners: int = 3,
        min_pool: int = 8,
        min_orders: int = 2,
        min_evenness_pct: int = 80,
    ) -> Findings: ...

class _UnwantedContact(Detector):
    def __call__(  # type: ignore[override]  # its parameters by name
        self,
        db: Database | Connection,
        /,
        *,
        since: datetime | str | None = None,
        until: datetime | str | None = None,
        history_d: int = 28,
        min_contacts: int = 5,
        min_days: int = 2,
        refusal: str = "block",
        max_accounts: int = 6,
        acts_per_answer: int = 4,
    ) -> Findings: ...

action_burst: _ActionBurst
ban_return: _BanReturn
behaviour_break: _BehaviourBreak
cold_contact: _ColdContact
contact_lure: _ContactLure
copypasta: _Copypasta
dense_block: _DenseBlock
device_share: _DeviceShare
dormant_wakeup: _DormantWakeup
engagement_ratio: _EngagementRatio
ephemeral_trend: _EphemeralTrend
follow_churn: _FollowChurn
follow_ring: _FollowRing
fused_coordination: _FusedCoordination
gift_loop: _GiftLoop
hollow_views: _HollowViews
infrastructure_share: _InfrastructureShare
invite_tree: _InviteTree
like_ring: _LikeRing
link_flood: _LinkFlood
link_ring: _LinkRing
live_raid: _LiveRaid
lockstep: _Lockstep
login_spray: _LoginSpray
low_activity: _LowActivity
media_reuse: _MediaReuse
mutual_support: _MutualSupport
near_copy: _NearCopy
overturn_drift: _OverturnDrift
persona_share: _PersonaShare
regular_timing: _RegularTiming
reply_flood: _ReplyFlood
report_burst: _ReportBurst
report_fixation: _ReportFixation
repost_ring: _RepostRing
self_promotion: _SelfPromotion
signup_burst: _SignupBurst
tag_sequence: _TagSequence
takeover_chain: _TakeoverChain
target_fixation: _TargetFixation
token_pool: _TokenPool
unwanted_contact: _UnwantedContact
