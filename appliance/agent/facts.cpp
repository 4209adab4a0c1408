#include "appliance/agent/facts.h"

#include <pwd.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "appliance/base/files.h"
#include "appliance/base/text.h"

namespace gatehouse::agent {
namespace {

std::string unquoted(std::string_view value) {
  const bool quoted = value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0];
  if (!quoted) return std::string(value);
  std::string out;
  for (std::size_t i = 1; i + 1 < value.size(); ++i) {
    if (value[i] == '\\' && i + 2 < value.size()) ++i;
    out += value[i];
  }
  return out;
}

std::string operating_system() {
  // /etc/os-release is usually a link, which read_file does not follow.
  for (const char* path : {"/usr/lib/os-release", "/etc/os-release"}) {
    const auto content = read_file(path, 64 * 1024);
    if (!content) continue;
    if (std::string name = pretty_name(*content); !name.empty()) return name;
  }
  return "Linux";
}

std::string account() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

}  // namespace

std::string pretty_name(std::string_view os_release) {
  constexpr std::string_view kKey = "PRETTY_NAME=";
  for (const std::string& line : split(os_release, '\n')) {
    if (line.starts_with(kKey)) return unquoted(trimmed(std::string_view(line).substr(kKey.size())));
  }
  return {};
}

wire::Facts machine_facts() {
  utsname names{};
  ::uname(&names);
  wire::Facts facts;
  facts.host_name = names.nodename;
  facts.platform = "linux-" + std::string(names.machine);
  facts.os = operating_system();
  facts.program_version = GATEHOUSE_VERSION;
  facts.user = account();
  return facts;
}

}  // namespace gatehouse::agent
