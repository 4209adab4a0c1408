#include "appliance/connect/appliances.h"

#include <cstdlib>

#include "appliance/base/files.h"

namespace gatehouse::connect {
namespace {

constexpr std::size_t kPemCap = 65536;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Result<Appliances> Appliances::open() {
  // The XDG base directory specification: a path that is not absolute is to be ignored.
  std::string base = variable("XDG_CONFIG_HOME");
  if (!base.starts_with('/')) {
    const std::string home = variable("HOME");
    if (!home.starts_with('/'))
      return Error{"there is no $HOME, nor $XDG_CONFIG_HOME, to keep the keys of machines in"};
    base = home + "/.config";
  }
  if (!file_exists(base)) {
    if (auto ok = make_directory(base, 0700); !ok) return ok.error();
  }
  const std::string directory = base + "/gatehouse";
  if (auto ok = make_private_directory(directory); !ok) return ok.error();
  if (auto ok = make_private_directory(directory + "/authorities"); !ok) return ok.error();
  return Appliances(directory);
}

std::string Appliances::authority_path(const std::string& server) const {
  return directory_ + "/authorities/" + server + ".pem";
}

Result<std::string> Appliances::authority_pem(const std::string& server) const {
  const std::string path = authority_path(server);
  return file_exists(path) ? read_file(path, kPemCap) : std::string();
}

Result<void> Appliances::remember_authority(const std::string& server, const std::string& pem) const {
  return write_file_atomically(authority_path(server), pem, 0600);
}

}  // namespace gatehouse::connect
