// `gatehouse connect`: what was ordered, which appliance may be trusted, and who asks. The session is native_session.h.
#include <signal.h>

#include "appliance/app/commands.h"
#include "appliance/app/identity.h"
#include "appliance/app/native_session.h"
#include "appliance/base/server_address.h"
#include "appliance/base/text.h"
#include "appliance/connect/terminal.h"
#include "appliance/connect/trust.h"
#include "appliance/wire/server_names.h"

namespace gatehouse::app {
namespace {

std::string or_else(const std::string& given, const std::string& setting) {
  return given.empty() ? setting : given;
}

// Hex with or without separators, or base64url as in an enrolment token.
std::optional<std::string> parse_fingerprint(const std::string& text) {
  std::string digits;
  for (const char c : text) {
    if (c != ':' && c != ' ') digits += c;
  }
  auto bytes = from_hex(lower_ascii(digits));
  if (!bytes) bytes = from_base64url(text);
  return bytes && bytes->size() == 32 ? bytes : std::nullopt;
}

Result<NativeOrder> order_from(const cli::Arguments& arguments, const config::Settings& settings) {
  NativeOrder order;
  if (arguments.words.empty())
    return Error{"which machine? Give its ID or alias; 'gatehouse help connect' shows more"};
  order.address = arguments.words.front();
  const std::string server = or_else(arguments.value("server"), settings.connect_server);
  if (server.empty()) return Error{"where is the appliance? --server HOST or --server HOST:PORT"};
  auto parsed = parse_server_address(server);
  if (!parsed) return Error{"--server: " + parsed.error().message};
  order.server = {
      .host = lower_ascii(parsed->host), .port = parsed->port, .certificate_name = wire::kApplianceName};
  order.organization = or_else(arguments.value("organization"), settings.connect_organization);
  order.email = or_else(arguments.value("email"), settings.connect_email);
  order.listen = arguments.value("listen");
  order.viewer = arguments.value("viewer");
  order.reason = arguments.value("reason");
  order.new_key = arguments.value("accept-new-key");
  order.password_stdin = arguments.has("password-stdin");
  order.token_stdin = arguments.has("token-stdin");
  if (order.token_stdin && order.password_stdin)
    return Error{
        "standard input is either the password or the token: give one of --password-stdin and --token-stdin"};
  order.relay_only = arguments.has("relay-only");
  if (const std::string given = arguments.value("fingerprint"); !given.empty()) {
    const auto fingerprint = parse_fingerprint(given);
    if (!fingerprint)
      return Error{"--fingerprint takes the SHA-256 that the appliance's console shows, in hex"};
    order.fingerprint = *fingerprint;
  }
  return order;
}

Result<int> connect_to(NativeOrder order) {
  const auto known = connect::Appliances::open();
  if (!known) return known.error();
  const bool may_ask = !order.password_stdin && !order.token_stdin && connect::at_terminal();
  auto authority_pem = authority_for(order.server, *known, order.fingerprint, may_ask);
  if (!authority_pem) return authority_pem.error();
  connect::PortalClient portal(order.server.name(), *authority_pem);
  if (auto ok = check_reached(order.server, *known, portal); !ok) return ok.error();
  if (may_ask) {
    if (order.organization.empty()) order.organization = connect::ask_line("Organization ID: ");
    if (order.email.empty()) order.email = connect::ask_line("E-mail: ");
  }
  if (!order.token_stdin && (order.organization.empty() || order.email.empty()))
    return Error{"who are you? --organization ID and --email ADDRESS, as at the portal's sign-in"};
  const auto shown = order.token_stdin ? connect::read_token() : connect::read_password(order.password_stdin);
  if (!shown) return shown.error();
  return run_native_session(order, portal, *known, *authority_pem, *shown);
}

int run(const cli::Arguments& arguments) {
  const auto settings = cli::load_settings("connect", arguments);
  if (!settings) return 2;
  auto order = order_from(arguments, *settings);
  if (!order) {
    cli::fail("connect", order.error().message);
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  const auto status = connect_to(*std::move(order));
  if (!status) return cli::fail("connect", status.error().message);
  return *status;
}

constexpr std::string_view kDetails = R"(
  --server HOST[:PORT]     the appliance (or the setting connect.server)
  --organization ID        your organization's ID (connect.organization); asked for when it is missing
  --email ADDRESS          your account (connect.email); asked for when it is missing
  --password-stdin         read the password from standard input instead of asking for it; where a second factor is
                           wanted, the code is read from the next line
  --token-stdin            read an API token (My Profile in the portal) from standard input, in place of account and password
  --reason TEXT            why you connect, where your organization wants to know
  --listen HOST:PORT       where your VNC viewer connects; without it 127.0.0.1:5900, or the next free port
  --viewer PROGRAM         start this viewer (vncviewer, for example) and end with it
  --relay-only             go through the appliance even where the machine could be reached directly
  --fingerprint SHA256     of the appliance's authority, as its console shows it: trust this one
  --accept-new-key PRINT   the machine was set up anew, and this is the fingerprint of its new key

Only VNC viewers of your own account on this machine are let in, one for a session. Ctrl-C ends the session. Known
appliances and machines are kept in $XDG_CONFIG_HOME/gatehouse or ~/.config/gatehouse. The exit status is 0 when you
ended the session, 1 when something else did or it could not begin, 2 when the command was not understood.
)";

}  // namespace

const cli::Command& connect_command() {
  static const cli::Command command = {
      "connect",
      "ADDRESS --server HOST",
      "reach a machine with your own VNC viewer",
      {"password-stdin", "token-stdin", "relay-only"},
      run,
      1,
      {"server", "organization", "email", "reason", "listen", "viewer", "fingerprint", "accept-new-key"},
      kDetails};
  return command;
}

}  // namespace gatehouse::app
