#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Applications by name, on captures that say what they hold.

nDPI's own test captures are named after what was recorded, which is the oracle
here: the application must be found, and told from what it is not. Rows that need
libndpi are skipped in a build without it. The second half is the rate of false
names: on captures of telephony, no calling app may be named but those listed
with the reason why they are really there.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import tap  # noqa: E402

FOLDER = "ntop__nDPI/"

# capture, application, least packets, what names it, needs libndpi
FOUND = [
    ("KakaoTalk_talk.pcap", "KakaoTalk", 100, "ndpi", True),
    ("discord.pcap", "Discord", 100, "own", False),
    ("dtls_certificate.pcapng", "DTLS", 1, "own", False),
    ("google_meet.pcapng", "Google Meet/Duo", 1, "server", False),
    ("h323.pcap", "H.323", 50, None, False),
    ("iax.pcap", "IAX", 40, "port", False),
    ("imo.pcap", "imo", 90, "ndpi", True),
    ("mumble.pcapng", "Mumble", 1, "port", False),
    ("stun.pcap", "WebRTC/ICE", 20, "own", False),
    ("stun_signal.pcapng", "Signal", 100, "ndpi", True),
    ("stun_tcp_multiple_msgs_same_pkt.pcap", "TURN", 1, "own", False),
    ("stun_wa_call.pcapng", "WhatsApp", 100, "ndpi", True),
    ("teams.pcap", "Microsoft Teams/Skype", 500, "server", False),
    ("teamspeak3.pcap", "TeamSpeak", 10, "own", False),
    ("viber.pcap", "Viber", 100, None, False),
    ("wechat.pcap", "WeChat", 500, "server", False),
    ("whatsapp_login_chat.pcap", "WhatsApp", 20, "ndpi", True),
    ("zoom2.pcap", "Zoom", 300, None, False),
]

# Calling apps in captures made for something else, and why they are true.
TRUE = {
    ("Magum23__mtaa-sip/call.pcapng", "Discord"): "its keep-alives",
    ("Magum23__mtaa-sip/register.pcapng", "Discord"): "its keep-alives",
    ("Magum23__mtaa-sip/register.pcapng", "Slack"): "TLS to slack.com",
    ("arkime__arkime/stun-ice-testcall.pcap", "WebRTC/ICE"): "a test call",
    ("arkime__arkime/stun.pcap", "Microsoft Teams/Skype"):
        "an Allocate of MS-TURN",
    ("recorded/14-tls-dtls-srtp.a.pcap", "DTLS-SRTP"): "SIP over TLS",
    ("recorded/14-tls-dtls-srtp.b.pcap", "DTLS-SRTP"): "SIP over TLS",
}


def applications(path):
    """The applications of a capture by name; None when it gave no report."""
    run = tap.run("report", "-F", "json", path)
    report = run.json()
    return report and {a["name"]: a for a in report["applications"]}


def found(folder, library):
    """Each row of FOUND."""
    for name, app, least, basis, needs in FOUND:
        path = os.path.join(folder, FOLDER + name)
        what = "%s holds %s" % (name, app)
        if needs and not library:
            tap.skip(what, "libndpi is not built in")
            continue
        if not os.path.exists(path):
            tap.skip(what, "the capture is not there")
            continue
        got = (applications(path) or {}).get(app)
        tap.ok(got and got["packets"] >= least
               and (basis is None or got["basis"] == basis), what, got)


def captures(shared):
    """(name, path) of all captures that are not nDPI's own."""
    for part in ("public", "recorded"):
        top = os.path.join(shared, part)
        for folder, _, files in sorted(os.walk(top)):
            for file in sorted(files):
                path = os.path.join(folder, file)
                name = os.path.relpath(path, top)
                if part == "recorded":
                    name = "recorded/" + name
                if ".pcap" in file or ".cap" in file:
                    if not name.startswith(FOLDER):
                        yield name, path


def silent(shared):
    """No calling app where none was."""
    false = []
    seen = 0
    for name, path in captures(shared):
        apps = applications(path)
        if apps is None:
            continue
        seen += 1
        for a in apps.values():
            if a["kind"] == "calling" and (name, a["name"]) not in TRUE:
                false.append("%s: %s by %s, %d packets" % (
                    name, a["name"], a["basis"], a["packets"]))
    what = "no false calling app in %d captures" % seen
    if seen:
        tap.ok(not false, what, *false)
    else:
        tap.skip(what, "no such captures are there")


def main():
    """All rows."""
    tap.need_program()
    shared = tap.need_shared("captures")
    library = "not built in" not in tap.run("--version").out
    found(os.path.join(shared, "public"), library)
    silent(shared)
    tap.done()


main()
