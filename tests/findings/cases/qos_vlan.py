# SPDX-License-Identifier: GPL-3.0-or-later
import link
import quality

_SWITCH = "00:1b:54:00:00:07"
_REST = "00:0c:29:00:00:02"
_POLICY = link.policy(20, 5, 46)
_TOLD = link.at(0, link.switch_lldp(_SWITCH, "Gi1/0/7", "sw-2", _POLICY))
_VOICE_CISCO = link.at(0, link.cdp(
    _SWITCH, "sw-2", "Gi1/0/7", (0x0e, b"\x01\0\x14")))


def _placed(frames, vlans, priority=5, macs=None):
    """@frames with a MAC and a tag by their source address; None: no tag."""
    out = []
    for us, frame in frames:
        host = frame[29]
        source = (macs or {}).get(host, "00:15:65:00:00:%02x" % host)
        vlan = vlans.get(host)
        frame = link.ether(frame, source, _REST)
        out.append((us, frame if vlan is None else
                    link.tagged(frame, vlan, priority)))
    return out



_AGENT = {"headers": "User-Agent: Yealink SIP-T54W 96.86.0.20\r\n"}
_CALL = quality.talk(**_AGENT)
# The caller is .1, the callee .2.
POSITIVE = _TOLD + _placed(_CALL, {1: 10, 2: 20})
NEGATIVE = _TOLD + _placed(_CALL, {1: 20, 2: 20})
SEVERITY = "note"
SAYS = r"The telephone 10\.0\.0\.1 sends in VLAN 10; the switch sw-2, port " \
       r"Gi1/0/7, says by LLDP-MED \(frame 1\) that voice goes in VLAN 20\."
_SELF = link.at(0, link.phone_lldp("00:15:65:00:00:01", _POLICY))
ALSO = [
    (_TOLD + _placed(_CALL, {2: 20}), "note",
     r"10\.0\.0\.1 sends without a VLAN tag; the switch sw-2"),
    (_VOICE_CISCO + _placed(_CALL, {1: 10, 2: 20}), "note",
     r"10\.0\.0\.1 sends in VLAN 10; the switch sw-2, port Gi1/0/7, says by "
     r"CDP"),
    (_SELF + _placed(_CALL, {1: 10, 2: 20}), "note",
     r"10\.0\.0\.1 sends in VLAN 10; it says by LLDP-MED"),
    (_TOLD + _placed(_CALL, {1: 20, 2: 20}, priority=0), "note",
     r"10\.0\.0\.1: the priority of its voice \(802\.1p\) is 0, and the "
     r"network policy of LLDP-MED \(frame 1\) says 5\."),
    (_TOLD + _placed(quality.marked(_CALL, rtp=26 << 2),
                     {1: 20, 2: 20}), "note",
     r"10\.0\.0\.[12]: the DSCP of its voice is 26, and the network policy "
     r"of LLDP-MED \(frame 1\) says 46\."),
]
