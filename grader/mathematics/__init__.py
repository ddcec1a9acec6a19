"""What students write as mathematics: read safely, compared at typed random points, said back.

    words, tokens → parser, names, … → tree             text becomes a tree; nothing in it is ever run
    symbols, sampling                                   the question's names and where they are tried
    numbers, linear, evaluate, calls, means             the value of a tree, in floats or in hundreds of digits
    compare, causes, form                               equal or not, why not, and how it is written
    answers, show                                       a typed answer as a whole, and what we read

It lives below the checkers and knows nothing of marks.
"""
