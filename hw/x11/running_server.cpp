#include "hw/x11/running_server.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>

#include "appliance/base/files.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"
#include "hw/x11/connect.h"

namespace gatehouse::hw {
namespace {

constexpr std::size_t kAuthorityCap = 256 * 1024;
constexpr const char* kSockets = "/tmp/.X11-unix";
constexpr const char* kFirstSeat = "seat0";
constexpr const char* kSeat = "/run/systemd/seats/seat0";
constexpr const char* kTerminal = "/sys/class/tty/tty0/active";
constexpr const char* kProc = "/proc";

// To the end: files of the kernel have no size.
std::optional<std::string> read_all(const UniqueFd& file) {
  std::string content;
  std::array<char, 4096> piece;
  while (content.size() < kAuthorityCap) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    content.append(piece.data(), static_cast<std::size_t>(got));
  }
  return content;
}

std::optional<std::string> read_small(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  return file ? read_all(file) : std::nullopt;
}

std::optional<uid_t> as_user(std::string_view digits) {
  const auto number = parse_integer(digits, 0, UINT32_MAX - 1);
  return number ? std::optional(static_cast<uid_t>(*number)) : std::nullopt;
}

bool counts(uid_t owner, std::optional<uid_t> person) {
  return owner == 0 || owner == person;
}

// "tty7" without "tty", or "vt7" without "vt".
bool is_terminal_number(std::string_view digits) {
  return parse_integer(digits, 1, 63).has_value();
}

bool opened_terminal(const std::string& descriptors) {
  constexpr std::string_view kDevice = "/dev/tty";
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(descriptors.c_str()), ::closedir);
  while (const dirent* entry = directory ? ::readdir(directory.get()) : nullptr) {
    const auto number = parse_integer(entry->d_name, 0, INT32_MAX);
    if (!number || *number <= STDERR_FILENO) continue;
    std::array<char, 32> target{};  // longer ones are cut, and none of these
    const ssize_t length =
        ::readlinkat(::dirfd(directory.get()), entry->d_name, target.data(), target.size());
    const std::string_view path(target.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    if (path.starts_with(kDevice) && is_terminal_number(path.substr(kDevice.size()))) return true;
  }
  return false;
}

bool has_screen(const std::string& name) {
  const auto pid = x11_server_pid(name);
  const auto server = pid ? server_process(kProc, *pid) : std::nullopt;
  return server && hw::has_screen(kProc, *pid, *server);
}

// ":0", ":1", …, those of the terminal in front first. Sockets that others made are not even knocked at.
std::vector<std::string> displays_here(std::optional<uid_t> person) {
  std::vector<std::int64_t> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(kSockets), ::closedir);
  while (const dirent* entry = directory ? ::readdir(directory.get()) : nullptr) {
    const std::string_view name = entry->d_name;
    struct stat info {};
    if (!name.starts_with('X') ||
        ::fstatat(::dirfd(directory.get()), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISSOCK(info.st_mode) || !counts(info.st_uid, person))
      continue;
    if (const auto number = parse_integer(name.substr(1), 0, 65535)) numbers.push_back(*number);
  }
  std::ranges::sort(numbers);
  std::vector<std::string> names;
  for (const std::int64_t number : numbers) names.push_back(":" + std::to_string(number));
  const auto active = read_small(kTerminal);
  if (!active) return names;
  std::stable_partition(names.begin(), names.end(), [terminal = trimmed(*active)](const std::string& name) {
    const auto pid = x11_server_pid(name);
    const auto server = pid ? server_process(kProc, *pid) : std::nullopt;
    return server && is_on(*server, terminal);
  });
  return names;
}

}  // namespace

