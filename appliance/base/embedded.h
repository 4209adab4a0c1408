// Files that are part of the binary (scripts/cmake/Embed.cmake makes the tables).
#pragma once
#include <span>
#include <string_view>

#include "appliance/base/bytes.h"

namespace gatehouse::embedded {

struct File {
  std::string_view name;
  ByteView content;
};

std::span<const File> migrations();        // db/schema, in order
std::span<const File> common_passwords();  // one, as appliance/auth/common_passwords.h says
std::span<const File> webui();             // what the browser gets, gzip-compressed, by path ("/index.html")
std::span<const File> local_page();        // what an agent shows at its machine, by name ("page.html")
std::span<const File> documents();         // openapi.json, gatehouse.ini, libraries.txt

}  // namespace gatehouse::embedded
