#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of addresses: every source, who wins, what is shown, what is not.

The capture is made here: a DNS answer, then a call from 10.0.0.1 through a PBX
that answers from a second address.
"""

import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pcap  # noqa: E402
import tap   # noqa: E402

PHONE, PBX, BACK, RESOLVER = "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.53"


def dns_name(name):
    """A name as RFC 1035 3.1 writes it."""
    labels = name if isinstance(name, list) else name.encode().split(b".")
    return b"".join(bytes([len(x)]) + x for x in labels) + b"\0"


def answer(name, address):
    """A DNS response of one A record."""
    packed = bytes(int(x) for x in address.split("."))
    return struct.pack("!6H", 0x8a08, 0x8180, 0, 1, 0, 0) + dns_name(name) + \
        struct.pack("!HHIH", 1, 1, 60, 4) + packed


def status(line, invite):
    """A reply to @invite."""
    fields = [x for x in invite.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]
              if x.split(b":")[0] in (b"Via", b"From", b"To", b"Call-ID",
                                      b"CSeq")]
    return b"\r\n".join([b"SIP/2.0 " + line] + fields +
                        [b"Content-Length: 0", b"", b""])


def make(folder):
    """The capture of all tests."""
    invite = pcap.invite(b"Caller")
    frames = [
        (0, pcap.udp(RESOLVER, 53, PHONE, 40000,
                     answer("pbx.example.com", PBX))),
        (1000, pcap.udp(RESOLVER, 53, PHONE, 40000,
                        answer("elsewhere.example.com", "198.51.100.1"))),
        (9000, pcap.udp(PHONE, 5060, PBX, 5060, invite)),
        (10000, pcap.udp(PBX, 5060, PHONE, 5060, status(b"100 Trying", invite))),
        (12000, pcap.udp(PBX, 5080, BACK, 5060, invite)),
        (20000, pcap.udp(BACK, 5060, PHONE, 5060,
                         status(b"486 Busy Here", invite))),
    ]
    path = os.path.join(folder, "named.pcap")
    with open(path, "wb") as f:
        f.write(pcap.pcap(frames))
    return path


def names_of(*args):
    """{address: (name, source, frame)} of the JSON report."""
    report = tap.run("report", "-F", "json", *args).json() or {}
    return {n["address"]: (n["name"], n["source"], n.get("frame"))
            for n in report.get("names", [])}


def learned(path):
    """DNS answers name what takes part, and nothing else is listed."""
    tap.same(names_of(path), {PBX: ("pbx.example.com", "dns", 1)},
             "a DNS answer names the PBX")
    report = tap.run("report", "-F", "json", path).json()
    tap.same(report["summary"]["packets"].get("dns"), 2, "DNS is counted")
    run = tap.run("report", path)
    tap.ok("10.0.0.2:5060 (pbx.example.com)" in run.out,
           "the path of the call has it", run)
    tap.ok("DNS answer in frame 1" in run.out, "the list says its source", run)
    run = tap.run("ladder", path)
    tap.ok("pbx.example.com 10.0.0.2" in run.out,
           "the column has name and address", run)
    tap.same(names_of("-n", path), {}, "-n: no names in JSON")
    for args in (["report"], ["ladder"], ["streams"],
                 ["ladder", "-F", "svg"]):
        run = tap.run(*args, "-n", path)
        tap.ok("example.com" not in run.out, "-n: " + " ".join(args), run)
    plain = tap.run("ladder", "-F", "csv", path).out
    tap.same(tap.run("ladder", "-F", "csv", "--group", "x=" + PBX, path).out,
             plain, "CSV knows no names")


def given(folder, path):
    """What the user says is trusted more, and of it the alias most."""
    hosts = os.path.join(folder, "hosts")
    with open(hosts, "w", encoding="utf-8") as f:
        f.write("# of this office\n10.0.0.2 server.lan server\n"
                "10.0.0.1 phone.lan\n")
    tap.same(names_of("--hosts", hosts, path),
             {PHONE: ("phone.lan", "hosts", None),
              PBX: ("server.lan", "hosts", None)}, "a hosts file")
    rc = os.path.join(folder, "sngreprc")
    with open(rc, "w", encoding="utf-8") as f:
        f.write("set color off\nalias 10.0.0.2 pbx\n")
    both = names_of("--alias", rc, "--hosts", hosts, path)
    tap.same(both[PBX], ("pbx", "alias", None), "an alias before a host name")
    for option, text in (("--alias", "10.0.0.1 ok\nnonsense here\n"),
                         ("--hosts", "10.0.0.1 ok\n10.0.0 x\n")):
        bad = os.path.join(folder, "bad")
        with open(bad, "w", encoding="utf-8") as f:
            f.write(text)
        run = tap.run("report", option, bad, path)
        tap.ok(run.status == 1 and "line 2" in run.err and not run.out,
               option + " names the line it cannot read", run)
        run = tap.run("report", option, os.path.join(folder, "none"), path)
        tap.ok(run.status == 1 and "none" in run.err,
               option + " of a file that is not there", run)
    run = tap.run("report", "--group", "pbx", path)
    tap.ok(run.status == 1 and "--group" in run.err, "a group without address",
           run)


def grouped(path):
    """One column for a device; what stays inside it is a round arrow."""
    run = tap.run("ladder", "--columns", "120", "--group",
                  "pbx=%s,%s" % (PBX, BACK), path)
    tap.ok("pbx 10.0.0.2, 10.0.0.3" in run.out, "one column, both addresses",
           run)
    inside = [x for x in run.out.splitlines() if "\u21ba" in x]
    tap.ok(len(inside) == 1 and "10.0.0.2:5080 to 10.0.0.3:5060" in inside[0],
           "the message inside the device is marked", run)
    busy = [x for x in run.out.splitlines() if "486" in x]
    tap.ok(busy and "486 Busy Here (10.0.0.3)" in busy[0],
           "which of its addresses spoke is said", run)
    by_port = tap.run("ladder", "--columns", "120", "--group",
                      "pbx=%s:5060,%s" % (PBX, BACK), path)
    tap.ok("pbx 10.0.0.2:5060, 10.0.0.3" in by_port.out and
           "\u21ba" not in by_port.out,
           "a group of one port leaves the others out", by_port)
    svg = tap.run("ladder", "-F", "svg", "--group",
                  "a<b=%s,%s" % (PBX, BACK), path)
    tap.ok("a&lt;b 10.0.0.2, 10.0.0.3" in svg.out and "a<b" not in svg.out,
           "SVG escapes the name", svg)
    loop = tap.run("ladder", "--group", "all=%s,%s,%s" % (PHONE, PBX, BACK),
                   path)
    tap.same(loop.out.count("\u21ba"), 4, "all in one device: all round")


def one_device(path):
    """Addresses of one name are one device of the inventory."""
    def devices(*args):
        run = tap.run("inventory", "-F", "json", *args, path)
        return {tuple(d["ip"]): d for d in (run.json() or {})["devices"]}
    apart = devices("--group", "a=" + PHONE, "--group", "b=" + PBX,
                    "--group", "c=" + BACK)
    joined = devices("--group", "pbx=%s,%s" % (PBX, BACK))
    tap.same(sorted(joined), [(PHONE,), (PBX, BACK)],
             "a group is one device with its addresses")
    pbx = joined.get((PBX, BACK), {})
    tap.same(pbx.get("name"), "pbx", "it has the group's name")
    tap.same(pbx.get("sip_messages"), apart[PBX,]["sip_messages"] +
             apart[BACK,]["sip_messages"], "its messages are the sum")
    frames = {e["frame"] for e in pbx.get("role_evidence", [])}
    tap.ok(frames <= set(range(1, 7)), "its evidence names frames", pbx)
    tap.same(sorted(apart), [(PHONE,), (PBX,), (BACK,)],
             "three names are three devices, though one MAC sends for all")
    tap.same(sorted(devices("-n", "--group", "pbx=%s,%s" % (PBX, BACK))),
             sorted(joined), "nor does -n take them apart")


def hostile(folder):
    """A name that would move the cursor or fake a line never gets out."""
    for i, name in enumerate(([b"a\x1b[2J"], [b"a\nb"], [b"a\xe2\x80\xaeb"],
                              [b"\xff\xfe"], [b"<script>"], [b"=cmd()"])):
        path = os.path.join(folder, "hostile%d.pcap" % i)
        invite = pcap.invite(b"Caller")
        with open(path, "wb") as f:
            f.write(pcap.pcap([
                (0, pcap.udp(RESOLVER, 53, PHONE, 40000, answer(name, PBX))),
                (1, pcap.udp(PHONE, 5060, PBX, 5060, invite))]))
        for args in (["report"], ["ladder"], ["report", "-F", "json"],
                     ["ladder", "-F", "svg"]):
            run = tap.run(*args, path)
            odd = [c for c in run.out if (c < " " and c != "\n") or
                   c in "\x7f\u202e\ufffe"]
            tap.ok(run.status == 0 and not odd and
                   not (args[-1] == "svg" and "<script>" in run.out),
                   "%r in %s" % (name[0], " ".join(args)), run)


def main():
    tap.need_program()
    with tap.scratch() as folder:
        path = make(folder)
        learned(path)
        given(folder, path)
        grouped(path)
        one_device(path)
        hostile(folder)
    sample = os.path.join(tap.SAMPLES, "pcapng.pcapng")
    tap.same({n[1] for n in names_of(sample).values()}, {"capture"},
             "name records of pcapng")
    tap.done()


main()
