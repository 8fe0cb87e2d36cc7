#!/bin/sh
# Makes .venv with the first Python that will do (or with $PYTHON), and installs lock files into it:
# config/setup.sh requirements.txt
set -eu
cd "$(dirname "$0")/.."

# By running it: a name on PATH may be a version manager's shim that fails.
will_do() {
    "$1" -I -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# Whole, and still the Python it was made with: pip lives in a folder named after the version.
venv_is_sound() {
    .venv/bin/python -I -c 'import sys, pip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

make_venv() {
    found=
    for python in ${PYTHON:-python3.14 python3.13 python3.12 python3 /usr/bin/python3 /usr/local/bin/python3 python}; do
        will_do "$python" || continue
        found=$python
        rm -rf .venv
        "$python" -I -m venv .venv >/dev/null 2>&1 && venv_is_sound && return 0
    done
    rm -rf .venv
    if [ -n "$found" ]; then
        echo "$found convient, mais il lui manque le module venv : sous Debian, tapez « apt-get install python3-venv »." >&2
    else
        echo "Aucun Python 3.12 ou plus récent sur cette machine : installez-en un (sous Debian 13, tapez" \
            "« apt-get install python3-venv »), ou indiquez le vôtre : PYTHON=/chemin/vers/python3 make run" >&2
    fi
    exit 1
}

trap 'exit 130' INT
venv_is_sound || make_venv
exec .venv/bin/python -m config.install "$@"
