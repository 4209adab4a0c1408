// Root at work in a directory that is another account's: with that account's rights, so that whatever that account
// puts there, a link above all, harms nobody else.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "appliance/base/result.h"

namespace gatehouse {

// While it lives, the process has the rights of the directory's owner, files it makes are that owner's, and no
// supplementary groups. Of the whole process: for commands, not for servers. Does nothing when we are not root or the
// owner is.
class ActingAsOwner {
 public:
  static Result<ActingAsOwner> of(const std::string& directory);
  ~ActingAsOwner();
  ActingAsOwner(ActingAsOwner&& other) noexcept;
  ActingAsOwner& operator=(ActingAsOwner&&) = delete;

 private:
  ActingAsOwner() = default;

  bool acting_ = false;
  gid_t group_ = 0;
  std::vector<gid_t> groups_{};
};

}  // namespace gatehouse
