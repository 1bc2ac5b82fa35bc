"""Converts decks by one LibreOffice process, which it starts and keeps running.

Usage: server.py FOLDER, where FOLDER/profile is LibreOffice's profile. It prints
one line when LibreOffice is ready. Then it reads one request a line from stdin
and prints one answer a line to stdout, all as JSON. It ends at the end of its
input, and when LibreOffice ends.
"""

import ctypes
import json
import math
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

try:
    import uno
    import unohelper
    from com.sun.star.beans import PropertyValue
    from com.sun.star.io import IOException
    from com.sun.star.lang import DisposedException
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.uno import Exception as UnoException
    from com.sun.star.util import CloseVetoException
except ImportError as missing:
    print(json.dumps({"id": 0, "error": {"kind": "missing", "text": str(missing)}}))
    sys.exit(3)

FIRST_START = 81  # exit status: LibreOffice has initialised its profile and must be started again
STARTS = 3
END_TIMEOUT = 5  # seconds for LibreOffice to end by itself
PAUSE = 0.2  # seconds between two looks at LibreOffice
IDLE_SHARE = 1 / 200  # the part of a processor that counts as nothing, as in package proc

# A PDF file leaves out notes, which are part of the text, and is tagged for screen
# readers.
EXPORTS = {
    "pdf": {
        "FilterName": "impress_pdf_Export",
        "FilterData": {"ExportHiddenSlides": True, "ExportNotes": False, "UseTaggedPDF": True},
    },
    "pptx": {"FilterName": "Impress MS PowerPoint 2007 XML"},
}


def export(request):
    """The arguments of storeToURL."""
    how = EXPORTS[request["export"]]
    if request.get("omitHidden"):
        how = {**how, "FilterData": {**how["FilterData"], "ExportHiddenSlides": False}}
    return how


