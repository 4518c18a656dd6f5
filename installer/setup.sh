#!/bin/sh
# Make .venv with the locked environment, once; say what is done, and name what is missing.
# Needs: Python 3.11 or 3.12. Takes the rest from the package index that pip is set up for.
set -eu

lock=requirements/dev.txt
stamp=.venv/.locked
uv_version=0.13.9

say() { printf 'setup: %s\n' "$*"; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install() { # install the Debian packages named, or say that a person must
    say "installing system packages: $*"
    if command -v apt-get >/dev/null 2>&1 && as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
        return 0
    fi
    say "these could not be installed; please install them and run this again: $*"
    exit 1
}

python_with_venv() { # print the first Python that fits and can make a venv
    for name in python3.12 python3.11 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

if [ -f "$stamp" ] && cmp -s "$stamp" "$lock"; then
    exit 0
fi

if ! python=$(python_with_venv); then
    case "$(. /etc/os-release && echo "$VERSION_ID")" in
        12) install python3 python3-venv ;;
        24.04) install python3.12 python3.12-venv ;;
        *) install python3.11 python3.11-venv ;;
    esac
    python=$(python_with_venv) || { say "Python 3.11 or 3.12 with venv is needed"; exit 1; }
fi
say "using $("$python" --version)"

[ -x .venv/bin/python ] || "$python" -m venv .venv
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
say "installing the locked packages into .venv"
VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --no-deps --require-hashes -r "$lock"
VIRTUAL_ENV=.venv .venv/bin/uv pip install --quiet --no-deps --editable .

# What Qt and OpenCV load from the system, by the package that holds it on Debian and Ubuntu.
missing=""
for pair in libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3 \
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0; do
    .venv/bin/python -c "import ctypes, sys; ctypes.CDLL(sys.argv[1])" "${pair%%:*}" 2>/dev/null || missing="$missing ${pair#*:}"
done
# shellcheck disable=SC2086  # one word for each package
[ -z "$missing" ] || install $missing

cp "$lock" "$stamp"
say "done"
