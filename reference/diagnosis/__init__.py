"""Bias or variance?"""

TOLERANCE = 0.10


def diagnose(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """What a pair of accuracies says.

    underfit  the training accuracy is more than 0.10 below what people reach (tested first)
    overfit   the validation accuracy is more than 0.10 below the training accuracy
    good      neither

    Source: document 002, section 2, with the tolerance stated here.
    All three are fractions in [0, 1]. Returns one of the three words.

    >>> diagnose(0.45, 0.42), diagnose(0.99, 0.67), diagnose(0.95, 0.94)
    ('underfit', 'overfit', 'good')
    """
    if human - train_acc > TOLERANCE:
        return "underfit"
    if train_acc - val_acc > TOLERANCE:
        return "overfit"
    return "good"
