// The file that holds the cookies of X servers (Xauthority; format as libXau writes it: big-endian, 16-bit
// lengths).
#pragma once
#include <optional>
#include <string>

#include "appliance/base/bytes.h"

namespace gatehouse::hw {

struct XauthorityEntry {
  std::string name, data;  // "MIT-MAGIC-COOKIE-1" and the cookie
};

// The cookie for display `number` of this machine: an entry for `host`, else one for any local host (the host
// may have been renamed since). Damaged content: what stands before the damage.
std::optional<XauthorityEntry> find_xauthority(ByteView content, const std::string& host,
                                               const std::string& number);

// One entry for every display number and host, as a server's own file has.
std::string make_xauthority(const XauthorityEntry& entry);

}  // namespace gatehouse::hw
