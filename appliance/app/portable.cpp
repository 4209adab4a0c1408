#include "appliance/app/portable.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cstdio>
#include <cstdlib>

#include "appliance/agent/identity.h"
#include "appliance/app/enrolling.h"
#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/net/certificates.h"

namespace gatehouse::app {
namespace {

constexpr std::string_view kDefaultDirectory = "agent";  // of the setting agent.data

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

Result<UniqueFd> lock(const std::string& directory) {
  UniqueFd fd(::open((directory + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return errno_error("cannot write in " + directory);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0)
    return Error{"it runs already, in another window perhaps; its keys are in " + directory};
  return fd;
}

// With what is missing above it.
Result<void> make_portable_directory(const std::string& path) {
  for (std::size_t at = path.find('/', 1);; at = path.find('/', at + 1)) {
    const std::string part = path.substr(0, at);
    if (at == std::string::npos) return make_private_directory(part);
    if (file_exists(part)) continue;
    if (auto ok = make_directory(part, 0700); !ok) return ok;
  }
}

// The keys that are there are of another appliance than the token.
bool is_of_another(const agent::Identity& identity, const wire::EnrolmentToken& token) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  const std::string& known = identity.authority_pem();  // one, or two while they change
  for (auto at = known.find(kBegin); at != std::string::npos; at = known.find(kBegin, at + 1)) {
    const auto one = net::fingerprint(known.substr(at));
    if (one && from_hex(*one) == token.authority_fingerprint) return false;
  }
  return !known.empty();
}

Result<void> go_on(const agent::Identity& identity, const cli::Arguments& arguments, EnrolOrder& order,
                   agent::AgentOptions& options) {
  std::printf("This account is enrolled, as %s.\n", grouped(id_in(identity.certificate_pem())).c_str());
  if (arguments.value("token").empty()) return {};
  if (auto ok = read_token(arguments.value("token"), order); !ok) return ok;
  if (is_of_another(identity, order.token)) {
    return Error{"this account's portable client belongs to another appliance, " + identity.server() +
                 ". To join this one as well, name another directory for its keys: --agent.data=DIRECTORY"};
  }
  options.enrolment_token = order.token.secret;  // in case it was removed in the portal meanwhile
  return {};
}

}  // namespace

Result<std::string> portable_path() {
  // The XDG base directory specification: a path that is not absolute is to be ignored.
  std::string base = variable("XDG_DATA_HOME");
  if (!base.starts_with('/')) {
    const std::string home = variable("HOME");
    if (!home.starts_with('/')) return Error{"there is no $HOME to keep this machine's keys in"};
    base = home + "/.local/share";
  }
  return base + "/gatehouse/portable";
}

Result<void> choose_portable_directory(config::Settings& settings) {
  if (settings.agent_data != kDefaultDirectory) return {};
  auto path = portable_path();
  if (!path) return path.error();
  settings.agent_data = *std::move(path);
  return {};
}

Result<UniqueFd> prepare_portable(const cli::Arguments& arguments, config::Settings& settings,
                                  agent::AgentOptions& options) {
  if (auto ok = choose_portable_directory(settings); !ok) return ok.error();
  if (auto ok = make_portable_directory(settings.agent_data); !ok) return ok.error();
  auto held = lock(settings.agent_data);
  if (!held) return held;
  options.mode = wire::RunMode::portable;
  if (!arguments.value("server").empty()) settings.agent_server = arguments.value("server");

  EnrolOrder order;
  order.directory = settings.agent_data;
  order.mode = options.mode;
  const auto identity = agent::Identity::open(settings.agent_data);
  if (!identity) return identity.error();
  if (identity->enrolled()) {
    if (auto ok = go_on(*identity, arguments, order, options); !ok) return ok.error();
    return held;
  }
  if (auto ok = read_server(settings.agent_server, order); !ok) return ok.error();
  if (auto ok = read_token(arguments.value("token"), order); !ok) return ok.error();
  std::printf("Joining the appliance at %s as a portable client. Its keys are kept in %s.\n",
              order.server_text.c_str(), order.directory.c_str());
  std::fflush(stdout);
  if (const auto id = enrol(order); !id) return id.error();
  return held;
}

}  // namespace gatehouse::app
