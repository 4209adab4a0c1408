// The address of a request: what is accepted holds none of what its contract excludes.
#include "appliance/base/bytes.h"
#include "appliance/base/result.h"
#include "appliance/base/text.h"
#include "appliance/http/target.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string raw(as_text({data, size}));
  if (const auto path = http::decode_path(raw)) {
    GH_ASSERT(path->starts_with('/') && is_utf8(*path));
    GH_ASSERT(path->find_first_of(std::string("\\\0\r\n", 4)) == std::string::npos);
    const std::string segments = *path + "/";
    GH_ASSERT(segments.find("/../") == std::string::npos && segments.find("/./") == std::string::npos);
  }
  if (const auto query = http::decode_query(raw)) {
    for (const auto& [name, value] : *query) GH_ASSERT(is_utf8(name) && is_utf8(value));
  }
  return 0;
}
