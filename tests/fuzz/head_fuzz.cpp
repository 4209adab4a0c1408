// The request head checker must hold for any bytes, however they were cut.
#include <cstdlib>

#include "appliance/net/request_head.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView bytes(data, size);
  const auto end = net::find_head_end(bytes, 0);
  for (std::size_t searched = 0; end && searched < *end; ++searched) {
    // Whoever looked at fewer bytes before must find the same end.
    if (net::find_head_end(bytes, searched) != end) std::abort();
  }
  const auto read = net::read_request_head(end ? bytes.first(*end) : bytes);
  if (std::holds_alternative<net::RequestHead>(read) && !end) std::abort();
  return 0;
}
