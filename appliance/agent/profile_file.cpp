#include "appliance/agent/profile_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "appliance/base/files.h"
#include "appliance/base/log.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::agent {
namespace {

std::string path_in(const std::string& directory) {
  return directory + "/" + kProfilesFile;
}

Result<Profiles> read(const std::string& directory) {
  const std::string path = path_in(directory);
  const auto text = read_file(path, Profiles::kTextCap);
  auto profiles = text ? Profiles::parse(*text) : text.error();
  if (profiles) return profiles;
  return Error{"the permission profiles in " + path + " can't be used: " + profiles.error().message +
               ". Mend the file, or begin anew with the presets: gatehouse profile presets"};
}

Result<void> write(const std::string& directory, const Profiles& profiles) {
  return write_file_atomically(path_in(directory), profiles.text(), 0600);
}

}  // namespace

Result<Profiles> load_profiles(const std::string& directory) {
  if (!is_missing(path_in(directory))) return read(directory);
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  if (!is_missing(path_in(directory))) return read(directory);
  if (auto ok = write(directory, Profiles::presets()); !ok) return ok.error();
  return Profiles::presets();
}

Result<void> change_profiles(const std::string& directory,
                             const std::function<Result<void>(Profiles&)>& edit) {
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  auto profiles = is_missing(path_in(directory)) ? Profiles::presets() : read(directory);
  if (!profiles) return profiles.error();
  if (auto ok = edit(*profiles); !ok) return ok;
  return write(directory, *profiles);
}

Result<void> restore_presets(const std::string& directory) {
  const auto locked = lock_directory(directory);
  if (!locked) return locked.error();
  return write(directory, Profiles::presets());
}

ProfileBook::ProfileBook(std::string directory, Profiles profiles, std::function<void()> changed)
    : directory_(std::move(directory)), changed_(std::move(changed)) {
  take(std::move(profiles));
}

const Profiles& ProfileBook::now() {
  look();
  return profiles_;
}

// Files are replaced, never written into: another one has another number, and another time.
std::string ProfileBook::stamp() const {
  struct stat info {};
  if (::lstat(path_in(directory_).c_str(), &info) != 0) return "none";
  return std::to_string(info.st_ino) + " " + std::to_string(info.st_size) + " " +
         std::to_string(info.st_ctim.tv_sec) + "." + std::to_string(info.st_ctim.tv_nsec);
}

void ProfileBook::look() {
  std::string stamp = this->stamp();
  if (stamp == stamp_) return;
  stamp_ = std::move(stamp);
  auto profiles = read(directory_);
  if (!profiles) log::error("agent", "nobody is let in: " + profiles.error().message);
  take(profiles ? *std::move(profiles) : Profiles());
  changed_();
}

void ProfileBook::take(Profiles profiles) {
  const bool was = profiles_.is_unattended(), is = profiles.is_unattended();
  profiles_ = std::move(profiles);
  for (const Profile& profile : profiles_.all()) {
    for (const std::string& name : profile.unknown)
      log::warning("agent", "the profile '" + profile.name + "' has the permission '" + name +
                                "', which this version does not know");
  }
  if (is && !was)
    log::warning("agent",
                 "unattended access is on: who knows a profile's password comes in with nobody asked");
  if (was && !is) log::info("agent", "unattended access is off");
}

}  // namespace gatehouse::agent
