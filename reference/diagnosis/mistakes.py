"""Wrong diagnoses that look right. Each says in its first line what was done instead."""


def diagnose_gap_first(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """The gap is tested first, so a bad fit with a gap counts as overfitting."""
    if train_acc - val_acc > 0.10:
        return "overfit"
    return "underfit" if human - train_acc > 0.10 else "good"


def diagnose_ignoring_people(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """The training accuracy is compared with 1, not with what people reach."""
    if 1 - train_acc > 0.10:
        return "underfit"
    return "overfit" if train_acc - val_acc > 0.10 else "good"


def diagnose_by_validation(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """Underfitting is read from the validation accuracy."""
    if human - val_acc > 0.10:
        return "underfit"
    return "overfit" if train_acc - val_acc > 0.10 else "good"


def diagnose_fitted_to_the_rows(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """Thresholds that fit the three rows of the worked table and little else."""
    if train_acc < 0.5:
        return "underfit"
    return "overfit" if val_acc < 0.7 else "good"


def diagnose_swapped(train_acc: float, val_acc: float, human: float = 1.0) -> str:
    """The two words are swapped."""
    if human - train_acc > 0.10:
        return "overfit"
    return "underfit" if train_acc - val_acc > 0.10 else "good"
