"""Did it hold: mitigations, displacement, relapse, time to what comes next."""
