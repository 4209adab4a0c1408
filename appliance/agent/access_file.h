// What `gatehouse access` keeps beside the machine's keys: whether the access list is on, and who is on it (access.json, 0600).
// And what the list is, together with what the settings say.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/policy/access_list.h"

namespace gatehouse::agent {

struct AccessFile {
  static constexpr const char* kName = "access.json";

  bool on = false;
  std::vector<policy::AccessEntry> entries;

  // No file: off and empty. Error: it can't be read, or is not what we wrote.
  static Result<AccessFile> read(const std::string& directory);
  Result<void> write(const std::string& directory) const;
  // Instead of what it said about the same address; entries that have ended at `now` go. Errors, as people read them: `address` is
  // none, the list is full.
  Result<void> allow(std::string_view address, std::optional<std::int64_t> until, std::int64_t now);
  // The error: it is not on the list, or is no address.
  Result<void> remove(std::string_view address);
  // What `edit` makes of it is written, unless it gives an error; one at a time. Gives what is there now.
  static Result<AccessFile> change(const std::string& directory,
                                   const std::function<Result<void>(AccessFile&)>& edit);
};

// As people read it: an ID in groups.
std::string called(const policy::AccessEntry& entry);

// Of the settings of the machine.
struct AccessSettings {
  enum class Switch { local, on, off };
  Switch list = Switch::local;  // local: as the file says
  std::vector<policy::AccessEntry> entries;
};

// Both entries count.
policy::AccessList access_list(const AccessSettings& settings, const AccessFile& file);

}  // namespace gatehouse::agent
