"""Honest hand-ins, graded in the same batch, before, between and after the attacks: nothing may cost them a point."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

from tests.attacks.attack import SHEET, Scene

_PLAIN = "def double(x):\n    return 2 * x\ndef spare(x):\n    return x + 1\n"
_TORCH = (
    "import torch\ndef double(x):\n    return torch.as_tensor(x) * 2\n"
    "def spare(x):\n    return (torch.as_tensor(x) + 1).numpy()\n"
)
_LOOPS = (
    "class Work:\n    @staticmethod\n    def double(x):\n        return [2 * float(v) for v in x]\n"
    "double = Work.double\ndef spare(value):\n    return tuple(v + 1 for v in value)\n"
)
_FIGURE = (
    "import io, tempfile\nimport matplotlib.pyplot as plt\nimport numpy as np\n"
    "def double(x):\n    plt.figure(figsize=(2, 2)); plt.plot(x); plt.title('twice x')\n"
    "    plt.savefig('twice.png'); plt.close('all')\n"
    "    with tempfile.TemporaryFile() as file:\n        file.write(b'x')\n    print('drawn')\n"
    "    return 2 * np.asarray(x) + 0 * np.random.default_rng(1).normal()\n"
    "def spare(x):\n    import threading\n    kept = []\n"
    "    worker = threading.Thread(target=lambda: kept.append(x + 1)); worker.start(); worker.join()\n"
    "    return kept[0]\n"
)


def _notebook(word: str) -> bytes:
    cells = [
        ("markdown", "# answer\n42"),
        ("code", "%matplotlib inline\nimport numpy as np\n" + _PLAIN),
        ("code", f"def secret(): return {word!r}\nsecret()"),
        ("code", "assert (double(np.ones(2)) == 2).all()"),
    ]
    made = [{"cell_type": k, "source": s, "metadata": {}, "outputs": [], "execution_count": None} for k, s in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def lay(folder: Path, scene: Scene) -> list[str]:
    """Their ids; the letters put them at the beginning, in the middle and at the end of the batch."""
    word = f"def secret():\n    return {scene.word!r}\n"
    scripts = {"aa-plain": _PLAIN, "mm-torch": _TORCH, "nn-loops": _LOOPS, "zz-figure": _FIGURE, "ça-süß": _PLAIN}
    for name, code in scripts.items():
        (folder / name).mkdir()
        (folder / name / "solution.py").write_text(code + word)
        (folder / name / "answers.md").write_text(SHEET)
    (folder / "bb-notebook").mkdir()
    (folder / "bb-notebook" / "work.ipynb").write_bytes(_notebook(scene.word))
    with zipfile.ZipFile(folder / "kk-zip.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("kk/solution.py", _PLAIN + word)
        archive.writestr("kk/answers.yaml", "answer: 42\n")
    with tarfile.open(folder / "zzz-tar.tar.gz", "w:gz") as archive:
        for name, text in (("solution.py", _PLAIN + word), ("answers.md", SHEET)):
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return [*scripts, "bb-notebook", "kk-zip", "zzz-tar"]
