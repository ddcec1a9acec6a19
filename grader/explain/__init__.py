"""Everything that a mark stands on, for the day it is questioned: for staff, because it holds hidden expected values.

meant        which hand-in and which criterion somebody means
gathering    the explanation, from saved evidence alone
margins      how near an answer came to the bound
mistakes     why a declared mistake was claimed, and why others were not
replaying    the criterion put to the same files once more, and compared
telling      the explanation in the terminal; the page is reports/templates/explain.html
documenting  the same as JSON
"""
