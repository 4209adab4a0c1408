#include "appliance/app/installation.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "appliance/base/files.h"
#include "appliance/base/secret.h"
#include "appliance/base/spawn.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::app {
namespace {

constexpr std::size_t kSmallFile = 65536;

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

bool is_same_file(const std::string& a, const std::string& b) {
  struct stat one {
  }, other{};
  return ::stat(a.c_str(), &one) == 0 && ::stat(b.c_str(), &other) == 0 && one.st_dev == other.st_dev &&
         one.st_ino == other.st_ino;
}

// Beside its place, so that the last step is a rename.
Result<void> copy_file(const std::string& from, const std::string& to, unsigned mode) {
  const UniqueFd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source) return errno_error("cannot read " + from);
  const UniqueFd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!target) return errno_error("cannot create " + to);
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(source.get(), piece.data(), piece.size());
    if (got < 0) return errno_error("cannot read " + from);
    if (got == 0) break;
    for (ssize_t at = 0; at < got;) {
      const ssize_t put = ::write(target.get(), piece.data() + at, static_cast<std::size_t>(got - at));
      if (put < 0) return errno_error("cannot write " + to);
      at += put;
    }
  }
  if (::fchmod(target.get(), mode) != 0 || ::fsync(target.get()) != 0)
    return errno_error("cannot finish " + to);
  return {};
}

}  // namespace

Installation::~Installation() {
  for (auto task = undo_.rbegin(); task != undo_.rend(); ++task) (*task)();
}

void Installation::keep() {
  undo_.clear();
  for (const auto& task : keep_) task();
}

Result<void> Installation::may_write(std::string_view path) const {
  std::string there = parent_of(places_.on_disk(path));
  while (there.size() > 1 && !file_exists(there)) there = parent_of(there);
  if (::access(there.c_str(), W_OK) == 0) return {};
  const std::string words = "cannot write in " + there;
  if (errno == EROFS) {
    return Error{words +
                 ": this disk is read-only. Make it writable for the installation; the program alone can go "
                 "elsewhere with --prefix=DIRECTORY"};
  }
  return errno_error(words);
}

Result<void> Installation::make_parents(const std::string& on_disk) {
  const std::string parent = parent_of(on_disk);
  if (file_exists(parent)) return {};
  if (auto ok = make_parents(parent); !ok) return ok;
  if (auto ok = make_directory(parent, 0755); !ok) return ok;
  on_undo([parent] { ::rmdir(parent.c_str()); });
  return {};
}

Result<void> Installation::put_directory(std::string_view path, unsigned mode) {
  const std::string on_disk = places_.on_disk(path);
  if (auto ok = make_parents(on_disk); !ok) return ok;
  if (file_exists(on_disk)) return {};
  if (auto ok = make_directory(on_disk, mode); !ok) return ok;
  on_undo([on_disk] { ::rmdir(on_disk.c_str()); });
  return {};
}

Result<bool> Installation::put_program() {
  const std::string path = places_.on_disk(places_.program());
  if (auto ok = make_parents(path); !ok) return ok.error();
  if (is_same_file("/proc/self/exe", path)) return false;
  const std::string tail = hex(random_bytes(4)), fresh = path + ".new-" + tail,
                    former = path + ".old-" + tail;
  if (auto ok = copy_file("/proc/self/exe", fresh, 0755); !ok) {
    ::unlink(fresh.c_str());
    return ok.error();
  }
  const bool replaces = ::link(path.c_str(), former.c_str()) == 0;
  if (!replaces && errno != ENOENT) {
    const Error error = errno_error("cannot keep the former program " + path);
    ::unlink(fresh.c_str());
    return error;
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) {
    const Error error = errno_error("cannot put the program at " + path);
    ::unlink(fresh.c_str());
    if (replaces) ::unlink(former.c_str());
    return error;
  }
  if (replaces) {
    on_keep([former] { ::unlink(former.c_str()); });
    on_undo([path, former] { ::rename(former.c_str(), path.c_str()); });
  } else {
    on_undo([path] { ::unlink(path.c_str()); });
  }
  return replaces;
}

Result<void> Installation::put_file(std::string_view path, std::string_view content, unsigned mode) {
  const std::string on_disk = places_.on_disk(path);
  if (auto ok = make_parents(on_disk); !ok) return ok;
  std::optional<std::string> before;
  if (file_exists(on_disk)) {
    auto read = read_file(on_disk, kSmallFile);
    if (!read) return read.error();
    if (*read == content) return {};
    before = *std::move(read);
  }
  if (auto ok = write_file_atomically(on_disk, content, mode); !ok) return ok;
  on_undo([on_disk, before, mode] {
    if (!before) {
      ::unlink(on_disk.c_str());
    } else {
      static_cast<void>(write_file_atomically(on_disk, *before, mode));
    }
  });
  return {};
}

Result<void> Installation::put_link(std::string_view path, const std::string& target) {
  const std::string on_disk = places_.on_disk(path);
  if (auto ok = make_parents(on_disk); !ok) return ok;
  if (::symlink(target.c_str(), on_disk.c_str()) == 0) {
    on_undo([on_disk] { ::unlink(on_disk.c_str()); });
    return {};
  }
  if (errno == EEXIST) return {};
  return errno_error("cannot make the link " + on_disk);
}

std::optional<std::string> program_of_unit(const std::string& unit_on_disk) {
  const auto text = read_file(unit_on_disk, kSmallFile);
  if (!text) return std::nullopt;
  constexpr std::string_view kKey = "ExecStart=";
  for (const std::string& line : split(*text, '\n')) {
    if (!line.starts_with(kKey)) continue;
    const std::string program = line.substr(kKey.size(), line.find(' ') - kKey.size());
    if (program.starts_with('/') && program.ends_with("/bin/gatehouse")) return program;
  }
  return std::nullopt;
}

bool systemd_runs() {
  return file_exists("/run/systemd/system");  // sd_booted(3)
}

Result<void> run_tool(const std::string& tool, const std::vector<std::string>& words, bool quiet) {
  SpawnOptions child;
  for (const char* directory : {"/bin/", "/usr/sbin/", "/usr/bin/"}) {
    if (file_exists(directory + tool)) child.program = directory + tool;
  }
  if (child.program.empty()) return Error{"there is no " + tool + " on this machine"};
  child.words = {tool};
  child.words.insert(child.words.end(), words.begin(), words.end());
  if (!quiet) child.output = child.error = STDERR_FILENO;
  const auto pid = spawn(child);
  if (!pid) return pid.error();
  int status = 0;
  while (::waitpid(*pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (status == 0) return {};
  std::string line = tool;
  for (const std::string& word : words) line += " " + word;
  return Error{"'" + line + "': " + exit_words(status)};
}

}  // namespace gatehouse::app
