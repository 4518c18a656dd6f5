#!/bin/sh
# Make .venv with the locked environment, and say what is done. Nothing outside this folder is
# touched, except that missing system packages are installed by name, if apt and its rights are there.
# Needs Python 3.11 or 3.12. Packages come from where pip is told to look; its settings are handed to uv.
set -eu

lock=requirements/dev.txt
stamp=.venv/.locked
uv_version=0.13.9

# What Qt and OpenCV load from the system, each with the Debian and Ubuntu package that holds it.
libraries="libGL.so.1:libgl1 libEGL.so.1:libegl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0"
# What Qt loads besides, to open a window on a desktop; a headless machine does without.
desktop="libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-render-util.so.0:libxcb-render-util0 libxcb-render.so.0:libxcb-render0
    libxcb-shape.so.0:libxcb-shape0 libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0"
[ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || libraries="$libraries $desktop"

say() { printf 'setup: %s\n' "$*"; }

stop() { # end with the reason, on the error stream
    say "$@" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif [ -t 0 ]; then sudo "$@" # may ask for the password
    else sudo -n "$@"
    fi
}

install() { # install the system packages named, or say what a person must do
    say "these system packages are missing: $*"
    command -v apt-get >/dev/null ||
        stop "this system has no apt-get. Install what goes by these names here, then run this again."
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
        stop "you are not root and there is no sudo. As root, run 'apt-get install $*', then run this again."
    say "installing them with apt-get"
    as_root apt-get update -qq || say "apt-get could not fetch its lists; going on with the old ones"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        stop "apt-get could not install them. As root, run 'apt-get install $*', then run this again."
}

find_python() { # print the first Python that fits and can make a venv
    for name in python3.12 python3.11 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

install_python() { # the distribution's own 3.11 or 3.12, where it has one
    # shellcheck disable=SC1091
    case "$(. /etc/os-release && echo "$ID $VERSION_ID")" in
        "debian 12") install python3 python3-venv ;;
        "ubuntu 22.04") install python3.11 python3.11-venv ;;
        "ubuntu 24.04") install python3.12 python3.12-venv ;;
        *) stop "Python 3.11 or 3.12 with its venv module is needed. Install one, then run this again." ;;
    esac
}

pip_says() { # print a setting of pip's, from the environment or its files; empty if there is none
    .venv/bin/python -m pip config get "$1" 2>/dev/null || true
}

wanted() { # what .venv must agree with; a moved folder needs a new one too
    pwd
    cat pyproject.toml "$lock"
}

if [ -f "$stamp" ] && wanted | cmp -s - "$stamp" && .venv/bin/python -c ''; then
    exit 0
fi

python=$(find_python) || { install_python && python=$(find_python); } || stop "no Python 3.11 or 3.12 with venv was found"
# shellcheck disable=SC2086  # a list, one word each
missing=$("$python" -c '
import ctypes, sys
for library, package in (pair.split(":") for pair in sys.argv[1:]):
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)' $libraries)
# shellcheck disable=SC2086
[ -z "$missing" ] || install $missing

say "making .venv with $("$python" --version)"
rm -f "$stamp"
"$python" -m venv --clear .venv

again="Check the network, or point pip to your own mirror ('pip config set global.index-url ...'), then run this again."
.venv/bin/python -m pip install -qq --disable-pip-version-check "uv==$uv_version" || stop "uv could not be fetched. $again"
index=${UV_DEFAULT_INDEX-${PIP_INDEX_URL-$(pip_says global.index-url)}}
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
export VIRTUAL_ENV=.venv
say "installing the locked packages, compiled, so that each start is fast"
.venv/bin/uv pip install -q --no-deps --compile-bytecode --require-hashes -r "$lock" || stop "the locked packages could not be installed. $again"
.venv/bin/uv pip install -q --no-deps --editable . || stop "the build backend could not be fetched. $again"

wanted >"$stamp"
say "done"
