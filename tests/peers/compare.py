# SPDX-License-Identifier: GPL-3.0-or-later
"""Our report of a capture against its witnesses.

Each function yields differences. A difference whose cause is understood
carries the cause: either by a rule here, which states the arithmetic that
makes both figures true at once, or by a line of known.tsv. A cause is the
title of a section in docs/METRICS.md; any other difference is a failure.
"""

import truth as T

# Sections of docs/METRICS.md (rules of this file refer to them).
LOSS = "Packets and loss"
WIRESHARK = "Checked against Wireshark"
NOT_DECODED = "What is not decoded"
GUESSED = "Streams without signalling"

FIGURES = ("delta_min", "delta_mean", "delta_max", "jitter_min",
           "jitter_mean", "jitter_max")
CODECS = {"g711A": "PCMA", "g711U": "PCMU", "g722": "G722", "g729": "G729",
          "GSM": "GSM", "opus": "opus", "iLBC": "iLBC", "speex": "speex",
          "AMR": "AMR", "h263": "H263", "VP8": "VP8"}
# tshark prints three decimals.
TOLERANCE_MS = 0.00051


class Difference:
    """One figure in which we and a witness differ."""

    def __init__(self, what, ours, theirs, witness, cause=None):
        self.what, self.ours, self.theirs = what, ours, theirs
        self.witness, self.cause = witness, cause


def our_streams(report):
    """{key: [stream objects]} of a report."""
    streams = {}
    for s in report.get("streams", []):
        k = T.key(T.endpoint(s["src"]), T.endpoint(s["dst"]), s["ssrc"])
        streams.setdefault(k, []).append(s)
    return streams


def figure(stream, name):
    """Our value of a figure by the witness's name; None when unknown."""
    part, _, kind = name.partition("_")
    if part in ("delta", "jitter") and kind:
        return stream.get("%s_ms_%s" % (part, kind))
    return stream.get(name)


def undecoded(report, *reasons):
    """
    True when the report says that packets were not understood which may have
    held what is missing; by default tunnels and links.
    """
    reasons = reasons or ("ip_protocol", "ethertype", "link_type")
    return any(c.get("undecoded", {}).get(r) for r in reasons
               for c in report.get("captures", []))


def file_level(truth, report):
    """Packets, messages and calls of the whole capture."""
    counts = (report.get("captures") or [{}])[0]
    if truth.packets is not None and \
            counts.get("packets") != truth.packets:
        yield Difference("packets", counts.get("packets"), truth.packets,
                         "capinfos")
    hidden = NOT_DECODED if undecoded(report) else None
    ours = report.get("summary", {}).get("packets", {}).get("sip")
    if truth.sip_messages is not None and ours != truth.sip_messages:
        cause = hidden if ours is not None and \
            ours < truth.sip_messages else None
        yield Difference("sip_messages", ours, truth.sip_messages, "tshark",
                         cause)
    if truth.invites is None:
        return
    calls = set()
    for call in report.get("calls", []):
        calls.add(call.get("call_id"))
        calls.update(call.get("legs", []))
    for missing in sorted(truth.invites - calls):
        yield Difference("call", None, missing, "tshark", hidden)
    for extra in sorted(calls - truth.dialogs, key=str):
        yield Difference("call", extra, None, "tshark")


def one_stream(mark, ours, row, witness, second=None):
    """
    The figures of one stream against one witness; where a second one, who
    counted independently, sides with us, the first is wrong.
    """
    for name in ("packets", "expected", "lost", "duplicates", "reordered"):
        if row.get(name) is None or row[name] == ours.get(name):
            continue
        cause = WIRESHARK if second and second.get(name) == ours.get(name) \
            else None
        # tshark's loss is expected - packets: each duplicate hides one loss.
        if name == "lost" and witness == "tshark" and ours["duplicates"] and \
                row[name] == ours["lost"] - ours["duplicates"]:
            cause = LOSS
        yield Difference(name + mark, ours.get(name), row[name], witness,
                         cause)
    if row["packets"] != ours.get("packets"):
        return  # nothing that follows can agree
    for name in FIGURES:
        mine, theirs = figure(ours, name), row.get(name)
        if theirs is None or (mine is None and
                              "%s_ms_%s" % tuple(name.split("_"))
                              not in ours and name in OPTIONAL):
            continue
        if mine is None or abs(mine - theirs) > TOLERANCE_MS:
            yield Difference(name + mark, mine, theirs, witness)
    first = row.get("codec", "").split(",")[0]
    if first in CODECS and ours.get("codec", "").upper() != \
            CODECS[first].upper():
        yield Difference("codec" + mark, ours.get("codec"), first, witness)


