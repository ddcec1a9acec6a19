"""The only code of ours that runs beside a student's; it imports nothing else of this package."""
