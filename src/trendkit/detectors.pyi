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
        repeats: int = 1,
        min_acts: int = 2,
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
        repeats: int = 1,
        min_acts: int = 2,
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

action_burst: _ActionBurst
copypasta: _Copypasta
device_share: _DeviceShare
dormant_wakeup: _DormantWakeup
follow_ring: _FollowRing
like_ring: _LikeRing
login_spray: _LoginSpray
reply_flood: _ReplyFlood
report_burst: _ReportBurst
repost_ring: _RepostRing
signup_burst: _SignupBurst
target_fixation: _TargetFixation
