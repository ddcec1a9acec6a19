#!/usr/bin/env bash
# Made by `grader lms gradescope build`. Gradescope runs it once, as root, when it makes the image.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
home="${GRADER_HOME:-/opt/grader}"
source="$root/source"

usable() { command -v "$1" > /dev/null && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }
newest() { for name in python3.13 python3.12 python3.11 python3; do if usable "$name"; then echo "$name"; return; fi; done; }

python="$(newest)"
if [ -z "$python" ]; then
    apt-get update
    for version in 3.13 3.12 3.11; do
        DEBIAN_FRONTEND=noninteractive apt-get install -y "python$version" "python$version-venv" && break
    done
    python="$(newest)"
fi
if [ -z "$python" ]; then
    echo "no Python 3.11 or newer was found or could be installed; choose a newer image" >&2
    exit 1
fi

# Outside of source/, which is closed to student code: the locked process has to read its own interpreter.
"$python" -m venv --clear "$home"
wheel="$(echo "$source"/packages/homework_grader-*.whl)"
"$home/bin/python" -m pip install --disable-pip-version-check --no-input \
    -c "$source/constraints.txt" @PIP@ "$wheel@EXTRAS@"
chmod -R go-rwx "$source"

# The level at which student code will be held, for the log of this build.
cd "$source/course" && "$home/bin/grader" doctor || true
