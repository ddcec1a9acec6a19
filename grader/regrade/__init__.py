"""Judging a class again from what was seen, and saying who moves before it counts.

deciding   for each hand-in: judge what was seen, or run it again, and why
kept       saved evidence, decoded only where somebody looks
moves      before and after: who moves, by how much, because of which criterion
desk       the whole class, one hand-in at a time
applying   writing it, so that a kill at any time can be gone on from
"""
