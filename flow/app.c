/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables. Domains are those that the makers publish for firewalls; a domain that
 * also serves other things of the same maker (google.com) is not there, since it
 * would call a search a call.
 */
#include "flow/app.h"

#include "lib/attr.h"

#define APP(id, text, what)                                                    \
	const struct app id = {.name = (text), .kind = (what)}
#define LOCAL(id, text, what)                                                  \
	static const struct app id = {.name = (text), .kind = (what)}

APP(app_ice, "WebRTC/ICE", APP_CALLING);
APP(app_dtls_srtp, "DTLS-SRTP", APP_CALLING);
APP(app_zrtp, "ZRTP", APP_CALLING);
APP(app_h323, "H.323", APP_CALLING);
APP(app_microsoft, "Microsoft Teams/Skype", APP_CALLING);
APP(app_discord, "Discord", APP_CALLING);
APP(app_google_meet, "Google Meet/Duo", APP_CALLING);
APP(app_teamspeak, "TeamSpeak", APP_CALLING);
APP(app_tunnel, "3CX tunnel", APP_CALLING);
APP(app_dtls, "DTLS", APP_OTHER);
APP(app_quic, "QUIC", APP_OTHER);
APP(app_stun, "STUN", APP_OTHER);
APP(app_tls, "TLS", APP_OTHER);
APP(app_turn, "TURN", APP_OTHER);
APP(app_sip, "SIP", APP_VOICE);

LOCAL(facebook, "Facebook Messenger", APP_CALLING);
LOCAL(facetime, "FaceTime", APP_CALLING);
LOCAL(fuze, "Fuze", APP_CALLING);
LOCAL(iax, "IAX", APP_CALLING);
LOCAL(imo, "imo", APP_CALLING);
LOCAL(jitsi, "Jitsi", APP_CALLING);
LOCAL(kakao, "KakaoTalk", APP_CALLING);
LOCAL(line, "LINE", APP_CALLING);
LOCAL(megaco, "Megaco/H.248", APP_CALLING);
LOCAL(mgcp, "MGCP", APP_CALLING);
LOCAL(mumble, "Mumble", APP_CALLING);
LOCAL(noe, "UA/NOE", APP_CALLING);
LOCAL(signal_app, "Signal", APP_CALLING);
LOCAL(skinny, "Skinny", APP_CALLING);
LOCAL(slack, "Slack", APP_CALLING);
LOCAL(snapchat, "Snapchat", APP_CALLING);
LOCAL(telegram, "Telegram", APP_CALLING);
LOCAL(threema, "Threema", APP_CALLING);
LOCAL(viber, "Viber", APP_CALLING);
LOCAL(webex, "Webex", APP_CALLING);
LOCAL(wechat, "WeChat", APP_CALLING);
LOCAL(whatsapp, "WhatsApp", APP_CALLING);
LOCAL(zoom, "Zoom", APP_CALLING);

LOCAL(dhcp, "DHCP", APP_OTHER);
LOCAL(dns, "DNS", APP_OTHER);
LOCAL(http, "HTTP", APP_OTHER);
LOCAL(ldap, "LDAP", APP_OTHER);
LOCAL(llmnr, "LLMNR", APP_OTHER);
LOCAL(mdns, "MDNS", APP_OTHER);
LOCAL(netbios, "NetBIOS", APP_OTHER);
LOCAL(ntp, "NTP", APP_OTHER);
LOCAL(openvpn, "OpenVPN", APP_OTHER);
LOCAL(rdp, "RDP", APP_OTHER);
LOCAL(smb, "SMB", APP_OTHER);
LOCAL(snmp, "SNMP", APP_OTHER);
LOCAL(ssdp, "SSDP", APP_OTHER);
LOCAL(ssh, "SSH", APP_OTHER);
LOCAL(syslog, "Syslog", APP_OTHER);
LOCAL(tftp, "TFTP", APP_OTHER);
LOCAL(unknown_udp, "unknown UDP", APP_OTHER);
LOCAL(unknown_tcp, "unknown TCP", APP_OTHER);
LOCAL(unknown_ip, "unknown", APP_OTHER);

static const struct {
	const char *domain;
	const struct app *app;
} SERVERS[] = {
	{"discord.com", &app_discord},
	{"discord.gg", &app_discord},
	{"discord.media", &app_discord},
	{"discordapp.com", &app_discord},
	{"facetime.apple.com", &facetime},
	{"fuze.com", &fuze},
	{"imo.im", &imo},
	{"jit.si", &jitsi},
	{"jitsi.net", &jitsi},
	{"kakao.com", &kakao},
	{"line-apps.com", &line},
	{"line.naver.jp", &line},
	{"lync.com", &app_microsoft},
	{"mediaserver.meet.google.com", &app_google_meet},
	{"meet.google.com", &app_google_meet},
	{"meetings.googleapis.com", &app_google_meet},
	{"duo.google.com", &app_google_meet},
	{"signal.org", &signal_app},
	{"skype.com", &app_microsoft},
	{"skypeassets.com", &app_microsoft},
	{"teams.cdn.office.net", &app_microsoft},
	{"teams.live.com", &app_microsoft},
	{"teams.microsoft.com", &app_microsoft},
	{"telegram.org", &telegram},
	{"threema.ch", &threema},
	{"viber.com", &viber},
	{"wbx2.com", &webex},
	{"webex.com", &webex},
	{"wechat.com", &wechat},
	{"weixin.qq.com", &wechat},
	{"whatsapp.com", &whatsapp},
	{"whatsapp.net", &whatsapp},
	{"whispersystems.org", &signal_app},
	{"zoom.com", &zoom},
	{"zoom.us", &zoom},
};

