#include "appliance/config/settings_table.h"

#include "appliance/policy/address.h"
#include "appliance/policy/license.h"

namespace gatehouse::config {

const std::vector<Row>& table() {
  static const std::vector<Row> rows = {
      {{"server.listen", "0.0.0.0:8443", "address:port, [::]:port for IPv6",
        "Where browsers and agents connect. One port carries everything."},
       &Settings::server_listen},
      {{"server.data", "data", "a directory",
        "Where the appliance keeps its database and keys. Made at first start."},
       &Settings::server_data},
      {{"server.names", "", "names and addresses, separated by commas",
        "More names and addresses by which people reach this appliance. They go into its own certificate, "
        "beside those of the machine. Requests for any other name are refused; an address always works."},
       &Settings::server_names},
      {{"server.certificate", "", "a PEM file",
        "Your own certificate (with its chain) for browsers. Empty: the appliance issues one from its own "
        "authority. Read again on SIGHUP and every hour, without cutting a connection."},
       &Settings::server_certificate},
      {{"server.key", "", "a PEM file", "The private key of server.certificate."}, &Settings::server_key},
      {{"server.connections", "4096", "16 to 100000",
        "Connections of browsers at the same time. Machines that have enrolled do not count."},
       Number{&Settings::server_connections, 16, 100000}},
      {{"server.connections_per_address", "256", "4 to 100000",
        "Connections from one address at the same time. Raise it when many people share one proxy."},
       Number{&Settings::server_connections_per_address, 4, 100000}},
      {{"server.threads", "320", "8 to 4096",
        "Threads that answer browsers. Each open viewer and each open portal page keeps one; an eighth is "
        "always left for requests."},
       Number{&Settings::server_threads, 8, 4096}},
      {{"server.sessions", "128", "1 to 10000",
        "Remote sessions at the same time. They can take at most half of the threads that requests leave: "
        "140 of 320."},
       Number{&Settings::server_sessions, 1, 10000}},
      {{"server.namespace", policy::kDefaultNamespace, "1 to 32 letters, digits and '-'",
        "The namespace of aliases (name@namespace) that every organization on this appliance may use, beside "
        "its own."},
       Namespace{&Settings::server_namespace}},
      {{"server.bind_logins", "off", "off, network, address",
        "Where a login of the portal is good: everywhere, in the network where it began (the same /24 of "
        "IPv4 or "
        "/64 of IPv6), or at that address only. Elsewhere it ends: a stolen cookie is worth nothing there, "
        "and who "
        "changes networks signs in again."},
       Choice{&Settings::server_bind_logins, {"off", "network", "address"}}},
      {{"server.log_level", "info", "debug, info, warning, error", "How much is written to the log."},
       Choice{&Settings::server_log_level, {"debug", "info", "warning", "error"}}},

      {{"license.tier", policy::tier_key(policy::kDefaultTier), "standard, advanced, ultimate",
        "The license of the organization that setting up makes. ultimate has everything; with standard and "
        "advanced it is a team, into which people are invited. Afterwards 'gatehouse organization license' "
        "changes it, and further organizations have their own."},
       Choice{&Settings::license_tier, {"standard", "advanced", "ultimate"}}},

      {{"mail.server", "", "a name or an address",
        "The SMTP server by which the appliance sends mail: links that set a password, for example. Empty: "
        "it "
        "sends none, and whoever makes a link hands it over."},
       &Settings::mail_server},
      {{"mail.port", "0", "0 to 65535",
        "The port of mail.server. 0: the usual one of mail.security; 587 for starttls, 465 for tls, 25 for "
        "none."},
       Number{&Settings::mail_port, 0, 65535}},
      {{"mail.security", "starttls", "starttls, tls, none",
        "How the way to mail.server is protected. starttls and tls: nothing is sent unless the server shows "
        "a "
        "certificate that is trusted and for its name. none: everybody on the way can read the mail, and the "
        "links in it."},
       Choice{&Settings::mail_security, {"starttls", "tls", "none"}}},
      {{"mail.user", "", "a name", "With which the appliance signs in to mail.server. Empty: it does not."},
       &Settings::mail_user},
      {{"mail.password_file", "", "a file",
        "Holds the password of mail.user on its only line. Read again for every message, so that it can be "
        "changed while the appliance runs. Let nobody else read it."},
       &Settings::mail_password_file},
      {{"mail.from", "", "an e-mail address", "From which mail comes. Needed when mail.server is set."},
       &Settings::mail_from},
      {{"mail.authority", "", "a PEM file",
        "The certificate authority of mail.server, then the only one that is trusted for it. Empty: those "
        "that "
        "this system trusts."},
       &Settings::mail_authority},
      {{"mail.links", "", "host or host:port",
        "Where links in mail lead: the name of this appliance that everybody can reach. Empty: the first of "
        "server.names, else the best name or address that it knows of itself."},
       &Settings::mail_links},

      {{"desktop.enabled", "on", "on or off", "Whether the appliance serves its own screen."},
       &Settings::desktop_enabled},
      {{"desktop.capture", "auto", "auto, x11, kms, virtual, test_card",
        "Which screen is served. x11: a running X server. kms: what the graphics card shows, whatever draws "
        "it: "
        "a Wayland desktop, a login screen, the text console (root only). virtual: a virtual desktop, for "
        "machines "
        "without a monitor. test_card: a still test picture. auto: x11 if there is one that lets the "
        "appliance in; else kms if a program draws the screen; else virtual; else kms; else test_card."},
       Choice{&Settings::desktop_capture, {"auto", "x11", "kms", "virtual", "test_card"}}},
      {{"desktop.display", "", "an X display such as :0",
        "The X server for x11. Empty: $DISPLAY; without it, an agent that is root takes the screen in front "
        "of the machine, an X server on a terminal or a seat and no other; then :0."},
       &Settings::desktop_display},
      {{"desktop.xauthority", "", "a file",
        "The X server's authority file. Empty: for an agent that is root, the one that the X server was "
        "started with; then $XAUTHORITY, then ~/.Xauthority."},
       &Settings::desktop_xauthority},
      {{"desktop.size", "1280x800", "width x height, from 200x200 to 7680x4320",
        "Size of a virtual desktop when it starts."},
       &Settings::desktop_size},
      {{"desktop.user", "", "a user name",
        "The account of a virtual desktop's programs when the agent is root. Empty: gatehouse-desktop if "
        "there is such an account, else nobody. When the agent is not root they share its account, caged by "
        "bubblewrap."},
       &Settings::desktop_user},
      {{"desktop.keep_seconds", "60", "0 to 86400",
        "How long the desktop worker stays ready after the last viewer left, so that the next picture comes "
        "at once."},
       Number{&Settings::desktop_keep_seconds, 0, 86400}},

      {{"webhooks.allow_private", "off", "on or off",
        "Whether webhooks may be delivered to this machine and to private networks (10.0.0.0/8 and the "
        "like). Link-local "
        "addresses, where clouds keep secrets, are never."},
       &Settings::webhooks_allow_private},
      {{"webhooks.authority_file", "", "a PEM file",
        "The only authority that receivers of webhooks are trusted by. Empty: those of this system."},
       &Settings::webhooks_authority_file},

      {{"syslog.target", "", "local, udp://host, tcp://host, tls://host, each also with :port",
        "Where every entry of the audit log, of all organizations, is sent as well, as RFC 5424 with its "
        "fields as JSON (local: "
        "this "
        "system's own log). Without a port it is 514 for udp, 601 for tcp, 6514 for tls. What can't be sent "
        "waits. Only tls keeps others on the way from reading and changing it. Empty: nowhere."},
       Syslog{&Settings::syslog_target}},
      {{"syslog.authority", "", "a PEM file",
        "The only authority by which a tls:// target is trusted. Empty: those of this system."},
       &Settings::syslog_authority},
      {{"syslog.facility", "13", "0 to 23", "The facility of RFC 5424; 13 is the audit log, 16 is local0."},
       Number{&Settings::syslog_facility, 0, 23}},

      {{"agent.server", "", "host or host:port",
        "The appliance this machine belongs to. Empty: the one it enrolled with."},
       &Settings::agent_server},
      {{"agent.data", "agent", "a directory",
        "Where the agent keeps its key and certificate. Made at first start."},
       &Settings::agent_data},
      {{"agent.ca", "", "a PEM file",
        "The appliance's certificate authority, the only one the agent trusts. Empty: the one of the "
        "enrolment token."},
       &Settings::agent_ca},
      {{"agent.token_file", "", "a file", "Holds the enrolment token. Needed once; removed after use."},
       &Settings::agent_token_file},
      {{"agent.listen_port", "7070", "0, or 1024 to 65535",
        "The TCP port on which viewers (gatehouse connect) reach this machine without a way through the "
        "appliance, where the network lets them. 0: any free one."},
       ListenPort{&Settings::agent_listen_port}},
      {{"agent.disable_tcp_listen", "off", "on or off",
        "On: this machine listens on no TCP port for viewers, and every session goes through the appliance. "
        "So "
        "it is always for the appliance's own screen. agent.page is another port, for this machine alone."},
       &Settings::agent_disable_tcp_listen},
      {{"agent.page", "127.0.0.1:7071", "127.0.0.1:port, [::1]:port, or off",
        "A page for the people at this machine: its address, a button that asks for help, and the settings, "
        "for administrators of the machine (settings.hidden). Every user of this machine can open it, nobody "
        "else. The appliance's own screen has none."},
       LocalAddress{&Settings::agent_page}},
      {{"agent.help_button", "Start remote session", "some words",
        "What that button says, whatever language the page's reader has."},
       &Settings::agent_help_button},
      {{"agent.tray_text", "", "some words",
        "What the entry of the tray's menu says that leads to that page, whatever language the desktop has. "
        "Empty: \"Start remote session\", in German \"Fernsitzung starten\"."},
       &Settings::agent_tray_text},
      {{"agent.tray_text_de", "", "some words",
        "The same for desktops in German. Empty: as agent.tray_text."},
       &Settings::agent_tray_text_de},
      {{"agent.socket", "", "a path",
        "The socket by which 'gatehouse address' and 'gatehouse request-help' reach the agent. Empty: "
        "\"socket\" in agent.data."},
       &Settings::agent_socket},
      {{"agent.permissions", "all",
        "all, or some of view_screen, keyboard, pointer, clipboard_to_device, clipboard_from_device, "
        "resize_screen, hear_sound, file_transfer, clipboard_files, lock_desktop, block_input, restart, "
        "secure_attention, privacy, record, tcp_tunnel, vpn, whiteboard, pointer_shown, system_information "
        "and elevation, separated by commas",
        "The most that any viewer may do on this machine, whatever its profiles and the portal say. Those "
        "from "
        "file_transfer to system_information are not available in this version: they are never granted."},
       &Settings::agent_permissions},

      {{"access.list", "local", "local, on or off",
        "Whether only those may ask to come in whom the machine's access list names; all others are refused "
        "before anybody is "
        "asked. local: as 'gatehouse access on' and 'gatehouse access off' have it, which is off at first."},
       Choice{&Settings::access_list, {"local", "on", "off"}}},
      {{"access.entries", "", "IDs, aliases, *@namespace or @namespace, separated by commas",
        "Who is on the access list, besides those of 'gatehouse access allow'. IDs and aliases are those of "
        "people, on their "
        "profile pages in the portal. In the part of an alias before the @, * stands for any characters and "
        "? for one: "
        "service-?@acme. *@acme and @acme are everybody of the namespace acme."},
       &Settings::access_entries},
      {{"access.interactive", "auto", "auto, ask, allow or refuse",
        "Whether the person at this machine is asked before somebody gets in. auto: they are asked in a "
        "window on "
        "their own "
        "screen; where nobody sits, at a virtual desktop or the test card, the appliance's rights decide. "
        "ask: nobody "
        "gets in "
        "unasked; without a screen of their own they are asked at the machine's text console, and without "
        "that "
        "nobody gets in. allow: nobody is asked, and nobody "
        "here sees "
        "who is "
        "connected. refuse: nobody gets in this way."},
       Choice{&Settings::access_interactive, {"auto", "ask", "allow", "refuse"}}},
      {{"access.ask_seconds", "60", "10 to 600",
        "How long the person at this machine has to answer. No answer is a no."},
       Number{&Settings::access_ask_seconds, 10, 600}},
      {{"access.locked_screen", "wait", "wait, ask or refuse",
        "What becomes of a question while the screen of this machine is locked, or nobody has signed in yet. "
        "wait: who stands before it need not be the person who works here, so it appears when the screen is "
        "unlocked; where that does not happen within access.ask_seconds, it is a no. ask: it is shown where "
        "the program that locks lets it. refuse: nobody gets in this way. Unattended access by a password, "
        "and sessions that run, are not affected."},
       Choice{&Settings::access_locked_screen, {"wait", "ask", "refuse"}}},

      {{"settings.hidden", "",
        "all, or some of address, access, profiles, password, second_factor, display and connection, "
        "separated by commas",
        "Categories that the settings on the machine's own page (agent.page) do not have: nobody can read or "
        "change them there. all: there are no settings on that page. Commands at the machine's console are "
        "not affected."},
       Words{&Settings::settings_hidden,
             {"all", "address", "access", "profiles", "password", "second_factor", "display", "connection"}}},
      {{"settings.locked", "off", "on or off",
        "On: the machine's settings, its access list and its profiles can be read and not changed, neither "
        "on its own page nor by 'gatehouse settings', 'gatehouse access' and 'gatehouse profile'. The second "
        "factor of unattended access still can. Whoever sets it, in the settings file or better in a managed "
        "policy, takes it away there."},
       &Settings::settings_locked},

      {{"relay.server", "", "host or host:port",
        "The appliance for which `gatehouse relay` carries sessions. Empty: the one it joined."},
       &Settings::relay_server},
      {{"relay.listen", "0.0.0.0:443", "address:port, [::]:port for IPv6",
        "Where machines and viewers connect to a relay of its own. The address in the portal must lead "
        "here."},
       &Settings::relay_listen},
      {{"relay.data", "relay", "a directory",
        "Where a relay keeps its key and certificate. Made when it joins."},
       &Settings::relay_data},
      {{"relay.sessions", "256", "1 to 10000",
        "Sessions that a relay carries at the same time; more are refused."},
       Number{&Settings::relay_sessions, 1, 10000}},

      {{"connect.server", "", "host or host:port",
        "The appliance that `gatehouse connect` signs in to when it is not told by --server."},
       &Settings::connect_server},
      {{"connect.organization", "", "an organization ID", "The same for --organization."},
       &Settings::connect_organization},
      {{"connect.email", "", "an e-mail address", "The same for --email."}, &Settings::connect_email},
  };
  return rows;
}

}  // namespace gatehouse::config