# Figures that the interface does not promise: compared where they are given.
OPTIONAL = ("delta_min", "delta_mean", "jitter_min")


def tshark_row(truth, k, ours):
    """tshark's row of a stream: with heuristics it counts from the start."""
    plain, guessed = truth.tshark_sdp.get(k), truth.tshark.get(k)
    if plain and plain["packets"] == ours.get("packets"):
        return plain
    return guessed or plain


def stream_level(truth, report):
    """All streams, by key, against tshark and the independent count."""
    if truth.tshark is None:
        return
    ours = our_streams(report)
    counted = truth.independent or {}
    for k in sorted(set(truth.tshark) | set(truth.tshark_sdp) | set(counted) |
                    set(ours)):
        mark = "@0x%08x" % k[2]
        mine = ours.get(k, [])
        row = tshark_row(truth, k, mine[0] if mine else {})
        if not mine:
            cause = NOT_DECODED if undecoded(report) else None
            # Without SDP tshark takes for RTP whatever begins like it; what
            # the independent count does not confirm is no stream.
            if not cause and k not in counted and k not in truth.tshark_sdp \
                    and truth.true_streams is not None:
                cause = GUESSED
            yield Difference("stream" + mark, None, "%s > %s, %d packets" % (
                k[0], k[1], (row or counted[k])["packets"]),
                "tshark" if row else "independent", cause)
            continue
        if len(mine) > 1:
            yield Difference("stream" + mark, "%d parts" % len(mine), 1,
                             "tshark")
        if not row and k not in counted:
            yield Difference("stream" + mark, "%s > %s, %d packets" % (
                k[0], k[1], mine[0].get("packets", 0)), None, "tshark")
        if row:
            yield from one_stream(mark, mine[0], row, "tshark",
                                  counted.get(k))
        if k in counted:
            yield from one_stream(mark, mine[0], counted[k], "independent")


RESULTS = {"answered": ("completed", "established"),
           "rejected": ("failed", "rejected"), "cancelled": ("cancelled",),
           "no answer": ("unanswered", "failed")}


def setup_call(want, report):
    """One call of the recording's set-up against ours."""
    calls = [c for c in report.get("calls", [])
             if str(want["from"]) in str(c.get("from"))
             and str(want["to"]) in str(c.get("to"))]
    mark = "@%s>%s" % (want["from"], want["to"])
    if not calls:
        yield Difference("call" + mark, None, want["result"], "set-up")
        return
    call = calls[0]
    if call.get("state") not in RESULTS[want["result"]]:
        yield Difference("state" + mark, call.get("state"), want["result"],
                         "set-up")
    if want.get("final") and call.get("status_code") != want["final"]:
        yield Difference("status_code" + mark, call.get("status_code"),
                         want["final"], "set-up")
    codec = want.get("codec", "").split("/")[0]
    if codec and codec.upper() != call.get("codec", "").upper():
        yield Difference("codec" + mark, call.get("codec"), codec, "set-up")
    ended = want.get("ended_by", "")
    if ended in (want["from"], want["to"]):
        who = "caller" if ended == want["from"] else "callee"
        if call.get("hangup_by") != who:
            yield Difference("hangup_by" + mark, call.get("hangup_by"), who,
                             "set-up")


def setup_level(truth, report):
    """The recording's set-up and the impaired link against our report."""
    setup = truth.setup or {}
    seen = setup.get("call_ids_seen_by_pbx", [])
    # TLS hides the calls; a capture at phone C holds only its own.
    if setup.get("signalling") != "TLS":
        for want in setup.get("calls", []):
            if len(setup["calls"]) > 1 and ".pbx." not in truth.name:
                continue
            yield from setup_call(want, report)
        if seen and ".pbx." in truth.name:
            ours = {c.get("call_id") for c in report.get("calls", [])}
            for missing in sorted(set(seen) - ours):
                yield Difference("call", None, missing, "set-up",
                                 NOT_DECODED if undecoded(report) else None)
    by_ssrc = {k[2]: v[0] for k, v in our_streams(report).items()}
    for ssrc, row in (truth.wire or {}).items():
        mark = "@0x%08x" % ssrc
        if ssrc not in by_ssrc:
            yield Difference("stream" + mark, None, row["packets"], "wire")
        else:
            yield from one_stream(mark, by_ssrc[ssrc], row, "wire")


def compare(truth, report):
    """All differences of one capture."""
    yield from file_level(truth, report)
    yield from stream_level(truth, report)
    if truth.setup:
        yield from setup_level(truth, report)
