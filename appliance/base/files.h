// Small files of our own: read whole with a cap, written so that a crash or a full disk never leaves half of
// one.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "appliance/base/result.h"
#include "appliance/base/unique_fd.h"

namespace gatehouse {

// `own`: a file in our directories, where a symbolic link at the last component is refused (O_NOFOLLOW).
// `foreign`: one that the administrator named.
enum class FileKind { own, foreign };
Result<std::string> read_file(const std::string& path, std::size_t cap, FileKind kind = FileKind::own);
// Writes beside, syncs, renames over. `mode` e.g. 0600.
Result<void> write_file_atomically(const std::string& path, std::string_view content, unsigned mode);
// The same in the place of a file that is there and still has `before`, with its owner, group and mode. Leaves errno as the error
// is.
Result<void> replace_file(const std::string& path, std::string_view before, std::string_view content);
// Makes the directory (one level) with `mode` if it is not there; refuses a link or something else in its
// place.
Result<void> make_directory(const std::string& path, unsigned mode);
// The same with mode 0700, and refuses one that others may look into.
Result<void> make_private_directory(const std::string& path);
bool file_exists(const std::string& path);
// Nothing is there, not even a link that leads nowhere. What can't be looked at may be there.
bool is_missing(const std::string& path);
// Waits until nobody else has it. Held as long as the descriptor lives: while a file in it is read, changed and written.
Result<UniqueFd> lock_directory(const std::string& path);
// A file in `directory` that has no name, open for reading and writing; it goes with its descriptor.
Result<UniqueFd> nameless_file(const std::string& directory);

}  // namespace gatehouse
