"""Questions, metrics, runs, reports and the gate."""
