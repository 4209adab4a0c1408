// Catch2 as this release ships it: version 2 has one header, version 3 several. Tests use the names of version 3.
#pragma once
#if __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& part) {
  return Contains(part);
}
}  // namespace Catch::Matchers
#else
#include <catch2/catch_all.hpp>
#endif
