// What keeps whoever uses a virtual desktop from the rest of the machine, above all from the files and
// processes of the agent that serves it (docs/decisions/0003-the-virtual-desktop-s-user.md). As root the
// desktop's programs run as an account of their own. Otherwise they share our account, so they run in a cage
// of namespaces, which bubblewrap makes: they see the system's programs, their own home, and no process but
// their own. Without either there is no virtual desktop.
#pragma once
#include <string>
#include <vector>

#include "appliance/base/spawn.h"

namespace gatehouse::hw {

// For a desktop without an account in the settings, when we are root: the first of these that exists.
inline constexpr const char* kDesktopAccount = "gatehouse-desktop";
inline constexpr const char* kSharedAccount = "nobody";

class Confinement {
 public:
  // `user` and `hidden` as in VirtualDisplayOptions. Tries the cage, which takes some milliseconds. Errors
  // say what to do.
  static Result<Confinement> find(const std::string& user, const std::vector<std::string>& hidden);

  const Account& account() const { return account_; }
  bool caged() const { return caged_; }
  // The account is one that other services use, too.
  bool shared() const { return !caged_ && account_.name == kSharedAccount; }
  // "runs as 'gatehouse-desktop'", for people.
  std::string words() const;

  // Hands over a file or directory of ours, whose parent is ours, so nobody can put something else in its
  // place.
  Result<void> give(const std::string& path) const;
  // How to start `words` (a program's path first) with this `environment`: in `directory`/home, able to write
  // only there, to read the rest of `directory`, and in a cage to make X servers' sockets in
  // `directory`/sockets.
  SpawnOptions confined(const std::string& directory, const std::vector<std::string>& words,
                        std::vector<std::string> environment) const;

 private:
  Confinement(Account account, bool caged, std::vector<std::string> hidden)
      : account_(std::move(account)), caged_(caged), hidden_(std::move(hidden)) {}

  Account account_;
  bool caged_;
  std::vector<std::string> hidden_;
};

}  // namespace gatehouse::hw
