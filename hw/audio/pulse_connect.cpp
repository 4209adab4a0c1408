#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>
#include <cstring>

#include "appliance/base/files.h"
#include "hw/audio/pulse_messages.h"
#include "hw/audio/pulse_source.h"

namespace gatehouse::hw {
namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void add(std::vector<std::string>& paths, const std::string& directory, const std::string& rest) {
  if (!directory.empty()) paths.push_back(directory + rest);
}

UniqueFd connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return UniqueFd();
  std::memcpy(address.sun_path, path.c_str(), path.size());
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket || ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return UniqueFd();
  return socket;
}

}  // namespace

PulsePlaces pulse_places(unsigned uid, const std::string& home, bool own) {
  PulsePlaces places;
  if (own) {
    // "unix:/path", or the path alone; a server elsewhere (tcp:…) plays elsewhere.
    std::string server = from_environment("PULSE_SERVER");
    if (server.starts_with("unix:")) server = server.substr(5);
    if (server.starts_with("/")) places.sockets.push_back(server);
    add(places.sockets, from_environment("PULSE_RUNTIME_PATH"), "/native");
    add(places.sockets, from_environment("XDG_RUNTIME_DIR"), "/pulse/native");
    add(places.cookies, from_environment("PULSE_COOKIE"), "");
    add(places.cookies, from_environment("XDG_CONFIG_HOME"), "/pulse/cookie");
  }
  places.sockets.push_back("/run/user/" + std::to_string(uid) + "/pulse/native");
  add(places.cookies, home, "/.config/pulse/cookie");
  add(places.cookies, home, "/.pulse-cookie");
  return places;
}

Result<PulseSocket> connect_pulse(const PulsePlaces& places) {
  PulseSocket found;
  for (const std::string& path : places.sockets) {
    found.socket = connect_to(path);
    found.path = path;
    if (found.socket) break;
  }
  if (!found.socket) {
    return Error{"no sound server (PulseAudio, or PipeWire with pipewire-pulse) listens at " +
                 (places.sockets.empty() ? "any known place" : places.sockets.back())};
  }
  for (const std::string& path : places.cookies) {
    auto cookie = read_file(path, pulse::kCookieSize, FileKind::foreign);
    if (!cookie || cookie->size() != pulse::kCookieSize) continue;
    found.cookie = *std::move(cookie);
    break;
  }
  return found;
}

}  // namespace gatehouse::hw
