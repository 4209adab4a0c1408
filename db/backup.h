// One file that holds what can't be made anew: the database and the keys. Secret: whoever has it has the
// appliance's identity. Not in it: recordings/ and builds/.
#pragma once
#include <cstdint>
#include <string>

#include "appliance/base/result.h"

namespace gatehouse::db {

struct BackupFacts {
  std::int64_t store_version = 0;
  std::int64_t organizations = 0, users = 0, clients = 0;
  int keys = 0;
};

// While the appliance runs or not, from any process; writers don't wait. `file` must not exist yet; it gets
// mode 0600 and appears whole or not at all.
Result<BackupFacts> back_up(const std::string& data_directory, const std::string& file);

// Reads all of it: every checksum, and the database's own structure. Needs room for a copy in the temporary
// directory.
Result<BackupFacts> verify_backup(const std::string& file);

enum class Overwrite { no, yes };

struct Restored {
  BackupFacts facts;
  std::string kept_aside;  // where the former database and keys are now; empty: there were none
};

// The appliance must not be running: that is checked. Without Overwrite::yes a data directory that has a
// database or keys is refused; with it they are moved to DATA_DIRECTORY/before-restore-TIME. Until the whole
// backup is unpacked and checked nothing is touched. Root works with the rights of the directory's owner
// (base/acting_as.h).
Result<Restored> restore(const std::string& file, const std::string& data_directory, Overwrite overwrite,
                         std::int64_t now);

}  // namespace gatehouse::db
