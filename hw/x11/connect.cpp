// The monitor's side: finding an X server's socket and cookie.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "hw/x11/connect.h"
#include "hw/x11/xauthority.h"

namespace gatehouse::hw {
namespace {

constexpr std::size_t kXauthorityCap = 256 * 1024;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// ":7", ":7.0" or "unix:7" -> "7".
std::optional<std::string> display_number(std::string_view name) {
  if (name.starts_with("unix:")) name.remove_prefix(4);
  if (!name.starts_with(':')) return std::nullopt;
  name.remove_prefix(1);
  const std::vector<std::string> parts = split(name, '.');
  if (parts.empty() || parts.size() > 2 || (parts.size() == 2 && !parse_integer(parts[1], 0, 99)))
    return std::nullopt;
  const std::optional<std::int64_t> number = parse_integer(parts[0], 0, 65535);
  if (!number) return std::nullopt;
  return std::to_string(*number);
}

// `path` as a file, or as a name in the abstract namespace.
UniqueFd connect_unix(const std::string& path, bool abstract) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::size_t skip = abstract ? 1 : 0;
  std::memcpy(address.sun_path + skip, path.data(),
              std::min(path.size(), sizeof address.sun_path - 1 - skip));
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  if (!fd || ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0) return UniqueFd();
  return fd;
}

// The directory may have a longer path than a socket's address holds.
UniqueFd connect_in(const std::string& sockets, const std::string& number) {
  const UniqueFd directory(::open(sockets.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return UniqueFd();
  return connect_unix("/proc/self/fd/" + std::to_string(directory.get()) + "/X" + number, false);
}

// The cookie for display `number` from the file at `path`.
Result<void> find_cookie(const std::string& path, const std::string& number, X11Socket& result) {
  const Result<std::string> content = read_file(path, kXauthorityCap);
  if (!content) return content.error();
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  if (const auto entry = find_xauthority(as_bytes(*content), host, number)) {
    result.auth_name = entry->name;
    result.auth_data = entry->data;
  }
  return {};
}

// The file to read, and whether somebody named it (then it must be there).
std::pair<std::string, bool> xauthority_path(const std::string& given) {
  if (!given.empty()) return {given, true};
  if (std::string named = environment("XAUTHORITY"); !named.empty()) return {named, true};
  const std::string home = environment("HOME");
  return {home.empty() ? "" : home + "/.Xauthority", false};
}

}  // namespace

Result<X11Socket> connect_x11(const std::string& name, const std::string& xauthority) {
  const std::string display = name.empty() ? environment("DISPLAY") : name;
  if (display.empty()) return Error{"no X display: DISPLAY is not set and the settings name none"};
  const std::optional<std::string> number = display_number(display);
  if (!number) return Error{"'" + display + "' is not a display of this machine; write it like :0"};

  X11Socket result;
  const std::string path = "/tmp/.X11-unix/X" + *number;
  result.socket = connect_unix(path, false);
  if (!result.socket) {
    const Error error = errno_error("cannot connect to the X server " + display + " (" + path + ")");
    result.socket = connect_unix(path, true);
    if (!result.socket) return error;
  }

  const auto [file, must] = xauthority_path(xauthority);
  // The server may let local users in without a cookie.
  if (!must && (file.empty() || !file_exists(file))) return result;
  if (auto found = find_cookie(file, *number, result); !found)
    return Error{"no cookie for the X server " + display + ": " + found.error().message};
  return result;
}

Result<X11Socket> connect_x11_at(const std::string& sockets, const std::string& name,
                                 const std::string& xauthority) {
  const std::optional<std::string> number = display_number(name);
  GH_ASSERT(number.has_value());
  X11Socket result;
  result.socket = connect_in(sockets, *number);
  if (!result.socket) return errno_error("cannot connect to the X server " + name + " in " + sockets);
  if (auto found = find_cookie(xauthority, *number, result); !found) return found.error();
  return result;
}

}  // namespace gatehouse::hw
