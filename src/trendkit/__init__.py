"""trendkit: SQL detectors, trends and investigation reports over event tables."""
