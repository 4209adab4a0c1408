// Reads tests/vectors/wire.txt; its top says how the lines are made.
#pragma once
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "appliance/base/text.h"

namespace gatehouse::test {

struct WireVector {
  bool good = false;
  std::string kind, name, bytes;
};

inline std::vector<WireVector> wire_vectors() {
  std::ifstream file(GATEHOUSE_SOURCE_DIR "/tests/vectors/wire.txt");
  std::vector<WireVector> vectors;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string verdict, hex;
    WireVector vector;
    words >> verdict >> vector.kind >> vector.name >> hex;
    const auto bytes = from_hex(hex);
    if (!bytes || (verdict != "good" && verdict != "bad")) std::abort();
    vector.good = verdict == "good";
    vector.bytes = *bytes;
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

}  // namespace gatehouse::test
