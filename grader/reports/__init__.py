"""One file per format; the file's name is the word for it.

A format for one hand-in has `write(report, folder)`, a format for a graded class has `write_class(reports, folder)`,
and a text format has `render(report)`. Same reports, same bytes. Whatever a student can write is text in all of them.
"""
