"""Looking at a torch module: its parameters and buffers, and how it behaves in training and in evaluation."""

import builtins
import sys
from typing import Any

from grader.probe.wire import Unsendable, name_of

globals()["__builtins__"] = dict(vars(builtins))


def inspect_module(module: Any, given: tuple[Any, ...]) -> dict[str, Any]:
    """Counts and shapes; with an input, also two outputs in each mode and that of the first row alone."""
    torch = sys.modules.get("torch")
    if torch is None or not issubclass(type(module), torch.nn.Module):
        raise Unsendable(name_of(module), "this is not a torch.nn.Module")
    outputs = _outputs(torch, module, given[0]) if given else None  # first: a lazy layer gets its shape from it
    base = torch.nn.Module
    seen: dict[str, Any] = {
        "type": name_of(module),
        "parameters": [
            {"name": name, "shape": _shape(held), "trainable": bool(held.requires_grad)}
            for name, held in base.named_parameters(module)
        ],
        "buffers": [{"name": name, "shape": _shape(held)} for name, held in base.named_buffers(module)],
    }
    if outputs is not None:
        seen["outputs"] = outputs
    return seen


def _shape(held: Any) -> list[int]:
    try:
        return [int(n) for n in held.shape]
    except RuntimeError:  # a lazy layer that no input has passed yet
        raise Unsendable("Module", "a lazy layer has no shape before an input has passed through it") from None


def _outputs(torch: Any, module: Any, given: Any) -> dict[str, Any]:
    before = module.training
    with torch.no_grad():
        module.train()
        train = [module(given.clone()), module(given.clone())]
        module.eval()
        evaluated = [module(given.clone()), module(given.clone())]
        alone = module(given[:1].clone())
        module.train(before)
    return {"train": train, "eval": evaluated, "alone": alone}
