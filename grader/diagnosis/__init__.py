"""Why values are wrong, where no declared mistake explains them.

Every *cause* of a finite family predicts what would come back if it were the only thing wrong: the expected value
transformed (`answers`), the reference run on other inputs (`arguments`), or the reference with one edit in its code
(`edits`). A cause is named only if

    it alone predicts what came back, on every case of the parts that failed and on those that passed, to the
        tolerance of the checker;
    the agreement is too much for chance (`weighing`);
    no other cause that is really another one (`probing`) does the same.

Otherwise nothing is said. Credits do not change. The predictions of a criterion are made once for all hand-ins, when
the first one fails (`predictions`). Nothing of a student's is run here.
"""

from grader.diagnosis.cause import PREFIX
from grader.diagnosis.detective import Detective, Diagnose, Diagnosis, silent

__all__ = ["PREFIX", "Detective", "Diagnose", "Diagnosis", "silent"]
