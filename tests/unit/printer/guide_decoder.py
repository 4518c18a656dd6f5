"""An Evolis job, read by the maker's programming guide A5013 alone: it imports nothing of ours.

The guide leaves one thing open: whether a count of 0 makes the rest of a line white, or stands only
for a line that is all white. Both readings are here, and a job must mean the same in both.
"""

LINE, LINES = 648, 1016


class NotByTheGuide(AssertionError):
    """The job says what the guide does not allow."""


def sides_of(job, *, rest_is_white):
    """Return the panels of each side that a job lays down: {"front": {"k": lines}, ...}."""
    sides, side, started = {}, None, False
    for name, parameters, data in commands(job):
        if name == "Ss":
            started = True
        elif name == "Se":
            if not started:
                raise NotByTheGuide("an end without a start")
            return sides
        elif name in ("Sr", "Sv"):
            side = "front" if name == "Sr" else "back"
            if side in sides:
                raise NotByTheGuide(f"the {side} twice")
            sides[side] = {}
        elif name == "Dbc":
            letter, levels, size = parameters
            if len(data) != int(size):
                raise NotByTheGuide("another size than announced")
            lines = (
                resin(data)
                if letter in "ko"
                else dye(data, int(levels), rest_is_white=rest_is_white)
            )
            sides[side][letter] = lines
    raise NotByTheGuide("no end")


def commands(job):
    """Yield the name, parameters and data of each command."""
    at = 0
    while at < len(job):
        if job[at] != 0x1B:
            raise NotByTheGuide(f"no escape at {at}")
        if job[at + 1 : at + 5] == b"Dbc;":
            begin = at + 1
            for _ in range(4):
                begin = job.index(b";", begin) + 1
            name, *parameters = job[at + 1 : begin - 1].decode("ascii").split(";")
            end = begin + int(parameters[-1])
            yield name, parameters, job[begin:end]
        else:
            end = job.index(b"\r", at)
            name, *parameters = job[at + 1 : end].decode("ascii").split(";")
            yield name, parameters, b""
        if job[end : end + 1] != b"\r":
            raise NotByTheGuide(f"no stop at {end}")
        at = end + 1


def resin(data):
    """Lines of a K or O panel: 0 is white, 255 black, else the count of the useful bytes."""
    lines, at = [], 0
    while at < len(data):
        first, at = data[at], at + 1
        if first == 0:
            line = [0] * LINE
        elif first == 255:
            line = [1] * LINE
        else:
            useful, at = data[at : at + first], at + first
            if len(useful) != first or first > LINE // 8:
                raise NotByTheGuide("more useful bytes than a line has")
            line = [byte >> bit & 1 for byte in useful for bit in range(7, -1, -1)]
            line += [0] * (LINE - len(line))
        lines.append(line)
    return whole(lines)


def dye(data, levels, *, rest_is_white):
    """Lines of a Y, M or C panel: single dots, and values with a counter."""
    bits = {32: 5, 64: 6, 128: 7}[levels]
    lines, line, at = [], [], 0
    while at < len(data):
        first, at = data[at], at + 1
        value = first & (1 << bits) - 1
        if first < 0x80:
            line.append(value)
        else:
            more = sum(256 for bit in range(bits, 7) if first >> bit & 1)
            counter, at = data[at], at + 1
            if counter:
                line += [value] * (counter + more)
            elif rest_is_white:
                line += [0] * (LINE - len(line))
            elif line:
                raise NotByTheGuide("a white line begins in the middle of one")
            else:
                line = [0] * LINE
        if len(line) > LINE:
            raise NotByTheGuide("a run over the end of its line")
        if len(line) == LINE:
            lines.append(line)
            line = []
    if line:
        raise NotByTheGuide("half a line at the end")
    return whole(lines)


def whole(lines):
    if len(lines) != LINES:
        raise NotByTheGuide(f"{len(lines)} lines")
    return lines
