"""What staff do to a period or a version that is published: close, reopen, compare, roll back.

Not here: the files of an edition (`pipeline.editions`), the arithmetic of a revision (`transforms.figures`).
"""
