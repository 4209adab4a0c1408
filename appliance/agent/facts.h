// What the appliance shows about this machine.
#pragma once
#include <string>
#include <string_view>

#include "appliance/wire/link.h"

namespace gatehouse::agent {

// Without the screen's size and capture, which the desktop knows.
wire::Facts machine_facts();
// PRETTY_NAME of an os-release file (os-release(5)); "" when it has none.
std::string pretty_name(std::string_view os_release);

}  // namespace gatehouse::agent
