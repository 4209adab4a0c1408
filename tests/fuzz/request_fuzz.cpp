// The bytes of a connection are the same requests however they were cut, and no more is held than allowed.
#include <algorithm>
#include <string>
#include <vector>

#include "appliance/base/result.h"
#include "appliance/net/request_reader.h"

using namespace gatehouse;
using State = net::RequestReader::State;

namespace {

constexpr std::size_t kHead = 200, kBody = 100;

// Every whole request, and at the end the refusal.
std::vector<std::string> requests(ByteView bytes, std::size_t piece) {
  net::RequestReader reader(kHead, kBody);
  std::vector<std::string> out;
  while (!bytes.empty()) {
    reader.feed(bytes.first(std::min(piece, bytes.size())));
    bytes = bytes.subspan(std::min(piece, bytes.size()));
    for (; reader.state() == State::whole; reader.next()) out.emplace_back(as_text(reader.request()));
    GH_ASSERT(reader.held() <= kHead + kBody + piece);
  }
  if (reader.state() == State::refused) out.push_back(std::to_string(reader.refusal()));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  GH_ASSERT(requests(bytes, 1) == requests(bytes, size));
  return 0;
}
