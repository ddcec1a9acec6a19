"""One file per kind: (got, want) → Verdict. Pure: no files, no clock, no chance; settings are fields of `Checker`."""
