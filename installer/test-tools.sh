#!/bin/sh
# Install the programs that some tests hold our drivers against: Debian's own USB emulator, printer
# driver, print spooler and UPS server, and a C compiler. Only for machines that are there to run tests, such as CI:
# nothing of it is needed to run or to change the station. Tests skip, with the reason, what is not there.
set -u

packages="umockdev gir1.2-umockdev-1.0 python3-gi printer-driver-gutenprint
    cups cups-client cups-filters cups-ipp-utils dbus gcc libc6-dev nut-server"

say() { printf 'test-tools: %s\n' "$*"; }

command -v apt-get >/dev/null || { say "no apt-get here; the tests that need $packages are skipped"; exit 0; }
missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then root=""
elif sudo -n true 2>/dev/null; then root="sudo -n"
else say "not root; the tests that need$missing are skipped"; exit 0
fi
say "installing$missing"
$root apt-get update -qq || say "apt-get could not fetch its lists; going on with the old ones"
# shellcheck disable=SC2086  # lists, one word each
$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
    say "apt-get could not install them; the tests that need them are skipped"
