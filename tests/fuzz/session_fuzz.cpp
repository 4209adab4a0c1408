// Frames from a viewer, read in two pieces, and what its handshake message carries: what was read is written back the
// same.
#include <algorithm>

#include "appliance/base/result.h"
#include "appliance/wire/session.h"
#include "appliance/wire/sound.h"
#include "appliance/wire/terminal.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  const std::size_t cut = size > 0 ? data[0] % size : 0;
  wire::FrameReader reader;
  std::size_t read = 0;
  for (const ByteView piece : {input.first(cut), input.subspan(cut)}) {
    reader.feed(piece);
    while (const auto frame = reader.next()) {
      Bytes again;
      wire::append_frames(again, frame->channel, frame->payload);
      GH_ASSERT(read + again.size() <= size && std::ranges::equal(again, input.subspan(read, again.size())));
      read += again.size();
      if (frame->channel == wire::Channel::terminal) {
        const auto message = wire::decode_terminal(frame->payload);
        if (message) GH_ASSERT(wire::encode_terminal(*message) == again);
      }
      if (frame->channel == wire::Channel::sound) {
        const auto message = wire::decode_sound(frame->payload);
        if (message) GH_ASSERT(wire::encode_sound(*message) == again);
      }
      if (frame->channel != wire::Channel::control) continue;
      const auto message = wire::decode_control(frame->payload);
      if (message) GH_ASSERT(wire::encode_control(*message) == again);
    }
  }
  const auto greeting = wire::decode_control(input);
  if (greeting) GH_ASSERT(std::ranges::equal(wire::encode_message(*greeting), input));
  return 0;
}
