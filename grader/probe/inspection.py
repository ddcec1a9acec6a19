"""Looking at a torch module: its parameters and buffers, and how it behaves in training and in evaluation."""

import builtins
import sys
from typing import Any

from grader.probe.telling import short
from grader.probe.wire import Unsendable, name_of

globals()["__builtins__"] = dict(vars(builtins))


def inspect_module(module: Any, given: tuple[Any, ...]) -> dict[str, Any]:
    """Counts and shapes; with an input, also two outputs in each mode, that of the first row alone, and gradients."""
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
        try:
            seen["gradients"] = _gradients(torch, module, given[0])
        except Exception as error:  # what needs no gradient is judged all the same
            seen["gradients"] = f"{name_of(error)}: {short(str(error), 200)}"
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


def _gradients(torch: Any, module: Any, given: Any) -> dict[str, Any]:
    """The largest entry of each trainable parameter's gradient in training mode; None where none arrives."""
    held = [(name, p) for name, p in torch.nn.Module.named_parameters(module) if p.requires_grad]
    before, kept = module.training, [p.grad for _, p in held]
    for _, parameter in held:
        parameter.grad = None
    with torch.enable_grad():
        module.train()
        output = module(given.clone())
        if issubclass(type(output), torch.Tensor) and output.requires_grad:
            weights = torch.linspace(0.5, 1.5, output.numel(), dtype=output.dtype)  # a plain sum is blind to a norm
            (output.reshape(-1) * weights).sum().backward()
    module.train(before)
    found = {name: None if p.grad is None else float(p.grad.abs().max()) for name, p in held}
    for (_, parameter), gradient in zip(held, kept, strict=True):
        parameter.grad = gradient
    return found