/* Names of libndpi 4; what is not here keeps the name that it has there. */
static const struct {
	const char *label;
	const struct app *app;
} LABELS[] = {
	{"CiscoSkinny", &skinny},
	{"DHCP", &dhcp},
	{"DNS", &dns},
	{"DTLS", &app_dtls},
	{"Discord", &app_discord},
	{"FacebookVoip", &facebook},
	{"Fuze", &fuze},
	{"GoogleHangoutDuo", &app_google_meet},
	{"H323", &app_h323},
	{"HTTP", &http},
	{"IAX", &iax},
	{"IMO", &imo},
	{"KakaoTalk", &kakao},
	{"KakaoTalk_Voice", &kakao},
	{"LDAP", &ldap},
	{"LLMNR", &llmnr},
	{"MDNS", &mdns},
	{"MGCP", &mgcp},
	{"Megaco", &megaco},
	{"Messenger", &facebook},
	{"NOE", &noe},
	{"NTP", &ntp},
	{"NetBIOS", &netbios},
	{"OpenVPN", &openvpn},
	{"QUIC", &app_quic},
	{"RDP", &rdp},
	{"SMBv1", &smb},
	{"SMBv23", &smb},
	{"SNMP", &snmp},
	{"SSDP", &ssdp},
	{"SSH", &ssh},
	{"STUN", &app_stun},
	{"Signal", &signal_app},
	{"SignalVoip", &signal_app},
	{"SkypeCall", &app_microsoft},
	{"Skype_Teams", &app_microsoft},
	{"Slack", &slack},
	{"SnapchatCall", &snapchat},
	{"Syslog", &syslog},
	{"TFTP", &tftp},
	{"TLS", &app_tls},
	{"TeamSpeak", &app_teamspeak},
	{"Teams", &app_microsoft},
	{"Telegram", &telegram},
	{"Viber", &viber},
	{"Webex", &webex},
	{"WeChat", &wechat},
	{"WhatsApp", &whatsapp},
	{"WhatsAppCall", &whatsapp},
	{"Zoom", &zoom},
};

#define BOTH TRANSPORT_NONE

static const struct {
	uint16_t port;
	uint8_t transport; /* enum transport; BOTH: UDP and TCP */
	const struct app *app;
} PORTS[] = {
	{22, TRANSPORT_TCP, &ssh},
	{53, BOTH, &dns},
	{67, TRANSPORT_UDP, &dhcp},
	{69, TRANSPORT_UDP, &tftp},
	{80, TRANSPORT_TCP, &http},
	{123, TRANSPORT_UDP, &ntp},
	{137, TRANSPORT_UDP, &netbios},
	{138, TRANSPORT_UDP, &netbios},
	{139, TRANSPORT_TCP, &netbios},
	{161, TRANSPORT_UDP, &snmp},
	{162, TRANSPORT_UDP, &snmp},
	{389, BOTH, &ldap},
	{443, TRANSPORT_TCP, &app_tls},
	{443, TRANSPORT_UDP, &app_quic},
	{445, TRANSPORT_TCP, &smb},
	{514, TRANSPORT_UDP, &syslog},
	{1194, TRANSPORT_UDP, &openvpn},
	{1719, TRANSPORT_UDP, &app_h323},
	{1720, TRANSPORT_TCP, &app_h323},
	{1900, TRANSPORT_UDP, &ssdp},
	{2000, TRANSPORT_TCP, &skinny},
	{2427, TRANSPORT_UDP, &mgcp},
	{2727, TRANSPORT_UDP, &mgcp},
	{2944, TRANSPORT_UDP, &megaco},
	{3389, TRANSPORT_TCP, &rdp},
	{3478, BOTH, &app_stun},
	{4569, TRANSPORT_UDP, &iax},
	{5060, TRANSPORT_TCP, &app_sip},
	{5061, TRANSPORT_TCP, &app_sip},
	{5090, BOTH, &app_tunnel}, /* by default, of bridges, SBC and clients */
	{5353, TRANSPORT_UDP, &mdns},
	{5355, TRANSPORT_UDP, &llmnr},
	{8801, TRANSPORT_UDP, &zoom}, /* of its media servers */
	{9987, TRANSPORT_UDP, &app_teamspeak},
	{64738, BOTH, &mumble},
};

const struct app *app_of_server(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(SERVERS); i++) {
		struct slice domain = slice_of(SERVERS[i].domain);
		if (name.n < domain.n) {
			continue;
		}
		size_t before = name.n - domain.n;
		struct slice end = slice_sub(name, before, domain.n);
		bool whole = before == 0 || name.p[before - 1] == '.';
		if (whole && slice_ieq(end, domain)) {
			return SERVERS[i].app;
		}
	}
	return NULL;
}

const struct app *app_of_label(const char *label)
{
	for (size_t i = 0; i < COUNT_OF(LABELS); i++) {
		if (strcmp(label, LABELS[i].label) == 0) {
			return LABELS[i].app;
		}
	}
	return NULL;
}

const struct app *app_of_port(enum transport transport, uint16_t a, uint16_t b)
{
	for (size_t i = 0; i < COUNT_OF(PORTS); i++) {
		bool fits = PORTS[i].transport == BOTH ||
			    PORTS[i].transport == (uint8_t)transport;
		if (fits && (PORTS[i].port == a || PORTS[i].port == b)) {
			return PORTS[i].app;
		}
	}
	return NULL;
}

const struct app *app_unnamed(enum transport transport)
{
	if (transport == TRANSPORT_UDP) {
		return &unknown_udp;
	}
	return transport == TRANSPORT_TCP ? &unknown_tcp : &unknown_ip;
}
