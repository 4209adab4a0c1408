#include "appliance/base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "appliance/base/secret.h"
#include "appliance/base/text.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse {

Result<std::string> read_file(const std::string& path, std::size_t cap, FileKind kind) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | (kind == FileKind::own ? O_NOFOLLOW : 0)));
  if (!fd) return errno_error("cannot open " + path);
  std::string content;
  char buffer[16384];
  for (;;) {
    const ssize_t got = ::read(fd.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno_error("cannot read " + path);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > cap) return Error{path + " is larger than " + std::to_string(cap) + " bytes"};
  }
}

namespace {

// `like`: whose owner, group and mode it is to have, exactly.
Result<void> write_beside(const std::string& path, std::string_view content, unsigned mode,
                          const struct stat* like) {
  const std::string temporary = path + ".new-" + hex(random_bytes(4));
  const auto give_up = [&](const std::string& what) {
    const int problem = errno;
    Error error = errno_error(what + " " + temporary);
    ::unlink(temporary.c_str());
    errno = problem;
    return error;
  };
  UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
  if (!fd) return errno_error("cannot create " + temporary);
  while (!content.empty()) {
    const ssize_t written = ::write(fd.get(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return give_up("cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (like != nullptr) {
    if (::fchown(fd.get(), like->st_uid, like->st_gid) != 0) return give_up("cannot give away");
    if (::fchmod(fd.get(), like->st_mode & 07777) != 0) return give_up("cannot set the mode of");
  }
  if (::fsync(fd.get()) != 0) return give_up("cannot sync");
  if (::rename(temporary.c_str(), path.c_str()) != 0) return give_up("cannot rename");
  return {};
}

}  // namespace

Result<void> write_file_atomically(const std::string& path, std::string_view content, unsigned mode) {
  return write_beside(path, content, mode, nullptr);
}

Result<void> replace_file(const std::string& path, std::string_view before, std::string_view content) {
  const auto now = read_file(path, before.size() + 1, FileKind::foreign);
  if (!now || *now != before) return Error{path + " was changed by somebody else meanwhile; try again"};
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  return write_beside(path, content, 0600, &info);
}

Result<void> make_directory(const std::string& path, unsigned mode) {
  if (::mkdir(path.c_str(), mode) == 0) return {};
  if (errno != EEXIST) return errno_error("cannot make the directory " + path);
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  if (!S_ISDIR(info.st_mode)) return Error{path + " is not a directory"};
  return {};
}

Result<void> make_private_directory(const std::string& path) {
  if (auto made = make_directory(path, 0700); !made) return made;
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  if ((info.st_mode & 077) == 0) return {};
  return Error{"others may look into the directory " + path + ", which holds keys; run: chmod 700 " + path};
}

bool is_missing(const std::string& path) {
  struct stat info {};
  return ::lstat(path.c_str(), &info) != 0 && errno == ENOENT;
}

Result<UniqueFd> lock_directory(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::flock(fd.get(), LOCK_EX) != 0) return errno_error("cannot lock " + path);
  return fd;
}

bool file_exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

Result<UniqueFd> nameless_file(const std::string& directory) {
  UniqueFd fd(::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (fd) return fd;
  // A file system that knows no O_TMPFILE.
  std::string path = directory + "/.nameless-XXXXXX";
  fd = UniqueFd(::mkostemp(path.data(), O_CLOEXEC));
  if (!fd) return errno_error("cannot make a file in " + directory);
  ::unlink(path.c_str());
  return fd;
}

}  // namespace gatehouse
