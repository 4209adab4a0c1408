// What a test needs of the machine it runs on. Catch2 v2 knows no skipping: a test that cannot run says so and passes.
#pragma once
#include "tests/support/catch.h"

namespace gatehouse::test {

// `if (!test::needs(::geteuid() == 0, "root")) return;`
inline bool needs(bool there, const char* what) {
  if (!there) WARN("not run: it needs " << what);
  return there;
}

}  // namespace gatehouse::test
