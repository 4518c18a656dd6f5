"""A print queue of CUPS that nobody else sees, and an emulated card printer behind it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NEEDS = ("dbus-daemon", "cupsd", "lpadmin", "ippeveprinter")

CARD_PRINTER = """
ATTR keyword media-supported "custom_id-1_53.98x85.6mm"
ATTR keyword media-default "custom_id-1_53.98x85.6mm"
ATTR keyword media-ready "custom_id-1_53.98x85.6mm"
ATTR collection media-size-supported {
  MEMBER integer x-dimension 5398 MEMBER integer y-dimension 8560
}
ATTR collection media-col-default CARD
ATTR collection media-col-ready CARD
ATTR collection media-col-database CARD
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR mimeMediaType document-format-supported "image/pwg-raster"
ATTR mimeMediaType document-format-default "image/pwg-raster"
ATTR resolution printer-resolution-supported 300dpi
ATTR resolution printer-resolution-default 300dpi
ATTR resolution pwg-raster-document-resolution-supported 300dpi
ATTR keyword pwg-raster-document-type-supported "sgray_8","srgb_8"
ATTR keyword pwg-raster-document-sheet-back "normal"
ATTR keyword sides-supported "one-sided","two-sided-long-edge","two-sided-short-edge"
ATTR keyword sides-default "one-sided"
ATTR boolean color-supported true
ATTR keyword print-color-mode-supported "monochrome","color"
ATTR keyword print-color-mode-default "monochrome"
""".replace(
    "CARD\n",
    """{
  MEMBER collection media-size { MEMBER integer x-dimension 5398 MEMBER integer y-dimension 8560 }
  MEMBER integer media-bottom-margin 0 MEMBER integer media-left-margin 0
  MEMBER integer media-right-margin 0 MEMBER integer media-top-margin 0
}
""",
)

KNOCK = "import socket, sys; socket.create_connection(('localhost', int(sys.argv[1]))).close()"

CUPSD = """
Listen {socket}
DefaultAuthType None
LogLevel warn
MaxLogSize 0
Browsing Off
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  SubscriptionPrivateValues none
  <Limit Cancel-Job>
    Require user @OWNER
    Order allow,deny
    Allow all
  </Limit>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

FILES = """
ServerRoot {home}/etc
StateDir {home}/state
CacheDir {home}/cache
RequestRoot {home}/spool
TempDir {home}/spool/tmp
AccessLog {home}/access
ErrorLog {home}/error
PageLog {home}/page
"""


def missing():
    """Return what to install before these tests can run; empty if they can."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    if all(shutil.which(program, path=path) for program in NEEDS):
        return ""
    return "CUPS is missing: apt-get install cups cups-client cups-filters cups-ipp-utils dbus"


class PrivateCups:
    """The daemons of one queue called "card"; it is a context.

    Attributes:
        server: The socket where CUPS listens.
        rasters: Where the emulated printer keeps what arrives.
    """

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="cups-"))
        self.home.chmod(0o755)
        self.server = str(self.home / "cups.sock")
        self.rasters = self.home / "rasters"
        self._running = []
        self._env = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "CUPS_SERVER": self.server}
        self._printer = None
        with socket.socket() as free:
            free.bind(("localhost", 0))
            self._port = free.getsockname()[1]

    def __enter__(self):
        try:
            return self._started()
        except BaseException:
            self.__exit__()
            raise

    def _started(self):
        for folder in ("etc", "state", "cache", "spool", "spool/tmp", "rasters"):
            (self.home / folder).mkdir()
            (self.home / folder).chmod(0o777)
        (self.home / "card.conf").write_text(CARD_PRINTER, encoding="ascii")
        (self.home / "etc/cupsd.conf").write_text(CUPSD.format(socket=self.server))
        (self.home / "etc/files.conf").write_text(FILES.format(home=self.home))
        bus = self._start(["dbus-daemon", "--session", "--nofork", "--print-address=1"], out=True)
        self._env["DBUS_SYSTEM_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.switch_on()
        config = ["-c", self.home / "etc/cupsd.conf", "-s", self.home / "etc/files.conf"]
        self._start(["cupsd", "-f", *config])
        self._until("lpstat", "-r")
        address = f"ipp://localhost:{self._port}/ipp/print"
        self._until("lpadmin", "-p", "card", "-E", "-v", address, "-m", "everywhere")
        self.admin("lpadmin", "-p", "card", "-o", "printer-error-policy=abort-job")
        return self

    def __exit__(self, *_):
        for process in reversed(self._running):
            process.terminate()
            process.communicate()
        shutil.rmtree(self.home)

    def switch_on(self):
        """Start the emulated printer, and wait until it answers."""
        spool = Path(tempfile.mkdtemp(dir=self.rasters))  # it counts its jobs anew
        folders = ["-d", spool, "-a", self.home / "card.conf"]
        where = ["-n", "localhost", "-p", str(self._port), "-r", "off", "-c", "/bin/true"]
        self._printer = self._start(["ippeveprinter", "-k", *where, *folders, "card"])
        self._until(sys.executable, "-c", KNOCK, str(self._port))

    def switch_off(self):
        """Stop the emulated printer, with what it was doing."""
        self._printer.kill()
        self._printer.communicate()
        self._running.remove(self._printer)

    def admin(self, *command):
        """Do what an administrator types."""
        subprocess.run(command, env=self._env, check=True, capture_output=True, timeout=30)

    def arrived(self):
        """Return the rasters that arrived, oldest first."""
        return sorted(self.rasters.glob("*/*.pwg"), key=lambda each: each.stat().st_mtime_ns)

    def _start(self, command, out=False):
        env, pipe = self._env, subprocess.PIPE if out else subprocess.DEVNULL
        process = subprocess.Popen(command, env=env, stdout=pipe, stderr=subprocess.DEVNULL)
        self._running.append(process)
        return process

    def _until(self, *command):
        """Try until it goes well: a daemon takes its time to listen."""
        for _ in range(100):
            tried = subprocess.run(
                command, env=self._env, check=False, capture_output=True, timeout=30
            )
            if tried.returncode == 0:
                return
            subprocess.run(["sleep", "0.1"], check=True)
        raise AssertionError(tried.stdout.decode() + tried.stderr.decode())
