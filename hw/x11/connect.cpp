// The monitor's side: finding an X server's socket and cookie.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "hw/x11/connect.h"
#include "hw/x11/xauthority.h"

namespace gatehouse::hw {
namespace {

constexpr std::size_t kXauthorityCap = 256 * 1024;
constexpr auto kPatience = std::chrono::seconds(3);

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
  // Nobody is waited for who takes no connections.
  const timeval patience{kPatience.count(), 0}, forever{};
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0 ||
      ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), length) != 0 ||
      ::setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &forever, sizeof forever) != 0)
    return UniqueFd();
  return fd;
}

// The directory may have a longer path than a socket's address holds.
UniqueFd connect_in(const std::string& sockets, const std::string& number) {
  const UniqueFd directory(::open(sockets.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return UniqueFd();
  return connect_unix("/proc/self/fd/" + std::to_string(directory.get()) + "/X" + number, false);
}

std::string usual_path(const std::string& number) {
  return "/tmp/.X11-unix/X" + number;
}

UniqueFd connect_usual(const std::string& number) {
  const std::string path = usual_path(number);
  UniqueFd fd = connect_unix(path, false);
  return fd ? std::move(fd) : connect_unix(path, true);
}

// X11, "Connection Setup": in our own byte order, strings padded to four bytes.
std::string setup_request(const X11Socket& access) {
  const auto padded = [](std::string text) {
    text.resize((text.size() + 3) / 4 * 4);
    return text;
  };
  const std::uint16_t numbers[] = {11, 0, static_cast<std::uint16_t>(access.auth_name.size()),
                                   static_cast<std::uint16_t>(access.auth_data.size()), 0};
  std::string out = std::endian::native == std::endian::little ? "l" : "B";
  out += '\0';
  out.append(reinterpret_cast<const char*>(numbers), sizeof numbers);
  return out + padded(access.auth_name) + padded(access.auth_data);
}

// Waits until `socket` has something to read, or its end.
bool readable(const UniqueFd& socket, std::chrono::steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd wait{socket.get(), POLLIN, 0};
  return left.count() > 0 && ::poll(&wait, 1, static_cast<int>(left.count())) == 1;
}

// Whether the server at the other end of `socket` lets us in. Afterwards the server has forgotten us: one that
// starts anew when its last client goes takes those with it who come at that moment.
Result<void> try_setup(const UniqueFd& socket, const X11Socket& access, const std::string& display) {
  constexpr char kSuccess = 1;
  const std::string request = setup_request(access);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  char answer = 0;
  if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
          static_cast<ssize_t>(request.size()) ||
      !readable(socket, deadline) || ::recv(socket.get(), &answer, 1, 0) != 1)
    return Error{"the X server " + display + " does not answer"};
  if (answer != kSuccess)
    return Error{"the X server " + display +
                 " does not let us in: run as who is signed in there, or set desktop.xauthority to its "
                 "cookie file"};
  char rest[4096];
  ::shutdown(socket.get(), SHUT_WR);
  while (readable(socket, deadline) && ::recv(socket.get(), rest, sizeof rest, 0) > 0) {
  }
  return {};
}

// The cookie for display `number` from the content of an authority file; without one there the server may still let us in.
void take_cookie(const std::string& content, const std::string& number, X11Socket& result) {
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  if (const auto entry = find_xauthority(as_bytes(content), host, number)) {
    result.auth_name = entry->name;
    result.auth_data = entry->data;
  }
}

// The same from the file at `path`.
Result<void> find_cookie(const std::string& path, const std::string& number, X11Socket& result) {
  const Result<std::string> content = read_file(path, kXauthorityCap);
  if (!content) return content.error();
  take_cookie(*content, number, result);
  return {};
}

// Who called listen() at the other end (unix(7), SO_PEERCRED).
std::optional<ucred> peer_of(const UniqueFd& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (!socket || ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  return peer;
}

// The file to read, and whether somebody named it (then it must be there).
std::pair<std::string, bool> xauthority_path(const std::string& given) {
  if (!given.empty()) return {given, true};
  if (std::string named = environment("XAUTHORITY"); !named.empty()) return {named, true};
  const std::string home = environment("HOME");
  return {home.empty() ? "" : home + "/.Xauthority", false};
}

}  // namespace

std::string x11_name(const std::string& configured) {
  if (!configured.empty()) return configured;
  const std::string display = environment("DISPLAY");
  return display.empty() ? ":0" : display;
}

Result<X11Socket> connect_x11(const std::string& name, const std::string& xauthority) {
  const std::optional<std::string> number = display_number(name);
  if (!number) return Error{"'" + name + "' is not a display of this machine; write it like :0"};

  X11Socket result;
  const UniqueFd trial = connect_usual(*number);
  if (!trial) return Error{"no X server runs at " + name + " (/tmp/.X11-unix/X" + *number + ")"};
  const auto [file, must] = xauthority_path(xauthority);
  // The server may let local users in without a cookie.
  if (must || (!file.empty() && file_exists(file))) {
    if (auto found = find_cookie(file, *number, result); !found)
      return Error{"no cookie for the X server " + name + ": " + found.error().message};
  }
  // On a connection of its own: the worker's must be untouched.
  if (auto ok = try_setup(trial, result, name); !ok) return ok.error();
  result.socket = connect_usual(*number);
  if (!result.socket) return Error{"the X server " + name + " has gone away"};
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

Result<X11Socket> connect_x11_seen(const std::string& name,
                                   const std::function<Result<std::string>(const ucred& server)>& authority) {
  const std::optional<std::string> number = display_number(name);
  GH_ASSERT(number.has_value());
  const UniqueFd trial = connect_usual(*number);
  const auto server = peer_of(trial);
  if (!server) return Error{"no X server runs at " + name};
  const Result<std::string> content = authority(*server);
  if (!content) return content.error();
  X11Socket result;
  take_cookie(*content, *number, result);
  if (auto ok = try_setup(trial, result, name); !ok) return ok.error();
  result.socket = connect_usual(*number);
  const auto now = peer_of(result.socket);
  if (!now || now->pid != server->pid || now->uid != server->uid)
    return Error{"the X server " + name + " has gone away"};
  return result;
}

std::optional<pid_t> x11_server_pid(const std::string& name) {
  const std::optional<std::string> number = display_number(name);
  const auto peer = number ? peer_of(connect_usual(*number)) : std::nullopt;
  return peer ? std::optional(peer->pid) : std::nullopt;
}

int free_display_number() {
  constexpr int kFirst = 1000, kEnd = 2000;  // above what X servers and ssh take by themselves
  int number = kFirst;
  while (number < kEnd && connect_unix(usual_path(std::to_string(number)), true)) ++number;
  return number;
}

}  // namespace gatehouse::hw
