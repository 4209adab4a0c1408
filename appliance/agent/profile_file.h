// Where a machine keeps its permission profiles: agent.data/profiles.json, for its owner alone (0600), written whole.
#pragma once
#include <functional>
#include <string>

#include "appliance/agent/profiles.h"
#include "appliance/base/result.h"

namespace gatehouse::agent {

inline constexpr const char* kProfilesFile = "profiles.json";

// The presets, written down, where there is no file yet. The error says what to do about a file that can't be used.
Result<Profiles> load_profiles(const std::string& directory);
// One at a time, whoever else does it: `edit` gets what the file has, and what it leaves is written. Its error leaves
// the file as it was.
Result<void> change_profiles(const std::string& directory,
                             const std::function<Result<void>(Profiles&)>& edit);
// Whatever the file has, it begins anew.
Result<void> restore_presets(const std::string& directory);

// The profiles as they are now, for the agent: somebody may change the file at any time. Loop thread.
class ProfileBook {
 public:
  // `changed` is called when they are others than they were. `profiles`: those that load_profiles gave.
  ProfileBook(std::string directory, Profiles profiles, std::function<void()> changed);

  // The file may be another one.
  void look();
  // None at all while the file can't be used: nobody is let in by what it said before.
  const Profiles& now();

 private:
  std::string stamp() const;
  void take(Profiles profiles);

  const std::string directory_;
  const std::function<void()> changed_;
  Profiles profiles_;
  std::string stamp_;  // of the file that was read last; empty: not looked yet
};

}  // namespace gatehouse::agent