class Failure(Exception):
    """An error for the answer; kind is one of the words in request.go."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


class Interaction(unohelper.Base, XInteractionHandler):
    """Answers LibreOffice's questions: it cancels the one for a password.

    All other questions stay unanswered. The kind of a question shows in the
    answers that it accepts: reading the question itself fails in pyuno, where it
    is an exception.
    """

    def __init__(self):
        self.password = False

    def handle(self, request):
        answers = request.getContinuations()
        if any(offers(a, "Password") for a in answers):
            self.password = True
            for a in answers:
                if offers(a, "Abort"):
                    a.select()


def offers(continuation, what):
    kind = uno.getTypeByName("com.sun.star.task.XInteraction" + what)
    return continuation.queryInterface(kind) is not None


def properties(values):
    made = []
    for name, value in values.items():
        if isinstance(value, dict):
            value = uno.Any("[]com.sun.star.beans.PropertyValue", properties(value))
        made.append(PropertyValue(Name=name, Value=value))
    return tuple(made)


def all_hidden(deck):
    pages = deck.getDrawPages()
    return not any(pages.getByIndex(i).Visible for i in range(pages.getCount()))


libc = ctypes.CDLL(None)
script = os.getpid()


def end_with_parent():
    """Makes the kernel kill this process with its parent: without a sandbox,
    LibreOffice would outlive a parent that is killed."""
    libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != script:
        os._exit(1)  # the parent ended before the kernel knew


class Office:
    """A LibreOffice and the connection to it."""

    def __init__(self, folder):
        self.pipe = "proceedings-" + os.urandom(8).hex()
        self.limit = math.inf  # of processor time
        self.stall = None  # seconds in which it may do nothing; None while it has no deck
        self.killed = ""  # why the watch killed it
        # Not the script soffice: limits and measurements would apply to its
        # helper process, not to the one that does the work.
        program = shutil.which("soffice")
        if program is None:
            raise Failure("missing", "soffice is not installed")
        profile = uno.systemPathToFileUrl(os.path.join(folder, "profile"))
        self.line = [
            os.path.join(os.path.dirname(os.path.realpath(program)), "soffice.bin"),
            "-env:UserInstallation=" + profile,
            "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
            f"--accept=pipe,name={self.pipe};urp;",
        ]
        for _ in range(STARTS):
            # Its output goes to the log and must not mix with answers.
            self.child = subprocess.Popen(
                self.line, stdin=subprocess.DEVNULL, stdout=sys.stderr, preexec_fn=end_with_parent)
            if self.connect():
                threading.Thread(target=self.watch, daemon=True).start()
                return
            if self.child.returncode != FIRST_START:
                break
        raise Failure("start", self.end())

    def connect(self):
        """Waits until LibreOffice accepts the connection; False if it has ended."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        while self.child.poll() is None:
            try:
                there = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                self.desktop = there.ServiceManager.createInstance("com.sun.star.frame.Desktop")
                return True
            except UnoException:
                time.sleep(0.02)  # LibreOffice signals no event to wait for
        return False

    def end(self):
        """Waits until LibreOffice ends, and returns how it ended."""
        try:
            code = self.child.wait(END_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.child.kill()
            return "LibreOffice does not answer"
        if self.killed:
            return self.killed
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"
        return f"LibreOffice ended {how}"

    def stop(self):
        try:
            self.desktop.terminate()
        except UnoException:
            pass  # it has ended, or is about to
        self.end()

    def used(self):
        """Seconds of processor time so far."""
        with open(f"/proc/{self.child.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def moved(self):
        """Bytes that it has read and written so far."""
        with open(f"/proc/{self.child.pid}/io", encoding="utf-8") as io:
            return sum(int(line.split()[1]) for line in io if line.startswith(("rchar", "wchar")))

    def watch(self):
        """Kills LibreOffice at its limits. The kernel's own limit of processor time
        sends a signal first, on which LibreOffice may hang."""
        quiet, used, moved = 0, 0, 0  # quiet is how long it did nothing, from used and moved
        while self.child.poll() is None:
            try:
                now_used, now_moved = self.used(), self.moved()
            except OSError:
                return  # it has just ended
            if self.stall is None or now_moved != moved or now_used - used > quiet * IDLE_SHARE:
                quiet, used, moved = 0, now_used, now_moved
            if now_used > self.limit:
                self.killed = "LibreOffice used up its processor time"
            elif self.stall is not None and quiet > self.stall:
                self.killed = (f"LibreOffice did nothing for {self.stall} s: "
                               "it used no processor time, and read and wrote no bytes")
            if self.killed:
                self.child.kill()
                return
            time.sleep(PAUSE)
            quiet += PAUSE

    def memory(self):
        with open(f"/proc/{self.child.pid}/statm", encoding="utf-8") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def convert(self, request):
        self.limit, self.stall = self.used() + request["cpu"], request["stall"]
        try:
            self.export(request)
        finally:
            self.stall = None

    def export(self, request):
        deck = self.load(request)
        try:
            if request.get("omitHidden") and all_hidden(deck):
                raise Failure("hidden", "all slides are hidden")  # it would make a blank page
            deck.storeToURL(uno.systemPathToFileUrl(request["out"]), properties(export(request)))
        except IOException as e:
            raise Failure("store", str(e)) from e
        finally:
            try:
                deck.close(True)
            except CloseVetoException:
                deck.dispose()

    def load(self, request):
        asked = Interaction()
        how = {
            "Hidden": True, "ReadOnly": True,
            # Passed as any other interface it would not be called.
            "InteractionHandler": uno.Any("com.sun.star.task.XInteractionHandler", asked),
            "MacroExecutionMode": 0,  # never
            "UpdateDocMode": 0,  # update no links
        }
        if request.get("filter"):
            how["FilterName"] = request["filter"]
        if request.get("password"):
            how["Password"] = request["password"]
        text = "it gives no reason"
        deck = None
        try:
            deck = self.desktop.loadComponentFromURL(
                uno.systemPathToFileUrl(request["in"]), "_blank", 0, properties(how))
        except DisposedException:
            raise
        except UnoException as e:
            text = str(e)
        if asked.password:
            raise Failure("password", "it asks for a password")
        if deck is None:
            raise Failure("load", text)
        return deck


def answer(office, request):
    """Returns the answer, and whether LibreOffice still runs."""
    made = {"id": request["id"]}
    try:
        office.convert(request)
        made["ok"] = True
    except Failure as e:
        made["error"] = {"kind": e.kind, "text": str(e)}
    except Exception as e:  # any error is reported to the caller
        made["error"] = {"kind": "internal", "text": f"{type(e).__name__}: {e}"}
        if isinstance(e, DisposedException) or office.child.poll() is not None:
            made["error"] = {"kind": "crash", "text": office.end()}
    alive = office.child.poll() is None
    if alive:
        made["rss"] = office.memory()
    return made, alive


def say(made):
    print(json.dumps(made), flush=True)


def main():
    try:
        office = Office(sys.argv[1])
    except Failure as e:
        say({"id": 0, "error": {"kind": e.kind, "text": str(e)}})
        return
    say({"id": 0, "ok": True})
    for line in sys.stdin:
        made, alive = answer(office, json.loads(line))
        say(made)
        if not alive:
            return
    office.stop()


if __name__ == "__main__":
    main()
