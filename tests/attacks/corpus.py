"""The whole corpus, in the order of the manual."""

from tests.attacks.archives import PACKED
from tests.attacks.attack import Attack
from tests.attacks.denial import DENIALS
from tests.attacks.escape import ESCAPES
from tests.attacks.forged import FORGED
from tests.attacks.hostile_files import HOSTILE
from tests.attacks.inside import INSIDE
from tests.attacks.outside import OUTSIDE
from tests.attacks.stolen import STOLEN

ATTACKS: list[Attack] = [*FORGED, *INSIDE, *STOLEN, *DENIALS, *ESCAPES, *OUTSIDE, *HOSTILE, *PACKED]
