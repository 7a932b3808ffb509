"""Files in and out: bundles, keys, workbooks."""
