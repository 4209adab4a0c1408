// For db/ only: the container of a backup. A tar file (POSIX.1-1988 ustar, regular files only) whose first
// member, SHA256SUMS, names all the others with their SHA-256 in the order they follow. So `tar` and
// `sha256sum -c` can read a backup where there is no Gatehouse. What is read is taken for hostile: anything
// that write_archive() would not have written is refused.
#pragma once
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse::db {

struct ArchiveMember {
  std::string name;  // in the archive: "gatehouse.db" or "keys/NAME"
  std::string path;  // on disk
};

// `file` must not exist; it is made with mode 0600 and appears whole or not at all.
Result<void> write_archive(const std::string& file, const std::vector<ArchiveMember>& members);
// For read_archive(); a link is followed, for the administrator named it.
Result<UniqueFd> open_archive(const std::string& file);
// Unpacks `archive`, called `file` in errors, into `directory`, which is empty, with mode 0600 (0700 for keys/).
// After an error, what is there is of no use.
Result<std::vector<ArchiveMember>> read_archive(UniqueFd archive, const std::string& file,
                                                const std::string& directory);

}  // namespace gatehouse::db
