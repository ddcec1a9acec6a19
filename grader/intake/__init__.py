"""Files, folders and archives become hand-ins: bytes with digests. Nothing is run, decoded or followed.

find(paths, each=False)     which hand-ins there are: only ids and paths, so a batch of 10,000 stays small
open_arrival(arrival)       the files of one of them; SubmissionError with a sentence where it cannot be opened
"""

from grader.intake.arrivals import Arrival, find
from grader.intake.opening import open_arrival

__all__ = ["Arrival", "find", "open_arrival"]