std::optional<ServerProcess> server_process(const std::string& proc, pid_t pid) {
  const std::string directory = proc + "/" + std::to_string(pid);
  const auto status = read_small(directory + "/status"), line = read_small(directory + "/cmdline");
  if (!status || !line) return std::nullopt;
  ServerProcess server;
  bool known = false;
  for (const std::string& row : split(*status, '\n')) {
    if (row.starts_with("Name:\t")) server.name = row.substr(6);
    if (!row.starts_with("Uid:\t")) continue;
    const auto users = split(row.substr(5), '\t');  // real, effective, saved, of the file system
    const auto real = users.size() > 1 ? as_user(users[0]) : std::nullopt;
    const auto effective = users.size() > 1 ? as_user(users[1]) : std::nullopt;
    if (!real || !effective) return std::nullopt;
    server.real = *real;
    server.effective = *effective;
    known = true;
  }
  server.words = split(*line, '\0');
  return known ? std::optional(std::move(server)) : std::nullopt;
}

std::string authority_file_of(const ServerProcess& server) {
  const auto word = std::ranges::find(server.words, "-auth");
  if (word == server.words.end() || word + 1 == server.words.end()) return "";
  return (word + 1)->starts_with('/') ? *(word + 1) : "";
}

bool has_screen(const std::string& proc, pid_t pid, const ServerProcess& server) {
  const auto& words = server.words;
  // Other seats are other people's, with screens and keyboards of their own.
  const auto seat = std::ranges::find(words, "-seat");
  if (seat != words.end()) return seat + 1 != words.end() && *(seat + 1) == kFirstSeat;
  for (const std::string& word : words) {
    if (word.starts_with("vt") && is_terminal_number(std::string_view(word).substr(2))) return true;
  }
  return opened_terminal(proc + "/" + std::to_string(pid) + "/fd");
}

bool is_on(const ServerProcess& server, std::string_view terminal) {
  constexpr std::string_view kTty = "tty";
  if (!terminal.starts_with(kTty)) return false;
  return std::ranges::find(server.words, "vt" + std::string(terminal.substr(kTty.size()))) !=
         server.words.end();
}

Result<std::string> read_authority(const std::string& path, uid_t owner) {
  // Not to wait at a pipe that somebody put there.
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY));
  if (!file) return errno_error("cannot read " + path);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return errno_error("cannot look at " + path);
  if (!S_ISREG(info.st_mode)) return Error{path + " is no file"};
  if (info.st_uid != owner) return Error{path + " belongs to somebody else than the X server"};
  const auto content = read_all(file);
  if (!content) return Error{"cannot read " + path};
  return *content;
}

std::optional<uid_t> person_at(const std::string& seat_file) {
  const auto content = read_small(seat_file);
  if (!content) return std::nullopt;
  constexpr std::string_view kKey = "ACTIVE_UID=";
  for (const std::string& line : split(*content, '\n')) {
    if (line.starts_with(kKey)) return as_user(line.substr(kKey.size()));
  }
  return std::nullopt;
}

Result<X11Socket> connect_x11_by_process(const std::string& name, std::optional<uid_t> person) {
  return connect_x11_seen(name, [&](const ucred& peer) -> Result<std::string> {
    const auto server = server_process(kProc, peer.pid);
    if (!server || server->effective != peer.uid) return Error{"it is not known what runs at " + name};
    // It shows the windows of Wayland's X programs, and no screen.
    if (server->name.starts_with("Xwayland")) return Error{name + " is a part of a Wayland session"};
    if (!counts(server->real, person))
      return Error{"the X server " + name + " is not of who sits at this machine"};
    const std::string file = authority_file_of(*server);
    if (file.empty()) return Error{"the X server " + name + " was started without an authority file"};
    return read_authority(file, server->real);
  });
}

Result<FoundX11> find_x11() {
  const auto person = person_at(kSeat);
  std::string why;
  for (const std::string& name : displays_here(person)) {
    auto socket = has_screen(name) ? connect_x11_by_process(name, person)
                                   : Error{"the X server " + name +
                                           " has no screen of this machine (desktop.display=" + name +
                                           " shows it all the same)"};
    if (socket) return FoundX11{name, *std::move(socket)};
    why += (why.empty() ? "" : "; ") + socket.error().message;
  }
  return Error{why.empty() ? "no X server runs on this machine" : why};
}

}  // namespace gatehouse::hw
