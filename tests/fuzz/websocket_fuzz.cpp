// Frames from a browser: the same payload, answers and end however they were cut, never more than was sent.
#include <algorithm>

#include "appliance/base/result.h"
#include "appliance/http/websocket_frame.h"

using namespace gatehouse;

namespace {

struct Taken {
  Bytes payload, answers;
  bool closed = false;
  std::uint16_t code = 0;
  bool operator==(const Taken&) const = default;
};

Taken take(ByteView data, std::size_t portion) {
  http::WebSocketDecoder decoder(4096);
  Taken taken;
  for (std::size_t at = 0; at < data.size() && !decoder.closed(); at += portion)
    decoder.feed(data.subspan(at, std::min(portion, data.size() - at)), taken.payload, taken.answers);
  taken.closed = decoder.closed();
  taken.code = decoder.close_code();
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const ByteView input(data + 1, size - 1);
  const Taken whole = take(input, input.size());
  GH_ASSERT(whole.payload.size() <= input.size());
  GH_ASSERT(whole.answers.size() <= input.size());
  GH_ASSERT(take(input, 1 + data[0]) == whole);
  return 0;
}
