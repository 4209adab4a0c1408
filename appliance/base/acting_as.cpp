#include "appliance/base/acting_as.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace gatehouse {

Result<ActingAsOwner> ActingAsOwner::of(const std::string& directory) {
  ActingAsOwner self;
  struct stat owner {};
  if (::stat(directory.c_str(), &owner) != 0) return errno_error("cannot read " + directory);
  if (::geteuid() != 0 || owner.st_uid == 0) return self;
  self.group_ = ::getegid();
  self.groups_.resize(static_cast<std::size_t>(::getgroups(0, nullptr)));
  if (::getgroups(static_cast<int>(self.groups_.size()), self.groups_.data()) < 0)
    return errno_error("cannot read our groups");
  self.acting_ = true;
  if (::setgroups(0, nullptr) != 0 || ::setegid(owner.st_gid) != 0 || ::seteuid(owner.st_uid) != 0)
    return errno_error("cannot act as the owner of " + directory);
  return self;
}

ActingAsOwner::ActingAsOwner(ActingAsOwner&& other) noexcept
    : acting_(std::exchange(other.acting_, false)), group_(other.group_), groups_(std::move(other.groups_)) {}

ActingAsOwner::~ActingAsOwner() {
  if (!acting_) return;
  GH_ASSERT(::seteuid(0) == 0 && ::setegid(group_) == 0 && ::setgroups(groups_.size(), groups_.data()) == 0);
}

}  // namespace gatehouse
