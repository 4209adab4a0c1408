#include "appliance/base/result.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace gatehouse {

Error errno_error(const std::string& what) {
  return Error{what + ": " + std::generic_category().message(errno)};
}

void assertion_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "gatehouse: bug: %s does not hold (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace gatehouse
