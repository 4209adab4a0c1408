#include "appliance/config/policy_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

namespace gatehouse::config {
namespace {

Result<void> check_owner(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return errno_error("cannot look at " + path);
  const bool own = info.st_uid == 0 || info.st_uid == ::geteuid();
  if (own && (info.st_mode & 022) == 0) return {};
  return Error{path + " holds settings that nobody may change, but others can write it; run: chown root: " +
               path + " && chmod go-w " + path};
}

}  // namespace

Result<std::vector<PolicyFile>> read_policy(const std::string& directory) {
  std::vector<PolicyFile> files;
  std::error_code problem;
  std::filesystem::directory_iterator entries(directory, problem);
  if (problem == std::errc::no_such_file_or_directory) return files;
  if (problem) return Error{"cannot read " + directory + ": " + problem.message()};
  if (auto ok = check_owner(directory); !ok) return ok.error();
  for (const auto& entry : entries) {
    if (entry.path().extension() == ".ini") files.push_back({entry.path().string(), {}});
  }
  std::ranges::sort(files, {}, &PolicyFile::path);
  for (PolicyFile& file : files) {
    if (auto ok = check_owner(file.path); !ok) return ok.error();
    auto read = read_ini(file.path);
    if (!read) return read.error();
    file.entries = *std::move(read);
  }
  return files;
}

}  // namespace gatehouse::config
