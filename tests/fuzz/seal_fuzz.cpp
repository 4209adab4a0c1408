// What somebody without a ticket can send a machine: handshake messages in a stream cut anywhere, and a ticket.
#include <algorithm>

#include "appliance/base/result.h"
#include "appliance/seal/noise.h"
#include "appliance/seal/sealed_stream.h"
#include "appliance/seal/ticket.h"

using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const seal::PrivateKey device = seal::PrivateKey::generate();
  const ByteView input(data, size);
  const std::size_t cut = size > 0 ? data[0] % size : 0;
  seal::MessageReader reader;
  std::size_t read = 0;
  for (const ByteView piece : {input.first(cut), input.subspan(cut)}) {
    reader.feed(piece);
    while (const auto message = reader.next()) {
      const Bytes again = seal::framed(*message);
      GH_ASSERT(read + again.size() <= size && std::ranges::equal(again, input.subspan(read, again.size())));
      read += again.size();
      seal::Responder responder(device, {});
      GH_ASSERT(!responder.begin(*message));
    }
  }
  GH_ASSERT(std::ranges::equal(reader.rest(), input.subspan(read)));
  GH_ASSERT(!seal::verify_ticket(as_text(input), {seal::TicketKey{}}, 1, 0));
  return 0;
}
